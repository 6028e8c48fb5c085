"""Names of a graph's nodes on disk: one memory-mapped Arrow column, the position is the id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHUNK_NAMES = 1 << 20
SCHEMA = pa.schema([pa.field("name", pa.string(), nullable=False)])


class NameTable:
    """All names in the order of their ids; nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        self._map = pa.memory_map(str(path))
        self._column = pa.ipc.open_file(self._map).read_all().column("name")

    def __len__(self) -> int:
        return len(self._column)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()

    def column(self) -> pa.ChunkedArray:
        """All names, still on disk."""
        return self._column

    def slice(self, first: int, count: int) -> pa.Array:
        """Names of the ids from `first` on."""
        return pa.concat_arrays(self._column.slice(first, count).chunks)

    def ids(self, names: pa.Array) -> NDArray[np.int64]:
        """The id of each name, -1 where the graph has no such node; reads the names once."""
        found = np.full(len(names), -1, np.int64)
        first = 0
        for chunk in self._column.chunks:
            here = pc.index_in(chunk, value_set=names).to_numpy(zero_copy_only=False)
            hits = np.flatnonzero(~np.isnan(here))
            found[here[hits].astype(np.int64)] = hits + first
            first += len(chunk)
        return found


def write_names(path: Path, chunks: Iterable[pa.Array]) -> int:
    """Write names in the order of their ids; returns how many."""
    count = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SCHEMA) as out:
        for chunk in chunks:
            out.write_batch(pa.record_batch([chunk.cast(pa.string())], schema=SCHEMA))
            count += len(chunk)
    return count
