"""Long work: queued, answered with 202 and the address where its progress is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.jobs import queue
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.jobs import told_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import Response

    from backlinkbot.interfaces.api.repeating import Keyed
    from backlinkbot.interfaces.gate import Asked

QUEUED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "The job; look at the address in `Location`.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    },
    **described(404, 409),
}


def queued(
    asked: Asked,
    response: Response,
    keyed: Keyed,
    kind: str,
    arguments: Callable[[], Mapping[str, Any]],
) -> dict[str, Any]:
    """Queue a job of a client, and say where it is; `arguments` are made once for a key."""

    def job() -> dict[str, Any]:
        one = queue(
            asked.gate.root, kind, arguments(), client=asked.client, by=asked.principal.name
        )
        return told_to(asked.principal, one)

    document = keyed.once(asked, job)
    response.headers["location"] = f"/api/v1/jobs/{document['id']}"
    return document
