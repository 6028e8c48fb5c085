"""Imports: files that are sent, or places that the machine's own user names; read by a job."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Response

from backlinkbot.app.uploads import keep_uploads
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Changes
from backlinkbot.interfaces.api.parameters import day_told
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.imports import FilesIn, ImportIn
from backlinkbot.interfaces.schemas.jobs import JobOut

router = APIRouter(tags=["imports"])


@router.post(
    "/imports",
    status_code=202,
    response_model=JobOut,
    responses={**QUEUED, **described(413)},
)
def send(
    asked: Changes,
    response: Response,
    told: Annotated[FilesIn, Form(media_type="multipart/form-data")],
    keyed: Repeated,
) -> Any:
    """Sends files and queues their import, with the options of the command `ingest`."""
    sent = [(one.filename or "", one.file) for one in told.files]
    options = _options(
        ImportIn(
            places=[name for name, _ in sent],
            target=told.target,
            mapping=_pairs(told.mapping),
            as_of=day_told(told.as_of),
            base_url=told.base_url,
            source=told.source,
            complete=told.complete,
            again=told.again,
        )
    )

    def arguments() -> dict[str, Any]:
        return {"places": keep_uploads(asked.workspace, sent), "options": options}

    return queued(asked, response, keyed, "ingest", arguments)


@router.post("/imports/from", status_code=202, response_model=JobOut, responses={**QUEUED})
def begin(asked: Changes, told: ImportIn, response: Response, keyed: Repeated) -> Any:
    """Queues the import of http(s) addresses; for the machine's own user also of its files."""
    arguments = {"places": told.places, "options": _options(told)}
    return queued(asked, response, keyed, "ingest", lambda: arguments)


def _pairs(mapping: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapping]
    if not all(equals for _, equals, _ in pairs):
        raise BadInput("each mapping is OURS=THEIRS, like source_url=Linking page")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _options(told: ImportIn) -> dict[str, Any]:
    """The options of the verb; a target that is no domain is told before anything is queued."""
    return {
        "target": domain_named(told.target) if told.target else "",
        "mapping": told.mapping,
        "as_of": told.as_of.isoformat() if told.as_of else None,
        "base_url": told.base_url,
        "source": told.source,
        "complete": told.complete,
        "again": told.again,
    }
