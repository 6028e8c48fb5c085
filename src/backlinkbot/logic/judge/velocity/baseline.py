"""What a site's own past weeks lead one to expect of the next: robust negative-binomial fits.

After Farrington et al. (1996) and Noufaily et al. (2013): a log-linear trend fitted to the weeks
before, with past outbreaks weighted down, and a negative-binomial quantile as the limit. Changed
for links: one or two years of history instead of five, so trend and season are held to modest sizes
by priors instead of tests, and old weeks count less. Under 26 weeks: median and MAD.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, gammaln

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_HISTORY = 8  # weeks before the first one judged: a median of fewer is a guess
FIT_HISTORY = 26  # weeks from which a trend can be told from noise (Farrington's half year)
LONGEST_HISTORY = 156  # weeks: what is older says little of today
HORIZON = 4  # weeks a fit looks ahead: the longest window judged at once
YEAR = 52.18  # weeks
HALF_LIFE = 40.0  # weeks until a past week counts half: sites change
TREND_SD = 0.6  # a site's yearly growth in logarithms: half to double in two of three sites
SEASON_SD = 0.15  # yearly swing in logarithms: holidays and summers, about 15 %
LEVEL_SD = 10.0  # the level itself is free
OUTBREAK_SHARE = 0.03  # of weeks that are outbreaks: one or two a year
OUTBREAK_FROM = 0.5  # times the expected count added, from which a week can be one …
OUTBREAK_RANGE = 40.0  # … up to twenty times: any size in between is as likely, in logarithms
SHORT_OUTBREAK = 3.0  # standard deviations beyond which a week of a short history is left out
EXTRA_PRIOR = 0.08  # variance beyond Poisson, relative to the squared mean, of a usual site …
EXTRA_PRIOR_WEEKS = 8.0  # … which counts like so many weeks of the site's own
EXTRA_FLOOR = 0.005
UNSURE = 2.0  # standard errors of the spread, taken on top: a spread too low cries wolf
MEMORY_WEEKS = (
    20.0  # weeks without memory that its estimate is drawn to: short series look like any
)
MOST_MEMORY = 0.7
ROUNDS = 10  # of reweighting; the fit moves less than 0.1 % after eight
MAD_TO_SD = 1.4826  # of a normal distribution
TRIMMED = 10  # one in so many of the highest weeks of a short history does not set its level
LEAST_LEVEL = 0.25  # new domains a week: nothing in two months is no proof of never
LEVELS = (-1.386, 18.0)  # logarithms of expected counts: from that least level to 65 million
MEDIAN_COST = np.pi / 2  # a median's variance beside a mean's


@dataclass(frozen=True, slots=True)
class Baseline:
    """What each week's past leads one to expect of the `HORIZON` weeks after it.

    `mean[s, h]`: expected count of week s + 1 + h from weeks 0..s; `extra[s]`: variance beyond
    Poisson relative to the squared mean, of one week; `memory[s]`: 0..1, how far a high week is
    followed by another; `shared[s]`: the part that all the weeks ahead have in common, from not
    knowing the level; `trust[s, i]`: 0..1, how much week i counted
    (0 after s, little for outbreaks). Rows before `LEAST_HISTORY` weeks are NaN.
    """

    mean: Floats
    extra: Floats
    memory: Floats
    shared: Floats
    trust: Floats

    def window(self, last: int, weeks: int) -> tuple[float, float]:
        """Mean and variance of the sum over the `weeks` weeks up to and with week `last`."""
        start = last - weeks
        mean = self.mean[start, :weeks]
        total = float(mean.sum())
        apart = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
        together = float(mean @ (float(self.memory[start]) ** apart) @ mean)
        spread = total + float(self.extra[start]) * together
        return total, spread + float(self.shared[start]) * total**2


def baseline_of(counts: Floats) -> Baseline:
    """The baseline of a series of weekly counts (no gaps, at least one week)."""
    weeks = len(counts)
    found = Baseline(
        mean=np.full((weeks, HORIZON), np.nan),
        extra=np.full(weeks, np.nan),
        memory=np.zeros(weeks),
        shared=np.full(weeks, np.nan),
        trust=np.zeros((weeks, weeks)),
    )
    for last in range(LEAST_HISTORY - 1, min(FIT_HISTORY - 1, weeks)):
        _by_median(counts, last, found)
    if weeks >= FIT_HISTORY:
        _by_fit(counts, found)
    return found


def tail(count: float, mean: float, variance: float) -> float:
    """The chance of `count` or more (mid-p: an equal count by half), negative-binomial.

    Poisson where the variance is no larger than the mean.
    """
    size = mean**2 / max(variance - mean, 1e-6 * mean)
    success = size / (size + mean)
    at_least = _above(count - 1, size, success)
    return (at_least + _above(count, size, success)) / 2


def band(mean: float, variance: float, outside: float) -> tuple[int, int]:
    """The counts between which a week lies but for a chance of `outside` on either side."""
    from scipy.stats import nbinom

    size = mean**2 / max(variance - mean, 1e-6 * mean)
    law = nbinom(size, size / (size + mean))
    return int(law.ppf(outside)), int(law.ppf(1 - outside))


def _above(count: float, size: float, success: float) -> float:
    return 1.0 if count < 0 else float(betainc(count + 1, size, 1 - success))


def _by_median(counts: Floats, last: int, found: Baseline) -> None:
    """Median and MAD of a short history, said in the same terms as a fit."""
    past = counts[: last + 1]
    lower = np.sort(past)[: len(past) - max(1, len(past) // TRIMMED)]
    middle = max(float(np.median(past)), float(lower.mean()), LEAST_LEVEL)
    spread = MAD_TO_SD * float(np.median(np.abs(past - np.median(past))))
    seen = max(0.0, spread**2 - middle) / middle**2
    extra = (len(past) * seen + EXTRA_PRIOR_WEEKS * EXTRA_PRIOR) / (len(past) + EXTRA_PRIOR_WEEKS)
    found.mean[last] = middle
    found.extra[last] = max(extra, EXTRA_FLOOR)
    found.shared[last] = MEDIAN_COST * (1 / middle + extra) / len(past)
    limit = middle + SHORT_OUTBREAK * np.sqrt(middle + extra * middle**2)
    found.trust[last, : last + 1] = past <= limit


def _by_fit(counts: Floats, found: Baseline) -> None:
    """All fits at once: row s of every array belongs to the fit that ends with week s."""
    weeks = len(counts)
    lasts = np.arange(FIT_HISTORY - 1, weeks)
    age = lasts[:, None] - np.arange(weeks)[None, :]
    recent = np.where((age >= 0) & (age < LONGEST_HISTORY), 0.5 ** (age / HALF_LIFE), 0.0)
    design = _design(age, lasts)
    ahead = _design(np.broadcast_to(-np.arange(1, HORIZON + 1), (len(lasts), HORIZON)), lasts)
    prior = np.array([LEVEL_SD, TREND_SD, SEASON_SD, SEASON_SD]) ** -2.0
    level = np.log((recent * np.minimum(counts, _high(counts))).sum(1) / recent.sum(1) + 0.1)
    beta = np.zeros((len(lasts), design.shape[2]))
    beta[:, 0] = level
    centre = beta.copy()
    extra = np.full(len(lasts), EXTRA_PRIOR)
    trust = np.ones_like(recent)
    inverse = np.zeros((len(lasts), 4, 4))
    mean = np.exp(beta[:, :1])
    for _ in range(ROUNDS):
        linear = np.clip((design @ beta[:, :, None])[:, :, 0], *LEVELS)
        mean = np.exp(linear)
        each = recent * trust * mean / (1 + extra[:, None] * mean)
        working = linear + (counts - mean) / mean
        information = np.einsum("sn,sni,snj->sij", each, design, design)
        information[:, range(4), range(4)] += prior
        right = np.einsum("sn,sni,sn->si", each, design, working) + prior * centre * [1, 0, 0, 0]
        inverse = np.linalg.inv(information)
        beta = (inverse @ right[:, :, None])[:, :, 0]
        mean = np.exp(np.clip((design @ beta[:, :, None])[:, :, 0], *LEVELS))
        trust = _ordinary(counts, mean, extra[:, None])
        extra = _extra(counts, mean, recent * trust)
    found.mean[lasts] = np.exp(np.clip((ahead @ beta[:, :, None])[:, :, 0], *LEVELS))
    found.extra[lasts] = extra * (1 + UNSURE / np.sqrt(np.maximum(1, (recent * trust).sum(1))))
    found.memory[lasts] = _memory(counts, mean, extra[:, None], recent * trust)
    found.shared[lasts] = np.einsum("si,sij,sj->s", ahead[:, 1], inverse, ahead[:, 1])
    found.trust[lasts] = recent * trust


def _design(age: NDArray[np.int64], lasts: NDArray[np.int64]) -> Floats:
    """Level today, trend a year, and one yearly wave, per fit and week."""
    years = -age / YEAR
    angle = 2 * np.pi * (lasts[:, None] / YEAR + years)
    return np.stack([np.ones_like(years), years, np.sin(angle), np.cos(angle)], axis=2)


def _high(counts: Floats) -> float:
    """Where the first guess of the level cuts counts off, so that no outbreak sets it."""
    return float(3 * np.median(counts) + 3)


def _ordinary(counts: Floats, mean: Floats, extra: Floats) -> Floats:
    """The probability of each past week to be an ordinary one and no outbreak.

    Weighting down by residuals, as Farrington does, also takes ordinary high weeks away: level and
    spread came out too low by a third to a half. A mixture leaves them in.
    """
    size = 1 / extra
    plain = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
    plain = plain + size * np.log(size / (size + mean)) + counts * np.log(mean / (size + mean))
    more = counts - mean
    burst = OUTBREAK_SHARE / (np.maximum(more, 0.5) * np.log(OUTBREAK_RANGE))
    burst = np.where(more > OUTBREAK_FROM * mean, burst, 0.0)
    usual = (1 - OUTBREAK_SHARE) * np.exp(plain)
    return np.asarray(usual / np.maximum(usual + burst, 1e-300))


def _extra(counts: Floats, mean: Floats, weight: Floats) -> Floats:
    """Variance beyond Poisson by moments, drawn to that of a usual site."""
    seen = (weight * ((counts - mean) ** 2 - mean) / (mean**2 + mean)).sum(1)
    room = (weight * mean**2 / (mean**2 + mean)).sum(1)
    drawn = (seen + EXTRA_PRIOR_WEEKS * EXTRA_PRIOR) / (room + EXTRA_PRIOR_WEEKS)
    return np.asarray(np.maximum(drawn, EXTRA_FLOOR))


def _memory(counts: Floats, mean: Floats, extra: Floats, weight: Floats) -> Floats:
    """Correlation of one week's deviation with the next one's, drawn to none, never below it."""
    off = (counts - mean) / np.sqrt(mean + extra * mean**2)
    pair = np.sqrt(weight[:, 1:] * weight[:, :-1])
    product = (pair * off[:, 1:] * off[:, :-1]).sum(1)
    room = (weight * off**2).sum(1) * (1 + MEMORY_WEEKS / weight.sum(1))
    return np.asarray(np.clip(product / np.maximum(room, 1e-9), 0.0, MOST_MEMORY))
