"""The page Import: files by drag and drop, or by path on this machine; read by a job."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from backlinkbot.app.jobs import queue
from backlinkbot.app.sites import list_sites
from backlinkbot.app.uploads import ENDINGS, keep_uploads
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Posted, Writes
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.places import Place

place = Place("import", "Import", icon="upload", order=20, needs_writer=True)
router = APIRouter()


@router.get("/c/{client}/import")
def form(request: Request, asked: Writes) -> Response:
    """The form, with a key that makes a job once however often it is sent."""
    return _form(request, asked, {"key": secrets.token_hex(16)}, {})


@router.post("/c/{client}/import")
def begin(request: Request, asked: Writes, form: Posted) -> Response:
    """Keeps the files and queues their import, or says what is wrong at its field."""
    errors = _errors(form)
    places: list[str] = []
    try:
        places = _places(asked, form) if not errors else []
    except BadInput as error:
        errors["files"] = sentence(error)
    if not errors and not places:
        errors["files"] = "Choose a file, or name a path or address."
    if errors:
        return _form(request, asked, dict(form.as_typed()), errors)
    job = queue(
        asked.gate.root,
        "ingest",
        {"places": places, "options": _options(form)},
        client=asked.client,
        by=asked.principal.name,
        key=form.text("key", 100),
    )
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


def _form(
    request: Request, asked: Asked, typed: dict[str, Any], errors: dict[str, str]
) -> Response:
    return page(
        request, asked, "import.html.j2", status=400 if errors else 200, typed=typed,
        errors=errors, endings=",".join(ENDINGS), is_local=asked.principal.is_local,
        known=[site.domain for site in list_sites(asked.workspace)],
    )  # fmt: skip


def _places(asked: Asked, form: Fields) -> list[str]:
    """What to read: files that were sent, and for the user of this machine paths on it."""
    if asked.principal.is_local and (path := form.text("path", 4_000)):
        return [path]
    sent = [(one.filename or "", one.file) for one in form.files("files")]
    return keep_uploads(asked.workspace, sent) if sent else []


def _errors(form: Fields) -> dict[str, str]:
    errors = {}
    checks = {"target": domain_named, "as_of": date.fromisoformat, "mapping": _mapping}
    for name, check in checks.items():
        if text := form.text(name):
            try:
                check(text)
            except BadInput as error:
                errors[name] = sentence(error)
            except ValueError:
                errors[name] = f"{text} is no day; write it like 2026-11-30."
    return errors


def _mapping(text: str) -> dict[str, str]:
    pairs = [line.split("=", 1) for line in text.splitlines() if line.strip()]
    if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - a name and what it is called
        raise BadInput("each line is OURS=THEIRS, like source_url=Linking page")
    return {ours.strip(): theirs.strip() for ours, theirs in pairs}


def _options(form: Fields) -> dict[str, Any]:
    """The options of the verb, as its JSON."""
    return {
        "target": form.text("target"),
        "mapping": _mapping(form.text("mapping")),
        "as_of": form.text("as_of") or None,
        "base_url": form.text("base_url"),
        "source": form.text("source"),
        "complete": form.is_set("complete"),
        "again": form.is_set("again"),
    }
