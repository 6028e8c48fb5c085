"""How long links last: the share still there at each age, from links seen late and still standing.

Kaplan and Meier's product limit (1958) with Greenwood's variance, on the scale of a link's age. A
link is known only from when it was first seen, so it counts among those at risk from that age on
(left truncation), and one that still stands counts until it was last seen (right censoring). Where
it was lost between two looks the middle is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Days = NDArray[np.float64]
    Flags = NDArray[np.bool_]

AT_DAYS = (30.0, 90.0, 180.0, 365.0, 730.0)
LEVEL, Z_95 = 0.95, 1.959963984540054
# Where few are at risk the product limit jumps, and where those are lost at once it is 0 for good.
# So the curve begins where so many are, and a tenth of the most that ever are: links are first seen
# weeks after they began, and the few of the first days say most falsely when they were lost.
LEAST_AT_RISK = 5
LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Lives:
    """Links in columns, by age in days.

    `entered`: when it was first seen, `left`: when it was lost or last seen, `was_lost`: which.
    """

    entered: Days
    left: Days
    was_lost: Flags

    def __len__(self) -> int:
        return len(self.left)

    @property
    def lost(self) -> int:
        """How many were lost."""
        return int(self.was_lost.sum())

    def chosen(self, which: Flags) -> Lives:
        """Only these links."""
        return Lives(self.entered[which], self.left[which], self.was_lost[which])


@dataclass(frozen=True, slots=True)
class Curve:
    """A product limit: after each `age` (days, ascending) the share `surviving`, and its variance.

    `variance`: of the log of the share (Greenwood's sum); `from_age`: where it begins, because
    nobody was at risk before, so that shares are of those that lasted until then; `to_age`: the
    last age that is known of; `entered`, `left`: of the links, sorted.
    """

    age: Days
    surviving: Days
    variance: Days
    from_age: float
    to_age: float
    entered: Days
    left: Days

    def at(self, days: float) -> Share | None:
        """The share that is still there at an age, with its interval; None beyond what is known."""
        if not self.from_age <= days <= self.to_age:
            return None
        place = int(np.searchsorted(self.age, days, side="right")) - 1
        if place < 0:
            return Share(days, 1.0, self._none_lost(days), 1.0)
        return share(days, float(self.surviving[place]), float(self.variance[place]))

    def _none_lost(self, days: float) -> float:
        """The lower end where none was lost: Clopper and Pearson's for none of those at risk."""
        span = max(days - self.from_age, 1.0)
        at_risk = (
            np.clip(self.left, self.from_age, days) - np.clip(self.entered, self.from_age, days)
        ).sum() / span
        return float(((1.0 - LEVEL) / 2.0) ** (1.0 / max(at_risk, 0.1)))

    def hazard(self, days: Days) -> Days:
        """The sum of the hazard up to each of these ages."""
        steps = np.concatenate(([0.0], -np.log(np.maximum(self.surviving, 1e-12))))
        found: Days = steps[np.searchsorted(self.age, days, side="right")]
        return found


@dataclass(frozen=True, slots=True)
class Share:
    """The share of links that reach an age, and its interval of 95 %."""

    days: float
    surviving: float
    low: float
    high: float

    def as_document(self) -> dict[str, Any]:
        """The share as JSON."""
        return {
            "days": round(self.days),
            "surviving": round(self.surviving, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


def share(days: float, surviving: float, variance: float) -> Share:
    """The interval on the scale of log(-log), which never leaves 0..1 (Kalbfleisch, Prentice)."""
    if not 0.0 < surviving < 1.0 or not np.isfinite(variance):
        return Share(days, surviving, 0.0 if surviving < 1.0 else 1.0, min(surviving, 1.0))
    spread = Z_95 * np.sqrt(variance) / abs(np.log(surviving))
    return Share(
        days, surviving, surviving ** float(np.exp(spread)), surviving ** float(np.exp(-spread))
    )


def product_limit(lives: Lives) -> Curve:
    """The curve of these links; those that left before they entered, or then, tell nothing."""
    lives = lives.chosen(lives.left > lives.entered)
    if not len(lives):
        nothing = np.empty(0)
        return Curve(nothing, nothing, nothing, 0.0, 0.0, nothing, nothing)
    ages, lost = np.unique(lives.left[lives.was_lost], return_counts=True)
    entered, left = np.sort(lives.entered), np.sort(lives.left)
    risk = np.searchsorted(entered, ages, side="left") - np.searchsorted(left, ages, side="left")
    from_age = _begin(entered, left)
    kept = ages >= from_age
    ages, lost, risk = ages[kept], lost[kept].astype(np.float64), risk[kept].astype(np.float64)
    with np.errstate(divide="ignore"):
        surviving: Days = np.cumprod(1.0 - lost / risk, dtype=np.float64)
        variance: Days = np.cumsum(np.where(risk > lost, lost / (risk * (risk - lost)), np.inf))
    return Curve(ages, surviving, variance, from_age, float(left[-1]), entered, left)


def _begin(entered: Days, left: Days) -> float:
    """The first age at which enough links are at risk; 0 where they are from the first day."""
    at = np.unique(entered)
    risk = np.searchsorted(entered, at, side="right") - np.searchsorted(left, at, side="right")
    most = int(risk.max(initial=1))
    enough = at[risk >= min(max(LEAST_AT_RISK, LEAST_SHARE * most), most)]
    first = float(enough[0]) if len(enough) else 0.0
    return first if first > 1.0 else 0.0  # a day's difference is that of the clocks
