"""Turns errors into answers: a code and one plain sentence, the same for every interface."""

from __future__ import annotations

from http import HTTPStatus

from backlinkbot.core.errors import (
    BacklinkBotError,
    BadInput,
    Broken,
    NotFound,
    Refused,
    Unreachable,
)

INTERRUPTED = 130
FINDINGS = 6  # findings at or above --fail-on
STATUS = {
    BadInput: HTTPStatus.BAD_REQUEST,
    NotFound: HTTPStatus.NOT_FOUND,
    Refused: HTTPStatus.FORBIDDEN,
    Unreachable: HTTPStatus.BAD_GATEWAY,
    Broken: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def exit_code(error: BaseException) -> int:
    """The process's exit code for an error (product.md, "Command line")."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return error.exit_code if isinstance(error, BacklinkBotError) else Broken.exit_code


def status_of(error: BaseException) -> int:
    """The HTTP status of one of our errors; 500 for what nobody expected."""
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return int(status)
    return int(HTTPStatus.INTERNAL_SERVER_ERROR)


def sentence(error: BaseException) -> str:
    """What to tell the user: our own words, or that the fault is ours."""
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted; what was published before stays as it was."
    if isinstance(error, BacklinkBotError):
        text = str(error)
        start = text[:1].upper() if text.split(" ", 1)[0].isalpha() else text[:1]  # not "Co.uk"
        return start + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
    return (
        f"This is our fault: {type(error).__name__}: {error}. Nothing stored was changed by it; "
        "run again with --traceback and report what it prints."
    )
