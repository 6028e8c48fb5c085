"""Edges on their way to a graph, in files: sorted into shards of neighbouring targets."""

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

# Targets per shard: a shard of an average web graph then has some 130 million edges, which are
# grouped in about 3 GB of memory.
SHARD_ROWS = 1 << 22
COLUMNS = (("source", np.uint32), ("target", np.uint32), ("weight", np.float32))


class Spill:
    """Takes edges by id in any order and writes each to the shard of its target.

    Shards are append-only files `shard-0007.source`, `.target` and, with weights, `.weight`.
    """

    def __init__(self, folder: Path, *, weighted: bool, shard_rows: int = SHARD_ROWS) -> None:
        self.folder = folder
        self.shard_rows = shard_rows
        self.edges = 0
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
        self.edges += len(source)
        for shard, rows in self._by_shard(target):
            for (name, width), column in zip(self._columns, given, strict=True):
                part = np.ascontiguousarray(column[rows], width)
                self._file(f"shard-{shard:04d}.{name}").write(part.tobytes())

    def _by_shard(
        self, target: NDArray[np.uint32]
    ) -> Iterator[tuple[int, NDArray[np.int64] | slice]]:
        if not len(target):
            return
        shards = (target // np.uint32(self.shard_rows)).astype(np.uint16)
        if shards.min() == shards.max():
            yield int(shards[0]), slice(None)
            return
        order = np.argsort(shards, kind="stable")
        found, starts = np.unique(shards[order], return_index=True)
        for shard, rows in zip(found, np.split(order, starts[1:]), strict=True):
            yield int(shard), rows

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


def shard(
    folder: Path, number: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32] | None]:
    """Source, target and weight of one shard's edges; empty where nothing was written."""
    source = _column(folder / f"shard-{number:04d}.source", np.uint32)
    target = _column(folder / f"shard-{number:04d}.target", np.uint32)
    if source is None or target is None:
        return np.empty(0, np.uint32), np.empty(0, np.uint32), None
    return source, target, _column(folder / f"shard-{number:04d}.weight", np.float32)


def _column(path: Path, width: type[Any]) -> NDArray[Any] | None:
    return np.fromfile(path, width) if path.exists() else None
