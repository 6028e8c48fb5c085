"""Expected visits of a walk: to one node from all, from one node to all, and anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows

# Below this what waits is not pushed on: an expected visit is then at most 0.0006 too low at
# damping 0.85, and a link's worth, which hardly depends on it, far less.
THRESHOLD = 1e-4
# A hub would be pushed from for seconds. What is left out then is the long tail of sources that
# hardly ever get there; `Visits.left` says how much.
MOST_EDGES = 4_000_000
ANYWHERE_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Row:
    """One node's neighbours in a graph, and what each link weighs."""

    neighbours: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Visits:
    """`values[u]`: expected visits, a lower bound; `edges`: how many were read.

    `left`: the most that one of the values may lack; NaN for `visits_from`, of which that is not
    known, since a node may be reached from any number of others.
    """

    values: NDArray[np.float64]
    left: float
    edges: int


@dataclass(frozen=True, slots=True)
class Precision:
    """When a push ends: nothing above `threshold` waits, or `most_edges` are read."""

    threshold: float = THRESHOLD
    most_edges: int = MOST_EDGES


def row_of(rows: Rows, node: int) -> Row:
    """The row of a node; each link of a bare graph weighs 1."""
    a, b = int(rows.offsets[node]), int(rows.offsets[node + 1])
    weights = np.ones(b - a) if rows.weights is None else rows.weights[a:b].astype(np.float64)
    return Row(rows.neighbours[a:b].astype(np.int64), weights)


def visits_to(
    incoming: Rows,
    share: NDArray[np.float64],
    damping: float,
    target: int,
    *,
    row: Row | None = None,
    precision: Precision | None = None,
) -> Visits:
    """The column G(·, target): visits to the target of a walk that starts at each node.

    One reverse push (Andersen et al. 2007) over the rows of sources. `share`: what a node passes
    on per unit of a link's weight. `row`: the target's sources, where they are to be others.
    """
    row = row or row_of(incoming, target)
    first = damping * share[row.neighbours] * row.weights
    return _pushed(incoming, share, damping, target, _Start(row.neighbours, first), precision)


def visits_from(
    outgoing: Rows,
    share: NDArray[np.float64],
    damping: float,
    start: int,
    *,
    precision: Precision | None = None,
) -> Visits:
    """The row G(start, ·): visits to each node of a walk that starts here."""
    row = row_of(outgoing, start)
    first = _Start(row.neighbours, damping * share[start] * row.weights, is_forward=True)
    return _pushed(outgoing, share, damping, start, first, precision)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a walk from or to the node is one step away from it, and with what chance."""

    nodes: NDArray[np.int64]
    chances: NDArray[np.float64]
    is_forward: bool = False


def _pushed(
    rows: Rows,
    share: NDArray[np.float64],
    damping: float,
    node: int,
    start: _Start,
    precision: Precision | None,
) -> Visits:
    """Visits between two returns, by a push that stops at the node; times visits to the node."""
    from backlinkbot.logic.graph.kernels.push import push

    until = precision or Precision()
    settled, waiting = np.zeros(rows.count), np.zeros(rows.count)
    touched, queue = np.empty(rows.count, np.uint32), np.empty(rows.count, np.uint32)
    waiting[start.nodes] = start.chances
    near = np.flatnonzero(start.chances > 0)
    touched[: len(near)] = start.nodes[near]
    weights = rows.weights if rows.weights is not None else np.empty(0, np.float32)
    count, edges = push(
        rows.offsets, rows.neighbours, weights, share, start.is_forward, damping, node,
        until.threshold, until.most_edges, settled, waiting, touched, len(near), queue,
        np.zeros(rows.count, np.bool_),
    )  # fmt: skip
    returned = float(waiting[node])
    waiting[node] = settled[node] = 0.0
    reached = touched[:count]
    most = float(waiting[reached].max(initial=0.0))
    # What still waits is at least one visit of its own each.
    settled[reached] += waiting[reached]
    settled[node] = 1.0
    settled[reached] /= 1 - returned
    settled[node] = 1 / (1 - returned)
    left = np.nan if start.is_forward else _left(most * damping / (1 - damping), returned)
    return Visits(settled, left, int(edges))


def _left(arrivals: float, returned: float) -> float:
    """How much too low visits can be, where arrivals and returns are too low by up to `arrivals`.

    With f ≤ 1 the chance to arrive and R that to return, visits are f / (1 - R).
    """
    stays = 1 - returned
    if arrivals >= stays:
        return np.inf
    return arrivals * (1 + 1 / stays) / (stays - arrivals)


def visits_anywhere(outgoing: Rows, damping: float, *, workers: int = 0) -> NDArray[np.float64]:
    """How many nodes a walk visits on average before it ends, by where it starts; links unweighted.

    A walk that meets no dead end visits 1 / (1 - damping).
    """
    visits = np.full(outgoing.count, 1 / (1 - damping))
    blocks = row_blocks(outgoing.offsets)
    change = np.inf
    with Crew(workers or cores()) as crew:
        while blocks and change > ANYWHERE_TOLERANCE:
            visits, change = _one_step(outgoing, damping, visits, blocks, crew)
    return visits


def _one_step(
    outgoing: Rows,
    damping: float,
    visits: NDArray[np.float64],
    blocks: list[tuple[int, int]],
    crew: Crew,
) -> tuple[NDArray[np.float64], float]:
    from backlinkbot.logic.graph.kernels.push import step_visits

    found = np.empty_like(visits)

    def step(block: tuple[int, int]) -> float:
        return step_visits(outgoing.offsets, outgoing.neighbours, *block, damping, visits, found)

    return found, max(crew.run(step, blocks))
