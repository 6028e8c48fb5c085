"""What the next weeks bring a site by themselves: its own level, pooled with its peers'.

A hierarchical model on the scale of logarithms: levels of sites of one market, each brought to the
size of ours, are drawn around a common mean; what is not known of the site's own level decides how
far it leans on theirs. Weeks are negative-binomial around the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How new domains a week grow with the domains that a site has: as many for all sites would be 0, in
# proportion 1. Small sites grow faster in proportion, so between the two.
BY_SIZE = 0.5
LEAST_SIZE = 10.0  # domains: below, size says nothing of a site
START_LEVEL, START_SD = 0.5, 1.0  # new domains a week of a site nobody knows; in logarithms
START_EXTRA = 0.15  # variance beyond Poisson, relative to the squared mean, of a usual site
BETWEEN_SD, BETWEEN_SITES = 0.8, 4.0  # of levels of one market, in logarithms; weighs so many peers
EXTRA_WEEKS = 20.0  # the peers' spread counts like so many weeks of the site's own
LEAST_LEVEL = 0.05  # new domains a week: one a year is as quiet as we can tell
# What is not known widens a band, but must not buy room: beyond this relative variance it does not.
MOST_UNSURE = 0.25
MONTH = 4  # weeks


@dataclass(frozen=True, slots=True)
class History:
    """What a site's complete weeks say of its next ones, without links that were asked for.

    `size`: referring domains it has; `weeks`: complete weeks there are; `mean`: new domains
    expected in each week ahead, the last one for all after it; `extra`: variance beyond Poisson
    relative to the squared mean; `memory`: 0..1, how far a high week is followed by another;
    `unsure`: relative variance of the level, from not knowing it.
    """

    size: float
    weeks: int
    mean: tuple[float, ...]
    extra: float
    memory: float
    unsure: float

    @property
    def level(self) -> float:
        """The logarithm of the new domains a week ahead."""
        return float(np.log(max(float(np.mean(self.mean)), LEAST_LEVEL)))


@dataclass(frozen=True, slots=True)
class Forecast:
    """New domains of the weeks ahead, that come by themselves; this week is the first.

    `mean`: of each week; `extra`, `memory`, `unsure`: as in `History`; `own_weight`: 0..1, how far
    the level is the site's own; `peers`: that were pooled.
    """

    mean: Floats
    extra: float
    memory: float
    unsure: float
    own_weight: float
    peers: int

    def window(self, first: int, weeks: int) -> tuple[float, float]:
        """Mean and variance of the sum of some weeks from `first` on."""
        mean = self.mean[first : first + weeks]
        total = float(mean.sum())
        apart = np.abs(np.subtract.outer(np.arange(len(mean)), np.arange(len(mean))))
        together = float(mean @ (self.memory**apart) @ mean)
        return total, total + self.extra * together + self.unsure * total**2


def short_history(counts: Sequence[float], size: float) -> History:
    """The history of weeks too few to fit anything to: their mean, and how little it says."""
    total, weeks = float(sum(counts)), len(counts)
    if not weeks:
        return History(size, 0, (START_LEVEL,), START_EXTRA, 0.0, float("inf"))
    mean = (total + START_LEVEL) / (weeks + 1)
    unsure = 1 / (total + START_LEVEL) + START_EXTRA / weeks
    return History(size, weeks, (mean,), START_EXTRA, 0.0, unsure)


def forecast(own: History, peers: Sequence[History], horizon: int) -> Forecast:
    """The weeks ahead of a site, pooled with its peers; `horizon`: how many, at least 1."""
    told = [one for one in peers if one.weeks]
    centre, spread = _market(own.size, told)
    has_own = own.weeks > 0 and np.isfinite(own.unsure)
    own_weight = float(spread**2 / (spread**2 + own.unsure)) if has_own else 0.0
    level = own_weight * own.level + (1 - own_weight) * centre
    unsure = own.unsure * own_weight if has_own else spread**2
    shape = np.array(own.mean, dtype=np.float64)[:horizon]
    shape = np.append(shape, np.full(horizon - len(shape), shape[-1]))
    mean = np.exp(level) * (shape / np.exp(own.level) if has_own else np.ones(horizon))
    return Forecast(
        mean=np.maximum(mean, LEAST_LEVEL),
        extra=_extra(own, told),
        memory=own.memory,
        unsure=min(unsure, MOST_UNSURE),
        own_weight=own_weight,
        peers=len(told),
    )


def _market(size: float, peers: Sequence[History]) -> tuple[float, float]:
    """Mean and standard deviation of the log levels of like sites as large as ours.

    The mean's own uncertainty is in the latter.
    """
    if not peers:
        return float(np.log(START_LEVEL)), START_SD
    scale = [BY_SIZE * np.log((size + LEAST_SIZE) / (one.size + LEAST_SIZE)) for one in peers]
    level = np.array([one.level for one in peers]) + np.array(scale)
    noise = np.array([one.unsure for one in peers])
    weight = 1 / (BETWEEN_SD**2 + noise)
    centre = float((weight * level).sum() / weight.sum())
    seen = float(((level - centre) ** 2 - noise).sum())
    between = (max(0.0, seen) + BETWEEN_SITES * BETWEEN_SD**2) / (len(peers) - 1 + BETWEEN_SITES)
    return centre, float(np.sqrt(between * (1 + 1 / len(peers))))


def _extra(own: History, peers: Sequence[History]) -> float:
    theirs = float(np.median([one.extra for one in peers])) if peers else START_EXTRA
    return (own.weeks * own.extra + EXTRA_WEEKS * theirs) / (own.weeks + EXTRA_WEEKS)
