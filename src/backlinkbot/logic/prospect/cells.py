"""Rows of chances sorted into cells: which level each has of every factor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.prospect.priors import (
    FACTORS,
    OTHER_NICHE,
    SAME_NICHE,
    UNKNOWN,
    Nearness,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

NEVER_SEEN = ""  # stands for every level that neither the priors nor an outcome know


@dataclass(frozen=True, slots=True)
class Cells:
    """The distinct combinations of levels among some rows.

    `levels`: the known levels of each factor; `codes`: (cells x factors) places in them;
    `row`: the cell of each row; `trials`, `successes`: counted outcomes by cell, zero at first.
    """

    levels: Mapping[str, Sequence[str]]
    codes: NDArray[np.int64]
    row: NDArray[np.int64]
    trials: NDArray[np.float64]
    successes: NDArray[np.float64]

    def with_counts(self, trials: NDArray[np.float64], successes: NDArray[np.float64]) -> Cells:
        """The same cells with what came of them."""
        return replace(self, trials=trials, successes=successes)

    def names(self) -> list[tuple[str, ...]]:
        """The levels of each cell in words, in the order of the factors."""
        lists = [list(self.levels[factor]) for factor in FACTORS]
        return [
            tuple(levels[code] for levels, code in zip(lists, cell, strict=True))
            for cell in self.codes.tolist()
        ]

    def columns(self) -> NDArray[np.int64]:
        """(cells x factors + 1) places in a vector of all effects, the base rate first."""
        sizes = [len(self.levels[factor]) for factor in FACTORS]
        begins = 1 + np.cumsum([0, *sizes[:-1]])
        base = np.zeros((len(self.codes), 1), dtype=np.int64)
        return np.hstack([base, self.codes + begins])


def levels_of(step: Step, rows: pa.Table | None = None) -> dict[str, list[str]]:
    """The levels of each factor: those of the priors, those of `rows`, and one for all others."""
    known = {}
    for factor, (_, priors) in FACTORS.items():
        seen = set(_told(rows, factor)) if rows is not None else set()
        known[factor] = [NEVER_SEEN, *dict.fromkeys([*map(str, priors[step]), *sorted(seen)])]
    return known


def cells_of(rows: pa.Table, levels: Mapping[str, Sequence[str]]) -> Cells:
    """The cells of some rows.

    `rows`: columns `tactic` (words) and, where known, `relevance` (probability of the same niche,
    0..1), `contact`, `site_type`, `niche` (words); a column that is missing is unknown.
    """
    codes = np.zeros((rows.num_rows, len(FACTORS)), dtype=np.int64)
    for at, factor in enumerate(FACTORS):
        place = {level: index for index, level in enumerate(levels[factor])}
        codes[:, at] = [place.get(word, 0) for word in _told(rows, factor)]
    if not rows.num_rows:
        nothing = np.zeros(0)
        return Cells(levels, codes, np.zeros(0, dtype=np.int64), nothing, nothing)
    distinct, row = np.unique(codes, axis=0, return_inverse=True)
    nothing = np.zeros(len(distinct))
    return Cells(levels, distinct, row.reshape(-1), nothing, nothing)


def _told(rows: pa.Table, factor: str) -> list[str]:
    """The level of each row in words."""
    if factor == "nearness":
        return [str(nearness(value)) for value in _column(rows, "relevance")]
    return [str(word) if word else UNKNOWN for word in _column(rows, factor)]


def _column(rows: pa.Table, name: str) -> list[object]:
    if name not in rows.column_names:
        return [None] * rows.num_rows
    values: list[object] = rows[name].to_pylist()
    return values


def nearness(relevance: object) -> Nearness:
    """The word for a probability of the same niche; unknown for None and NaN."""
    if not isinstance(relevance, float) or isnan(relevance):
        return Nearness.UNKNOWN
    if relevance >= SAME_NICHE:
        return Nearness.SAME
    return Nearness.OTHER if relevance < OTHER_NICHE else Nearness.NEAR
