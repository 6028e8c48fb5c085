"""Which weeks stand out: windows of one, two and four weeks, by count and by composition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.velocity.baseline import HORIZON, LEAST_HISTORY, tail
from backlinkbot.logic.judge.velocity.composition import (
    bought_probability,
    combined,
    signs_in,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.velocity.baseline import Baseline
    from backlinkbot.logic.judge.velocity.composition import Composition, SignSeen

    Floats = NDArray[np.float64]

WINDOWS = (1, 2, HORIZON)  # weeks: a burst, and rises too small to be seen in one week
LEAST_NEW = 5  # new domains in a window: fewer are no spike, whatever the history
# Set on generated sites (bench/quality/velocity.py) for half a false alarm a site and year.
COUNT_ALONE = 3.5e-3  # chance below which a count is an alarm when nothing is known of the links
COUNT_SEEN = 1.5e-3  # … when what is known of them says nothing against them
COUNT_GATE = 0.2  # with a conspicuous composition, the count must at least be this unusual …
SIGNS_GATE = 0.05  # … the composition this …
TOGETHER = 1e-3  # … and both together this
LEAST_CHANCE = 1e-30  # what is rarer cannot be told apart
PART_OF_PEAK = 0.25  # of its highest week's excess: less, at a spike's ends, is an ordinary week


@dataclass(frozen=True, slots=True)
class Spike:
    """Weeks `first`..`last` (places in the series) that stand out.

    `expected`: new domains in all of them; `chance`: of the most telling window;
    `probability`: 0..1 that they were bought, None where nothing is known of the links.
    """

    first: int
    last: int
    new: float
    expected: float
    chance: float
    probability: float | None
    signs: tuple[SignSeen, ...]


def spikes_in(counts: Floats, baseline: Baseline, composition: Composition | None) -> list[Spike]:
    """All spikes in a series, the earliest first; weeks that touch are one spike."""
    chances: dict[tuple[int, int], float] = {}
    for weeks in WINDOWS:
        for last in range(LEAST_HISTORY + weeks - 1, len(counts)):
            chance = _chance(counts, baseline, composition, last, weeks)
            if chance is not None:
                chances[last - weeks + 1, last] = chance
    return [
        _spike(counts, baseline, composition, first, last, chance)
        for first, last, chance in _joined(counts, baseline, chances)
    ]


def _chance(
    counts: Floats, baseline: Baseline, composition: Composition | None, last: int, weeks: int
) -> float | None:
    """How improbable the window is in quiet times; None where that is no alarm."""
    first = last - weeks + 1
    count = float(counts[first : last + 1].sum())
    mean, variance = baseline.window(last, weeks)
    if count < LEAST_NEW or count <= mean:
        return None
    by_count = tail(count, mean, variance)
    signs = signs_in(composition, baseline, first, last) if composition else ()
    if not signs:
        return by_count if by_count <= COUNT_ALONE else None
    if by_count > COUNT_GATE:
        return None
    by_signs = combined([sign.chance for sign in signs])
    together = _both(by_count, by_signs)
    if by_signs <= SIGNS_GATE and together <= TOGETHER:
        return together
    return by_count if by_count <= COUNT_SEEN else None


def _both(one: float, other: float) -> float:
    """The chance of two independent findings (Fisher's method)."""
    product = max(one * other, LEAST_CHANCE)
    return product * (1 - float(np.log(product)))


def _joined(
    counts: Floats, baseline: Baseline, chances: dict[tuple[int, int], float]
) -> list[tuple[int, int, float]]:
    """Windows that touch as one span each, without the ordinary weeks at its ends."""
    found: list[tuple[int, int, float]] = []
    for (first, last), chance in sorted(chances.items()):
        if found and first <= found[-1][1] + 1:
            before = found[-1]
            found[-1] = (before[0], max(last, before[1]), min(chance, before[2]))
        else:
            found.append((first, last, chance))
    return [(*_trimmed(counts, baseline, first, last), chance) for first, last, chance in found]


def _trimmed(counts: Floats, baseline: Baseline, first: int, last: int) -> tuple[int, int]:
    """The span without weeks at its ends that had little part in it."""
    expected = [baseline.window(at, 1)[0] for at in range(first, last + 1)]
    more = counts[first : last + 1] - np.array(expected)
    high = np.flatnonzero(more >= max(0.0, PART_OF_PEAK * float(more.max())))
    return first + int(high[0]), first + int(high[-1])


def _spike(
    counts: Floats,
    baseline: Baseline,
    composition: Composition | None,
    first: int,
    last: int,
    chance: float,
) -> Spike:
    new = float(counts[first : last + 1].sum())
    ahead = baseline.mean[first - 1]
    expected = float(ahead[np.minimum(np.arange(last - first + 1), HORIZON - 1)].sum())
    signs = signs_in(composition, baseline, first, last) if composition else ()
    return Spike(
        first, last, new, expected, chance, bought_probability(signs, new, expected), signs
    )
