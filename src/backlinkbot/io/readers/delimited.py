"""Plain delimited text (no quoting) as Arrow columns, block by block, with its line numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    from numpy.typing import NDArray

    from backlinkbot.core.facts import Rejects

BLOCK_BYTES = 4 * 1024 * 1024  # large enough that the cost of a block does not show
LONGEST_LINE_BYTES = 64 * 1024 * 1024
COMMENT_MARKS = ("#", "%")
WRONG_COLUMNS = "line with another number of columns"
NOT_NUMBERS = "line whose ids are not whole numbers"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a text: their columns, and the number of each line (from 1)."""

    columns: tuple[pa.Array, ...]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is divided: `names` of the columns in order; `skip` lines before the first row."""

    delimiter: str
    names: Sequence[str]
    skip: int = 0


def line_blocks(stream: BinaryIO, name: str, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The stream in blocks that end at a line end.

    Raises:
        BadInput: a line so long that this is no text of lines.
    """
    held = b""
    while chunk := stream.read(size):
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield held + chunk[:cut]
            held = chunk[cut:]
        else:
            held += chunk
        if len(held) > LONGEST_LINE_BYTES:
            raise BadInput(f"{name} has a line of more than 64 MiB, so it is no list of lines")
    if held:
        yield held


def text_blocks(stream: BinaryIO, name: str, layout: Layout, rejects: Rejects) -> Iterator[Block]:
    """All rows as text columns; comments and blank lines are left out, odd lines counted."""
    first = 1
    for data in line_blocks(stream, name):
        block, count = _text_block(data, name, layout, first, rejects)
        if len(block):
            yield block
        first += count


def id_blocks(stream: BinaryIO, name: str, layout: Layout, rejects: Rejects) -> Iterator[Block]:
    """All rows as columns of whole numbers (uint32); what is none is counted."""
    import numpy as np
    import pyarrow as pa

    first = 1
    for data in line_blocks(stream, name):
        if layout.skip < first:
            try:
                table = _parsed(data, layout, [pa.uint32()] * len(layout.names), None)
            except (pa.ArrowInvalid, UnicodeDecodeError):  # the latter: of the message about a row
                table = None
            if table is not None:
                lines = np.arange(first, first + table.num_rows, dtype=np.int64)
                yield Block(_arrays(table), lines)
                first += table.num_rows
                continue
        block, count = _text_block(data, name, layout, first, rejects)
        yield as_ids(block, name, rejects)
        first += count


def vertex_blocks(stream: BinaryIO, name: str, rejects: Rejects) -> Iterator[pa.RecordBatch]:
    """Batches of `id`, `name` and `hosts` (null where the file does not tell them)."""
    import pyarrow as pa

    schema = pa.schema([("id", pa.uint32()), ("name", pa.string()), ("hosts", pa.uint32())])
    first = 1
    layout: Layout | None = None
    for data in line_blocks(stream, name):
        layout = layout or Layout("\t", schema.names[: data.partition(b"\n")[0].count(b"\t") + 1])
        table, count = _vertices(data, name, layout, first, rejects)
        for column in schema.names[len(layout.names) :]:
            table = table.append_column(column, pa.nulls(table.num_rows, pa.uint32()))
        yield from table.cast(schema).to_batches()
        first += count


def _vertices(
    data: bytes, name: str, layout: Layout, first: int, rejects: Rejects
) -> tuple[pa.Table, int]:
    """One block of vertices, and how many lines it had; odd lines are counted."""
    import numpy as np
    import pyarrow as pa

    kinds = [pa.string() if column == "name" else pa.uint32() for column in layout.names]
    try:
        table = _parsed(data, layout, kinds, None)
    except (pa.ArrowInvalid, UnicodeDecodeError):  # the latter: of the message about a row
        block, count = _text_block(data, name, layout, first, rejects)
        numbers = Block(
            tuple(c for c, kind in zip(block.columns, kinds, strict=True) if kind == pa.uint32()),
            block.lines,
        )
        ids = as_ids(numbers, name, rejects)
        names = block.columns[1].filter(pa.array(np.isin(block.lines, ids.lines)))
        columns = [ids.columns[0], names, *ids.columns[1:]]
        return pa.table(columns, names=list(layout.names)), count
    return table, table.num_rows


