"""A small table that a user wrote: rows of cells, with a header or without."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.table.dialect import DELIMITERS, encoding_of, key_of

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 50 * 1024 * 1024  # a list by hand is far smaller; an export belongs to `ingest`


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row: its line in the file, from 1, and its cells, trimmed."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The rows of a file; `header`: the first row's cells as they are compared (`key_of`)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[PlainRow, ...]


def plain_table(path: Path, *, one_cell: bool = False) -> PlainTable:
    """All rows with anything in them; the first one is both the header and the first of the rows.

    `one_cell`: where no header names columns, a comma belongs to the text.

    Raises:
        BadInput: no such file, too large a file, or no text in it.
    """
    text = _text(path)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadInput(f"{path} has nothing in it")
    delimiter = "" if one_cell else _delimiter(lines)
    rows = tuple(
        PlainRow(number, cells)
        for number, cells in _rows(text, delimiter)
        if any(cells) and not cells[0].startswith("#")
    )
    if not rows:
        raise BadInput(f"{path} has nothing in it but comments")
    return PlainTable(path.name, tuple(key_of(cell) for cell in rows[0].cells), rows)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} is larger than 50 MB: read it in with: backlinkbot ingest")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{path} is no text file")
    return data.decode(encoding_of(data), "replace").removeprefix("\ufeff")


def _delimiter(lines: list[str]) -> str:
    """The delimiter of the first row, which every other one has to follow; empty for none."""
    first = next((line for line in lines if not line.lstrip().startswith("#")), "")
    best = max(DELIMITERS, key=first.count)
    return best if best in first else ""


def _rows(text: str, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    if not delimiter:
        lines = enumerate(text.splitlines(), 1)
        return [(at, (line.strip().strip('"').strip(),)) for at, line in lines if line.strip()]
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader if row]
    except csv.Error as error:
        raise BadInput(f"line {reader.line_num} cannot be read as a row: {error}") from error
