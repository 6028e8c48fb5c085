"""Writes a table as CSV, JSON lines, one JSON document, Parquet or XLSX."""

from __future__ import annotations

import csv
import json
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from backlinkbot.core.cells import flat, plain
from backlinkbot.core.errors import BadInput
from backlinkbot.io.outputs.place import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

ENDINGS = (".csv", ".json", ".nl", ".ndjson", ".jsonl", ".parquet", ".xlsx")
XLSX_ROWS = 1_048_575  # a worksheet holds 2^20 rows, one of them the header
BATCH_ROWS = 10_000


def write_table(table: pa.Table, path: Path, ending: str = "") -> None:
    """Write by the file's ending, or by another `ending` than its own (".csv").

    An existing file is replaced whole or not at all.

    Raises:
        BadInput: an ending we do not write, or more rows than a worksheet holds.
        Refused: the place cannot be written to.
    """
    write_tables(iter([table]), path, ending)


def write_tables(tables: Iterator[pa.Table], path: Path, ending: str = "") -> int:
    """Write tables with the same columns as one, as they come; how many rows they had.

    At least one table, be it empty, tells the columns. Raises as `write_table` does.
    """
    ending = ending or path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path.name}: cannot write {ending or 'a file without an ending'}; "
            f"use one of {' '.join(ENDINGS)}"
        )
    first = next(tables)
    counted = _Counted(chain([first], tables), path, XLSX_ROWS if ending == ".xlsx" else None)
    with replaced(path) as draft:
        _write(first.schema, counted, draft, ending)
    return counted.rows


class _Counted:
    """Tables that pass by, their rows counted; no more of them than a file holds."""

    def __init__(self, tables: Iterable[pa.Table], path: Path, most: int | None) -> None:
        self._tables, self._path, self._most = tables, path, most
        self.rows = 0

    def __iter__(self) -> Iterator[pa.Table]:
        for table in self._tables:
            self.rows += table.num_rows
            if self._most is not None and self.rows > self._most:
                raise BadInput(
                    f"{self._path.name}: {self.rows:,} rows or more; a worksheet holds "
                    f"{self._most:,}"
                )
            yield table


def _write(schema: pa.Schema, tables: Iterable[pa.Table], path: Path, ending: str) -> None:
    if ending == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)
        return
    every = (row for table in tables for row in rows(table))
    if ending == ".xlsx":
        _write_xlsx(schema.names, every, path)
        return
    with path.open("w", encoding="utf-8", newline="") as out:
        if ending == ".csv":
            _write_csv(schema.names, every, out)
        elif ending == ".json":
            _write_json(every, out)
        else:
            _write_lines(every, out)


def write_csv(table: pa.Table, out: TextIO) -> None:
    """Comma-separated, with a header; cells that would run as formulas are disarmed."""
    _write_csv(table.column_names, rows(table), out)


def write_lines(table: pa.Table, out: TextIO) -> None:
    """One JSON object a line."""
    _write_lines(rows(table), out)


def rows(table: pa.Table) -> Iterator[dict[str, object]]:
    """The rows as objects, a batch at a time."""
    for batch in table.to_batches(max_chunksize=BATCH_ROWS):
        yield from batch.to_pylist(maps_as_pydicts="lossy")


class _Lines:
    """A file to which rows that end in CR LF are written with LF."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        return self._out.write(row.removesuffix("\r\n") + "\n")


def _write_csv(names: Iterable[str], lines: Iterable[dict[str, object]], out: TextIO) -> None:
    # with both line ends told, a lone one inside a cell is quoted (Python 3.12 and older)
    writer = csv.writer(_Lines(out), lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([flat(value) for value in row.values()] for row in lines)


def _write_json(lines: Iterable[dict[str, object]], out: TextIO) -> None:
    out.write("[")
    out.writelines(
        (",\n" if n else "\n") + json.dumps(plain(row), ensure_ascii=False)
        for n, row in enumerate(lines)
    )
    out.write("\n]\n")


def _write_lines(lines: Iterable[dict[str, object]], out: TextIO) -> None:
    out.writelines(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in lines)


def _write_xlsx(names: Iterable[str], lines: Iterable[dict[str, object]], path: Path) -> None:
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    with Workbook(path, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        _write_cells(sheet, lines)


def _write_cells(sheet: object, lines: Iterable[dict[str, object]]) -> None:
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line.values()):
            cell = flat(value)
            if cell is not None:
                sheet.write(number, column, cell)  # type: ignore[attr-defined]  # XlsxWriter has no types