def _parsed(
    data: bytes,
    layout: Layout,
    kinds: Sequence[pa.DataType],
    handler: pa_csv.InvalidRowHandler | None,
) -> pa.Table:
    import pyarrow.csv as pa_csv

    return pa_csv.read_csv(
        io.BytesIO(data),
        read_options=pa_csv.ReadOptions(
            column_names=list(layout.names), use_threads=False, block_size=max(len(data), 1)
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=layout.delimiter,
            quote_char=False,
            ignore_empty_lines=False,
            invalid_row_handler=handler,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict(zip(layout.names, kinds, strict=True)),
            strings_can_be_null=False,
            null_values=[],
        ),
    )


def _text_block(
    data: bytes, name: str, layout: Layout, first: int, rejects: Rejects
) -> tuple[Block, int]:
    """One block as text, and how many lines it had."""
    import numpy as np
    import pyarrow as pa

    odd: list[tuple[int, str]] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        odd.append((row.number, row.text))
        return "skip"

    table = _parsed(_as_utf8(data), layout, [pa.string()] * len(layout.names), skip)
    count = table.num_rows + len(odd)
    lines = np.delete(np.arange(first, first + count), [number - 1 for number, _ in odd])
    for number, text in odd:
        if first + number - 1 > layout.skip and not text.startswith(COMMENT_MARKS):
            rejects.add(WRONG_COLUMNS, f"{name}:{first + number - 1}", text)
    block = Block(_arrays(table), lines)
    return _only(block, _is_row(block, layout)), count


def _as_utf8(data: bytes) -> bytes:
    """The block as UTF-8: a line that is not that is taken as Latin-1, which every line can be.

    Arrow gives up on a whole block when one odd line in it is not UTF-8.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"\n".join(_line_as_utf8(line) for line in data.split(b"\n"))
    return data


def _line_as_utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").encode()
    return line


def _is_row(block: Block, layout: Layout) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    first = block.columns[0]
    kept = pc.not_equal(first, "")
    for mark in COMMENT_MARKS:
        kept = pc.and_(kept, pc.invert(pc.starts_with(first, mark)))
    is_row: NDArray[np.bool_] = kept.to_numpy(zero_copy_only=False)
    return is_row & (block.lines > layout.skip)


def as_ids(block: Block, name: str, rejects: Rejects) -> Block:
    """Text columns as uint32; rows that are no whole numbers of that size are counted."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = [pc.utf8_trim_whitespace(column) for column in block.columns]
    good = np.ones(len(block), dtype=bool)
    for column in trimmed:
        shaped = pc.match_substring_regex(column, r"^[0-9]{1,10}$").to_numpy(zero_copy_only=False)
        good &= shaped
    wide = [pc.if_else(pa.array(good), column, "0").cast(pa.int64()) for column in trimmed]
    for column in wide:
        good &= column.to_numpy() <= np.iinfo(np.uint32).max
    for row in np.flatnonzero(~good)[:1000]:
        text = layout_text(block, int(row))
        rejects.add(NOT_NUMBERS, f"{name}:{block.lines[row]}", text)
    rejects.add(NOT_NUMBERS, times=max(0, int((~good).sum()) - 1000))
    kept = _only(Block(tuple(wide), block.lines), good)
    return Block(tuple(column.cast(pa.uint32()) for column in kept.columns), kept.lines)


def layout_text(block: Block, row: int) -> str:
    """One row as it can be shown: its columns with tabs between."""
    return "\t".join(str(column[row].as_py()) for column in block.columns)


def _only(block: Block, kept: NDArray[np.bool_]) -> Block:
    import pyarrow as pa

    if kept.all():
        return block
    mask = pa.array(kept)
    return Block(tuple(column.filter(mask) for column in block.columns), block.lines[kept])


def _arrays(table: pa.Table) -> tuple[pa.Array, ...]:
    return tuple(column.combine_chunks() for column in table.columns)
