"""Records of delimited text with its line numbers: several tables below each other, comments."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.table.dialect import dialect_of, encoding_of, key_of
from backlinkbot.io.readers.table.rows import OPEN_QUOTE, WRONG_COLUMNS
from backlinkbot.io.readers.visits.amounts import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading

LONGEST_LINE_CHARS = 1024 * 1024
LONGEST_ROW_LINES = 20  # lines that one value with line breaks in it may take
TOO_LONG = "line of more than a million characters"


@dataclass(slots=True)
class Section:
    """One table of a file: its header as written and as compared, and what stood above it.

    `since`, `until`: the days that a comment above the table told ("# Start date: 20260101").
    """

    header: list[str]
    since: date | None = None
    until: date | None = None
    keys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [key_of(cell) for cell in self.header]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, and the line on which it begins."""

    section: Section
    cells: list[str]
    line: int


def headers_in(head: Head) -> list[list[str]]:
    """Every header in the first bytes, as it is compared."""
    return [section.keys for section in sections_of(head.plain)]


def records(source: Source, reading: VisitReading) -> Iterator[Record]:
    """All rows of all tables of a file; what is no row is counted."""
    start = source.head().plain
    delimiter = _delimiter(start)
    stream = io.TextIOWrapper(source.open(), encoding_of(start), errors="replace", newline=None)
    with stream:
        yield from _rows(stream, delimiter, source.name, reading)
    if source.damage():
        reading.truncated = True
        reading.notes.append(source.damage())


def _rows(
    stream: io.TextIOWrapper, delimiter: str, name: str, reading: VisitReading
) -> Iterator[Record]:
    tables = _Tables()
    for line, text in _whole(_lines(stream), name, reading):
        if tables.is_between(text):
            continue
        cells = _cells(text, delimiter)
        if tables.section is None:
            tables.begin(cells)
            continue
        reading.rows += 1
        if len(cells) != len(tables.section.header):
            reading.rejects.add(WRONG_COLUMNS, f"{name}:{line}", text)
            continue
        yield Record(tables.section, cells, line)


@dataclass
class _Tables:
    """Where in a file of several tables we are."""

    section: Section | None = None
    days: dict[str, date] = field(default_factory=dict)

    def is_between(self, text: str) -> bool:
        """Whether a line is none of a table: blank ones and comments end it."""
        if text.startswith("#"):
            self.section = None
            self._comment(text)
            return True
        if not text.strip(" ,;\t"):
            self.section = None
            return True
        return False

    def begin(self, cells: list[str]) -> Section:
        self.section = Section(cells, self.days.get("start"), self.days.get("end"))
        return self.section

    def _comment(self, text: str) -> None:
        word, _, value = text.lstrip("# ").partition(":")
        which = word.strip().casefold().partition(" ")
        if (
            which[2] == "date"
            and which[0] in ("start", "end")
            and (day := day_of(value.strip(' ,"')))
        ):
            self.days[which[0]] = day


def _lines(stream: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    number = 0
    while text := stream.readline(LONGEST_LINE_CHARS):
        number += 1
        yield number, text.rstrip("\n").removeprefix("\ufeff")


def _whole(
    lines: Iterator[tuple[int, str]], name: str, reading: VisitReading
) -> Iterator[tuple[int, str]]:
    """Lines put together where a value goes over several; an open quote loses its line alone."""
    held: list[tuple[int, str]] = []
    for number, text in lines:
        if not held and text.count('"') % 2 == 0:
            yield number, text
            continue
        held.append((number, text))
        if len(held) > 1 and text.count('"') % 2:
            yield held[0][0], "\n".join(part for _, part in held)
            held = []
        elif len(held) > LONGEST_ROW_LINES:
            yield from _let_go(held, name, reading)
            held = []
    yield from _let_go(held, name, reading)


def _let_go(
    held: list[tuple[int, str]], name: str, reading: VisitReading
) -> Iterator[tuple[int, str]]:
    if held:
        reading.rows += 1
        reading.rejects.add(OPEN_QUOTE, f"{name}:{held[0][0]}", held[0][1])
        yield from held[1:]


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]
    except csv.Error:  # a cell beyond the module's limit
        return []


def sections_of(start: bytes) -> list[Section]:
    """The tables in the first bytes of a file, with their headers."""
    text = start.decode(encoding_of(start), "replace")
    delimiter = _delimiter(start)
    tables = _Tables()
    found: list[Section] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if tables.is_between(line.removeprefix("\ufeff")) or tables.section:
            continue
        found.append(tables.begin(_cells(line.removeprefix("\ufeff"), delimiter)))
    return found


def _delimiter(start: bytes) -> str:
    """The delimiter of the first line that is no comment."""
    encoding = encoding_of(start)
    text = start.decode(encoding, "replace").removeprefix("\ufeff")
    body = "\n".join(line for line in text.splitlines() if line.strip() and line[0] != "#")
    found = dialect_of(body.encode()[: 64 * 1024]) if body else None
    return found.delimiter if found else ","


def roles_of(keys: list[str], names: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Which column plays which part: the first name of each that the header has."""
    found = {}
    for role, wanted in names.items():
        at = next((keys.index(name) for name in wanted if name in keys), None)
        if at is not None:
            found[role] = at
    return found


def no_rows(name: str) -> BadInput:
    """What is said of a file without a single row that could be used."""
    return BadInput(f"{name} holds no row that could be used")
