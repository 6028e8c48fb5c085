"""Harmonic centrality: exact, or estimated from a sample of starting nodes."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, run
from backlinkbot.logic.graph.levels import distance_sums
from backlinkbot.logic.graph.quotient import quotient

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows
    from backlinkbot.logic.graph.quotient import Quotient


def harmonic(
    graph: Graph,
    *,
    outgoing: Rows | None = None,
    workers: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Per node v the sum over all u ≠ v that reach v of 1 / distance(u, v); exact.

    Incoming and not normalised (Rochat 2009; Boldi & Vigna 2014). Bit-parallel breadth-first
    search from 256 places at once (after Then et al. 2014) on the graph's `quotient`.
    `told(done, all)` counts batches.
    """
    is_start = np.ones(graph.nodes, np.bool_)
    return _summed(graph, outgoing, is_start, workers or cores(), told)


def harmonic_sampled(  # noqa: PLR0913 - a graph, a sample, how to go about it
    graph: Graph,
    pivots: int,
    *,
    seed: int,
    is_lean: bool = False,
    outgoing: Rows | None = None,
    workers: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """An unbiased estimate of `harmonic` from `pivots` random starting nodes (Eppstein & Wang).

    Only nodes with targets are drawn: the others reach nothing. With as many pivots as there are
    such nodes the answer is exact. The standard error falls with the root of `pivots`. `is_lean`:
    level by level over all rows (`levels`), for graphs of which one copy only fits into memory.
    """
    linking = np.flatnonzero(graph.out_degree)
    drawn = np.random.default_rng(seed).choice(linking, min(pivots, len(linking)), replace=False)
    if is_lean:
        found = distance_sums(graph, drawn, workers=workers, told=told)
    else:
        is_start = np.zeros(graph.nodes, np.bool_)
        is_start[drawn] = True
        found = _summed(graph, outgoing, is_start, workers or cores(), told)
    return found * (len(linking) / max(len(drawn), 1))


def _summed(
    graph: Graph,
    outgoing: Rows | None,
    is_start: NDArray[np.bool_],
    workers: int,
    told: Callable[[int, int], None] | None,
) -> NDArray[np.float64]:
    """Sum over the starting nodes of 1 / distance, per node."""
    small = quotient(graph.incoming, outgoing or graph.outgoing(workers), is_start, workers=workers)
    totals, own = _searched(small, workers, told)
    result = np.zeros(graph.nodes)
    taken = small.taker_of >= 0
    result[taken] = totals[small.taker_of[taken]]
    # A node's giver stands for the node itself too, which is no distance away from itself.
    itself = (small.edge_of >= 0) & is_start
    result[itself] -= own[small.edge_of[itself]]
    return result


def _searched(
    small: Quotient, workers: int, told: Callable[[int, int], None] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The kernel's two sums over all batches, on as many threads as there are workers."""
    from backlinkbot.logic.graph.kernels.search import BATCH, WORDS, search_batch

    weights = small.weights[: small.starts]
    givers, takers = small.push.count, small.passes.count
    firsts = list(range(0, small.starts, BATCH))
    waiting: SimpleQueue[int] = SimpleQueue()
    for first in firsts:
        waiting.put(first)
    done: SimpleQueue[int] = SimpleQueue()

    def lane(_: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        totals, own = np.zeros(takers), np.zeros(len(small.passes.neighbours))
        seen = np.zeros((takers, 2 * WORDS), np.uint64)
        frontier = np.zeros((givers, WORDS), np.uint64)
        active = np.empty(max(givers, BATCH), np.uint32)
        touched, reached = np.empty(takers, np.uint32), np.empty(takers, np.uint32)
        while True:
            try:
                first = waiting.get_nowait()
            except Empty:
                return totals, own
            search_batch(
                small.push.offsets, small.push.neighbours, small.passes.offsets,
                small.passes.neighbours, first, weights[first : first + BATCH], seen, frontier,
                active, touched, reached, totals, own,
            )  # fmt: skip
            done.put(first)
            if told:
                told(done.qsize(), len(firsts))

    lanes = run(lane, range(max(1, min(workers, len(firsts)))), workers)
    return np.sum([t for t, _ in lanes], axis=0), np.sum([o for _, o in lanes], axis=0)
