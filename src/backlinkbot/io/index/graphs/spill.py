"""Edges on their way to a graph, in files: as they come, or in shards of neighbouring targets."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO

    from numpy.typing import NDArray

    # Source, target and, where edges are weighted, weight.
    Part = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32] | None]

# Unsorted edges lie in parts of so many, about 130 MB each.
EDGES_PER_PART = 1 << 24
ROW_BLOCK = 64  # targets that stay in one shard
COLUMNS = (("source", np.uint32), ("target", np.uint32), ("weight", np.float32))


class Spill:
    """Takes edges by id in any order and writes them to files, in shards.

    `table[target // ROW_BLOCK]` is an edge's shard; without a table they go to shard after shard
    as they come. Shards are append-only files `shard-0007.source`, `.target` and, with weights,
    `.weight`.
    """

    def __init__(
        self, folder: Path, *, weighted: bool, table: NDArray[np.uint16] | None = None
    ) -> None:
        self.folder = folder
        self.edges = 0
        self._table = table
        self._columns = COLUMNS if weighted else COLUMNS[:2]
        self._files: dict[str, BinaryIO] = {}
        self._stack = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)

    def add(
        self,
        source: NDArray[np.uint32],
        target: NDArray[np.uint32],
        weight: NDArray[np.float32] | None = None,
    ) -> None:
        """Append edges; `weight` is needed exactly when the spill is weighted."""
        given = [source, target] if weight is None else [source, target, weight]
        if len(given) != len(self._columns):
            raise ValueError("weights must come with every edge or with none")
        for shard, rows in self._by_shard(target):
            for (name, width), column in zip(self._columns, given, strict=True):
                part = np.ascontiguousarray(column[rows], width)
                self._file(f"shard-{shard:04d}.{name}").write(part.data)
        self.edges += len(source)

    def _by_shard(
        self, target: NDArray[np.uint32]
    ) -> Iterator[tuple[int, NDArray[np.int64] | slice]]:
        if not len(target):
            return
        if self._table is None:
            yield self.edges // EDGES_PER_PART, slice(None)
            return
        shards = self._table[target // np.uint32(ROW_BLOCK)]
        if shards.min() == shards.max():
            yield int(shards[0]), slice(None)
            return
        order = np.argsort(shards, kind="stable")
        counts = np.bincount(shards)
        rows = np.split(order, np.cumsum(counts)[:-1])
        yield from ((shard, rows[shard]) for shard in np.flatnonzero(counts).tolist())

    def _file(self, name: str) -> BinaryIO:
        if name not in self._files:
            self._files[name] = self._stack.enter_context((self.folder / name).open("wb"))
        return self._files[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()


def shard(folder: Path, number: int) -> Part:
    """Source, target and weight of one shard's edges; empty where nothing was written."""
    source = _column(folder / f"shard-{number:04d}.source", np.uint32)
    target = _column(folder / f"shard-{number:04d}.target", np.uint32)
    if source is None or target is None:
        return np.empty(0, np.uint32), np.empty(0, np.uint32), None
    return source, target, _column(folder / f"shard-{number:04d}.weight", np.float32)


def parts(folder: Path) -> Iterator[Part]:
    """All shards one after the other, as they were numbered."""
    numbers = sorted(int(path.stem.removeprefix("shard-")) for path in folder.glob("*.source"))
    return (shard(folder, number) for number in numbers)


def _column(path: Path, width: type[Any]) -> NDArray[Any] | None:
    return np.fromfile(path, width) if path.exists() else None
