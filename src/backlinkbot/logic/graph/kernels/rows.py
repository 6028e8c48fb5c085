"""Loops that compare whole rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def hash_rows(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    rows: NDArray[np.int64],
    hashes: NDArray[np.uint64],
) -> None:
    """A 64-bit hash of each row's neighbours; equal rows have equal hashes."""
    for i in range(len(rows)):
        h = np.uint64(0xCBF29CE484222325)
        for e in range(offsets[rows[i]], offsets[rows[i] + 1]):
            h = (h ^ np.uint64(neighbours[e])) * np.uint64(0x9E3779B97F4A7C15)
            h ^= h >> np.uint64(29)
        hashes[i] = h


@compiled
def equal_to_next(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    rows: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    same: NDArray[np.bool_],
) -> None:
    """Whether each row equals the one after it, neighbour by neighbour; the last is False."""
    for i in range(len(rows) - 1):
        a = offsets[rows[i]]
        b = offsets[rows[i + 1]]
        length = offsets[rows[i] + 1] - a
        if hashes[i] != hashes[i + 1] or offsets[rows[i + 1] + 1] - b != length:
            continue
        equal = True
        for j in range(length):
            if neighbours[a + j] != neighbours[b + j]:
                equal = False
                break
        same[i] = equal


@compiled
def widest_targets(
    offsets: NDArray[np.int64], neighbours: NDArray[np.uint32], widest: NDArray[np.int64]
) -> None:
    """Each row's neighbour that has most neighbours itself; the row itself where it has none."""
    for row in range(len(widest)):
        widest[row] = row
        most = -1
        for e in range(offsets[row], offsets[row + 1]):
            target = neighbours[e]
            width = offsets[target + 1] - offsets[target]
            if width > most:
                most = width
                widest[row] = target
