"""Imports: files that are sent, or places that the machine's own user names; read by a job."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Response, UploadFile

from backlinkbot.app.uploads import keep_uploads
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Changes
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, Key, queued
from backlinkbot.interfaces.schemas.imports import ImportIn
from backlinkbot.interfaces.schemas.jobs import JobOut

MOST_FILES = 50
LONGEST_TEXT = 2_000

router = APIRouter(tags=["imports"])


@router.post(
    "/imports",
    status_code=202,
    response_model=JobOut,
    responses={**QUEUED, **described(413)},
)
def send(  # noqa: PLR0913, PLR0917 - what one may say of files
    asked: Changes,
    response: Response,
    files: Annotated[list[UploadFile], File(description="What to read.", max_length=MOST_FILES)],
    target: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    mapping: Annotated[
        list[str], Form(max_length=50, description="OURS=THEIRS, like source_url=Linking page")
    ] = [],  # noqa: B006 - FastAPI copies it
    as_of: Annotated[date | None, Form()] = None,
    base_url: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    source: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    complete: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
    again: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
    key: Key = "",
) -> Any:
    """Sends files and queues their import, with the options of the command `ingest`."""
    pairs = [pair.partition("=") for pair in mapping]
    if not all(equals for _, equals, _ in pairs):
        raise BadInput("each mapping is OURS=THEIRS, like source_url=Linking page")
    options = ImportIn(
        places=[one.filename or "" for one in files],
        target=target,
        mapping={ours.strip(): theirs.strip() for ours, _, theirs in pairs},
        as_of=as_of,
        base_url=base_url,
        source=source,
        complete=complete,
        again=again,
    )
    words = _options(options)
    places = keep_uploads(asked.workspace, [(one.filename or "", one.file) for one in files])
    return queued(asked, response, "ingest", {"places": places, "options": words}, key)


@router.post("/imports/from", status_code=202, response_model=JobOut, responses={**QUEUED})
def begin(asked: Changes, told: ImportIn, response: Response, key: Key = "") -> Any:
    """Queues the import of files that are on the machine itself, for its own user alone."""
    if not asked.principal.is_local:
        raise Refused("paths are read for the machine's own user only; send the files instead")
    arguments = {"places": told.places, "options": _options(told)}
    return queued(asked, response, "ingest", arguments, key)


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
