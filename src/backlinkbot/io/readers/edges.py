"""Edge lists as columns of names or ids, their layout told by their content."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.io.readers.delimited import (
    WRONG_COLUMNS,
    Block,
    Layout,
    as_ids,
    id_blocks,
    layout_text,
    text_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.io.readers.format import Head, Reading, Source

SAMPLE_LINES = 200  # looked at to tell the layout; one odd line in twenty of them is allowed
ODD_SHARE = 0.05
MAX_COLUMNS = 3

NAME = re.compile(r"[^\s,;|/\\\"'@]+\.[^\s,;|/\\\"'@]*[A-Za-z][^\s,;|/\\\"'@]*\Z")
_ID = re.compile(r"[0-9]{1,10}\Z")
_COUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_YEAR_ROW = re.compile(r"(?:19|20)\d\d\|[^|\t]+\|[^|\t]+\t\d+\Z")


@dataclass(frozen=True, slots=True)
class EdgeLayout:
    """How an edge list is written.

    `delimiter` and number of `columns`; `has_ids`: whole numbers instead of names;
    `has_year`: the layout `year|source|target<TAB>count`; `skip`: header lines.
    """

    delimiter: str
    columns: int
    has_ids: bool = False
    has_year: bool = False
    skip: int = 0

    @property
    def text(self) -> Layout:
        return Layout(self.delimiter, ("source", "target", "count")[: self.columns], self.skip)


@dataclass(frozen=True, slots=True)
class EdgeColumns:
    """Edges as they stand in the file.

    `sources` and `targets` are text, or uint32 ids; `counts` is text, None where there is no third
    column; `years` only where the file tells them; `lines` counts from 1.
    """

    sources: pa.Array
    targets: pa.Array
    counts: pa.Array | None
    lines: NDArray[np.int64]
    years: pa.Array | None = None


def edge_layout(head: Head) -> EdgeLayout | None:
    """The layout of an edge list that begins with `head`; None when it is none."""
    text = head.plain.decode("utf-8", "replace")
    lines = [line.rstrip("\r") for line in text.split("\n")[:SAMPLE_LINES]]
    if len(text) == len(head.plain) and not text.endswith("\n") and len(lines) > 1:
        lines.pop()
    rows = [(at, line) for at, line in enumerate(lines) if line and line[0] not in "#%"]
    if not rows:
        return None
    found = _layout_of([line for _, line in rows])
    if found is not None:
        return found
    without_header = _layout_of([line for _, line in rows[1:]])
    if without_header is None or not _is_header(rows[0][1], without_header):
        return None
    return EdgeLayout(
        without_header.delimiter,
        without_header.columns,
        without_header.has_ids,
        without_header.has_year,
        skip=rows[0][0] + 1,
    )


def edge_columns(source: Source, layout: EdgeLayout, reading: Reading) -> Iterator[EdgeColumns]:
    """The edges of a list, block by block, names exactly as given: for `measure --edges`."""
    read = (
        id_blocks if layout.has_ids and layout.columns == len(("source", "target")) else text_blocks
    )
    with source.open() as stream:
        for block in read(stream, source.name, layout.text, reading.rejects):
            reading.rows += len(block)
            yield _edges_of(block, layout, source.name, reading)
    if damage := source.damage():
        reading.truncated = True
        reading.notes.append(f"{source.name}: {damage}; the whole rows before that place are kept")


def _layout_of(rows: list[str]) -> EdgeLayout | None:
    """The layout that (nearly) all rows have."""
    allowed = int(len(rows) * ODD_SHARE)
    if sum(_YEAR_ROW.match(row) is None for row in rows) <= allowed:
        return EdgeLayout("\t", 2, has_year=True)
    for delimiter in ("\t", ",", ";", " "):
        cells = [row.split(delimiter) for row in rows]
        columns = Counter(len(row) for row in cells).most_common(1)[0][0]
        if not 1 < columns <= MAX_COLUMNS:
            continue
        even = [row for row in cells if len(row) == columns]
        counted = columns < MAX_COLUMNS or all(_COUNT.match(row[2]) for row in even)
        if not counted or len(cells) - len(even) > allowed:
            continue
        for pattern, has_ids in ((_ID, True), (NAME, False)):
            odd = sum(not (pattern.match(row[0]) and pattern.match(row[1])) for row in even)
            if odd <= allowed:
                return EdgeLayout(delimiter, columns, has_ids=has_ids)
    return None


def _is_header(line: str, layout: EdgeLayout) -> bool:
    cells = line.split(layout.delimiter)
    return len(cells) == layout.columns and not any("." in cell or cell.isdigit() for cell in cells)


def _edges_of(block: Block, layout: EdgeLayout, name: str, reading: Reading) -> EdgeColumns:
    import pyarrow.compute as pc

    if layout.has_year:
        return _with_years(block, name, reading)
    counts = block.columns[2] if layout.columns == MAX_COLUMNS else None
    if layout.has_ids and counts is not None:
        ids = as_ids(Block(block.columns[:2], block.lines), name, reading.rejects)
        counts = (
            counts.filter(_are_among(block.lines, ids.lines)) if len(ids) < len(block) else counts
        )
        return EdgeColumns(ids.columns[0], ids.columns[1], counts, ids.lines)
    if layout.has_ids:
        return EdgeColumns(block.columns[0], block.columns[1], None, block.lines)
    trimmed = [pc.utf8_trim_whitespace(column) for column in block.columns]
    return EdgeColumns(trimmed[0], trimmed[1], counts, block.lines)


def _are_among(lines: NDArray[np.int64], kept: NDArray[np.int64]) -> pa.Array:
    """Which lines are among the kept ones, as an Arrow mask."""
    import numpy as np
    import pyarrow as pa

    return pa.array(np.isin(lines, kept))


def _with_years(block: Block, name: str, reading: Reading) -> EdgeColumns:
    """The parts of `year|source|target`; rows of another shape are counted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = pc.split_pattern(block.columns[0], "|")
    even = pc.equal(pc.list_value_length(parts), 3)
    is_even = even.to_numpy(zero_copy_only=False)
    for row in (~is_even).nonzero()[0]:
        text = layout_text(block, int(row))
        reading.rejects.add(WRONG_COLUMNS, f"{name}:{block.lines[row]}", text)
    kept = parts.filter(even)
    year, source, target = (pc.list_element(kept, at) for at in range(3))
    counts = block.columns[1].filter(pa.array(is_even))
    return EdgeColumns(source, target, counts, block.lines[is_even], year)
