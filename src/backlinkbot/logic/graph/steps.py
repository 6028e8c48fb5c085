"""The steps of random walks: walks of one kind are the columns of one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.blocks import Crew, row_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows

PAGERANK_DAMPING = 0.85  # Page, Brin, Motwani & Winograd 1999, and every table compared with
EXACT_TOLERANCE = 1e-12  # leaves an L1 error below 1e-11 at damping 0.85
LARGE_TOLERANCE = 1e-6  # what 32 bits can hold
# Points are logarithms of ranks: a sum of changes says little of nodes far from all seeds.
# So a walk from seeds goes on also while more than a few nodes change by a hundredth (0.1 points);
# where it is for a spread, a few more may (bench/quality/tolerance.py).
RESTLESS_CHANGE = 0.01
RESTLESS_SHARE = 1e-4
ROUGH_SHARE, ROUGH_TOLERANCE = 1e-3, 1e-4
ROUGH_RESIDUAL = 3e-6  # changes below this are the rounding of 32 bits
COLUMNS_AT_ONCE = 4  # numbers of 32 bits that a processor adds at once, at least


@dataclass(frozen=True, slots=True)
class Walk:
    """One random walk: where it restarts, and whether it follows link weights.

    `seeds` None: it restarts everywhere alike, and what arrives at a dead end is spread
    everywhere alike (textbook PageRank, sums to 1). Seeds given: it restarts only there, each
    seed alike, and what arrives at a dead end ends. `is_weighted`: an edge passes on its weight
    times its source's `share` in `walks` instead of 1 / out-degree. `is_rough`: on a large graph
    it begins where the first walk of its kind that is not rough came to rest, and stops when it
    hardly moves any node, which is enough for a spread.
    """

    damping: float = PAGERANK_DAMPING
    seeds: NDArray[np.int64] | None = None
    is_weighted: bool = False
    is_rough: bool = False


@dataclass(slots=True, eq=False)
class Group:
    """Walks of one damping that restart everywhere or at seeds, and count weights or ignore them.

    `numbers`: which walks; `given[u, k]`: what u passes on to each target (per unit of weight,
    where weights count); only nodes before its end have targets, columns beyond the walks are
    padding. Vectors begin 32 bits wide and are widened, where 64 fit, for the last digits.
    `restless`: share of the nodes at which some walk still moves; `is_for_sum`: the sum of changes
    alone says when it stands still.
    """

    numbers: list[int]
    damping: float
    is_uniform: bool
    is_weighted: bool
    at_seeds: NDArray[np.float64]
    bits: NDArray[np.int64]
    share: NDArray[np.float64]
    given: NDArray[Any]
    given_next: NDArray[Any]
    mass: NDArray[np.float64]
    tolerance: float
    most_steps: int
    may_widen: bool
    is_rough: bool
    is_for_sum: bool
    restless: float = 1.0
    steps: int = 0

    @property
    def kind(self) -> tuple[float, bool, bool]:
        """What walks have in common that differ in their seeds only."""
        return self.damping, self.is_uniform, self.is_weighted

    @property
    def is_single(self) -> bool:
        """Whether it is one uniform walk, which has kernels of its own.

        These add four sources at a time. A walk from seeds adds one after the other, so that a
        source that has nothing to give does not even change how sums are rounded.
        """
        return self.is_uniform and len(self.numbers) == 1

    def is_at_rest(self, residual: NDArray[np.float64]) -> bool:
        """Whether all its walks stand still, in vectors as wide as they are going to be."""
        is_narrow = bool(self.given.dtype == np.float32)
        if self.may_widen and is_narrow:
            return False
        is_calm = bool((residual <= self.tolerance).all())
        share = ROUGH_SHARE if self.is_rough else RESTLESS_SHARE
        return is_calm and (self.is_for_sum or self.restless <= share)

    def widen(self, residual: NDArray[np.float64]) -> None:
        """Go on in 64 bits, once 32 say nothing more about some walk."""
        is_narrow = self.given.dtype == np.float32
        if self.may_widen and is_narrow and residual.min() < ROUGH_RESIDUAL:
            self.given = self.given.astype(np.float64)
            self.given_next = np.zeros_like(self.given)

    def begin_like(self, other: Group) -> None:
        """Let all its walks begin where another group's first walk stands."""
        self.given[:, : len(self.numbers)] = other.given[:, :1]

    def stop(self) -> None:
        """It stands still: scores need `given` only."""
        self.given_next = self.given_next[:0].copy()

    def everywhere(self, nodes: int) -> NDArray[np.float64]:
        """What every node gets afresh, per column: restarts, and what arrived at dead ends.

        A uniform walk loses nothing: what is not at nodes with targets is at dead ends.
        """
        found = np.zeros(self.given.shape[1])
        if self.is_uniform:
            mass = self.mass[: len(self.numbers)]
            found[: len(mass)] = (1 - self.damping + self.damping * (1 - mass)) / nodes
        return found

    def move(
        self,
        graph: Graph,
        marks: NDArray[Any],
        everywhere: NDArray[np.float64],
        block: tuple[int, int],
    ) -> NDArray[np.float64]:
        """One step of the rows of a block: L1 change and mass, a row per column."""
        from backlinkbot.logic.graph.kernels.flow import step_many, step_one

        rows, sums = graph.incoming, np.zeros((self.given.shape[1], 3))
        if self.is_single:
            step_one(
                rows.offsets, rows.neighbours, *block, self.damping, everywhere[0], self.share,
                self.given[:, 0], self.given_next[:, 0], sums[0],
            )  # fmt: skip
        else:
            step_many(
                rows.offsets, rows.neighbours, self._weights(rows), *block, self.damping,
                everywhere, self.at_seeds, marks, self.bits, self.share, self.given,
                self.given_next, RESTLESS_CHANGE, sums,
            )  # fmt: skip
        return sums

    def score(
        self,
        graph: Graph,
        marks: NDArray[Any],
        block: tuple[int, int],
        start: int,
        score: NDArray[Any],
    ) -> None:
        """Scores of the rows of a block, dead ends too, by one more step.

        `score[k, 0]`: walk k's at the row `start`.
        """
        from backlinkbot.logic.graph.kernels.flow import score_many, score_one

        rows, everywhere = graph.incoming, self.everywhere(graph.nodes)
        if self.is_single:
            score_one(
                rows.offsets, rows.neighbours, *block, self.damping, everywhere[0],
                self.given[:, 0], start, score[0],
            )  # fmt: skip
        else:
            score_many(
                rows.offsets, rows.neighbours, self._weights(rows), *block, self.damping,
                everywhere, self.at_seeds, marks, self.bits, self.given, start, score,
            )  # fmt: skip

    def _weights(self, rows: Rows) -> NDArray[np.float32]:
        """The edges' weights, or nothing where these walks ignore them."""
        if rows.weights is None or not self.is_weighted:
            return np.empty(0, np.float32)
        return rows.weights


