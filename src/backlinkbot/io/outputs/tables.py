"""Writes a table as CSV, JSON lines, one JSON document, Parquet or XLSX."""

from __future__ import annotations

import csv
import json
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
    ending = ending or path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path.name}: cannot write {ending or 'a file without an ending'}; "
            f"use one of {' '.join(ENDINGS)}"
        )
    if ending == ".xlsx" and table.num_rows > XLSX_ROWS:
        raise BadInput(f"{path.name}: {table.num_rows:,} rows; a worksheet holds {XLSX_ROWS:,}")
    with replaced(path) as draft:
        _write(table, draft, ending)


def _write(table: pa.Table, path: Path, ending: str) -> None:
    if ending == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, path, compression="zstd")
    elif ending == ".xlsx":
        _write_xlsx(table, path)
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            if ending == ".csv":
                write_csv(table, out)
            elif ending == ".json":
                write_json(table, out)
            else:
                write_lines(table, out)


def write_csv(table: pa.Table, out: TextIO) -> None:
    """Comma-separated, with a header; cells that would run as formulas are disarmed."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([flat(value) for value in row.values()] for row in rows(table))


def write_json(table: pa.Table, out: TextIO) -> None:
    """One JSON array with an object a row, streamed."""
    out.write("[")
    out.writelines(
        (",\n" if n else "\n") + json.dumps(plain(row), ensure_ascii=False)
        for n, row in enumerate(rows(table))
    )
    out.write("\n]\n")


def write_lines(table: pa.Table, out: TextIO) -> None:
    """One JSON object a line."""
    out.writelines(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows(table))


def rows(table: pa.Table) -> Iterator[dict[str, object]]:
    """The rows as objects, a batch at a time."""
    for batch in table.to_batches(max_chunksize=BATCH_ROWS):
        yield from batch.to_pylist(maps_as_pydicts="lossy")


def _write_xlsx(table: pa.Table, path: Path) -> None:
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
        for column, name in enumerate(table.column_names):
            sheet.write_string(0, column, name, bold)
        _write_cells(sheet, rows(table))


def _write_cells(sheet: object, lines: Iterable[dict[str, object]]) -> None:
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line.values()):
            cell = flat(value)
            if cell is not None:
                sheet.write(number, column, cell)  # type: ignore[attr-defined]  # XlsxWriter has no types
