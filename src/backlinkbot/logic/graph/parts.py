"""The connected parts of a graph: what hangs together at all, and what reaches itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph


@dataclass(frozen=True, slots=True)
class Parts:
    """`part_of[v]`: the number of a node's part, 0 for the largest; `sizes`: nodes of each part.

    Sizes descend; of parts of one size the one with the lowest node comes first.
    """

    part_of: NDArray[np.uint32]
    sizes: NDArray[np.int64]


def connected(graph: Graph) -> Parts:
    """Parts whose nodes are joined by links, whatever their direction."""
    from backlinkbot.logic.graph.kernels.parts import join_rows, settle_roots

    parent = np.arange(graph.nodes, dtype=np.uint32)
    join_rows(graph.incoming.offsets, graph.incoming.neighbours, parent)
    settle_roots(parent)
    return _by_size(parent)


def strongly_connected(graph: Graph) -> Parts:
    """Parts in which every node reaches every other by links."""
    from backlinkbot.logic.graph.kernels.parts import strong_parts

    rows, nodes = graph.incoming, graph.nodes
    part, index = np.zeros(nodes, np.uint32), np.zeros(nodes, np.uint32)
    low, path, stack = (np.empty(nodes, np.uint32) for _ in range(3))
    place = np.empty(nodes, np.int64)
    strong_parts(rows.offsets, rows.neighbours, part, index, low, place, path, stack)
    return _by_size(part)


def _by_size(label: NDArray[np.uint32]) -> Parts:
    _, first, part, sizes = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    number = np.empty(len(order), np.uint32)
    number[order] = np.arange(len(order), dtype=np.uint32)
    return Parts(number[part], sizes[order].astype(np.int64))