def begin(
    graph: Graph,
    wanted: Sequence[Walk],
    share: NDArray[np.float64] | None,
    *,
    tolerance: float,
    is_exact: bool,
) -> list[Group]:
    """Every walk at its restart distribution, by kind; `tolerance` 0: as exact as may be."""
    span = int(np.flatnonzero(graph.out_degree)[-1:].sum()) + 1
    degree = graph.out_degree[:span].astype(np.float64)
    plain = np.divide(1.0, degree, out=np.zeros(span), where=degree > 0)
    weighted = plain if share is None else np.asarray(share[:span], np.float64)

    def kind(number: int) -> tuple[float, bool, bool, bool]:
        walk = wanted[number]
        return walk.damping, walk.seeds is None, walk.is_weighted, walk.is_rough

    found = []
    for (damping, is_uniform, is_weighted, is_rough), same in groupby(
        sorted(range(len(wanted)), key=kind), key=kind
    ):
        numbers = list(same)
        part = weighted if is_weighted else plain
        given = np.zeros((span, _padding(len(numbers))), np.float32)
        mass = np.zeros(given.shape[1])
        at_seeds = np.zeros(given.shape[1])
        for k, walk in enumerate(wanted[n] for n in numbers):
            seeds = slice(None) if walk.seeds is None else np.unique(walk.seeds)
            each = 1.0 / (graph.nodes if isinstance(seeds, slice) else len(seeds))
            inside = seeds if isinstance(seeds, slice) else seeds[seeds < span]
            given[inside, k] = each * part[inside]
            mass[k] = each * np.count_nonzero(degree[inside])
            at_seeds[k] = 0.0 if is_uniform else (1 - damping) * each
        large = ROUGH_TOLERANCE if is_rough else LARGE_TOLERANCE
        wished = tolerance or (EXACT_TOLERANCE if is_exact else large)
        found.append(
            Group(
                numbers=numbers,
                damping=damping,
                is_uniform=is_uniform,
                is_weighted=is_weighted,
                at_seeds=at_seeds,
                bits=np.array([-1 if is_uniform else n for n in numbers]),
                share=part,
                given=given,
                given_next=np.zeros_like(given),
                mass=mass,
                tolerance=wished,
                most_steps=_most_steps(damping, wished),
                may_widen=is_exact,
                is_rough=is_rough and not is_exact,
                is_for_sum=is_exact or is_uniform or tolerance > 0,
            )
        )
    return found


def step(
    graph: Graph, groups: Sequence[Group], marks: NDArray[Any], crew: Crew
) -> list[NDArray[np.float64]]:
    """Move every walk one step; the L1 changes of each group, at the nodes with targets.

    All groups go through a block of rows before the next is read.
    """
    afresh = [group.everywhere(graph.nodes) for group in groups]

    def move(block: tuple[int, int]) -> list[NDArray[np.float64]]:
        return [
            group.move(graph, marks, everywhere, block)
            for group, everywhere in zip(groups, afresh, strict=True)
        ]

    blocks = row_blocks(graph.incoming.offsets[: len(groups[0].share) + 1])
    moved = crew.run(move, blocks)
    residuals = []
    for number, group in enumerate(groups):
        sums = np.sum([block[number] for block in moved], axis=0)
        group.given, group.given_next = group.given_next, group.given
        group.steps += 1
        group.mass = sums[:, 1]
        group.restless = float(sums[:, 2].max()) / len(group.share)
        residuals.append(np.asarray(sums[: len(group.numbers), 0]))
    return residuals


def seed_marks(nodes: int, wanted: Sequence[Walk]) -> NDArray[Any]:
    """Per node the walks whose seed it is, a bit each; zeros where no walk has seeds."""
    width = next(w for w in (np.uint16, np.uint32, np.uint64) if np.iinfo(w).bits >= len(wanted))
    marks: NDArray[Any] = np.zeros(nodes, width)
    for k, walk in enumerate(wanted):
        if walk.seeds is not None:
            marks[walk.seeds] = marks[walk.seeds] | width(1 << k)
    return marks


def _most_steps(damping: float, tolerance: float) -> int:
    """Steps after which a walk must stand still, with a margin for rounding."""
    return int(np.ceil(np.log(tolerance / 4) / np.log(damping))) + 10 if damping > 0 else 10


def _padding(columns: int) -> int:
    """So many columns that kernels, which take four at a time, have no rest; one may stay alone."""
    return columns if columns == 1 else -(-columns // COLUMNS_AT_ONCE) * COLUMNS_AT_ONCE
