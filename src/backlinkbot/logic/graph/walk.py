"""Random walks over a graph, several at once: PageRank, and trust that starts at seeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows

PAGERANK_DAMPING = 0.85  # Page, Brin, Motwani & Winograd 1999, and every table compared with
TRUST_DAMPING = 0.7  # trust thins out faster than PageRank: fewer steps from a seed to a stranger
# Above this many numbers a vector is kept in 32 bits: half the traffic, 2e-6 relative error.
MOST_EXACT_CELLS = 40_000_000
EXACT_TOLERANCE = 1e-12  # leaves an L1 error below 1e-11 at damping 0.85
LARGE_TOLERANCE = 1e-6  # what 32 bits can hold
ROUGH_RESIDUAL = 3e-6  # changes below this are the rounding of 32 bits
COLUMNS_AT_ONCE = 4
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
    if not graph.nodes or not wanted:
        return Walked([np.zeros(graph.nodes) for _ in wanted], 0, 0.0)
    _check(graph, wanted, share)
    found: dict[int, NDArray[Any]] = {}
    with Crew(workers or cores()) as crew:
        state = _State.start(graph, wanted, share, crew)
        tolerance = tolerance or (EXACT_TOLERANCE if state.is_exact else LARGE_TOLERANCE)
        most = _most_iterations(wanted, tolerance)
        iterations, worst = 0, 0.0
        while state.numbers:
            iterations += 1
            residuals = state.step()
            if told:
                told(iterations, float(residuals.max()))
            state.widen(residuals)
            rests = (residuals <= tolerance) & state.is_wide
            finished = _with_their_like(rests | (iterations >= most), state.damping)
            if finished.any():
                worst = max(worst, float(residuals[finished].max()))
                found |= state.take(finished)
    return Walked([found[k] for k in range(len(wanted))], iterations, worst)


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


def _most_iterations(wanted: Sequence[Walk], tolerance: float) -> int:
    """Steps after which even the slowest walk must stand still, with a margin for rounding."""
    slowest = max(walk.damping for walk in wanted)
    return int(np.ceil(np.log(tolerance / 4) / np.log(slowest))) + 10 if slowest > 0 else 10


def _with_their_like(
    finished: NDArray[np.bool_], damping: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Finished are walks of one damping together: each leaving costs a scan of all edges."""
    waiting = np.unique(damping[~finished])
    return np.asarray(finished & ~np.isin(damping, waiting))


