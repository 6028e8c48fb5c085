"""Harmonic centrality: exact, or estimated from a sample of starting nodes."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows


@dataclass(frozen=True, slots=True)
class Classes:
    """Nodes with the very same targets, of which one is enough to search from.

    Two such nodes are equally far from every third node: a shortest way from one never needs the
    other. `class_of`: per node its class, -1 for nodes without targets or not wanted; classes are
    numbered from the largest to the smallest. `chosen`: one node of each; `sizes`: how many.
    """

    class_of: NDArray[np.int32]
    chosen: NDArray[np.uint32]
    sizes: NDArray[np.float64]


def harmonic(
    graph: Graph,
    *,
    outgoing: Rows | None = None,
    workers: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Per node v the sum over all u ≠ v that reach v of 1 / distance(u, v); exact.

    Incoming and not normalised (Rochat 2009; Boldi & Vigna 2014). Bit-parallel breadth-first
    search from 256 nodes at once (after Then et al. 2014), once per class of nodes with equal
    targets. `told(done, all)` counts batches.
    """
    outgoing = outgoing or graph.outgoing(workers)
    classes = classes_of(outgoing)
    return _summed(outgoing, classes, 1.0, workers or cores(), told)


def harmonic_sampled(
    graph: Graph,
    pivots: int,
    *,
    seed: int,
    outgoing: Rows | None = None,
    workers: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """An unbiased estimate of `harmonic` from `pivots` random starting nodes (Eppstein & Wang).

    Only nodes with targets are drawn: the others reach nothing. With as many pivots as there are
    such nodes the answer is exact. The standard error falls with the root of `pivots`.
    """
    outgoing = outgoing or graph.outgoing(workers)
    starts = np.flatnonzero(np.diff(outgoing.offsets)).astype(np.uint32)
    if pivots >= len(starts):
        return harmonic(graph, outgoing=outgoing, workers=workers, told=told)
    drawn = np.sort(np.random.default_rng(seed).choice(starts, pivots, replace=False))
    class_of = np.full(graph.nodes, -1, np.int32)
    class_of[drawn] = np.arange(len(drawn), dtype=np.int32)
    classes = Classes(class_of, drawn, np.ones(len(drawn)))
    return _summed(outgoing, classes, len(starts) / len(drawn), workers or cores(), told)


def classes_of(outgoing: Rows) -> Classes:
    """Group the nodes that have targets by equality of their targets."""
    starts = np.flatnonzero(np.diff(outgoing.offsets))
    order, is_new = _grouped(outgoing, starts)
    label = np.cumsum(is_new) - 1
    sizes = np.bincount(label).astype(np.float64) if len(label) else np.zeros(0)
    chosen = starts[order][is_new]
    # Largest first, then by id: batches of equal size count bits, and neighbours search alike.
    rank_order = np.lexsort((chosen, -sizes))
    rank = np.empty(len(sizes), np.int32)
    rank[rank_order] = np.arange(len(sizes), dtype=np.int32)
    class_of = np.full(outgoing.count, -1, np.int32)
    class_of[starts[order]] = rank[label]
    return Classes(class_of, chosen[rank_order].astype(np.uint32), sizes[rank_order])


def _grouped(
    outgoing: Rows, starts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """An order in which equal rows stand together, and where a new group begins."""
    from backlinkbot.logic.graph.kernels.rows import equal_to_next, hash_rows

    hashes = np.empty(len(starts), np.uint64)
    hash_rows(outgoing.offsets, outgoing.neighbours, starts, hashes)
    order = np.argsort(hashes, kind="stable")
    same = np.zeros(len(starts), np.bool_)
    equal_to_next(outgoing.offsets, outgoing.neighbours, starts[order], hashes[order], same)
    is_new = np.ones(len(starts), np.bool_)
    is_new[1:] = ~same[:-1]
    return order, is_new


def _summed(
    outgoing: Rows,
    classes: Classes,
    factor: float,
    workers: int,
    told: Callable[[int, int], None] | None,
) -> NDArray[np.float64]:
    from backlinkbot.logic.graph.kernels.search import BATCH, WORDS, search_batch

    nodes, count = outgoing.count, len(classes.chosen)
    firsts = list(range(0, count, BATCH))
    lanes = max(1, min(workers, len(firsts)))
    waiting: SimpleQueue[int] = SimpleQueue()
    for first in firsts:
        waiting.put(first)
    done: SimpleQueue[int] = SimpleQueue()

    def lane(_: int) -> NDArray[np.float64]:
        totals = np.zeros(nodes)
        seen = np.zeros((nodes, 2 * WORDS), np.uint64)
        frontier = np.zeros((nodes, WORDS), np.uint64)
        active = np.empty(max(nodes, BATCH), np.uint32)
        touched, reached = np.empty(nodes, np.uint32), np.empty(nodes, np.uint32)
        while True:
            try:
                first = waiting.get_nowait()
            except Empty:
                return totals
            batch = slice(first, first + BATCH)
            search_batch(
                outgoing.offsets, outgoing.neighbours, classes.chosen[batch],
                classes.sizes[batch], first, classes.class_of, seen, frontier, active, touched,
                reached, totals,
            )  # fmt: skip
            done.put(first)
            if told:
                told(done.qsize(), len(firsts))

    totals = run(lane, range(lanes), lanes)
    return np.sum(totals, axis=0) * factor if totals else np.zeros(nodes)
