"""Random walks over a graph, several at once: PageRank, and trust that starts at seeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

PAGERANK_DAMPING = 0.85  # Page, Brin, Motwani & Winograd 1999, and every table compared with
TRUST_DAMPING = 0.7  # trust thins out faster than PageRank: fewer steps from a seed to a stranger
# Above this many numbers a vector is kept in 32 bits: half the traffic, 2e-6 relative error.
MOST_EXACT_CELLS = 40_000_000
EXACT_TOLERANCE = 1e-12  # leaves an L1 error below 1e-11 at damping 0.85
LARGE_TOLERANCE = 1e-6  # what 32 bits can hold
MOST_WALKS = 64  # seeds are marked by the bits of one 64-bit number per node


@dataclass(frozen=True, slots=True)
class Walk:
    """One random walk: where it restarts, and whether it follows link weights.

    `seeds` None: it restarts everywhere alike, and what arrives at a dead end is spread
    everywhere alike (textbook PageRank, sums to 1). Seeds given: it restarts only there, each
    seed alike, and what arrives at a dead end ends. `is_weighted`: an edge passes on its weight
    times its source's `share` in `walks` instead of 1 / out-degree.
    """

    damping: float = PAGERANK_DAMPING
    seeds: NDArray[np.int64] | None = None
    is_weighted: bool = False


@dataclass(frozen=True, slots=True)
class Walked:
    """`scores[k]`: one column per walk, per node. `residual`: the last step's L1 change, worst.

    `iterations`: scans of the edges until the slowest walk stood still.
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
    if not graph.nodes or not wanted:
        return Walked([np.zeros(graph.nodes) for _ in wanted], 0, 0.0)
    _check(graph, wanted, share)
    state = _State.start(graph, wanted, share)
    tolerance = tolerance or (
        EXACT_TOLERANCE if state.score.dtype == np.float64 else LARGE_TOLERANCE
    )
    most = _most_iterations(wanted, tolerance)
    done: dict[int, NDArray[Any]] = {}
    iterations, worst = 0, 0.0
    with Crew(workers or cores()) as crew:
        blocks = row_blocks(graph.incoming.offsets)
        while len(done) < len(wanted):
            iterations += 1
            residuals = state.step(blocks, crew)
            if told:
                told(iterations, float(residuals.max()))
            finished = (residuals <= tolerance) | (iterations >= most)
            if finished.any():
                worst = max(worst, float(residuals[finished].max()))
                done |= state.take(finished)
    return Walked([done[k] for k in range(len(wanted))], iterations, worst)


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


def _most_iterations(wanted: Sequence[Walk], tolerance: float) -> int:
    """Steps after which even the slowest walk must stand still, with a margin for rounding."""
    slowest = max(walk.damping for walk in wanted)
    return int(np.ceil(np.log(tolerance / 4) / np.log(slowest))) + 10 if slowest > 0 else 10