@dataclass(slots=True)
class _State:
    """The vectors of the walks that are still moving; columns leave as they come to rest.

    `given[u, k]`: what u passes on to each target (per unit of weight, where walk k `minds`
    weights); only nodes before its end have targets. Vectors begin 32 bits wide and are widened,
    where 64 fit, for the last digits.
    """

    graph: Graph
    crew: Crew
    numbers: list[int]
    minds: NDArray[np.float64]
    damping: NDArray[np.float64]
    uniform: NDArray[np.bool_]
    at_seeds: NDArray[np.float64]
    seed_bits: NDArray[Any]
    bits: NDArray[np.int64]
    plain_share: NDArray[np.float64]
    weighted_share: NDArray[np.float64]
    given: NDArray[Any]
    given_next: NDArray[Any]
    mass: NDArray[np.float64]
    is_exact: bool

    @classmethod
    def start(
        cls,
        graph: Graph,
        wanted: Sequence[Walk],
        share: NDArray[np.float64] | None,
        crew: Crew,
    ) -> _State:
        """Every walk at its restart distribution."""
        span = int(np.flatnonzero(graph.out_degree)[-1:].sum()) + 1
        degree = graph.out_degree[:span].astype(np.float64)
        plain_share = np.divide(1.0, degree, out=np.zeros(span), where=degree > 0)
        weighted_share = plain_share if share is None else np.asarray(share[:span], np.float64)
        given = np.zeros((span, _padding(len(wanted))), np.float32)
        mass = np.zeros(len(wanted))
        for k, walk in enumerate(wanted):
            part = weighted_share if walk.is_weighted else plain_share
            seeds = slice(None) if walk.seeds is None else np.unique(walk.seeds)
            each = 1.0 / (graph.nodes if isinstance(seeds, slice) else len(seeds))
            inside = seeds if isinstance(seeds, slice) else seeds[seeds < span]
            given[inside, k] = each * part[inside]
            mass[k] = each * np.count_nonzero(degree[inside])
        return cls(
            graph=graph,
            crew=crew,
            numbers=list(range(len(wanted))),
            minds=_padded(np.array([float(walk.is_weighted) for walk in wanted])),
            damping=np.array([walk.damping for walk in wanted]),
            uniform=np.array([walk.seeds is None for walk in wanted]),
            at_seeds=np.array([_restart(walk) for walk in wanted]),
            seed_bits=_marks(graph.nodes, wanted),
            bits=np.array([-1 if w.seeds is None else k for k, w in enumerate(wanted)]),
            plain_share=plain_share,
            weighted_share=weighted_share,
            given=given,
            given_next=np.empty_like(given),
            mass=mass,
            is_exact=graph.nodes * len(wanted) <= MOST_EXACT_CELLS,
        )

    @property
    def is_wide(self) -> bool:
        """Whether the vectors are as wide as they are going to be."""
        return not self.is_exact or self.given.dtype == np.float64

    def widen(self, residuals: NDArray[np.float64]) -> None:
        """Go on in 64 bits, once 32 say nothing more about some walk."""
        if not self.is_wide and residuals.min() < ROUGH_RESIDUAL:
            self.given = self.given.astype(np.float64)
            self.given_next = np.empty_like(self.given)

    def everywhere(self) -> NDArray[np.float64]:
        """What every node gets afresh, per walk: restarts, and what arrived at dead ends.

        A uniform walk loses nothing: what is not at nodes with targets is at dead ends.
        """
        spread = (1 - self.damping + self.damping * (1 - self.mass)) / self.graph.nodes
        return np.where(self.uniform, spread, 0.0)

    def step(self) -> NDArray[np.float64]:
        """Move every walk one step; returns the L1 change at the nodes with targets."""
        from backlinkbot.logic.graph.kernels.flow import step_many, step_one

        rows, columns, everywhere = self.graph.incoming, len(self.numbers), self.everywhere()
        share = self.weighted_share if self.minds[0] else self.plain_share

        def move(block: tuple[int, int]) -> NDArray[np.float64]:
            sums = np.zeros((columns, 2))
            if self._is_single:
                step_one(
                    rows.offsets, rows.neighbours, self._own_weights(), *block, self.damping[0],
                    everywhere[0], self.at_seeds[0], self._own_marks(),
                    int(max(self.bits[0], 0)), share,
                    self.given[:, 0], self.given_next[:, 0], sums[0],
                )  # fmt: skip
            else:
                step_many(
                    rows.offsets, rows.neighbours, _weights(rows), self.minds, *block,
                    self.damping, everywhere, self.at_seeds, self.seed_bits, self.bits,
                    self.plain_share, self.weighted_share, self.given, self.given_next, sums,
                )  # fmt: skip
            return sums

        blocks = row_blocks(rows.offsets[: len(share) + 1])
        sums = np.sum(self.crew.run(move, blocks), axis=0)
        self.given, self.given_next = self.given_next, self.given
        self.mass = sums[:, 1]
        return np.asarray(sums[:, 0])

    def scores(self) -> NDArray[Any]:
        """Scores of all nodes, dead ends too, by one more step; a row per walk."""
        from backlinkbot.logic.graph.kernels.flow import score_many, score_one

        rows, everywhere = self.graph.incoming, self.everywhere()
        score = np.empty((len(self.numbers), self.graph.nodes), self.given.dtype)

        def fill(block: tuple[int, int]) -> None:
            if self._is_single:
                score_one(
                    rows.offsets, rows.neighbours, self._own_weights(), *block, self.damping[0],
                    everywhere[0], self.at_seeds[0], self._own_marks(),
                    int(max(self.bits[0], 0)), self.given[:, 0], score[0],
                )  # fmt: skip
            else:
                score_many(
                    rows.offsets, rows.neighbours, _weights(rows), self.minds, *block,
                    self.damping, everywhere, self.at_seeds, self.seed_bits, self.bits,
                    self.given, score,
                )  # fmt: skip

        self.crew.run(fill, row_blocks(rows.offsets))
        return score

    @property
    def _is_single(self) -> bool:
        return len(self.numbers) == 1

    def _own_weights(self) -> NDArray[np.float32]:
        """The edges' weights, or nothing where the only walk left ignores them."""
        return _weights(self.graph.incoming)[: None if self.minds[0] else 0]

    def _own_marks(self) -> NDArray[Any]:
        """The seeds, or nothing where the only walk left has none."""
        return self.seed_bits if self.bits[0] >= 0 else self.seed_bits[:0]

    def take(self, finished: NDArray[np.bool_]) -> dict[int, NDArray[Any]]:
        """Take out the scores of the walks that came to rest, by their number."""
        # Scores of large graphs need the memory.
        self.given_next = self.given_next[:0].copy()
        if finished.all():
            taken = dict(zip(self.numbers, self.scores(), strict=True))
            self.numbers = []
            return taken
        stay = self._only(np.flatnonzero(~finished))
        leaving = self._only(np.flatnonzero(finished))
        taken = dict(zip(leaving.numbers, leaving.scores(), strict=True))
        for field in ("numbers", "minds", "damping", "uniform", "at_seeds", "bits", "mass"):
            setattr(self, field, getattr(stay, field))
        self.given = stay.given
        self.given_next = np.empty_like(stay.given)
        return taken

    def _only(self, columns: NDArray[np.int64]) -> _State:
        """The same walks, but only some of them."""
        return replace(
            self,
            numbers=[self.numbers[k] for k in columns],
            minds=_padded(self.minds[columns]),
            damping=self.damping[columns],
            uniform=self.uniform[columns],
            at_seeds=self.at_seeds[columns],
            bits=self.bits[columns],
            mass=self.mass[columns],
            given=_padded(self.given[:, columns]),
            given_next=self.given_next,
        )


