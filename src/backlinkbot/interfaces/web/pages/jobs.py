"""The page Jobs: what runs in the background, how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from backlinkbot.app.jobs import KINDS, cancel, job_of, list_jobs, queue
from backlinkbot.app.uploads import rejects_file
from backlinkbot.core.errors import NotFound
from backlinkbot.core.jobs import Job
from backlinkbot.interfaces.gate import Asked, Posted, Reads, Seen, Writes
from backlinkbot.interfaces.gate.streams import job_events
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place

COLUMNS = (
    Column("what", "Job"),
    Column("state", "State"),
    Column("queued", "Asked for"),
    Column("by", "By"),
    Column("told", "What came of it"),
)
STARTED_HERE = ("measure", "audit")  # what the page's own form can start

OF_PEOPLE = ("contacts", "outreach")

place = Place("jobs", "Jobs", icon="clock", order=21)
router = APIRouter()


@router.get("/c/{client}/jobs")
def jobs(request: Request, asked: Reads) -> Response:
    """The jobs of a client, the newest first."""
    view = view_of(request, orders=())
    every = list_jobs(asked.gate.root, asked.client)
    rows = [_told(job, asked) for job in every[view.offset : view.offset + view.per_page]]
    return page(
        request, asked, "jobs.html.j2",
        found=Listing("Jobs", COLUMNS, rows, view, len(every), unit="job"),
        is_busy=any(not job.state.is_over for job in every),
    )  # fmt: skip


@router.post("/c/{client}/jobs")
def start(request: Request, asked: Writes, form: Posted) -> Response:
    """Starts a measurement or an audit."""
    kind = form.text("kind")
    if kind not in STARTED_HERE:
        raise NotFound(f"a job {kind} is not started here")
    arguments = {"domain": site_in(asked, form.text("domain")).domain} if kind == "audit" else {}
    job = queue(
        asked.gate.root, kind, arguments, client=asked.client, by=asked.principal.name
    )  # fmt: skip
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


@router.get("/c/{client}/jobs/{job}")
def one(request: Request, asked: Reads, job: str) -> Response:
    """One job: its progress while it runs, then its result."""
    found = job_of(asked.gate.root, job, asked.client)
    return page(request, asked, "job.html.j2", job=found, **_told(found, asked))


@router.post("/c/{client}/jobs/{job}/cancel")
def stop(request: Request, asked: Writes, job: str, form: Posted) -> Response:
    """Cancels a job; what was published before stays."""
    del form  # nothing in it but that it is ours
    found = cancel(asked.gate.root, job, asked.client)
    text = "The job is over." if found.state.is_over else "The job stops at its next step."
    return after(request, f"/c/{asked.client}/jobs/{found.id}", text)


@router.get("/c/{client}/jobs/{job}/events")
async def events(request: Request, principal: Seen, client: str, job: str) -> Response:
    """Its progress as it happens, as server-sent events; holds no workspace while it waits."""
    return await job_events(request, principal, client, job, _progress)


@router.get("/c/{client}/jobs/{job}/rejects/{number}")
def rejects(asked: Reads, job: str, number: int) -> Response:
    """What an import left out of one file, row by row with the reasons."""
    files = _files(job_of(asked.gate.root, job, asked.client))
    if not 0 <= number < len(files):
        raise NotFound("the import read no such file")
    path = rejects_file(asked.workspace, str(files[number].get("rejects_file") or ""))
    return FileResponse(path, media_type="text/csv", filename=path.name)


def progress_words(job: Job) -> str:
    """How far it is, in a few words."""
    if not job.stage:
        return "Waiting for its turn" if not job.started_at else "Beginning"
    stage = f"{Path(job.stage).name}" if job.stage.startswith("/") else job.stage
    if not job.total or job.unit == "bytes":
        return stage
    return f"{stage}: {job.reached:,.0f} of {job.total:,.0f} {job.unit}".rstrip()


def progress_share(job: Job) -> float | None:
    """How far the present stage is, 0..1; None where nobody can know."""
    return min(1.0, job.reached / job.total) if job.total else None


def _files(job: Job) -> list[dict[str, Any]]:
    """The reports of an import's files; those of visits are told on the page Results."""
    found = (job.result or {}).get("files") if job.kind == "ingest" else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _progress(job: Job) -> dict[str, Any]:
    """What the page writes while a job runs; when it is over the page is asked for anew."""
    if job.state.is_over:
        return {}
    return {"words": progress_words(job), "share": progress_share(job)}


def _told(job: Job, asked: Asked) -> dict[str, Any]:
    """A job as its page and its row show it; of work about people a client sees how it went."""
    told = job.arguments if job.kind not in OF_PEOPLE or asked.principal.may_see_people else {}
    named = (*(told.get("domains") or ()), *(told.get("seeds") or ()))
    about = told.get("domain") or ", ".join(
        [*map(str, named), *(Path(str(one)).name for one in told.get("places") or ())]
    )
    return {
        "row": job,
        "words": KINDS.get(job.kind, job.kind),
        "about": about,
        "progress": progress_words(job),
        "share_done": progress_share(job),
        "files": [one | {"name": Path(str(one.get("path"))).name} for one in _files(job)],
    }
