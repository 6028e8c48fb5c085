"""Long work: queued, answered with 202 and the address where its progress is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header

from backlinkbot.app.jobs import queue
from backlinkbot.interfaces.api.problems import described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Response

    from backlinkbot.interfaces.gate import Asked

LONGEST_KEY = 200
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="Asking again with the same key does nothing again and gives the same answer.",
    ),
]
QUEUED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "The job; look at the address in `Location`.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    },
    **described(404, 409),
}


def queued(
    asked: Asked, response: Response, kind: str, arguments: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """Queue a job of a client, and say where it is."""
    job = queue(
        asked.gate.root, kind, arguments, client=asked.client, by=asked.principal.name, key=key
    )
    response.headers["location"] = f"/api/v1/jobs/{job.id}"
    return job.as_document()
