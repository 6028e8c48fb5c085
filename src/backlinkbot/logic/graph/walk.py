"""Random walks over a graph, several at once: PageRank, and trust that starts at seeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks
from backlinkbot.logic.graph.steps import (
    PAGERANK_DAMPING,
    Group,
    Walk,
    begin,
    seed_marks,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

TRUST_DAMPING = 0.7  # trust thins out faster than PageRank: fewer steps from a seed to a stranger
# Above this many numbers a vector is kept in 32 bits: half the traffic, 2e-6 relative error.
MOST_EXACT_CELLS = 40_000_000
MOST_WALKS = 64  # seeds are marked by the bits of one 64-bit number per node


@dataclass(frozen=True, slots=True)
class Walked:
    """`scores[k]`: one column per walk, per node.

    `iterations`: steps until the slowest walk stood still; the scores are one step further.
    `residual`: the last step's L1 change at the nodes that link to others, of the worst walk.
    """

    scores: list[NDArray[Any]]
    iterations: int
    residual: float


def pagerank(
    graph: Graph,
    *,
    damping: float = PAGERANK_DAMPING,
    tolerance: float = 0.0,
    workers: int = 0,
) -> Walked:
    """Textbook PageRank, sums to 1: uniform restart, dead ends spread uniformly, weights ignored.

    `tolerance`: L1 change of the last step; 0 means as exact as the vectors' width allows.
    """
    return walks(graph, [Walk(damping)], tolerance=tolerance, workers=workers)


def trust(
    graph: Graph,
    seeds: Sequence[NDArray[np.int64]],
    *,
    damping: float = TRUST_DAMPING,
    tolerance: float = 0.0,
    workers: int = 0,
) -> Walked:
    """TrustRank (Gyöngyi et al. 2004) from several seed sets in one pass; dead ends end the walk.

    One column per seed set, each ≤ 1 in sum; an unweighted step goes to each target alike.
    """
    wanted = [Walk(damping, seeds=chosen) for chosen in seeds]
    return walks(graph, wanted, tolerance=tolerance, workers=workers)


def walks(
    graph: Graph,
    wanted: Sequence[Walk],
    *,
    share: NDArray[np.float64] | None = None,
    tolerance: float = 0.0,
    workers: int = 0,
    told: Callable[[int, float], None] | None = None,
) -> Walked:
    """Run all walks at once, one scan of the edges per step, until each stands still.

    `share`: for weighted walks, what one unit of an edge's weight passes on of its source's score
    (`weights.shares`). `told(iteration, residual)` is called after each step.

    Raises:
        BadInput: more than 64 walks, a seed set that is empty or names no node.
    """
    with Crew(workers or cores()) as crew:
        rested = rest(graph, wanted, crew, share=share, tolerance=tolerance, told=told)
        return Walked(rested.scores(range(len(wanted))), rested.iterations, rested.residual)


def rest(
    graph: Graph,
    wanted: Sequence[Walk],
    crew: Crew,
    *,
    share: NDArray[np.float64] | None = None,
    tolerance: float = 0.0,
    told: Callable[[int, float], None] | None = None,
) -> Rested:
    """As `walks`, but scores are worked out when asked for, of all nodes or of a part of them.

    What is kept of a walk is one number for each node that links to others, so that many walks
    over many nodes fit where their scores would not. Walks of one kind move as the columns of one
    matrix and come to rest together.

    Raises:
        BadInput: more than 64 walks, a seed set that is empty or names no node.
    """
    if not graph.nodes or not wanted:
        return Rested(graph, crew, (), np.zeros(0, np.uint16), len(wanted), 0, 0.0)
    _check(graph, wanted, share)
    is_exact = graph.nodes * len(wanted) <= MOST_EXACT_CELLS
    groups = begin(graph, wanted, share, tolerance=tolerance, is_exact=is_exact)
    marks = seed_marks(graph.nodes, wanted)
    waiting = {id(group): other for group in groups if (other := _like(group, groups))}
    moving, iterations, worst = [group for group in groups if id(group) not in waiting], 0, 0.0
    while moving:
        iterations += 1
        residuals = step(graph, moving, marks, crew)
        if told:
            told(iterations, max(float(r.max()) for r in residuals))
        still = []
        for group, residual in zip(moving, residuals, strict=True):
            group.widen(residual)
            if group.steps < group.most_steps and not group.is_at_rest(residual):
                still.append(group)
                continue
            group.stop()
            if not group.is_rough:
                worst = max(worst, float(residual.max()))
        moving = still
        for group in groups:
            if id(group) in waiting and waiting[id(group)] not in moving:
                group.begin_like(waiting.pop(id(group)))
                moving.append(group)
    return Rested(graph, crew, tuple(groups), marks, len(wanted), iterations, worst)


def _like(rough: Group, groups: Sequence[Group]) -> Group | None:
    """The group of the same kind that is not rough, if this one is."""
    fine = (group for group in groups if not group.is_rough and group.kind == rough.kind)
    return next(fine, None) if rough.is_rough else None


@dataclass(frozen=True, slots=True)
class Rested:
    """Walks at rest; see `rest`. `iterations`, `residual`: as of `Walked`."""

    graph: Graph
    crew: Crew
    groups: tuple[Group, ...]
    marks: NDArray[Any]
    count: int
    iterations: int
    residual: float

    def scores(self, numbers: Iterable[int]) -> list[NDArray[Any]]:
        """The scores of all nodes in these walks; all of a kind are worked out at once."""
        wanted = list(numbers)
        found: dict[int, NDArray[Any]] = {}
        offsets = self.graph.incoming.offsets
        for group in self.groups:
            mine = [n for n in wanted if n in group.numbers]
            if not mine:
                continue
            score = np.empty((len(group.numbers), self.graph.nodes), group.given.dtype)

            def fill(
                block: tuple[int, int], group: Group = group, score: NDArray[Any] = score
            ) -> None:
                group.score(self.graph, self.marks, block, 0, score)

            self.crew.run(fill, row_blocks(offsets))
            found |= {n: score[group.numbers.index(n)] for n in mine}
        return [found.get(n, np.zeros(self.graph.nodes)) for n in wanted]

    def part(self, numbers: Sequence[int], first: int, last: int) -> NDArray[Any]:
        """The scores of the nodes first..last in walks of one kind, all of it; a row per walk.

        On one thread; several may ask at once.
        """
        group = next(g for g in self.groups if g.numbers == list(numbers))
        score = np.empty((len(group.numbers), last - first), group.given.dtype)
        group.score(self.graph, self.marks, (first, last), first, score)
        return score


def _check(graph: Graph, wanted: Sequence[Walk], share: NDArray[np.float64] | None) -> None:
    if len(wanted) > MOST_WALKS:
        raise BadInput(f"{len(wanted)} walks at once are more than {MOST_WALKS}")
    for walk in wanted:
        if walk.seeds is not None and not len(walk.seeds):
            raise BadInput("a trust walk needs at least one seed that is in the graph")
        if walk.seeds is not None and not 0 <= walk.seeds.min() <= walk.seeds.max() < graph.nodes:
            raise BadInput("a seed names a node that is not in the graph")
        if walk.is_weighted and share is None:
            raise BadInput("a weighted walk needs each node's share")
        if walk.is_weighted and walk.seeds is None:
            raise BadInput("a weighted walk needs seeds")