def _marks(nodes: int, wanted: Sequence[Walk]) -> NDArray[Any]:
    """Per node the walks whose seed it is, a bit each; empty where no walk has seeds."""
    if all(walk.seeds is None for walk in wanted):
        return np.zeros(0, np.uint16)
    width = next(w for w in (np.uint16, np.uint32, np.uint64) if np.iinfo(w).bits >= len(wanted))
    marks: NDArray[Any] = np.zeros(nodes, width)
    for k, walk in enumerate(wanted):
        if walk.seeds is not None:
            marks[walk.seeds] = marks[walk.seeds] | width(1 << k)
    return marks


def _padding(columns: int) -> int:
    """So many columns that kernels, which take four at a time, have no rest; one may stay alone."""
    return columns if columns == 1 else -(-columns // COLUMNS_AT_ONCE) * COLUMNS_AT_ONCE


def _padded(values: NDArray[Any]) -> NDArray[Any]:
    """The same columns and zeros."""
    columns = values.shape[-1]
    found = np.zeros((*values.shape[:-1], _padding(columns)), values.dtype)
    found[..., :columns] = values
    return found


def _weights(rows: Rows) -> NDArray[np.float32]:
    return rows.weights if rows.weights is not None else np.empty(0, np.float32)


def _restart(walk: Walk) -> float:
    """What a seed gets afresh at every step."""
    return 0.0 if walk.seeds is None else (1 - walk.damping) / len(np.unique(walk.seeds))
