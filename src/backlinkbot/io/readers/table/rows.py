"""Rows of a table as columns of text, block by block; broken rows are counted, never guessed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.io.readers.table.dialect import Dialect

BLOCK_BYTES = 4 * 1024 * 1024
LONGEST_ROW_BYTES = 8 * 1024 * 1024
LONGEST_ROW_LINES = 20  # lines that one value with line breaks in it may take
WRONG_COLUMNS = "row with another number of columns than the header"
OPEN_QUOTE = "row with a quotation mark that is never closed"
MIXED = "some lines are not UTF-8 and were read as Windows-1252"
_QUOTE, _LINE_END = 34, 10

Refuse = Callable[[str, int, str], None]  # reason, line, text


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows: the wanted columns by their place in the header, and each row's first line."""

    columns: dict[int, pa.Array]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)


@dataclass
class RowReader:
    """Reads one table: `wanted` are the columns' places; `refuse` is told each row left out."""

    dialect: Dialect
    wanted: Sequence[int]
    refuse: Refuse
    name: str = ""
    is_mixed: bool = False

    def blocks(self, stream: BinaryIO) -> Iterator[Rows]:
        """All rows below the header.

        Raises:
            BadInput: a row so long that this is no table.
        """
        line, held = 1, b""
        for chunk in self._chunks(stream):
            data = held + chunk if chunk is not None else held
            cut = data.rfind(b"\n") + 1 if chunk is not None else len(data)
            whole, rest = data[:cut], data[cut:]
            used, rows, lines = self._block(whole, line, is_last=chunk is None)
            held, line = whole[used:] + rest, line + lines
            if rows is not None and len(rows):
                yield rows
            if len(held) > LONGEST_ROW_BYTES:
                raise BadInput(f"{self.name} has a row of more than 8 MiB at line {line}")

    def _chunks(self, stream: BinaryIO) -> Iterator[bytes | None]:
        """UTF-8 with plain line ends; None at the end."""
        encoding = self.dialect.encoding
        is_utf8 = encoding in ("utf-8", "utf-8-sig")
        decoder = None if is_utf8 else codecs.getincrementaldecoder(encoding)("replace")
        ends_with_return, is_first = False, True
        while chunk := stream.read(BLOCK_BYTES):
            data = decoder.decode(chunk).encode() if decoder else chunk
            if is_first:
                data, is_first = data.removeprefix(codecs.BOM_UTF8), False
            if ends_with_return:
                data = b"\r" + data
            ends_with_return = data.endswith(b"\r")
            data = data.removesuffix(b"\r") if ends_with_return else data
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            yield data
        if ends_with_return:
            yield b"\n"
        yield None

    def _block(self, data: bytes, first: int, *, is_last: bool) -> tuple[int, Rows | None, int]:
        """Rows of whole lines; how many bytes and lines of them were used."""
        if not data:
            return 0, None, 0
        data = self._as_utf8(data)
        if self._has_odd_quotes(data):
            return self._carefully(data, first, is_last=is_last)
        rows, lines = self._fast(data, first)
        return len(data), rows, lines

    def _as_utf8(self, data: bytes) -> bytes:
        try:
            data.decode()
        except UnicodeDecodeError:
            self.is_mixed = True
            return b"\n".join(_line_as_utf8(line) for line in data.split(b"\n"))
        return data

    @staticmethod
    def _has_odd_quotes(data: bytes) -> bool:
        """Whether any line has an odd number of quotation marks: its row may not end there."""
        import numpy as np

        if b'"' not in data:
            return False
        letters = np.frombuffer(data, np.uint8)
        starts = np.concatenate(([0], np.flatnonzero(letters == _LINE_END) + 1))
        starts = starts[starts < len(letters)]
        quotes = np.add.reduceat((letters == _QUOTE).view(np.uint8), starts)
        return bool((quotes & 1).any())

    def _fast(self, data: bytes, first: int) -> tuple[Rows, int]:
        """Every line is one row: the clean path."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.csv as pa_csv

        odd: list[tuple[int, str]] = []

        def skip(row: Any) -> str:  # pyarrow has no types
            odd.append((row.number, row.text))
            return "skip"

        names = [str(place) for place in range(len(self.dialect.header))]
        table = pa_csv.read_csv(
            io.BytesIO(data),
            read_options=pa_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(data) + 1
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.dialect.delimiter, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(place) for place in self.wanted],
                strings_can_be_null=False,
            ),
        )
        count = table.num_rows + len(odd)
        lines = np.delete(np.arange(first, first + count), [number - 1 for number, _ in odd])
        for number, text in odd:
            if first + number - 1 > self.dialect.skip:
                self.refuse(WRONG_COLUMNS, first + number - 1, text)
        columns = {place: table[str(place)].combine_chunks() for place in self.wanted}
        return self._below_header(Rows(columns, lines.astype(np.int64))), count

    def _carefully(self, data: bytes, first: int, *, is_last: bool) -> tuple[int, Rows, int]:
        """Line by line: values with line breaks are put together, broken rows are refused."""
        import numpy as np
        import pyarrow as pa

        lines = data.decode().split("\n")
        if lines[-1] == "":
            lines.pop()
        found: list[list[str]] = []
        numbers: list[int] = []
        at = 0
        while at < len(lines):
            if first + at <= self.dialect.skip or not lines[at].strip():
                at += 1
                continue
            row, taken = self._row_at(lines, at)
            if row is None and at + taken >= len(lines) and not is_last:
                break  # its end may come with the next block
            if row is None or len(row) != len(self.dialect.header):
                reason = OPEN_QUOTE if row is None else WRONG_COLUMNS
                self.refuse(reason, first + at, lines[at])
                at += taken if row is not None else 1
                continue
            found.append(row)
            numbers.append(first + at)
            at += taken
        used = len("\n".join(lines[:at]).encode()) + 1 if at < len(lines) else len(data)
        columns = {p: pa.array([row[p] for row in found], pa.string()) for p in self.wanted}
        return used, Rows(columns, np.array(numbers, dtype=np.int64)), at

    def _row_at(self, lines: list[str], at: int) -> tuple[list[str] | None, int]:
        """The row that begins at this line and how many lines it takes; None where it never ends.

        A following line that is a whole row by itself is never swallowed by an open quote.
        """
        text = lines[at]
        for taken in range(1, LONGEST_ROW_LINES + 1):
            row = self._parsed(text)
            if row is not None:
                return row, taken
            if at + taken >= len(lines):
                return None, taken
            after = self._parsed(lines[at + taken])
            if after is not None and len(after) == len(self.dialect.header) > 1:
                return None, 1
            text += "\n" + lines[at + taken]
        return None, 1

    def _parsed(self, text: str) -> list[str] | None:
        try:
            return next(csv.reader([text], delimiter=self.dialect.delimiter, strict=True), [])
        except csv.Error:
            return None

    def _below_header(self, rows: Rows) -> Rows:
        """Without the header and without blank lines."""
        import pyarrow as pa
        import pyarrow.compute as pc

        kept = rows.lines > self.dialect.skip
        for place in self.wanted[:1]:
            if kept.any() and len(self.wanted) == 1:
                kept &= pc.not_equal(rows.columns[place], "").to_numpy(zero_copy_only=False)
        if kept.all():
            return rows
        mask = pa.array(kept)
        return Rows({p: c.filter(mask) for p, c in rows.columns.items()}, rows.lines[kept])


def _line_as_utf8(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode()
    return line
