"""For every page that gained links the pages most like it that did not, by level and trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.effect.panel import Measures

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

MATCHES = 10  # pages that a page is compared with: more are less alike, fewer are chance
LEAST_MATCHES = 3
LISTED = 3 * MATCHES  # neighbours listed, so that some may be taken out
NEAR_IN_LEVEL = 60  # pages looked at on each side
MOST_LEVEL = 1.1  # in logs: at most three times as many counts, or a third
MOST_TREND = 0.7  # in logs: a page that doubled is not compared with one that stood still
LEVEL_UNIT, TREND_UNIT = 0.5, 0.2  # differences that weigh the same: a trend goes on, a level stays
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each of some pages the pages like it, the likest first; `NOBODY` fills the rows."""

    listed: Places

    @property
    def counts(self) -> Places:
        return np.asarray((self.listed != NOBODY).sum(axis=1), dtype=np.int64)


def neighbours(seen: Measures, of: Places, among: Places) -> Neighbours:
    """The pages of `among` that are like each page of `of`, itself left out."""
    listed = np.full((len(of), LISTED), NOBODY, dtype=np.int64)
    order = among[np.argsort(seen.level[among], kind="stable")]
    levels = seen.level[order]
    middles = np.searchsorted(levels, seen.level[of])
    for row, (page, middle) in enumerate(zip(of.tolist(), middles.tolist(), strict=True)):
        near = order[max(middle - NEAR_IN_LEVEL, 0) : middle + NEAR_IN_LEVEL]
        near = near[near != page]
        level = seen.level[near] - seen.level[page]
        trend = seen.trend[near] - seen.trend[page]
        alike = (np.abs(level) <= MOST_LEVEL) & (np.abs(trend) <= MOST_TREND)
        distance = (level / LEVEL_UNIT) ** 2 + (trend / TREND_UNIT) ** 2
        best = near[alike][np.argsort(distance[alike], kind="stable")][:LISTED]
        listed[row, : len(best)] = best
    return Neighbours(listed)


def first_matches(listed: Places, is_out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the listed pages are the matches: the first ten that are not taken out."""
    usable = (listed != NOBODY) & ~is_out[listed]
    return np.asarray(usable & (np.cumsum(usable, axis=1) <= MATCHES), dtype=np.bool_)
