"""Loops over ways through a graph: distances, and ways that share no node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR = np.uint8(255)  # a distance that nobody measured
NOWHERE = -1


@compiled
def spread_out(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    starts: NDArray[np.int64],
    most: int,
    distance: NDArray[np.uint8],
    queue: NDArray[np.uint32],
) -> int:
    """Breadth-first from all `starts` up to `most` steps; how many nodes were met.

    `distance` comes in as FAR everywhere; `queue` holds the nodes met, nearest first.
    """
    tail = 0
    for start in starts:
        if distance[start] == FAR:
            distance[start] = 0
            queue[tail] = start
            tail += 1
    head = 0
    while head < tail:
        v = queue[head]
        head += 1
        if distance[v] >= most:
            break
        for i in range(offsets[v], offsets[v + 1]):
            u = neighbours[i]
            if distance[u] == FAR:
                distance[u] = distance[v] + 1
                queue[tail] = u
                tail += 1
    return tail


@compiled
def find_way(  # noqa: C901, PLR0912 - one loop, whose parts would each need all of its arrays
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    extra: int,
    target: int,
    most: int,
    from_start: NDArray[np.uint8],
    to_target: NDArray[np.uint8],
    after: NDArray[np.int64],
    came: NDArray[np.int64],
    queue: NDArray[np.int64],
) -> bool:
    """Find one more way, and re-lay the others where they stand in its way; False if there is none.

    Searched backwards from the target over rows of sources (after Ford & Fulkerson 1956, each node
    having room for one way). State 2v: v needs somebody before it; state 2v + 1: v is asked to come
    before somebody. `after[v]`: who comes after v on the way that uses it, NOWHERE where none does;
    ways begin where `from_start` is 0. `extra` links to the target too, -1 for nobody. `came`:
    NOWHERE everywhere, and left so.
    """
    root = 2 * target
    queue[0] = root
    came[root] = root
    head = 0
    tail = 1
    found = NOWHERE
    while head < tail and found == NOWHERE:
        state = queue[head]
        head += 1
        v = state // 2
        following = NOWHERE
        if after[v] != NOWHERE:
            # v is asked, and leaves its way for the new one; or v has lost who came before it, and
            # is not needed any more. Either way whoever came after it needs somebody else.
            following = 2 * after[v]
        elif state % 2 == 1 and from_start[v] == 0:
            found = state
        elif state % 2 == 1:
            following = 2 * v
        if following != NOWHERE and came[following] == NOWHERE:
            came[following] = state
            queue[tail] = following
            tail += 1
        if state % 2 == 1:
            continue
        last = offsets[v + 1]
        for i in range(offsets[v], last + 1):
            if i < last:
                u = np.int64(neighbours[i])
            elif v == target and extra >= 0:
                u = np.int64(extra)
            else:
                continue
            near = np.int64(from_start[u]) + np.int64(to_target[v]) + 1 <= most
            if near and u != target and after[u] != v and came[2 * u + 1] == NOWHERE:
                came[2 * u + 1] = state
                queue[tail] = 2 * u + 1
                tail += 1
    if found != NOWHERE:
        lay(int(found), root, after, came)
    for i in range(tail):
        came[queue[i]] = NOWHERE
    return bool(found != NOWHERE)


@compiled
def lay(found: int, root: int, after: NDArray[np.int64], came: NDArray[np.int64]) -> None:
    """Lay the way that `find_way` found, and re-lay those that it crosses."""
    state = found
    while state != root:
        parent = came[state]
        v = parent // 2
        if state % 2 == 1:
            after[state // 2] = v
        elif parent % 2 == 0:
            after[v] = NOWHERE  # v is not needed any more
        state = parent
