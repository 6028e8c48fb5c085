"""A report behind a link that anybody may open until it expires."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.report import shared_report
from backlinkbot.interfaces.gate import gate_of
from backlinkbot.interfaces.web.documents import document_response

router = APIRouter()


@router.get("/shared/{token}")
def shared(request: Request, token: str) -> Response:
    """The report; a link that is over is as one that never was."""
    found = shared_report(gate_of(request).root, token)
    return document_response(found.path, found.media_type)
