"""What changed between two disavow files, in three ways: kept, added, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.judge.disavow.cover import Cover
from backlinkbot.logic.judge.disavow.lines import LineKind

if TYPE_CHECKING:
    from backlinkbot.logic.judge.disavow.lines import DisavowFile, Line


@dataclass(frozen=True, slots=True)
class Difference:
    """Entries, and lines that cannot be read; each once, where it first stands.

    `kept`: in both (as the later file has them); `added`: only in the later; `removed`: only in the
    earlier. `covered`: the numbers of removed lines that a line of the later file covers, with that
    line: what they disavowed stays disavowed.
    """

    kept: tuple[Line, ...]
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    covered: dict[int, Line]


def difference(before: DisavowFile, after: DisavowFile) -> Difference:
    """What became of each entry; comments, blank lines, order and spelling do not count."""
    earlier, later = _told(before), _told(after)
    removed = tuple(line for key, line in earlier.items() if key not in later)
    cover = Cover.of(after.entries)
    above = ((line.number, cover.above(line)) for line in removed)
    return Difference(
        kept=tuple(line for key, line in later.items() if key in earlier),
        added=tuple(line for key, line in later.items() if key not in earlier),
        removed=removed,
        covered={number: found for number, found in above if found is not None},
    )


def _told(file: DisavowFile) -> dict[tuple[LineKind, str], Line]:
    found: dict[tuple[LineKind, str], Line] = {}
    for line in file.lines:
        if line.is_entry or line.kind is LineKind.UNREADABLE:
            found.setdefault(line.key, line)
    return found
