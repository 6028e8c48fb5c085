"""Checking that the sealed files of a snapshot are what its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.io.durable import digest_of
from backlinkbot.io.index.stored import SHAPES, Kind, buckets, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest, SealedFile


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file of the index, in a plain sentence."""

    file: str
    segment: str
    sentence: str


def faults(layout: Layout, manifest: Manifest) -> list[Fault]:
    """Everything wrong with the files of a snapshot; an empty list when it is whole."""
    return [
        Fault(file.name, file.segment, sentence)
        for file in manifest.files
        for sentence in _of_file(layout, file, manifest.layout)
    ]


def _of_file(layout: Layout, file: SealedFile, version: int) -> Iterator[str]:
    path = layout.path(file)
    if not path.is_file():
        yield f"{file.name} is missing"
        return
    size_bytes = path.stat().st_size
    if size_bytes != file.size_bytes:
        yield f"{file.name} has {size_bytes} bytes instead of {file.size_bytes}"
        return
    if digest_of(path) != file.blake2b:
        yield f"{file.name} was changed since it was written: its digest is another"
        return
    yield from _of_content(layout, file, version)


def _of_content(layout: Layout, file: SealedFile, version: int) -> Iterator[str]:
    """What the bytes cannot tell: rows, columns, order and buckets."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(layout.path(file)) as parquet:
        if parquet.metadata.num_rows != file.rows:
            yield f"{file.name} has {parquet.metadata.num_rows} rows instead of {file.rows}"
        if parquet.schema_arrow.names != names_in(file.kind, version):
            yield f"{file.name} has other columns than its kind"
            return
        column = SHAPES[file.kind].domain
        last = ""
        for batch in parquet.iter_batches(columns=[column, "bucket"]):
            names = batch.column(column)
            if not _is_sorted(names, last):
                yield f"{file.name} is not sorted by {column}"
                return
            if not _fits(names, batch.column("bucket"), file):
                yield f"{file.name} holds rows of other buckets"
                return
            last = names[-1].as_py() if len(names) else last


def _is_sorted(names: pa.Array, last: str) -> bool:
    import pyarrow.compute as pc

    if len(names) == 0:
        return True
    if names[0].as_py() < last:
        return False
    return len(names) == 1 or bool(pc.all(pc.less_equal(names[:-1], names[1:])).as_py())


def _fits(names: pa.Array, told: pa.Array, file: SealedFile) -> bool:
    """Whether the buckets are those of the names, and within the range of the file."""
    import pyarrow.compute as pc

    if len(names) == 0:
        return True
    ends = pc.min_max(told).as_py()
    is_within = file.low <= ends["min"] and ends["max"] <= file.high
    return is_within and (file.kind is Kind.DEAD or told.equals(buckets(names)))
