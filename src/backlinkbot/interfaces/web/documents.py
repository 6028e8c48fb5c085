"""Kept reports as answers: shown as they are, in a page that may run and fetch nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import FileResponse

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import Response

# A report carries its own styles in the page, which the app's policy forbids; and nothing else.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-downloads allow-popups"
)
SHOWN = ("text/html", "application/pdf")  # in the browser; all else is saved


def document_response(path: Path, media_type: str, *, saves: bool = False) -> Response:
    """A report's file; `saves`: the browser keeps it instead of showing it."""
    is_shown = media_type.partition(";")[0] in SHOWN and not saves
    return FileResponse(
        path,
        media_type=media_type,
        filename=path.name,
        content_disposition_type="inline" if is_shown else "attachment",
        # A browser's own PDF reader is a page of its own, which a sandbox would forbid
        headers={"content-security-policy": POLICY} if media_type.startswith("text/html") else {},
    )
