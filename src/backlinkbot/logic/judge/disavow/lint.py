"""Everything that is wrong with a disavow file, line by line, with what to do about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.urls.platforms import Platform, owned_name, platform
from backlinkbot.logic.judge.disavow.cover import Cover
from backlinkbot.logic.judge.disavow.danger import dangers, page_dangers
from backlinkbot.logic.judge.disavow.lines import (
    ENTRIES,
    DisavowFile,
    Flaw,
    Line,
    LineKind,
    Severity,
    written,
)
from backlinkbot.logic.judge.disavow.syntax import named_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backlinkbot.logic.judge.disavow.facts import DisavowFacts

MAX_LINES = 100_000  # with blank lines and comments
MAX_BYTES = 2_000_000  # "2 MB" read strictly, so that whoever counts otherwise agrees
SHOWN_CHARS = 2_100  # of a line's text: more than the longest address that is allowed
# From so many pages of one owner on, one line for the domain is easier to keep right.
MANY_PAGES = 3
GRAVITY = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class LineFinding:
    """One thing wrong with one line (numbered from 1), in one sentence that says what to do."""

    line: int
    text: str
    severity: Severity
    reason: str


def lint(file: DisavowFile, facts: DisavowFacts) -> list[LineFinding]:
    """All findings in the order of the lines; empty for a file that is right."""
    by_line = [(line, line_flaws(line, facts)) for line in file.lines]
    cover = Cover.of(line for line, flaws in by_line if is_sound(flaws))
    found = [*_of_the_file(file), *_of_repeats(file, cover), *_of_pages(file, cover)]
    found.extend(_finding(line, f.severity, f.reason) for line, flaws in by_line for f in flaws)
    return sorted(found, key=lambda one: (one.line, GRAVITY[one.severity]))


def line_flaws(line: Line, facts: DisavowFacts) -> list[Flaw]:
    """What is wrong with one line by itself: what it names, then how it is written."""
    if line.kind not in ENTRIES:
        return list(line.flaws)
    if line.kind is LineKind.URL:
        return [*page_dangers(named_by(line), facts), *line.flaws]
    return [*dangers(line.kind, line.name, facts), *line.flaws]


def is_sound(flaws: Iterable[Flaw]) -> bool:
    """Whether a line may make others needless: one with an error may be mended by deleting it."""
    return all(flaw.severity is not Severity.ERROR for flaw in flaws)


def _of_repeats(file: DisavowFile, cover: Cover) -> Iterator[LineFinding]:
    """Lines that say what another one says already."""
    first: dict[tuple[LineKind, str], int] = {}
    twins: dict[str, Line] = {}
    for line in file.entries:
        if (before := first.setdefault(line.key, line.number)) != line.number:
            yield _finding(line, Severity.NOTE, f"line {before} says the same: delete one")
            continue
        if above := cover.above(line):
            yield _finding(
                line, Severity.NOTE, f"line {above.number}, {above.meant}, covers it already"
            )
        elif line.kind is LineKind.URL:
            twin = twins.setdefault(_without_twins(line.name), line)
            if twin is not line:
                yield _finding(
                    line,
                    Severity.NOTE,
                    f"it differs from line {twin.number} by www. or https alone; addresses are "
                    "exact, a domain: line covers all of them",
                )


def _of_pages(file: DisavowFile, cover: Cover) -> Iterator[LineFinding]:
    """Owners named page by page, where one line would do."""
    pages: dict[str, list[Line]] = {}
    for line in file.entries:
        if line.kind is LineKind.URL:
            pages.setdefault(owned_name(named_by(line)), []).append(line)
    for name, lines in pages.items():
        if len(lines) < MANY_PAGES or platform(name) is Platform.PAGES or cover.above(lines[0]):
            continue
        yield _finding(
            lines[0],
            Severity.NOTE,
            f"{len(lines):,} lines name pages of {name}: if all of it is meant, one line "
            f"domain:{name} says so",
        )


def _of_the_file(file: DisavowFile) -> Iterator[LineFinding]:
    first = file.lines[0] if file.lines else Line(1, "", "", LineKind.BLANK)
    for severity, reason in _encoding_flaws(file):
        yield _finding(first, severity, reason)
    if not file.entries and not any(line.kind is LineKind.UNREADABLE for line in file.lines):
        yield _finding(first, Severity.WARNING, "the file disavows nothing")
    if len(file.lines) > MAX_LINES:
        yield _finding(
            file.lines[MAX_LINES],
            Severity.ERROR,
            f"the file has {len(file.lines):,} lines with blank ones and comments, {MAX_LINES:,} "
            "are allowed: join pages under domain: lines, and leave out comments",
        )
    if len(data := written(file)) > MAX_BYTES:
        yield _finding(
            _line_at(file, MAX_BYTES),
            Severity.ERROR,
            f"the file has {len(data):,} bytes, {MAX_BYTES:,} are allowed: join pages under "
            "domain: lines, and leave out comments",
        )
    ends = Counter(line.end for line in file.lines if line.end)
    if len(ends) > 1:
        yield _finding(first, Severity.NOTE, "line ends are mixed; any one kind is better")
    if "\r" in ends:
        at = next(line for line in file.lines if line.end == "\r")
        reason = "the line ends in CR alone, which may join it to the next: use LF or CRLF"
        yield _finding(at, Severity.WARNING, reason)


def _encoding_flaws(file: DisavowFile) -> Iterator[tuple[Severity, str]]:
    if file.encoding.startswith("utf-16"):
        yield Severity.ERROR, "the file is UTF-16: save it as UTF-8"
    elif file.encoding == "latin-1":
        in_entries = any(not line.text.isascii() for line in file.lines if not _is_comment(line))
        severity = Severity.ERROR if in_entries else Severity.WARNING
        yield severity, "the file is neither UTF-8 nor ASCII: save it as UTF-8"
    elif file.has_mark:
        yield (
            Severity.WARNING,
            "the file begins with a byte-order mark, which may spoil its first line: save it "
            "as UTF-8 without one",
        )


def _is_comment(line: Line) -> bool:
    return line.kind is LineKind.COMMENT


def _line_at(file: DisavowFile, offset: int) -> Line:
    """The line in which the byte at `offset` stands."""
    size = 0
    for line in file.lines:
        size += len((line.text + line.end).encode(file.encoding))
        if size > offset:
            return line
    return file.lines[-1]


def _without_twins(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _finding(line: Line, severity: Severity, reason: str) -> LineFinding:
    return LineFinding(line.number, line.text[:SHOWN_CHARS], severity, reason)


def named_by(line: Line) -> str:
    """The host, top-level domain or IP address that an entry is about; empty for other lines."""
    return named_host(line.name) if line.kind is LineKind.URL else line.name
