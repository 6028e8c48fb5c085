"""One vote per owner and target: the links of a graph as authority counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, row_blocks, run
from backlinkbot.logic.graph.csr import Graph, Rows
from backlinkbot.logic.graph.owners import Owners, owners_by_links
from backlinkbot.logic.graph.steps import Walk
from backlinkbot.logic.graph.walk import TRUST_DAMPING, walks
from backlinkbot.logic.graph.weights import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Enough to tell who is stronger, and half the steps of a measurement.
STRENGTH_TOLERANCE = 1e-6
# Votes that do not count need a weight per link, which of a larger graph would fill the memory.
MOST_EDGES = 1 << 31


def counted(
    graph: Graph, seeds: NDArray[np.int64], *, owners: Owners | None = None, workers: int = 0
) -> Graph:
    """The same graph in which an owner has one vote per target: its other votes weigh 0.

    `counted_by` of those who have one owner by `joined`. A graph of more than `MOST_EDGES` links
    comes back as it is.
    """
    known = joined(graph, seeds, owners=owners, workers=workers)
    return graph if known is None else counted_by(graph, known, workers=workers)


@dataclass(frozen=True, slots=True)
class Joined:
    """Who has one owner, and what each node passes on of trust per unit of a link's weight."""

    owners: Owners
    vote: NDArray[np.float64]


def joined(
    graph: Graph, seeds: NDArray[np.int64], *, owners: Owners | None = None, workers: int = 0
) -> Joined | None:
    """Who has one owner by what is known and by whom they link to; None of too large a graph.

    `seeds`: where trust starts; `owners`: who is known to have one owner. To these come the nodes
    that link where a stronger one links (`owners_by_links`).
    """
    if graph.edges > MOST_EDGES:
        return None
    share = shares(graph)
    wanted = [Walk(TRUST_DAMPING, seeds=seeds, is_weighted=True)]
    walked = walks(graph, wanted, share=share, tolerance=STRENGTH_TOLERANCE, workers=workers)
    strength = np.asarray(walked.scores[0], np.float64)
    found = owners_by_links(graph, strength, workers=workers)
    known = found if owners is None else owners.with_(found)
    return Joined(known, strength * share)


def counted_by(graph: Graph, known: Joined, *, workers: int = 0) -> Graph:
    """The graph with one vote per owner and target.

    Of an owner's votes for a target the one that passes on most trust counts, and none counts for
    a target of its own; what strangers publish on platforms is no vote. The edges stay: PageRank,
    which ignores weights, does not see the difference.
    """
    return _silenced(graph, known.owners, known.vote, workers)


def silenced_votes(before: Graph, after: Graph) -> int:
    """How many links lost their weight to a stronger vote of the same owner."""
    if after.incoming.weights is None:
        return 0
    is_silent = after.incoming.weights == 0
    if before.incoming.weights is not None:
        is_silent &= before.incoming.weights > 0
    return int(is_silent.sum())


def _silenced(graph: Graph, owners: Owners, vote: NDArray[np.float64], workers: int) -> Graph:
    from backlinkbot.logic.graph.kernels.votes import mute, silence

    if not owners.count and not len(owners.platforms):
        return graph
    rows = graph.incoming
    weights = np.ones(graph.edges, np.float32) if rows.weights is None else np.array(rows.weights)
    is_platform = np.zeros(graph.nodes, np.bool_)
    is_platform[owners.platforms] = True

    def work(block: tuple[int, int]) -> int:
        stamp = np.full(owners.count, -1, np.int64)
        muted = mute(rows.offsets, rows.neighbours, is_platform, *block, weights)
        return int(
            muted + silence(
                rows.offsets, rows.neighbours, vote, owners.starts, owners.groups, *block, stamp,
                weights,
            )
        )  # fmt: skip

    if not sum(run(work, row_blocks(rows.offsets), workers or cores())):
        return graph
    kept = Rows(rows.offsets, rows.neighbours, weights)
    return Graph(kept, graph.out_degree, graph.self_loops, graph.repeats)
