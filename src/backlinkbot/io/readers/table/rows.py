"""Rows of a table as columns of text, block by block; broken rows are counted, never guessed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
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

    def only(self, kept: NDArray[np.bool_]) -> Rows:
        """The rows that are kept."""
        import pyarrow as pa

        if kept.all():
            return self
        mask = pa.array(kept)
        return Rows({p: c.filter(mask) for p, c in self.columns.items()}, self.lines[kept])


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
        odd = _odd_lines(data)
        if len(odd):
            return self._carefully(data, first, odd, is_last=is_last)
        rows, lines = self._fast(data, first)
        return len(data), rows, lines

    def _as_utf8(self, data: bytes) -> bytes:
        try:
            data.decode()
        except UnicodeDecodeError:
            self.is_mixed = True
            return b"\n".join(_line_as_utf8(line) for line in data.split(b"\n"))
        return data

    def _fast(self, data: bytes, first: int) -> tuple[Rows, int]:
        """Every line is one row: the clean path."""
        rows, odd, count = self._parsed_lines(data)
        rows = Rows(rows.columns, rows.lines + first)
        for number, text in odd:
            if first + number > self.dialect.skip:
                self.refuse(WRONG_COLUMNS, first + number, text)
        return self._below_header(rows), count

    def _parsed_lines(self, data: bytes) -> tuple[Rows, list[tuple[int, str]], int]:
        """Rows with their lines counted from 0, the lines with other columns, and all lines."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.csv as pa_csv

        odd: list[tuple[int, str]] = []

        def skip(row: Any) -> str:  # pyarrow has no types
            odd.append((row.number - 1, row.text))
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
        lines = np.delete(np.arange(count, dtype=np.int64), [number for number, _ in odd])
        columns = {place: table[str(place)].combine_chunks() for place in self.wanted}
        blank = _blank_lines(data)
        return Rows(columns, lines).only(~np.isin(lines, blank)), odd, count

    def _carefully(
        self, data: bytes, first: int, odd: NDArray[np.int64], *, is_last: bool
    ) -> tuple[int, Rows, int]:
        """Lines with an odd number of quotes one by one, all others on the clean path.

        A value with a line break is put together; a row that is broken is refused alone.
        """
        import numpy as np

        lines = data.decode().split("\n")
        if lines[-1] == "":
            lines.pop()
        apart = _Apart(np.zeros(len(lines), dtype=bool), len(lines))
        for at in odd.tolist():
            if at < apart.after or first + at <= self.dialect.skip:
                apart.taken[at] = True
                continue
            row, count = self._row_at(lines, at)
            if row is None and at + count >= len(lines) and not is_last:
                apart.end = at  # its end may come with the next block
                break
            apart.take(at, count if row is not None else 1)
            if row is None or len(row) != len(self.dialect.header):
                reason = OPEN_QUOTE if row is None else WRONG_COLUMNS
                self.refuse(reason, first + at, lines[at])
            else:
                apart.rows.append((first + at, row))
        used = len(data)
        if apart.end < len(lines):
            used = len("\n".join(lines[: apart.end]).encode()) + (apart.end > 0)
        return used, self._joined(lines, first, apart), apart.end

    def _joined(self, lines: list[str], first: int, apart: _Apart) -> Rows:
        """The rows that were put together, after those of the other lines."""
        import numpy as np
        import pyarrow as pa

        rest = np.flatnonzero(~apart.taken[: apart.end])
        clean = Rows({place: pa.array([], pa.string()) for place in self.wanted}, rest[:0])
        if len(rest):
            text = "".join(f"{lines[at]}\n" for at in rest)
            clean, odd, _ = self._parsed_lines(text.encode())
            clean = self._below_header(Rows(clean.columns, rest[clean.lines] + first))
            for number, line in odd:
                if first + rest[number] > self.dialect.skip:
                    self.refuse(WRONG_COLUMNS, int(first + rest[number]), line)
        columns = {
            place: pa.concat_arrays(
                [column, pa.array([row[place] for _, row in apart.rows], pa.string())]
            )
            for place, column in clean.columns.items()
        }
        numbers = np.array([number for number, _ in apart.rows], dtype=np.int64)
        return Rows(columns, np.concatenate((clean.lines, numbers)))

    def _row_at(self, lines: list[str], at: int) -> tuple[list[str] | None, int]:
        """The row that begins at this line and how many lines it takes; None where it never ends.

        A following line that is a row by itself is never swallowed by an open quote.
        """
        text = lines[at]
        for taken in range(1, LONGEST_ROW_LINES + 1):
            row = self._parsed(text)
            if row is not None:
                return row, taken
            if at + taken >= len(lines):
                return None, taken
            if self._is_a_row(lines[at + taken]):
                return None, 1
            text += "\n" + lines[at + taken]
        return None, 1

    def _is_a_row(self, line: str) -> bool:
        """Whether a line has all columns and an address in one of them: no part of a value."""
        if line.count('"') % 2 or "://" not in line:
            return False
        cells = self._parsed(line) or []
        has_address = any(cell.startswith(("http://", "https://")) for cell in cells)
        return has_address and len(cells) == len(self.dialect.header)

    def _parsed(self, text: str) -> list[str] | None:
        try:
            return next(csv.reader([text], delimiter=self.dialect.delimiter, strict=True), [])
        except csv.Error:
            return None

    def _below_header(self, rows: Rows) -> Rows:
        return rows.only(rows.lines > self.dialect.skip)


@dataclass
class _Apart:
    """What was taken out of a block's lines: `rows` with their lines; lines from `end` on wait."""

    taken: NDArray[np.bool_]
    end: int
    after: int = 0
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def take(self, at: int, count: int) -> None:
        self.taken[at : at + count] = True
        self.after = at + count


def _blank_lines(data: bytes) -> NDArray[np.int64]:
    """Lines (from 0) with nothing on them: no rows, and nothing that could be left out."""
    import numpy as np

    if not data.startswith(b"\n") and b"\n\n" not in data:
        return np.zeros(0, dtype=np.int64)
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _LINE_END)
    return np.flatnonzero(np.diff(ends, prepend=-1) == 1)


def _odd_lines(data: bytes) -> NDArray[np.int64]:
    """Lines (from 0) with an odd number of quotation marks: their row may not end there."""
    import numpy as np

    if b'"' not in data:
        return np.zeros(0, dtype=np.int64)
    letters = np.frombuffer(data, np.uint8)
    starts = np.concatenate(([0], np.flatnonzero(letters == _LINE_END) + 1))
    starts = starts[starts < len(letters)]
    quotes = np.add.reduceat((letters == _QUOTE).view(np.uint8), starts)
    return np.flatnonzero(quotes & 1)


def _line_as_utf8(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode()
    return line
