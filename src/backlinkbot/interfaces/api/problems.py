"""Problems as RFC 9457 has them: what went wrong in our sentence, and what to do."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from backlinkbot.app.repeats import UsedBefore
from backlinkbot.core.errors import BacklinkBotError
from backlinkbot.interfaces.answers import sentence, status_of
from backlinkbot.interfaces.schemas.answer import FieldFault
from backlinkbot.interfaces.schemas.problems import KINDS, PROBLEM_JSON, problem_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request

# Of a POST that changes nothing: it is one because an address does not hold what is asked
LOOKS = {"x-changes-nothing": True}
LONGEST_ECHO = 200  # characters of what was sent that a sentence repeats


def problem(
    status: int,
    detail: str,
    *,
    errors: Sequence[FieldFault] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer for a problem."""
    return Response(problem_text(status, detail, errors), status, headers, PROBLEM_JSON)


def problem_of(error: Exception) -> Response:
    """The problem for an error that did not come as far as the routes."""
    if isinstance(error, HTTPException):
        headers = dict(error.headers) if error.headers else None
        return problem(error.status_code, str(error.detail), headers=headers)
    if isinstance(error, UsedBefore):
        return problem(int(HTTPStatus.CONFLICT), sentence(error))
    return problem(status_of(error), sentence(error))


def handle_problems(api: FastAPI) -> None:
    """Let every error of an application become a problem."""
    handlers: dict[Any, Any] = {
        RequestValidationError: _invalid,
        HTTPException: _framework,
        BacklinkBotError: _ours,
        Exception: _ours,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These problems as the `responses` of a route."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": KINDS[status].title, "content": {PROBLEM_JSON: schema}}
        for status in statuses
    }


def _ours(request: Request, error: Exception) -> Response:
    del request
    return problem_of(error)


def _framework(request: Request, error: HTTPException) -> Response:
    known = {
        404: f"{request.url.path[:LONGEST_ECHO]} is no address of this interface.",
        405: f"{request.method} is not done at {request.url.path[:LONGEST_ECHO]}.",
    }
    is_plain = error.detail == HTTPStatus(error.status_code).phrase
    detail = known.get(error.status_code, error.detail) if is_plain else error.detail
    return problem(
        error.status_code, str(detail), headers=dict(error.headers) if error.headers else None
    )


def _invalid(request: Request, error: RequestValidationError) -> Response:
    del request
    faults = [
        FieldFault(field=".".join(map(str, one["loc"])), sentence=_said(one))
        for one in error.errors()
    ]
    first = f"{faults[0].field}: {faults[0].sentence}" if faults else "It cannot be read."
    return problem(422, first, errors=faults)


def _said(one: dict[str, Any]) -> str:
    text = str(one.get("msg", "")).removeprefix("Value error, ")
    sent = one.get("input")
    if isinstance(sent, str | int | float | bool):
        return f"{text}; it was {json.dumps(sent)[:LONGEST_ECHO]}"
    return text
