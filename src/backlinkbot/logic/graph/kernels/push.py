"""Loops of a walk's expected visits: pushed out from one node, and counted over all nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def push(  # noqa: C901, PLR0915 - one loop, whose parts would each need all of its arrays
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    share: NDArray[np.float64],
    by_row: bool,  # noqa: FBT001 - compiled loops take plain values
    damping: float,
    stop: int,
    threshold: float,
    most_edges: int,
    settled: NDArray[np.float64],
    waiting: NDArray[np.float64],
    touched: NDArray[np.uint32],
    count: int,
    queue: NDArray[np.uint32],
    is_queued: NDArray[np.bool_],
) -> tuple[int, int]:
    """Push what waits until at most `threshold` waits anywhere; nodes touched, edges read.

    `touched[:count]` are the nodes where something waits to begin with. What gets to `stop` stays
    there. `by_row`: the share is that of the row (a walk forwards over rows of targets), else that
    of the neighbour (a walk backwards over rows of sources). Coarse before fine: a push of much is
    worth more than many of little, and whoever runs out of `most_edges` has done the best part.
    """
    has_weights = len(weights) > 0
    edges = 0
    level = 1.0
    places = len(queue)
    while level > threshold and edges < most_edges:
        level = max(level / 10, threshold)
        head = 0
        length = 0
        for i in range(count):
            if waiting[touched[i]] > level and touched[i] != stop:
                queue[length] = touched[i]
                is_queued[touched[i]] = True
                length += 1
        while length > 0:
            v = queue[head]
            head = head + 1 if head + 1 < places else 0
            length -= 1
            is_queued[v] = False
            if edges >= most_edges:
                continue
            much = waiting[v]
            waiting[v] = 0.0
            settled[v] += much
            much *= damping
            if by_row:
                much *= share[v]
            edges += offsets[v + 1] - offsets[v]
            for i in range(offsets[v], offsets[v + 1]):
                u = neighbours[i]
                part = much if by_row else much * share[u]
                if has_weights:
                    part *= weights[i]
                if part <= 0.0:
                    continue
                if waiting[u] == 0.0 and settled[u] == 0.0:
                    touched[count] = u
                    count += 1
                waiting[u] += part
                if waiting[u] > level and not is_queued[u] and u != stop:
                    is_queued[u] = True
                    place = head + length
                    queue[place if place < places else place - places] = u
                    length += 1
    return count, edges


@compiled
def step_visits(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    damping: float,
    visits: NDArray[np.float64],
    visits_next: NDArray[np.float64],
) -> float:
    """One step of visits(u) = 1 + damping · mean of visits over u's targets; largest change."""
    most = 0.0
    for u in range(first, last):
        total = 0.0
        length = offsets[u + 1] - offsets[u]
        for i in range(offsets[u], offsets[u + 1]):
            total += visits[neighbours[i]]
        value = 1.0 + damping * total / length if length > 0 else 1.0
        most = max(most, abs(value - visits[u]))
        visits_next[u] = value
    return most
