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
KEPT = (WORKSPACE, "--client")  # options before the verb, which say what all is about
# Texts of all floors write a command as `backlinkbot VERB …`; a path, a file name or the product's
# own name in a sentence is none.
COMMAND = re.compile(rf"(?<![\w./-]){PROGRAM} (?=(?P<elsewhere>{WORKSPACE}\b)|--|[a-z])")
_start: ContextVar[tuple[str, str]] = ContextVar("_start", default=(PROGRAM, ""))


@contextmanager
def started_with(arguments: list[str]) -> Iterator[str]:
    """For one command: how the program was started, with which workspace; gives its name."""
    program = program_set() or _program(sys.argv[0], sys.executable)
    told = "".join(f"{name} {shlex.quote(value)} " for name, value in _before_the_verb(arguments))
    before = _start.set((program, told))
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


def _before_the_verb(arguments: list[str]) -> list[tuple[str, str]]:
    """The workspace and client named before the verb, each with its value."""
    told, words = [], iter(arguments)
    for word in words:
        if not word.startswith("-"):
            break
        name, given, value = word.partition("=")
        if name in KEPT and (value := value if given else next(words, "")):
            told.append((name, value))
    return told
