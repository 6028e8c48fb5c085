"""A graph made smaller for distances: nodes that no distance tells apart are taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.csr import grouped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows


# More hubs on the way do not make searches more alike.
HUBS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Quotient:
    """Givers are nodes with the very same targets, takers nodes with the very same sources.

    All nodes of a giver are equally far from every node outside it: a shortest way from one never
    needs another. All nodes of a taker are equally far from every node but themselves.

    `push`: row g holds the takers that giver g links to; `passes`: row t holds the givers that
    have a node in taker t. `weights[g]`: how many starting nodes giver g has, descending, so that
    the first `starts` givers have one. `taker_of`: per node, -1 without sources; `edge_of`: per
    node its place in `passes.neighbours`, -1 without sources or targets.
    """

    push: Rows
    passes: Rows
    weights: NDArray[np.float64]
    starts: int
    taker_of: NDArray[np.int64]
    edge_of: NDArray[np.int64]


def quotient(
    incoming: Rows, outgoing: Rows, is_start: NDArray[np.bool_], *, workers: int = 0
) -> Quotient:
    """The quotient of a graph for a search from the nodes that `is_start` marks."""
    giver_of, weights, one_of = _givers(outgoing, is_start)
    taker_of = classes(incoming)
    takers = int(taker_of.max(initial=-1)) + 1
    givers = len(weights)
    push = _bipartite(*_targets(outgoing, one_of, taker_of), givers, takers, workers)
    both = (giver_of >= 0) & (taker_of >= 0)
    passes = _bipartite(taker_of[both], giver_of[both], takers, givers, workers)
    edge_of = np.full(len(taker_of), -1, np.int64)
    edge_of[both] = _places(passes, taker_of[both], giver_of[both], givers)
    return Quotient(push, passes, weights, int((weights > 0).sum()), taker_of, edge_of)


def classes(rows: Rows) -> NDArray[np.int64]:
    """A number per row, the same for equal rows, by the first that has it; -1 for empty rows."""
    from backlinkbot.logic.graph.kernels.rows import equal_to_next, hash_rows

    filled = np.flatnonzero(np.diff(rows.offsets))
    hashes = np.empty(len(filled), np.uint64)
    hash_rows(rows.offsets, rows.neighbours, filled, hashes)
    order = np.argsort(hashes, kind="stable")
    same = np.zeros(len(filled), np.bool_)
    equal_to_next(rows.offsets, rows.neighbours, filled[order], hashes[order], same)
    is_first = np.ones(len(filled), np.bool_)
    is_first[1:] = ~same[:-1]
    group = np.cumsum(is_first) - 1
    number = np.empty(int(is_first.sum()), np.int64)
    number[np.argsort(order[is_first], kind="stable")] = np.arange(len(number))
    result = np.full(rows.count, -1, np.int64)
    result[filled[order]] = number[group]
    return result


def _givers(
    outgoing: Rows, is_start: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Each node's giver, each giver's weight, one node of each; heaviest first.

    Givers of equal weight, which are counted by their bits, stand in the order in which they
    search alike.
    """
    found = classes(outgoing)
    count = int(found.max(initial=-1)) + 1
    weights = np.bincount(found[is_start & (found >= 0)], minlength=count).astype(np.float64)
    linking = np.flatnonzero(found >= 0)
    one_of = np.empty(count, np.int64)
    one_of[found[linking]] = linking
    order = np.lexsort((*_ways_out(outgoing, one_of), -weights))
    number = np.empty(count + 1, np.int64)
    number[order] = np.arange(count)
    number[-1] = -1
    return number[found], weights[order], one_of[order]


def _ways_out(outgoing: Rows, nodes: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The nodes that the widest ways out of each node lead to, nearest first.

    Nodes that leave through the same hubs reach the same places in the same step: one push then
    serves many of them. On cnr-2000 this order takes a third of the time of crawl order, and a
    random order five times as long.
    """
    from backlinkbot.logic.graph.kernels.rows import widest_targets

    widest = np.empty(outgoing.count, np.int64)
    widest_targets(outgoing.offsets, outgoing.neighbours, widest)
    ways = [nodes]
    for _ in range(HUBS_AHEAD):
        ways.append(widest[ways[-1]])
    return ways


def _targets(
    outgoing: Rows, one_of: NDArray[np.int64], taker_of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Giver and taker of every edge of one node of each giver."""
    starts = outgoing.offsets[one_of]
    lengths = outgoing.offsets[one_of + 1] - starts
    giver = np.repeat(np.arange(len(one_of)), lengths)
    place = np.arange(int(lengths.sum())) + np.repeat(
        starts - np.cumsum(lengths) + lengths, lengths
    )
    return giver, taker_of[outgoing.neighbours[place]]


def _bipartite(
    row: NDArray[np.int64], value: NDArray[np.int64], rows: int, values: int, workers: int
) -> Rows:
    """Rows of one kind holding values of the other, each value once."""
    from backlinkbot.logic.graph.csr import Rows

    # Values are numbered after the rows, so that no pair looks like a self loop.
    made = grouped(
        (value + rows).astype(np.uint32),
        row.astype(np.uint32),
        rows + values,
        shard=(0, rows),
        workers=workers,
    ).rows
    return Rows(made.offsets, made.neighbours - np.uint32(rows))


def _places(
    passes: Rows, taker: NDArray[np.int64], giver: NDArray[np.int64], givers: int
) -> NDArray[np.int64]:
    """Where each (taker, giver) stands in `passes.neighbours`."""
    row = np.repeat(np.arange(passes.count), np.diff(passes.offsets))
    return np.searchsorted(row * givers + passes.neighbours, taker * givers + giver)
