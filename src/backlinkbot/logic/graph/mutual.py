"""What two nodes have of each other: links both ways, and sources that link to both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, row_blocks, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows


@dataclass(frozen=True, slots=True)
class Mutual:
    """`counts[v]`: nodes that v links to and that link to v; `share`: of all links, those returned.

    `of_sources[v]`, 0..1: the part of v's sources to which v links too; 0 without sources.
    """

    counts: NDArray[np.uint32]
    of_sources: NDArray[np.float64]
    share: float


@dataclass(frozen=True, slots=True)
class CoLinked:
    """Nodes that have a source in common with one node, and how many; most first."""

    nodes: NDArray[np.int64]
    counts: NDArray[np.int64]


def mutual(graph: Graph, *, workers: int = 0) -> Mutual:
    """Links that are returned, per node and in all."""
    from backlinkbot.logic.graph.kernels.mutual import count_mutual

    rows = graph.incoming
    counts = np.zeros(graph.nodes, np.uint32)

    def fill(block: tuple[int, int]) -> None:
        count_mutual(rows.offsets, rows.neighbours, *block, counts)

    run(fill, row_blocks(rows.offsets), workers or cores())
    sources = graph.in_degree()
    of_sources = np.divide(counts, sources, out=np.zeros(graph.nodes), where=sources > 0)
    return Mutual(counts, of_sources, float(counts.sum(dtype=np.int64) / max(graph.edges, 1)))


def co_linked(graph: Graph, outgoing: Rows, node: int) -> CoLinked:
    """The nodes to which sources of `node` link too: |sources of both| of each, itself left out.

    `outgoing`: the same graph by source. Reads the targets of every source.
    """
    from backlinkbot.logic.graph.kernels.mutual import count_targets

    counts = np.zeros(graph.nodes, np.uint32)
    count_targets(outgoing.offsets, outgoing.neighbours, graph.incoming.row(node), counts)
    counts[node] = 0
    found = np.flatnonzero(counts)
    order = np.argsort(-counts[found].astype(np.int64), kind="stable")
    return CoLinked(found[order], counts[found[order]].astype(np.int64))
