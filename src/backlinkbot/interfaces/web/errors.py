"""Errors as pages: what went wrong in one sentence, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi.responses import RedirectResponse

from backlinkbot.core.errors import BacklinkBotError
from backlinkbot.interfaces.answers import sentence, status_of
from backlinkbot.interfaces.gate.guard import HEADERS
from backlinkbot.interfaces.web.page import bare_page

if TYPE_CHECKING:
    from fastapi import Request, Response
    from starlette.exceptions import HTTPException

OUR_FAULT = "Nothing stored was changed by it; what went wrong stands in the server's output."
HEADINGS = {
    400: "That cannot be used as it is",
    401: "Who are you?",
    403: "This is not for you to do",
    404: "Nothing is here",
    405: "That is not done here",
    502: "Another machine did not answer",
}


def error_page(request: Request, error: Exception) -> Response:
    """A page for one of our errors, or for a fault of ours."""
    if isinstance(error, BacklinkBotError):
        return _page(request, status_of(error), sentence(error))
    answer = _page(request, status_of(error), OUR_FAULT)  # its text is for the server's output
    answer.headers.update(HEADERS)  # made outside of the guard, which puts them on all others
    return answer


def http_error_page(request: Request, error: HTTPException) -> Response:
    """A page for what the framework refuses; whoever has to sign in is led there."""
    if error.status_code == HTTPStatus.UNAUTHORIZED and error.headers:
        wanted = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(wanted)}", status_code=303)
    known = error.detail if error.status_code == HTTPStatus.UNAUTHORIZED else ""
    return _page(request, error.status_code, known or f"{request.url.path} is no page here.")


def _page(request: Request, status: int, text: str) -> Response:
    return bare_page(
        request, "error.html.j2", status=status, code=status, sentence=text,
        heading=HEADINGS.get(status, "This is our fault"), what_to_do="", back="/",
    )  # fmt: skip
