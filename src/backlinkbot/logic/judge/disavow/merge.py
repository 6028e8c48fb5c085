"""One disavow file out of the current one and what is new; an upload replaces all that was before.

The current file keeps its comments, its order and its line ends. What is added stands at its end
under a dated comment. Nothing is added twice, and nothing that would disavow the wrong people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused
from backlinkbot.logic.judge.disavow.cover import Cover
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.disavow.lines import (
    DisavowFile,
    Line,
    LineKind,
    Severity,
    written,
)
from backlinkbot.logic.judge.disavow.lint import (
    MAX_BYTES,
    MAX_LINES,
    LineFinding,
    is_sound,
    line_flaws,
    lint,
)
from backlinkbot.logic.judge.disavow.parse import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

SIGNATURE = "Backlink Bot"
COMMENT_CHARS = 300  # of text from elsewhere in one comment line
NOTHING_KNOWN = DisavowFacts()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to disavow: `unit`, a line as `unit_of` gives it; why; and the group it is of."""

    unit: str
    reasons: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A file put together, ready to be written.

    `added`: the new entries, as they stand in `file`; `refused`: what was not taken in, with the
    line where it stood in what is new (0: it stood in no file); `collapsed`: lines of the current
    file left out because another line says the same or covers them; `faults`: errors of the current
    file, whose lines stay as they are.
    """

    file: DisavowFile
    added: tuple[Line, ...]
    refused: tuple[LineFinding, ...]
    collapsed: tuple[LineFinding, ...]
    faults: tuple[LineFinding, ...] = ()

    @property
    def text(self) -> str:
        """The file's text; its bytes are UTF-8."""
        return self.file.text


def merge(
    current: DisavowFile,
    new: DisavowFile,
    on: date,
    facts: DisavowFacts = NOTHING_KNOWN,
    *,
    name: str = "",
) -> Merged:
    """The current file with what `new` has beyond it, under a comment with the day and `name`.

    Comments of `new` stay with the entries right below them. Refused are lines that cannot be read,
    whole top-level domains, and those that `lint` calls errors; those of the current file stay.

    Raises:
        Refused: the result is longer than a search engine takes.
    """
    refused, accepted = [], []
    for line in new.lines:
        if reason := _why_not(line, facts):
            refused.append(_finding(line, Severity.ERROR, reason))
        elif line.is_entry:
            accepted.append(line)
    cover = _cover(current, accepted, facts)
    added = _chosen(current, accepted, cover)
    source = f" from {_plain(name)}" if name else ""
    head = f"# {SIGNATURE}, {on.isoformat()}: {counted(added)}{source}"
    rows = [head, *_with_comments(new, added)] if added else []
    merged = _put_together(current, rows, cover, refused)
    return replace(merged, faults=_faults(current, facts))


def disavow_text(
    entries: Sequence[Entry],
    current: DisavowFile | None,
    on: date,
    facts: DisavowFacts = NOTHING_KNOWN,
) -> Merged:
    """The current file (or a new one) with these entries, grouped, each with its reasons.

    Stricter than `merge`, because nobody typed these lines: whatever `lint` would only warn of is
    refused as well.

    Raises:
        Refused: the result is longer than a search engine takes.
    """
    current = current or DisavowFile()
    refused: list[LineFinding] = []
    accepted: list[tuple[Entry, Line]] = []
    for entry in entries:
        line = _line_of(entry.unit)
        if reason := _why_never(line, facts):
            refused.append(LineFinding(0, entry.unit, Severity.ERROR, reason))
        else:
            accepted.append((entry, line))
    cover = _cover(current, [line for _, line in accepted], facts)
    chosen = set(_chosen(current, [line for _, line in accepted], cover))
    blocks: dict[str, dict[tuple[str, ...], list[Line]]] = {}
    for entry, line in accepted:
        if line in chosen:
            chosen.remove(line)
            blocks.setdefault(entry.group, {}).setdefault(entry.reasons, []).append(line)
    rows = [row for group, parts in blocks.items() for row in _block(group, parts, on)]
    merged = _put_together(current, rows, cover, refused)
    return replace(merged, faults=_faults(current, facts))


def counted(lines: Iterable[Line]) -> str:
    """How many domains and pages, in words: `34 domains, 1 page`."""
    kinds = [line.kind for line in lines]
    pages = kinds.count(LineKind.URL)
    numbers = ((len(kinds) - pages, "domain"), (pages, "page"))
    words = [f"{count:,} {one}{'' if count == 1 else 's'}" for count, one in numbers if count]
    return ", ".join(words) or "nothing"


