"""Cutting the rows of a graph into blocks of equal work, and running them on all cores."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from numpy.typing import NDArray

T = TypeVar("T")
R = TypeVar("R")

# Many more blocks than cores, so that a slow block is evened out; a fixed number whatever the
# machine, so that sums are added in the same order and results do not depend on the core count.
BLOCKS = 64
# Below this a thread costs more than the work it takes over.
LEAST_WORK = 16_384


def cores() -> int:
    """Cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def row_blocks(offsets: NDArray[np.int64], blocks: int = BLOCKS) -> list[tuple[int, int]]:
    """Ranges of rows that cover all rows once, each with about as many edges plus rows."""
    rows = len(offsets) - 1
    if rows <= 0:
        return []
    work = int(offsets[-1]) + rows
    wanted = max(1, min(blocks, work // LEAST_WORK))
    cost = np.linspace(0, work, wanted + 1)[1:-1]
    cuts = [_row_at(offsets, int(c)) for c in cost]
    edges = sorted({0, *cuts, rows})
    return list(pairwise(edges))


def _row_at(offsets: NDArray[np.int64], cost: int) -> int:
    """The first row at which edges plus rows so far reach `cost`; reads only a few offsets."""
    low, high = 0, len(offsets) - 1
    while low < high:
        middle = (low + high) // 2
        if int(offsets[middle]) + middle < cost:
            low = middle + 1
        else:
            high = middle
    return low


def spans(length: int, pieces: int) -> list[tuple[int, int]]:
    """About `pieces` ranges of equal length that cover 0..length; none is empty."""
    pieces = max(1, min(pieces, length))
    cuts = [length * i // pieces for i in range(pieces + 1)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def run(work: Callable[[T], R], pieces: Sequence[T], workers: int) -> list[R]:
    """`work` of every piece in order, on up to `workers` threads; the first error is raised."""
    if workers <= 1 or len(pieces) <= 1:
        return [work(piece) for piece in pieces]
    with Crew(min(workers, len(pieces))) as crew:
        return crew.run(work, pieces)


class Crew:
    """Threads that stay for many rounds of work: starting them costs more than a short round."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers) if workers > 1 else None

    def run(self, work: Callable[[T], R], pieces: Sequence[T]) -> list[R]:
        """`work` of every piece in order; the first error is raised."""
        if self._pool is None or len(pieces) <= 1:
            return [work(piece) for piece in pieces]
        return list(self._pool.map(work, pieces))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
