"""One level of a breadth-first search from hundreds of nodes at once, over rows of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled
from backlinkbot.logic.graph.kernels.search import _ones

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Eight nodes stand in a byte of `is_active`.
EIGHT, SEVEN, ONE = np.uint32(3), np.uint32(7), np.uint8(1)
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)


@compiled
def pull_level(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    level: int,
    frontier: NDArray[np.uint64],
    is_active: NDArray[np.uint8],
    seen: NDArray[np.uint64],
    frontier_next: NDArray[np.uint64],
    is_active_next: NDArray[np.uint8],
    totals: NDArray[np.float64],
) -> int:
    """Rows first..last take up their sources' bits; how many rows that link on got new ones.

    `frontier` and `frontier_next` (four words a node) end where no node links any more; `seen` has
    all nodes. Adds 1 / `level` to `totals` for each new bit. A row that has all bits is not read.
    `is_active`: a bit per node of the frontier, whether any of its bits is set: in the first and
    last levels few are, and what is asked then stays in the cache. `is_active_next`: a byte each.
    """
    alive = 0
    span = len(frontier)
    for v in range(first, last):
        s0, s1, s2, s3 = seen[v, 0], seen[v, 1], seen[v, 2], seen[v, 3]
        n0 = n1 = n2 = n3 = np.uint64(0)
        if s0 & s1 & s2 & s3 != FULL:
            i = np.uint64(offsets[v])
            end = np.uint64(offsets[v + 1])
            while i < end:
                u = neighbours[i]
                if (is_active[u >> EIGHT] >> (u & SEVEN)) & ONE:
                    n0 |= frontier[u, 0]
                    n1 |= frontier[u, 1]
                    n2 |= frontier[u, 2]
                    n3 |= frontier[u, 3]
                i += np.uint64(1)
            n0 &= ~s0
            n1 &= ~s1
            n2 &= ~s2
            n3 &= ~s3
        if v < span:
            frontier_next[v, 0] = n0
            frontier_next[v, 1] = n1
            frontier_next[v, 2] = n2
            frontier_next[v, 3] = n3
            is_active_next[v] = 1 if n0 | n1 | n2 | n3 else 0
        if n0 | n1 | n2 | n3:
            seen[v, 0] = s0 | n0
            seen[v, 1] = s1 | n1
            seen[v, 2] = s2 | n2
            seen[v, 3] = s3 | n3
            totals[v] += (_ones(n0) + _ones(n1) + _ones(n2) + _ones(n3)) / level
            if v < span:
                alive += 1
    return alive
