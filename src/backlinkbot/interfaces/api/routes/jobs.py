"""Work in the background: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse

from backlinkbot.app.jobs import cancel, job_of, list_jobs
from backlinkbot.app.uploads import rejects_file
from backlinkbot.core.errors import NotFound
from backlinkbot.core.jobs import JobState
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.gate import Seen
from backlinkbot.interfaces.gate.asked import client_asked
from backlinkbot.interfaces.gate.streams import job_events
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import JobOut, told_to

EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `progress` with the job, at last `over` with it.",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "event": {"type": "string", "enum": ["progress", "over"]},
                        "data": {"type": "string", "description": "The job as JSON."},
                    },
                    "required": ["event", "data"],
                }
            }
        },
    }
}
REJECTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows that were left out, with place and reason.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}

router = APIRouter(tags=["jobs"])


@router.get("/jobs", response_model=Rows[JobOut])
def jobs(
    asked: Reads,
    place: Paged,
    state: Annotated[JobState | None, Query(description="Only those in this state.")] = None,
    kind: Annotated[str, Query(max_length=100, description="Only those of this kind.")] = "",
) -> Any:
    """The latest jobs, the newest first."""
    found = list_jobs(asked.gate.root, asked.client)
    fitting = [
        told_to(asked.principal, job)
        for job in found
        if state in {None, job.state} and kind in {"", job.kind}
    ]
    return place.of(fitting)


@router.get("/jobs/{job}", response_model=JobOut, responses=described(404))
def one(asked: Reads, job: IdPath) -> Any:
    """One job: its progress while it runs, then its result."""
    return told_to(asked.principal, job_of(asked.gate.root, job, asked.client))


@router.post("/jobs/{job}/cancel", response_model=JobOut, responses=described(404))
def stop(asked: Changes, job: IdPath) -> Any:
    """Cancels a job: a waiting one at once, a running one at its next step; an ended one stays."""
    return told_to(asked.principal, cancel(asked.gate.root, job, asked.client))


@router.get(
    "/jobs/{job}/events", response_class=StreamingResponse, responses={**EVENTS, **described(404)}
)
async def events(request: Request, principal: Seen, job: IdPath) -> Response:
    """The progress of a job as it happens; ends with it, or after 15 minutes."""
    client = client_asked(request, principal)
    return await job_events(
        request, principal, client, job, lambda found: told_to(principal, found)
    )


@router.get(
    "/jobs/{job}/rejects/{number}",
    response_class=FileResponse,
    responses={**REJECTS, **described(404)},
)
def rejects(asked: Reads, job: IdPath, number: int) -> Response:
    """What an import left out of one of its files, row by row with the reasons."""
    result = job_of(asked.gate.root, job, asked.client).result or {}
    files = result.get("files")
    if not isinstance(files, list) or not 0 <= number < len(files):
        raise NotFound("the job read no such file")
    path = rejects_file(asked.workspace, str(files[number].get("rejects_file") or ""))
    return FileResponse(path, media_type="text/csv", filename=path.name)
