"""Loops over what supporters give: one step of all, and one page's over-generous ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled
from backlinkbot.logic.graph.kernels.push import push

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def pass_on(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    damping: float,
    given: NDArray[np.float64],
    arrived: NDArray[np.float64],
) -> None:
    """What rows first..last get in one step, without any restart."""
    for v in range(first, last):
        total = 0.0
        for i in range(offsets[v], offsets[v + 1]):
            total += given[neighbours[i]]
        arrived[v] = damping * total


@compiled
def excess_of(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    share: NDArray[np.float64],
    damping: float,
    node: int,
    most: float,
    threshold: float,
    most_edges: int,
    settled: NDArray[np.float64],
    waiting: NDArray[np.float64],
    touched: NDArray[np.uint32],
    queue: NDArray[np.uint32],
    is_queued: NDArray[np.bool_],
) -> float:
    """How much the supporters of a node give above `most` each, over all; itself is one of them.

    The arrays are scratch, one value per node, all zero before and after but for `touched` and
    `queue`.
    """
    waiting[node] = 1.0
    touched[0] = node
    none = np.empty(0, np.float32)
    backwards = False
    # No node is the number of nodes: the push stops nowhere.
    count, _ = push(
        offsets, neighbours, none, share, backwards, damping, len(share), threshold, most_edges,
        settled, waiting, touched, 1, queue, is_queued,
    )  # fmt: skip
    excess = 0.0
    for i in range(count):
        u = touched[i]
        # What waits is one visit of its own at least.
        given = (1 - damping) * (settled[u] + waiting[u])
        if given > most:
            excess += given - most
        settled[u] = 0.0
        waiting[u] = 0.0
    return excess
