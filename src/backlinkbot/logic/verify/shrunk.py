"""Survival of many kinds of links at once: thin kinds borrow from those they belong to.

Each kind's hazard is that of its parent times a factor, as in Clayton's gamma frailty: of `lost`
losses where the parent's hazard lets one expect `due`, the factor is gamma with the mean
(a + lost) / (a + due). How alike kinds are (`a`) is told by the likelihood of all their counts
(negative binomial); it is not fixed but weighed, because a dozen kinds tell it roughly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.verify.survival import AT_DAYS, Z_95, Lives, Share, product_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.verify.survival import Curve

# How alike kinds may be: even over the deviation of their factors, as Gelman (2006) advises where
# groups are few; even over the log of `a` would say "all the same" whenever counts are thin.
ALIKE = 1.0 / np.linspace(0.03, 1.8, 60) ** 2


@dataclass(frozen=True, slots=True)
class Kind:
    """The links of one placement, page type, or both; empty words mean all.

    `own`: the product limit of its own links at the usual ages, `shares`: with what it borrows;
    `factor`: its hazard as a multiple of all links', with `low` and `high`; `from_days`: of which
    age on its own product limit tells.
    """

    placement: str
    page_type: str
    links: int
    lost: int
    due: float
    factor: float
    low: float
    high: float
    from_days: float
    own: tuple[Share, ...]
    shares: tuple[Share, ...]

    def as_document(self) -> dict[str, Any]:
        """The kind as JSON."""
        return {
            "placement": self.placement or None,
            "page_type": self.page_type or None,
            "links": self.links,
            "lost": self.lost,
            "expected_losses": round(self.due, 2),
            "hazard": {
                "factor": round(self.factor, 3),
                "low": round(self.low, 3),
                "high": round(self.high, 3),
            },
            "surviving": [one.as_document() for one in self.shares],
            "from_days": round(self.from_days),
            "product_limit": [one.as_document() for one in self.own],
        }


def kinds_of(
    lives: Lives, placements: Sequence[str], page_types: Sequence[str]
) -> tuple[Kind, ...]:
    """All links, then each placement, page type, and page type in a placement, most links first."""
    curve = product_limit(lives)
    due = expected(lives, curve)
    whole = _kind("", "", lives, curve, 1.0, (1.0, 1.0), due.sum())
    places, types = np.array(placements, dtype=object), np.array(page_types, dtype=object)
    nothing = np.full(len(places), "", dtype=object)
    zeros = np.zeros(len(lives))
    all_links = _Above(zeros, zeros, np.zeros(len(lives), np.int64))
    by_place, of_place = _level(lives, curve, due, places, nothing, all_links)
    by_type, _ = _level(lives, curve, due, nothing, types, all_links)
    by_both, _ = _level(lives, curve, due, places, types, of_place)
    return (whole, *by_place, *by_type, *by_both)


def expected(lives: Lives, curve: Curve) -> NDArray[np.float64]:
    """How many losses a curve lets one expect of each link, from when it was seen to its end."""
    found: NDArray[np.float64] = curve.hazard(lives.left) - curve.hazard(lives.entered)
    return np.maximum(found, 0.0)


@dataclass(frozen=True, slots=True)
class Factors:
    """For each kind the log of its factor: mean and variance; `borrowed`: share of its parent's.

    `between`: the variance between the factors of kinds.
    """

    log: NDArray[np.float64]
    variance: NDArray[np.float64]
    borrowed: NDArray[np.float64]
    between: float


def factors(lost: NDArray[np.float64], due: NDArray[np.float64]) -> Factors:
    """The factor of each kind, over all that `a` may be, by how likely it makes all counts."""
    from scipy.special import gammaln, polygamma, psi

    a = ALIKE[:, None]
    likelihood = (
        gammaln(a + lost) - gammaln(a) + a * np.log(a) - (a + lost) * np.log(a + due)
    ).sum(axis=1)
    weight = np.exp(likelihood - likelihood.max())[:, None]
    weight /= weight.sum()
    each = psi(a + lost) - np.log(a + due)
    mean = (weight * each).sum(axis=0)
    variance = (weight * (polygamma(1, a + lost) + each**2)).sum(axis=0) - mean**2
    borrowed = (weight * a / (a + due)).sum(axis=0)
    return Factors(mean, variance, borrowed, float((weight / a).sum()))


@dataclass(frozen=True, slots=True)
class _Above:
    """For each link the log of the factor of the kind above its own, and that log's variance.

    `kind`: the number of that kind.
    """

    log: NDArray[np.float64]
    variance: NDArray[np.float64]
    kind: NDArray[np.int64]


def _level(
    lives: Lives,
    curve: Curve,
    due: NDArray[np.float64],
    places: NDArray[np.object_],
    types: NDArray[np.object_],
    above: _Above,
) -> tuple[list[Kind], _Above]:
    """The kinds of one level, and for each link the factor of its kind."""
    names = [f"{place}\n{kind}" for place, kind in zip(places, types, strict=True)]
    words, first, number = np.unique(names, return_index=True, return_inverse=True)
    lost = np.bincount(number, lives.was_lost, len(words)).astype(np.float64)
    plain = np.bincount(number, due, len(words)).astype(np.float64)
    own = factors(lost, plain * np.exp(above.log[first]))
    log = own.log + above.log[first]
    over = above.variance[first] + own.between * _lopsided(plain, above.kind[first])
    variance = own.variance + own.borrowed**2 * over
    spread = Z_95 * np.sqrt(variance)
    found = []
    for place, word in enumerate(words.tolist()):
        of_place, _, of_type = word.partition("\n")
        low, factor, high = np.exp(log[place] + np.array([-1.0, 0.0, 1.0]) * spread[place]).tolist()
        chosen = lives.chosen(number == place)
        expects = float(plain[place])
        found.append(_kind(of_place, of_type, chosen, curve, factor, (low, high), expects))
    found.sort(key=lambda one: (-one.links, one.placement, one.page_type))
    return found, _Above(log[number], variance[number], number)


def _lopsided(due: NDArray[np.float64], above: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far a kind's parent is one of its kinds alone, 1/kinds..1.

    What is measured of a parent is the mean of its kinds as they are weighted by their links, not
    what its kinds scatter around.
    """
    whole = np.bincount(above, due)
    squares = np.bincount(above, due**2)
    share: NDArray[np.float64] = squares[above] / np.maximum(whole[above] ** 2, 1e-12)
    return np.clip(share, 0.0, 1.0)


