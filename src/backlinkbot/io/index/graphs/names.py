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
MOST_SEARCHED = 2_000  # more names than this are found sooner by reading all once
SCHEMA = pa.schema([pa.field("name", pa.string(), nullable=False)])


class NameTable:
    """All names in the order of their ids; nothing is read before it is asked for."""

    def __init__(self, path: Path, by_name: NDArray[np.uint32] | None = None) -> None:
        """`by_name`: the ids in the order of their names; without it, looking up reads all."""
        self._by_name = by_name
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

    def take(self, ids: NDArray[np.int64]) -> pa.Array:
        """Names of these ids."""
        return pa.concat_arrays(self._column.take(pa.array(ids)).chunks)

    def sorted_ids(self, first: int, count: int) -> NDArray[np.int64]:
        """Ids in the order of their names, from the place `first` on."""
        end = min(len(self), first + count)
        if self._by_name is None:
            return np.arange(first, end)
        return self._by_name[first:end].astype(np.int64)

    def ids(self, names: pa.Array) -> NDArray[np.int64]:
        """The id of each name, -1 where the graph has no such node."""
        if self._by_name is not None and len(names) <= MOST_SEARCHED:
            return np.array([self._searched(name) for name in names.to_pylist()], np.int64)
        return self._scanned(names)

    def _searched(self, name: str | None) -> int:
        """By halving: some thirty names are read."""
        if name is None or self._by_name is None:
            return -1
        wanted = name.encode()
        low, high = 0, len(self._by_name)
        while low < high:
            middle = (low + high) // 2
            if self._at(int(self._by_name[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._by_name):
            return -1
        found = int(self._by_name[low])
        return found if self._at(found) == wanted else -1

    def _at(self, node: int) -> bytes:
        return str(self._column[node].as_py()).encode()

    def _scanned(self, names: pa.Array) -> NDArray[np.int64]:
        """By reading all names once."""
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
