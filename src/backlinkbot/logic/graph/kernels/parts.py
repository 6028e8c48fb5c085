"""Loops that find the connected parts of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def _root(parent: NDArray[np.uint32], node: int) -> int:
    """The root of a node's tree; every other node on the way is hung one higher."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@compiled
def join_rows(
    offsets: NDArray[np.int64], neighbours: NDArray[np.uint32], parent: NDArray[np.uint32]
) -> None:
    """Join the trees of every row and its neighbours; a root is the lowest node of its tree."""
    for v in range(len(offsets) - 1):
        for i in range(offsets[v], offsets[v + 1]):
            a = _root(parent, v)
            b = _root(parent, neighbours[i])
            if a < b:
                parent[b] = a
            elif b < a:
                parent[a] = b


@compiled
def settle_roots(parent: NDArray[np.uint32]) -> None:
    """Hang every node on its root."""
    for v in range(len(parent)):
        parent[v] = _root(parent, v)


@compiled
def strong_parts(  # noqa: C901 - one loop, whose parts would each need all of its arrays
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    part: NDArray[np.uint32],
    index: NDArray[np.uint32],
    low: NDArray[np.uint32],
    place: NDArray[np.int64],
    path: NDArray[np.uint32],
    stack: NDArray[np.uint32],
) -> int:
    """Number the strongly connected parts from 1 on (Tarjan 1972, on a stack); how many there are.

    `part` and `index` are all zero before. `low`, `place`, `path` and `stack` are scratch, all of
    one value per node.
    """
    found = 0
    seen = 0
    waiting = 0
    for start in range(len(part)):
        if index[start] > 0:
            continue
        path[0] = start
        depth = 0
        while depth >= 0:
            v = path[depth]
            if index[v] == 0:
                seen += 1
                index[v] = seen
                low[v] = seen
                place[v] = offsets[v]
                stack[waiting] = v
                waiting += 1
            if place[v] < offsets[v + 1]:
                w = neighbours[place[v]]
                place[v] += 1
                if index[w] == 0:
                    depth += 1
                    path[depth] = w
                elif part[w] == 0:
                    low[v] = min(low[v], index[w])
                continue
            if low[v] == index[v]:
                found += 1
                while part[v] == 0:
                    waiting -= 1
                    part[stack[waiting]] = found
            depth -= 1
            if depth >= 0:
                low[path[depth]] = min(low[path[depth]], low[v])
    return found
