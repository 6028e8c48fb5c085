"""The kinds of problems that REST tells, and the text of one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.interfaces.schemas.answer import FieldFault, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEM_JSON = "application/problem+json"


class Kind(NamedTuple):
    """One kind of problem: its name in addresses, its title, and what helps."""

    name: str
    title: str
    what_to_do: str


KINDS = {
    400: Kind(
        "bad-input", "Bad input", "Change what the sentence names and send the request again."
    ),
    401: Kind("who-are-you", "Who are you?", "Send a token as `Authorization: Bearer bb_…`."),
    403: Kind("refused", "Refused", "Ask an owner, or send a token that may do this."),
    404: Kind("not-found", "Not found", "Look for the name with the list above this address."),
    405: Kind("not-done-here", "Not done here", "See /api/v1/openapi.json for what can be done."),
    409: Kind("used-before", "Key used before", "Send another Idempotency-Key."),
    413: Kind("too-large", "Too large", "Send less; the machine's own user may name a path."),
    415: Kind("unknown-body", "Unknown kind of body", "Send JSON, or a form where files are sent."),
    421: Kind("other-host", "Other host", "Ask http://127.0.0.1, or make an account first."),
    422: Kind("invalid", "Not as described", "Compare `errors` with /api/v1/openapi.json."),
    429: Kind("too-many", "Too many requests", "Wait as long as Retry-After says."),
    500: Kind("our-fault", "Our fault", "Nothing stored was changed by it; please report it."),
    502: Kind("no-answer", "Another machine did not answer", "Try again later."),
}
BY_NAME = {kind.name: (status, kind) for status, kind in KINDS.items()}


def problem_text(status: int, detail: str, errors: Sequence[FieldFault] = ()) -> str:
    """A problem as JSON."""
    kind = KINDS.get(status) or Kind("other", HTTPStatus(status).phrase, "See the sentence.")
    told = Problem(
        type=f"/api/v1/problems/{kind.name}",
        title=kind.title,
        status=status,
        detail=detail,
        what_to_do=kind.what_to_do,
        errors=list(errors),
    )
    return told.model_dump_json(exclude_defaults=True)
