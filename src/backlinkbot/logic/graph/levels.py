"""Distances from hundreds of nodes at once, level by level, in little memory on all cores."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

# Four words of bits for what is seen and one sum, of all nodes; frontiers of those that link.
BYTES_PER_NODE = 40
BYTES_PER_LINKING_NODE = 64


def lean_bytes(nodes: int, linking: int) -> int:
    """Memory that `distance_sums` takes on a graph of so many nodes, of which so many link."""
    return nodes * BYTES_PER_NODE + linking * BYTES_PER_LINKING_NODE


def distance_sums(
    graph: Graph,
    starts: NDArray[np.int64],
    *,
    workers: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Per node the sum over `starts` (distinct), itself left out, of 1 / distance from there.

    Every level reads the rows of all nodes that some start of the batch has not reached yet, from
    the first to the last: rows may be streamed from disk, and no transposed copy is needed. For
    graphs on which `harmonic`'s search does not fit. `told(done, all)` counts batches.
    """
    from backlinkbot.logic.graph.kernels.search import BATCH, WORDS

    totals, blocks = np.zeros(graph.nodes), row_blocks(graph.incoming.offsets)
    span = int(np.flatnonzero(graph.out_degree)[-1:].sum()) + 1
    batches = [starts[first : first + BATCH] for first in range(0, len(starts), BATCH)]
    seen = np.empty((graph.nodes, WORDS), np.uint64)
    frontier, following = (np.empty((span, WORDS), np.uint64) for _ in range(2))
    is_active = np.zeros(span, np.uint8)
    with Crew(workers or cores()) as crew:
        for number, batch in enumerate(batches, start=1):
            _begin(batch, graph, seen, frontier)
            is_active[:] = frontier.any(axis=1)
            level, alive = 0, 1
            while alive:
                level += 1
                packed = np.packbits(is_active, bitorder="little")
                step = partial(
                    _step, graph, level, seen, (frontier, packed), (following, is_active), totals
                )
                alive = sum(crew.run(step, blocks))
                frontier, following = following, frontier
            if told:
                told(number, len(batches))
    return totals


def _step(  # noqa: PLR0913, PLR0917 - what one block of a level needs
    graph: Graph,
    level: int,
    seen: NDArray[np.uint64],
    now: tuple[NDArray[np.uint64], NDArray[np.uint8]],
    following: tuple[NDArray[np.uint64], NDArray[np.uint8]],
    totals: NDArray[np.float64],
    block: tuple[int, int],
) -> int:
    """`now`, `following`: a frontier, and which of its nodes have any bit."""
    from backlinkbot.logic.graph.kernels.levels import pull_level

    rows = graph.incoming
    return pull_level(rows.offsets, rows.neighbours, *block, level, *now, seen, *following, totals)


def _begin(
    batch: NDArray[np.int64], graph: Graph, seen: NDArray[np.uint64], frontier: NDArray[np.uint64]
) -> None:
    """Each start has its own bit; bits that no start has count as seen, so that rows can be full.

    A start that links to nobody never stands in the frontier.
    """
    bit = np.arange(len(batch))
    mark = np.uint64(1) << (bit % 64).astype(np.uint64)
    free = np.zeros(seen.shape[1], np.uint64)
    np.bitwise_or.at(free, bit // 64, mark)
    seen[:] = ~free
    frontier[:] = 0
    seen[batch, bit // 64] |= mark
    links = graph.out_degree[batch] > 0
    frontier[batch[links], (bit // 64)[links]] = mark[links]
