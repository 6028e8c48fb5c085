"""What changed between two authority releases, and what is only their spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

# A change is shown beyond twice the spread of the difference: some 1 in 20 remain that are chance
# (5 in 100 between disjoint halves of the seeds; see bench/quality/stability.py).
SPREADS_TO_SHOW = 2.0
LEAST_CHANGE = 0.1  # points; tables show one decimal, and less would read "up 0.0"
INTERVAL_SPREADS = 2.0  # a release's interval is two standard errors to each side
# Scales are read between the logarithms of scores: these make that a line between points.
POINTS_PER_E = 10.0

UP, DOWN, SAME = "up", "down", "no measurable change"
NEW, GONE, NO_INTERVAL = "new", "gone", "no interval"
INCOMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Marks:
    """One release's columns for the same nodes: points 0 to 100 and interval; NaN is unknown."""

    points: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Changes:
    """One value per node. `before`, `after`: points on the common scale, NaN where unknown.

    `spread`: one standard error of the difference; `verdict`: UP, DOWN, SAME, NEW, GONE or
    NO_INTERVAL.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    spread: NDArray[np.float64]
    verdict: NDArray[np.str_]

    @property
    def change(self) -> NDArray[np.float64]:
        """Points gained."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Both releases' points as ranks among the same domains, the `members` both know.

    Points of a release are ranks within its own population, so that they sink when weak domains
    are added. Here r is the rank among the common members in each: 100 · (1 - ln r / ln N).
    `median_movement`: the median member's |log10 r| between the two.
    """

    before: Scale | None
    after: Scale | None
    members: int
    median_movement: float

    @classmethod
    def of(cls, before: NDArray[np.float64], after: NDArray[np.float64]) -> Yardstick:
        """From the points of the domains in both releases; who has 0 in both is no member."""
        is_member = (before > 0) | (after > 0)
        first, second = _as_score(before[is_member]), _as_score(after[is_member])
        members = int(is_member.sum())
        if not members:
            return cls(None, None, 0, 0.0)
        scales = Scale.of(first), Scale.of(second)
        moved = np.abs(_rank_log10(scales[0], first) - _rank_log10(scales[1], second))
        return cls(*scales, members, float(np.median(moved)))

    def changes(self, before: Marks, after: Marks) -> Changes:
        """What changed, node by node."""
        first, first_spread = _on_scale(self.before, before)
        second, second_spread = _on_scale(self.after, after)
        # A seed that a domain stands on lifts its points and its doubt together: where chance left
        # that seed out, both are small. So the wider interval speaks for both releases.
        spread = np.sqrt(2) * np.maximum(first_spread, second_spread)
        change = second - first
        shown = np.abs(change) > np.maximum(SPREADS_TO_SHOW * spread, LEAST_CHANGE)
        verdict = np.select(
            [
                np.isnan(first) & np.isnan(second),
                np.isnan(first),
                np.isnan(second),
                np.isnan(spread),
                shown & (change > 0),
                shown,
            ],
            [SAME, NEW, GONE, NO_INTERVAL, UP, DOWN],
            SAME,
        )
        return Changes(first, second, spread, verdict)


def why_incomparable(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Why no difference between two releases is a change, by what they say of themselves; or ""."""
    for key, what in (("method", "the method"), ("basis", "what authority stands on")):
        first, second = before.get(key, "unknown"), after.get(key, "unknown")
        if first != second:
            return f"{what} differs: {first} before, {second} after"
    return ""


def cautions(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """What else could make a difference that is no change of the sites, in sentences."""
    found = []
    if _seeds(before) != _seeds(after):
        found.append(
            f"the seed lists differ ({before.get('seed_list', 'unknown')} before, "
            f"{after.get('seed_list', 'unknown')} after), which can move any domain"
        )
    if series_of(before) != series_of(after):
        found.append(
            f"the graphs are of different series ({before.get('graph', 'unknown')} before, "
            f"{after.get('graph', 'unknown')} after): what one crawl did not see looks like a loss"
        )
    return tuple(found)


def series_of(about: Mapping[str, str]) -> str:
    """What a release's graph is one of: the index over time, a crawl's releases, or itself."""
    return about.get("series") or about.get("graph", "unknown")


def _seeds(about: Mapping[str, str]) -> tuple[str | None, str | None]:
    return about.get("seed_list"), about.get("seed_digest")


def _as_score(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A number above 0 that orders like the points; all without any points are last together."""
    return np.asarray(np.exp(points / POINTS_PER_E))


def _on_scale(scale: Scale | None, marks: Marks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on the common scale, and their standard error there."""
    if scale is None:
        return marks.points, np.zeros(len(marks.points))
    points, low, high = (
        np.where(np.isnan(values), np.nan, scale.points(_as_score(np.nan_to_num(values))))
        for values in (marks.points, marks.low, marks.high)
    )
    # One side may be cut off at 0 or 100, so that the wider one tells.
    return points, np.maximum(points - low, high - points) / INTERVAL_SPREADS


def _rank_log10(scale: Scale, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    whole = np.log10(max(scale.population, 2))
    return np.asarray((1 - scale.points(scores) / 100) * whole)
