"""Fits the rate of one step: effects by their posterior mode, cells by beta-binomial counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.prospect.cells import NEVER_SEEN, levels_of
from backlinkbot.logic.prospect.priors import BASE, FACTORS, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.cells import Cells

    Vector = NDArray[np.float64]

# How many outcomes one cell's own rate is worth before its own come in: a cell strays from what its
# levels say by sqrt(m (1 - m) / (strength + 1)), 5 points at a rate of 8.5 %. Tried on a grid.
STRENGTHS = (8.0, 16.0, 60.0, 120.0, 240.0)  # beside the usual one
USUAL_STRENGTH, STRENGTH_SPREAD = 30.0, 1.0  # lognormal belief about it
SPREAD_WEIGHT = 8.0  # levels that the believed spread of effects counts for, beside those seen
ROUNDS = 4  # of effects and their spread in turn; more change the third digit
STEPS = 50  # of Newton, which takes under ten
FARTHEST = 2.0  # log-odds a step may go, so that none oversteps
SMALL = 1e-9
STILL = 1e-6  # of log-odds: less changes no shown digit
NODES = 9  # of the Gauss-Hermite sum over what a cell's level may be
HALVINGS = 30  # of an interval from 0 to 1: to nine digits


@dataclass(frozen=True, slots=True)
class Believed:
    """Effects before any outcome, in log-odds; `factor`: which each belongs to, -1 the base."""

    mean: Vector
    spread: Vector
    factor: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is believed of one step; `mean`, `covariance`: of all effects in log-odds.

    `strength`: outcomes that a cell's mean counts for; `counts`: trials and successes by cell.
    """

    levels: Mapping[str, Sequence[str]]
    mean: Vector
    covariance: NDArray[np.float64]
    strength: float
    counts: Mapping[tuple[str, ...], tuple[float, float]] = field(default_factory=dict)

    def expected(self, cells: Cells) -> Vector:
        """The mean of what is believed of each cell's rate."""
        alpha, beta, weights = self._mixed(cells)
        return np.asarray((alpha / (alpha + beta)) @ weights)

    def ends(self, cells: Cells, certainty: float) -> tuple[Vector, Vector]:
        """The ends of the intervals that hold each cell's rate with this certainty, 0..1."""
        tail = (1 - certainty) / 2
        return self._quantile(cells, tail), self._quantile(cells, 1 - tail)

    def drawn(self, cells: Cells, generator: np.random.Generator) -> Vector:
        """One draw of each cell's rate; effects are drawn once for all cells."""
        effects = generator.multivariate_normal(self.mean, self.covariance, method="cholesky")
        level = _logistic(effects[cells.columns()].sum(axis=1))
        trials, successes = self._counted(cells)
        alpha = self.strength * level + successes
        beta = self.strength * (1 - level) + trials - successes
        return generator.beta(np.maximum(alpha, SMALL), np.maximum(beta, SMALL))

    def _quantile(self, cells: Cells, wanted: float) -> Vector:
        """Where the belief of each cell has this share below it, by halving."""
        from scipy.special import betainc

        alpha, beta, weights = self._mixed(cells)
        low, high = np.zeros(len(alpha)), np.ones(len(alpha))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            is_under = betainc(alpha, beta, middle[:, None]) @ weights < wanted
            low, high = np.where(is_under, middle, low), np.where(is_under, high, middle)
        return (low + high) / 2

    def _mixed(self, cells: Cells) -> tuple[NDArray[np.float64], NDArray[np.float64], Vector]:
        """Beta distributions of each cell (cells x nodes), one for each value of its level."""
        log_odds, variance = self._log_odds(cells)
        nodes, weights = _normal()
        level = _logistic(log_odds[:, None] + np.sqrt(variance)[:, None] * nodes)
        trials, successes = self._counted(cells)
        alpha = self.strength * level + successes[:, None]
        beta = self.strength * (1 - level) + (trials - successes)[:, None]
        return alpha, beta, weights

    def _log_odds(self, cells: Cells) -> tuple[Vector, Vector]:
        columns = cells.columns()
        mean = self.mean[columns].sum(axis=1)
        pairs = self.covariance[columns[:, :, None], columns[:, None, :]]
        return mean, pairs.sum(axis=(1, 2))

    def _counted(self, cells: Cells) -> tuple[Vector, Vector]:
        told = [self.counts.get(name, (0.0, 0.0)) for name in cells.names()]
        both = np.array(told, dtype=np.float64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def fitted(step: Step, cells: Cells | None) -> Fitted:
    """The rates of a step after the outcomes counted in `cells`; None for the priors alone."""
    levels = levels_of(step) if cells is None else cells.levels
    believed = _believed(step, levels)
    if cells is None or not len(cells.codes):
        return Fitted(levels, believed.mean, np.diag(believed.spread**2), USUAL_STRENGTH)
    _, best = tried = _at_strength(cells, believed, believed.mean, USUAL_STRENGTH)
    for strength in STRENGTHS:
        tried = max(
            tried, _at_strength(cells, believed, best.mean, strength), key=lambda one: one[0]
        )
    best = tried[1]
    counts = zip(cells.trials.tolist(), cells.successes.tolist(), strict=True)
    return replace(best, counts=dict(zip(cells.names(), counts, strict=True)))


def _believed(step: Step, levels: Mapping[str, Sequence[str]]) -> Believed:
    base = BASE[step]
    about = base.spread**2 + sum(usual**2 for usual, _ in FACTORS.values())
    # a published rate is a mean over all kinds of senders, and the mean of a skew belief is not
    # its middle: what a cell of no special level is expected to bring is the published rate
    mean, spread, factor = [_middle(base.log_odds, about)], [base.spread], [-1]
    for at, (name, (usual, priors)) in enumerate(FACTORS.items()):
        for level in levels[name]:
            told = priors[step].get(level) if level != NEVER_SEEN else None
            mean.append(told.log_odds if told else 0.0)
            spread.append(told.spread if told else usual)
            factor.append(at)
    return Believed(np.array(mean), np.array(spread), np.array(factor))


def _middle(log_odds: float, variance: float) -> float:
    """Around which log-odds a normal belief of this variance has the rate of `log_odds` as mean."""
    nodes, weights = _normal()
    wanted = float(_logistic(np.array([log_odds]))[0])
    low, high = log_odds - variance, log_odds + variance
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        mean = float(_logistic(middle + np.sqrt(variance) * nodes) @ weights)
        low, high = (middle, high) if mean < wanted else (low, middle)
    return (low + high) / 2


def _normal() -> tuple[Vector, Vector]:
    """Places and weights (together 1) of a sum over a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


def _at_strength(
    cells: Cells, believed: Believed, start: Vector, strength: float
) -> tuple[float, Fitted]:
    """The best effects at one strength of cells, and the logarithm of how well it explains all."""
    columns = cells.columns()
    has_data = np.bincount(columns.ravel(), minlength=len(believed.mean)) > 0
    mean, covariance = start, np.diag(believed.spread**2)
    spread = believed.spread
    for _ in range(ROUNDS):
        mean, covariance = _mode(cells, columns, replace(believed, spread=spread), mean, strength)
        spread = _spread(believed, mean, np.diag(covariance), has_data)
    _, log_determinant = np.linalg.slogdet(covariance)
    told = (
        _log_likelihood(cells, _logistic(mean[columns].sum(axis=1)), strength)
        - 0.5 * float(np.sum(((mean - believed.mean) / spread) ** 2))
        + 0.5 * float(log_determinant - 2 * np.log(spread).sum())
        - 0.5 * float(np.log(strength / USUAL_STRENGTH) / STRENGTH_SPREAD) ** 2
    )
    return told, Fitted(cells.levels, mean, covariance, strength)


def _mode(
    cells: Cells, columns: NDArray[np.int64], believed: Believed, start: Vector, strength: float
) -> tuple[Vector, NDArray[np.float64]]:
    """The most likely effects and, by the curvature there, their covariance (Laplace)."""
    many = len(believed.mean)
    pairs = (columns[:, :, None] * many + columns[:, None, :]).reshape(len(columns), -1)
    precision = np.diag(1 / believed.spread**2)
    mean, covariance = start, np.diag(believed.spread**2)
    for _ in range(STEPS):
        level = _logistic(mean[columns].sum(axis=1))
        slope = _added(columns, _slope(cells, level, strength), many)
        slope -= (mean - believed.mean) / believed.spread**2
        crowd = 1 + (cells.trials - 1) / (strength + 1)  # outcomes of one cell tell less together
        weight = cells.trials * level * (1 - level) / crowd
        curve = _added(pairs, weight, many * many).reshape(many, many) + precision
        covariance = np.asarray(np.linalg.inv(curve))
        change = covariance @ slope
        farthest = float(np.abs(change).max())
        mean = mean + change * min(1.0, FARTHEST / max(farthest, SMALL))
        if farthest < STILL:
            break
    return mean, covariance


def _added(places: NDArray[np.int64], values: Vector, many: int) -> Vector:
    """The sum of a cell's value at each of its places."""
    weights = np.repeat(values, places.shape[1])
    return np.asarray(np.bincount(places.ravel(), weights, minlength=many), dtype=np.float64)


def _slope(cells: Cells, level: Vector, strength: float) -> Vector:
    """The slope of the log-likelihood of each cell in its log-odds."""
    from scipy.special import digamma

    alpha, beta = strength * level, strength * (1 - level)
    up = digamma(alpha + cells.successes) - digamma(alpha)
    down = digamma(beta + cells.trials - cells.successes) - digamma(beta)
    return np.asarray(strength * level * (1 - level) * (up - down))


def _log_likelihood(cells: Cells, level: Vector, strength: float) -> float:
    from scipy.special import betaln

    alpha, beta = strength * level, strength * (1 - level)
    missed = cells.trials - cells.successes
    return float(np.sum(betaln(alpha + cells.successes, beta + missed) - betaln(alpha, beta)))


def _spread(
    believed: Believed, mean: Vector, variance: Vector, has_data: NDArray[np.bool_]
) -> Vector:
    """How wide the effects of each factor lie, after those that outcomes tell something of."""
    spread = believed.spread.copy()
    surprise = ((mean - believed.mean) ** 2 + variance) / spread**2
    for at in range(len(FACTORS)):
        among = (believed.factor == at) & has_data
        total = SPREAD_WEIGHT + float(surprise[among].sum())
        spread[believed.factor == at] *= np.sqrt(total / (SPREAD_WEIGHT + int(among.sum())))
    return spread


def _logistic(log_odds: Vector) -> Vector:
    from scipy.special import expit

    return np.clip(np.asarray(expit(log_odds)), SMALL, 1 - SMALL)
