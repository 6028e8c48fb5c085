"""Expected visits of a walk: to one node from all, from one node to all, and anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, row_blocks, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows

# Below this what waits is not pushed on: an expected visit is then at most 0.0007 too low at
# damping 0.85, and a link's worth, which hardly depends on it, far less.
THRESHOLD = 1e-4
# A hub would be pushed from for seconds. What is left out then is the long tail of sources that
# hardly ever get there; `Visits.left` says how much.
MOST_EDGES = 8_000_000
ANYWHERE_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Visits:
    """`values[u]`: expected visits, a lower bound. `left`: the most that one value may lack."""

    values: NDArray[np.float64]
    left: float
    edges: int


def visits_to(  # noqa: PLR0913 - a walk, a node, how exact
    incoming: Rows,
    share: NDArray[np.float64],
    damping: float,
    target: int,
    *,
    threshold: float = THRESHOLD,
    most_edges: int = MOST_EDGES,
) -> Visits:
    """The column G(·, target): visits to the target of a walk that starts at each node.

    One reverse push (Andersen et al. 2007) over the rows of sources. `share`: what a node passes
    on per unit of a link's weight; weights count where the rows have them.
    """
    return _pushed(incoming, share, damping, target, threshold, most_edges, by_row=False)


def visits_from(  # noqa: PLR0913 - a walk, a node, how exact
    outgoing: Rows,
    share: NDArray[np.float64],
    damping: float,
    start: int,
    *,
    threshold: float = THRESHOLD,
    most_edges: int = MOST_EDGES,
) -> Visits:
    """The row G(start, ·): visits to each node of a walk that starts here."""
    return _pushed(outgoing, share, damping, start, threshold, most_edges, by_row=True)


def _pushed(  # noqa: PLR0913, PLR0917 - the two above, whichever way
    rows: Rows,
    share: NDArray[np.float64],
    damping: float,
    node: int,
    threshold: float,
    most_edges: int,
    *,
    by_row: bool,
) -> Visits:
    from backlinkbot.logic.graph.kernels.push import push

    nodes = rows.count
    settled, waiting = np.zeros(nodes), np.zeros(nodes)
    touched, queue = np.empty(nodes, np.uint32), np.empty(nodes, np.uint32)
    weights = rows.weights if rows.weights is not None else np.empty(0, np.float32)
    count, edges = push(
        rows.offsets, rows.neighbours, weights, share, by_row, damping, node, threshold,
        most_edges, settled, waiting, touched, queue, np.zeros(nodes, np.bool_),
    )  # fmt: skip
    near = touched[:count]
    most = float(waiting[near].max())
    # What still waits is at least one visit of its own each.
    settled[near] += waiting[near]
    return Visits(settled, most * damping / (1 - damping), int(edges))


def visits_anywhere(outgoing: Rows, damping: float, *, workers: int = 0) -> NDArray[np.float64]:
    """How many nodes a walk visits on average before it ends, by where it starts; links unweighted.

    A walk that meets no dead end visits 1 / (1 - damping).
    """
    from backlinkbot.logic.graph.kernels.push import step_visits

    visits = np.full(outgoing.count, 1 / (1 - damping))
    visits_next = np.empty_like(visits)
    blocks = row_blocks(outgoing.offsets)
    change = np.inf
    while blocks and change > ANYWHERE_TOLERANCE:

        def step(block: tuple[int, int]) -> float:
            return step_visits(  # noqa: B023 - called before the next turn
                outgoing.offsets, outgoing.neighbours, *block, damping, visits, visits_next  # noqa: B023
            )

        change = max(run(step, blocks, workers or cores()))
        visits, visits_next = visits_next, visits
    return visits