@dataclass(slots=True)
class _State:
    """The vectors of the walks that are still moving; columns leave as they come to rest."""

    graph: Graph
    numbers: list[int]
    plain: int
    damping: NDArray[np.float64]
    uniform: NDArray[np.bool_]
    at_seeds: NDArray[np.float64]
    seed_bits: NDArray[np.uint64]
    bits: NDArray[np.int64]
    plain_share: NDArray[Any]
    weighted_share: NDArray[Any]
    score: NDArray[Any]
    given: NDArray[Any]
    given_next: NDArray[Any]
    dead_end: NDArray[np.float64]

    @classmethod
    def start(
        cls, graph: Graph, wanted: Sequence[Walk], share: NDArray[np.float64] | None
    ) -> _State:
        """Every walk at its restart distribution; unweighted walks come first."""
        numbers = sorted(range(len(wanted)), key=lambda k: wanted[k].is_weighted)
        ordered = [wanted[k] for k in numbers]
        nodes, columns = graph.nodes, len(wanted)
        small = nodes * columns <= MOST_EXACT_CELLS
        width = np.float64 if small else np.float32
        degree = graph.out_degree.astype(np.float64)
        plain_share = np.divide(1.0, degree, out=np.zeros(nodes), where=degree > 0).astype(width)
        has_seeds = any(walk.seeds is not None for walk in wanted)
        seed_bits = np.zeros(nodes if has_seeds else 0, np.uint64)
        score = np.zeros((nodes, columns), width)
        for k, walk in enumerate(ordered):
            if walk.seeds is None:
                score[:, k] = 1.0 / nodes
            else:
                seed_bits[walk.seeds] |= np.uint64(1) << np.uint64(k)
                score[walk.seeds, k] = 1.0 / len(np.unique(walk.seeds))
        plain = sum(not walk.is_weighted for walk in wanted)
        state = cls(
            graph=graph,
            numbers=numbers,
            plain=plain,
            damping=np.array([walk.damping for walk in ordered]),
            uniform=np.array([walk.seeds is None for walk in ordered]),
            at_seeds=np.array([_restart(walk) for walk in ordered]),
            seed_bits=seed_bits,
            bits=np.array([-1 if w.seeds is None else k for k, w in enumerate(ordered)]),
            plain_share=plain_share,
            weighted_share=plain_share if share is None else share.astype(width),
            score=score,
            given=np.empty_like(score),
            given_next=np.empty_like(score),
            dead_end=np.zeros(columns),
        )
        state._pass_on()
        return state

    def _pass_on(self) -> None:
        """What each node gives to each target, from the scores; and the mass at dead ends."""
        for k in range(self.score.shape[1]):
            share = self.plain_share if k < self.plain else self.weighted_share
            np.multiply(self.score[:, k], share, out=self.given[:, k])
            self.dead_end[k] = self.score[share == 0, k].sum(dtype=np.float64)

    def step(self, blocks: list[tuple[int, int]], crew: Crew) -> NDArray[np.float64]:
        """Move every walk one step; returns each walk's L1 change."""
        from backlinkbot.logic.graph.kernels.flow import step_many, step_one

        rows, nodes = self.graph.incoming, self.graph.nodes
        spread = (1 - self.damping + self.damping * self.dead_end) / nodes
        everywhere = np.where(self.uniform, spread, 0.0)
        columns = self.score.shape[1]
        weights = rows.weights if rows.weights is not None else np.empty(0, np.float32)
        is_single = columns == 1 and (self.plain == 1 or not len(weights))
        share = self.plain_share if self.plain else self.weighted_share

        def move(block: tuple[int, int]) -> NDArray[np.float64]:
            sums = np.zeros((columns, 2))
            if is_single:
                step_one(
                    rows.offsets, rows.neighbours, *block, self.damping[0], everywhere[0],
                    self.at_seeds[0], self._marks(), int(max(self.bits[0], 0)), share,
                    self.given[:, 0], self.score[:, 0], self.given_next[:, 0], sums[0],
                )  # fmt: skip
            else:
                step_many(
                    rows.offsets, rows.neighbours, weights, self.plain, *block, self.damping,
                    everywhere, self.at_seeds, self.seed_bits, self.bits, self.plain_share,
                    self.weighted_share, self.given, self.score, self.given_next, sums,
                )  # fmt: skip
            return sums

        sums = np.sum(crew.run(move, blocks), axis=0)
        self.given, self.given_next = self.given_next, self.given
        self.dead_end = sums[:, 1]
        return np.asarray(sums[:, 0])

    def _marks(self) -> NDArray[np.uint64]:
        """The seeds, or nothing where the only walk left has none."""
        return self.seed_bits if self.bits[0] >= 0 else np.empty(0, np.uint64)

    def take(self, finished: NDArray[np.bool_]) -> dict[int, NDArray[Any]]:
        """Take out the scores of the walks that came to rest, by their number."""
        taken = {
            self.numbers[k]: np.ascontiguousarray(self.score[:, k])
            for k in np.flatnonzero(finished)
        }
        stay = np.flatnonzero(~finished)
        self.plain = int((stay < self.plain).sum())
        self.numbers = [self.numbers[k] for k in stay]
        self.damping, self.uniform = self.damping[stay], self.uniform[stay]
        self.at_seeds, self.bits = self.at_seeds[stay], self.bits[stay]
        self.dead_end = self.dead_end[stay]
        self.score = np.ascontiguousarray(self.score[:, stay])
        self.given = np.ascontiguousarray(self.given[:, stay])
        self.given_next = np.empty_like(self.given)
        return taken


def _restart(walk: Walk) -> float:
    """What a seed gets afresh at every step."""
    return 0.0 if walk.seeds is None else (1 - walk.damping) / len(np.unique(walk.seeds))