def _kind(  # noqa: PLR0913, PLR0917 - the facts of a kind
    placement: str,
    page_type: str,
    lives: Lives,
    curve: Curve,
    factor: float,
    band: tuple[float, float],
    due: float,
) -> Kind:
    own = product_limit(lives)
    shares = tuple(
        _borrowed(whole, factor, band) for days in AT_DAYS if (whole := curve.at(days)) is not None
    )
    return Kind(
        placement,
        page_type,
        len(lives),
        lives.lost,
        due,
        factor,
        *band,
        own.from_age,
        tuple(one for days in AT_DAYS if (one := own.at(days)) is not None),
        shares,
    )


def _borrowed(whole: Share, factor: float, band: tuple[float, float]) -> Share:
    """The share of a kind: that of all links, to the power of its factor.

    The two uncertainties, of the curve and of the factor, are taken as independent on the scale of
    log(-log), where the one adds to the other.
    """
    from math import exp, log, sqrt

    if not 0.0 < whole.surviving < 1.0:
        return whole
    centre = log(-log(whole.surviving)) + log(factor)
    ends = [log(-log(min(max(end, 1e-9), 1 - 1e-9))) for end in (whole.high, whole.low)]
    middle = log(-log(whole.surviving))
    down = sqrt((middle - ends[0]) ** 2 + (log(factor) - log(max(band[0], 1e-9))) ** 2)
    up = sqrt((ends[1] - middle) ** 2 + (log(max(band[1], 1e-9)) - log(factor)) ** 2)
    return Share(whole.days, exp(-exp(centre)), exp(-exp(centre + up)), exp(-exp(centre - down)))