def _why_not(line: Line, facts: DisavowFacts) -> str:
    """Why a line that somebody wrote is not taken over; empty when it is, or says nothing."""
    if line.kind is LineKind.TLD:
        return f"it disavows every site under .{line.name}: name the domains"
    if not line.is_entry and line.kind is not LineKind.UNREADABLE:
        return ""
    flaws = line_flaws(line, facts)
    return next((flaw.reason for flaw in flaws if flaw.severity is Severity.ERROR), "")


def _why_never(line: Line, facts: DisavowFacts) -> str:
    """Why a line is never written by ourselves; empty when it may be."""
    if not line.is_entry:
        return next((flaw.reason for flaw in line.flaws), "it names nothing")
    return next((f.reason for f in line_flaws(line, facts) if f.severity is not Severity.NOTE), "")


def _cover(current: DisavowFile, new: Iterable[Line], facts: DisavowFacts) -> Cover:
    """The lines that make others needless."""
    lines = (*current.entries, *new)
    return Cover.of(line for line in lines if is_sound(line_flaws(line, facts)))


def _chosen(current: DisavowFile, accepted: Iterable[Line], cover: Cover) -> list[Line]:
    """Those of the accepted lines that say something new, each once."""
    known = {line.key for line in current.entries}
    chosen = []
    for line in accepted:
        if line.key not in known and cover.above(line) is None:
            known.add(line.key)
            chosen.append(line)
    return chosen


def _with_comments(new: DisavowFile, added: Iterable[Line]) -> Iterator[str]:
    """The added lines as they should be written, below the comments that stood right above them."""
    numbers = {line.number for line in added}
    waiting: list[str] = []
    for line in new.lines:
        if line.kind is LineKind.COMMENT:
            waiting.append(line.text.strip())
        elif line.number in numbers:
            yield from waiting
            waiting.clear()
            yield line.meant
        elif line.kind is LineKind.BLANK:
            waiting.clear()


def _block(group: str, parts: dict[tuple[str, ...], list[Line]], on: date) -> Iterator[str]:
    count = counted(line for lines in parts.values() for line in lines)
    what = f"{_plain(group)}, {count}" if group else count
    yield f"# {SIGNATURE}, {on.isoformat()}: {what}"
    for reasons, lines in parts.items():
        yield from (f"#   {_plain(reason)}" for reason in reasons)
        yield from (line.meant for line in lines)


def _put_together(
    current: DisavowFile, rows: Sequence[str], cover: Cover, refused: Sequence[LineFinding]
) -> Merged:
    collapsed = tuple(_needless(current, cover))
    gone = {one.line for one in collapsed}
    end = current.line_end
    kept = [line for line in current.lines if line.number not in gone]
    text = "".join(line.text + (line.end or (end if rows else "")) for line in kept)
    if rows and kept and kept[-1].kind is not LineKind.BLANK:
        text += end
    before = len(parse_text(text).lines)
    file = parse_text(text + "".join(row + end for row in rows))
    _check_limits(file)
    added = tuple(line for line in file.lines[before:] if line.is_entry)
    return Merged(file, added, tuple(refused), collapsed)


def _faults(current: DisavowFile, facts: DisavowFacts) -> tuple[LineFinding, ...]:
    found = lint(current, facts)
    return tuple(one for one in found if one.severity is Severity.ERROR)


def _needless(current: DisavowFile, cover: Cover) -> Iterator[LineFinding]:
    first: dict[tuple[LineKind, str], int] = {}
    for line in current.entries:
        if (before := first.setdefault(line.key, line.number)) != line.number:
            yield _finding(line, Severity.NOTE, f"line {before} says the same")
        elif above := cover.above(line):
            yield _finding(line, Severity.NOTE, f"{above.meant} covers it")


def _check_limits(file: DisavowFile) -> None:
    size = len(written(file))
    if len(file.lines) > MAX_LINES or size > MAX_BYTES:
        raise Refused(
            f"the merged file would have {len(file.lines):,} lines and {size:,} bytes; "
            f"{MAX_LINES:,} lines, with blank ones and comments, and {MAX_BYTES:,} bytes are "
            "allowed: leave out comments, or name domains instead of pages"
        )


def _line_of(unit: str) -> Line:
    lines = parse_text(unit).lines
    return lines[0] if len(lines) == 1 else Line(1, unit, "", LineKind.BLANK)


def _plain(text: str) -> str:
    """Text from elsewhere as part of one line: no line breaks, no control characters, not long."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= COMMENT_CHARS else f"{words[: COMMENT_CHARS - 1]}…"


def _finding(line: Line, severity: Severity, reason: str) -> LineFinding:
    return LineFinding(line.number, line.text, severity, reason)
