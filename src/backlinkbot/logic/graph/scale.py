"""The 0 to 100 scale: the logarithm of a score's rank within a fixed reference population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Up to this rank every rank has its own row in the table; beyond, ranks 0.5 % apart.
EXACT_RANKS = 512
RANK_STEP = 1.005


@dataclass(frozen=True, slots=True)
class Population:
    """Whom ranks are counted among: `nodes` of this graph, out of `count` members.

    A fixed population loses members when a later graph does not know them; these count as ranked
    behind everybody else, so that the scale neither shrinks nor stretches.
    """

    nodes: NDArray[np.int64]
    count: int

    @classmethod
    def of(cls, scores: NDArray[np.float64]) -> Population:
        """All nodes with a score above 0."""
        nodes = np.flatnonzero(scores > 0)
        return cls(nodes, len(nodes))


@dataclass(frozen=True, slots=True)
class Scale:
    """Score to points: 100 · (1 - ln rank / ln N), rank 1 = 100, rank N = 0.

    `ranks` ascending, `scores` the score at that rank, descending; `population` N, the number of
    members. The table is published with a release, so that points stay
    comparable: whoever is not in the population gets the points between its neighbours.
    """

    ranks: NDArray[np.float64]
    scores: NDArray[np.float64]
    population: int

    @classmethod
    def of(cls, scores: NDArray[np.float64], population: Population | None = None) -> Scale:
        """The scale of a population, by default of all nodes; members with score 0 rank last.

        Raises:
            BadInput: nobody in the population has a score.
        """
        population = population or Population.of(scores)
        members = scores[population.nodes]
        members = np.sort(members[members > 0])[::-1].astype(np.float64)
        if not len(members):
            raise BadInput("a scale needs at least one domain with a score above 0")
        ranks = _table_ranks(len(members))
        # Equals share the last of their ranks, so that a crowd of equals at the end has 0 points.
        last = np.searchsorted(-members, -members[ranks - 1], side="right")
        ranks = np.unique(last)
        return cls(ranks.astype(np.float64), members[ranks - 1], population.count)

    def points(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points 0 to 100; between two rows of the table on the line between their logarithms."""
        if self.population == 1:
            return np.where(scores >= self.scores[0], 100.0, 0.0)
        tiniest = np.finfo(np.float64).tiny
        known = np.log(np.maximum(self.scores[::-1], tiniest))
        rank = np.interp(np.log(np.maximum(scores, tiniest)), known, np.log(self.ranks[::-1]))
        points = 100 * (1 - rank / np.log(self.population))
        return np.where(scores > 0, np.clip(points, 0, 100), 0.0)


def _table_ranks(population: int) -> NDArray[np.int64]:
    exact = np.arange(1, min(population, EXACT_RANKS) + 1)
    if population <= EXACT_RANKS:
        return exact
    steps = int(np.ceil(np.log(population / EXACT_RANKS) / np.log(RANK_STEP)))
    spaced = np.geomspace(EXACT_RANKS, population, steps + 1).round().astype(np.int64)
    return np.unique(np.concatenate((exact, spaced)))
