"""Velocity: new referring domains a week against the site's own past, and what a spike is made of.

Method, error and blind spots: docs/reference/velocity.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.velocity import SpikeKind, Velocity, VelocityAlarm, VelocityWeek
from backlinkbot.logic.judge.velocity.baseline import LEAST_HISTORY, band, baseline_of
from backlinkbot.logic.judge.velocity.composition import (
    BOUGHT_FROM,
    VIRAL_UP_TO,
    Composition,
    bought_probability,
)
from backlinkbot.logic.judge.velocity.spikes import Spike, spikes_in
from backlinkbot.logic.judge.velocity.wording import blind_spots, reasons_of, sentence_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.velocity.baseline import Baseline

__all__ = ["Composition", "WeeklySeries", "bought_probability", "velocity_of"]

OUTSIDE_BAND = 0.01  # chance of a quiet week above the band shown, and below it


@dataclass(frozen=True, slots=True)
class WeeklySeries:
    """New and lost referring domains of every week from `first` (a Monday) on, without gaps.

    `start_unknown`: referring domains of which nobody can tell when they began.
    """

    domain: str
    as_of: date
    first: date
    new: NDArray[np.float64]
    lost: NDArray[np.float64]
    start_unknown: int = 0

    def week(self, at: int) -> date:
        """The Monday of a place in the series."""
        return self.first + timedelta(weeks=at)


def velocity_of(series: WeeklySeries, composition: Composition | None = None) -> Velocity:
    """Every week with its expected band, the weeks that stand out, and what stays unseen.

    Each week is judged from the weeks before it alone, as it would have been at the time;
    `composition` tells, side by side with the series, what the new domains look like.
    """
    weeks = len(series.new)
    baseline = baseline_of(series.new) if weeks else None
    found = spikes_in(series.new, baseline, composition) if baseline else []
    alarms = tuple(_alarm(series, spike) for spike in found)
    judged = max(0, weeks - LEAST_HISTORY)
    return Velocity(
        domain=series.domain,
        as_of=series.as_of,
        weeks=tuple(_week(series, baseline, at) for at in range(weeks)),
        alarms=alarms,
        judged_weeks=judged,
        start_unknown=series.start_unknown,
        blind_spots=blind_spots(series.new, has_composition=composition is not None),
        sentence=sentence_of(alarms, weeks, judged, series.start_unknown),
    )


def _week(series: WeeklySeries, baseline: Baseline | None, at: int) -> VelocityWeek:
    new, lost = int(series.new[at]), int(series.lost[at])
    if baseline is None or at < LEAST_HISTORY:
        return VelocityWeek(series.week(at), new, lost, None, None, None)
    mean, variance = baseline.window(at, 1)
    low, high = band(mean, variance, OUTSIDE_BAND)
    return VelocityWeek(series.week(at), new, lost, mean, low, high)


def _alarm(series: WeeklySeries, spike: Spike) -> VelocityAlarm:
    return VelocityAlarm(
        first=series.week(spike.first),
        last=series.week(spike.last),
        new=int(spike.new),
        expected=spike.expected,
        kind=_kind(spike.probability),
        probability=spike.probability,
        chance=spike.chance,
        reasons=reasons_of(spike),
    )


def _kind(probability: float | None) -> SpikeKind:
    if probability is None:
        return SpikeKind.UNCLEAR
    if probability >= BOUGHT_FROM:
        return SpikeKind.BOUGHT
    return SpikeKind.VIRAL if probability <= VIRAL_UP_TO else SpikeKind.UNCLEAR
