"""Texts of notices made to fit: one line, within a length, and as many lines as a message takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.notices import Notice

LONGEST_LINE = 400  # characters: two sentences and an address
LONGEST_TITLE = 140

Body = TypeVar("Body")


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """The text without what moves the cursor, turns its direction or begins a new line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def told(notice: Notice) -> list[str]:
    """The lines of a notice as plain text, each with its address behind it."""
    lines = []
    for one in notice.lines:
        address = one_line(one.address)
        lines.append(f"{one_line(one.text)} {address}" if address else one_line(one.text))
    return lines


def more(notice: Notice) -> str:
    """What is said of the lines that were left out, empty where none were."""
    if not notice.more:
        return ""
    site = one_line(notice.site)
    return f"{notice.more:,} more; see all with: backlinkbot watch {site} --alerts"


def fitting(notice: Notice, body: Callable[[Notice], Body], fits: Callable[[Body], bool]) -> Body:
    """The body with as many lines as fit; those left out are counted."""
    whole = body(notice)
    if fits(whole):
        return whole
    least, most = 0, len(notice.lines) - 1
    while least < most:
        half = (least + most + 1) // 2
        if fits(body(_first(notice, half))):
            least = half
        else:
            most = half - 1
    return body(_first(notice, least))


def _first(notice: Notice, kept: int) -> Notice:
    left_out = len(notice.lines) - kept
    return replace(notice, lines=notice.lines[:kept], more=notice.more + left_out)
