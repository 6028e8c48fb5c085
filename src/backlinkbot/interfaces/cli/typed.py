"""Commands in our texts, as the user who reads them can type them."""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.settings import program_set

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "backlinkbot"
WORKSPACE = "--workspace"
# Texts of all floors write a command as `backlinkbot VERB …`; a path, a file name or the product's
# own name in a sentence is none.
COMMAND = re.compile(rf"(?<![\w./-]){PROGRAM} (?=(?P<elsewhere>{WORKSPACE}\b)|--|[a-z])")
_start: ContextVar[tuple[str, str]] = ContextVar("_start", default=(PROGRAM, ""))


@contextmanager
def started_with(arguments: list[str]) -> Iterator[str]:
    """For one command: how the program was started, with which workspace; gives its name."""
    program = program_set() or _program(sys.argv[0], sys.executable)
    folder = _workspace(arguments)
    before = _start.set((program, f"{WORKSPACE} {shlex.quote(folder)} " if folder else ""))
    try:
        yield program
    finally:
        _start.reset(before)


def typed(text: str) -> str:
    """A text whose commands can be typed as they stand: the user's program and workspace."""
    program, workspace = _start.get()
    return COMMAND.sub(lambda m: f"{program} {'' if m['elsewhere'] else workspace}", text)


def _program(script: str, interpreter: str) -> str:
    """How a program of that name is started: by its own name, by its path, or with `-m`."""
    path = Path(script)
    if path.name == "__main__.py":
        return f"{shlex.quote(Path(interpreter).name)} -m {PROGRAM}"
    if path.stem == PROGRAM and not path.is_absolute() and len(path.parts) > 1:
        return shlex.quote(script)
    return PROGRAM


def _workspace(arguments: list[str]) -> str:
    """The workspace named before the verb, or nothing."""
    for n, word in enumerate(arguments):
        if not word.startswith("-"):
            return ""
        if word.startswith(f"{WORKSPACE}="):
            return word.partition("=")[2]
        if word == WORKSPACE:
            return "".join(arguments[n + 1 : n + 2])
    return ""
