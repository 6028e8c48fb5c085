"""Turns errors into answers: an exit code and one plain sentence, the same for every interface."""

from __future__ import annotations

from backlinkbot.core.errors import BacklinkBotError, Broken

INTERRUPTED = 130
FINDINGS = 6  # findings at or above --fail-on


def exit_code(error: BaseException) -> int:
    """The process's exit code for an error (product.md, "Command line")."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return error.exit_code if isinstance(error, BacklinkBotError) else Broken.exit_code


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
