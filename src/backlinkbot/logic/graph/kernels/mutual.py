"""Loops that count links both ways, and common sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def _has(offsets: NDArray[np.int64], neighbours: NDArray[np.uint32], row: int, value: int) -> bool:
    low = offsets[row]
    end = offsets[row + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if neighbours[middle] < value:
            low = middle + 1
        else:
            high = middle
    return bool(low < end and neighbours[low] == value)


@compiled
def count_mutual(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    counts: NDArray[np.uint32],
) -> None:
    """Per row v: neighbours whose rows hold v."""
    for v in range(first, last):
        found = 0
        for i in range(offsets[v], offsets[v + 1]):
            if _has(offsets, neighbours, neighbours[i], v):
                found += 1
        counts[v] = found


@compiled
def count_targets(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    rows: NDArray[np.uint32],
    counts: NDArray[np.uint32],
) -> None:
    """Add to `counts` how many of these rows hold each value."""
    for u in rows:
        for i in range(offsets[u], offsets[u + 1]):
            counts[neighbours[i]] += np.uint32(1)
