"""A round of sending and reading, as pages begin it and tell how the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from backlinkbot.app.jobs import list_jobs, open_jobs, queue
from backlinkbot.core.jobs import JobState
from backlinkbot.interfaces.web.page import after

if TYPE_CHECKING:
    from fastapi import Request, Response

    from backlinkbot.core.jobs import Job
    from backlinkbot.interfaces.gate import Asked

KIND = "outreach"


def last_round(asked: Asked) -> tuple[Job | None, Job | None]:
    """The last round that is over, and one that is queued or under way."""
    running = next(iter(open_jobs(asked.gate.root, (KIND,), asked.client)), None)
    every = list_jobs(asked.gate.root, asked.client)
    return next((one for one in every if one.kind == KIND and one.state.is_over), None), running


def queue_round(asked: Asked) -> None:
    """Queues a round for what may go now, unless one waits for a worker that will send it."""
    waiting = open_jobs(asked.gate.root, (KIND,), asked.client)
    if not any(one.state is JobState.QUEUED and not one.arguments for one in waiting):
        queue(asked.gate.root, KIND, {}, client=asked.client, by=asked.principal.name)


def start_round(request: Request, asked: Asked, back: str, *, only_read: bool = False) -> Response:
    """Queues a round, unless one is queued or under way; leads to its page.

    `only_read`: the round reads what came in and sends nothing.
    """
    _, running = last_round(asked)
    if running:
        return after(request, back, "A round is queued or under way already.")
    told = {"only_read": True} if only_read else {}
    job = queue(asked.gate.root, KIND, told, client=asked.client, by=asked.principal.name)
    return after(request, f"/c/{quote(asked.client)}/jobs/{job.id}")
