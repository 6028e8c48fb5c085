"""Generated series of new referring domains a week (SYNTHETIC), with links bought or gone viral.

Every site has its own level, overdispersion, trend, season and slow wandering of the level. What
its usual sources look like (spam, repeated keyword anchors, one host) wanders too. Two families:
`gamma` (negative-binomial weeks) and `lognormal` (Poisson weeks of a log-normal rate that remembers
the week before). The thresholds of the package were set on `gamma` with the seeds 5,000 to 7,999,
which no reported figure uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEKS = 130
LEVELS = (3.0, 100.0)  # new domains a week, log-uniform
EXTRAS = (0.05, 0.15, 0.4, 0.8)  # variance beyond Poisson over the squared mean
YEARLY_GROWTH_SD = 0.4  # in logarithms
SEASON = (0.0, 0.35)  # yearly wave in logarithms, uniform
WANDER_SD = 0.04  # a week's step of the level in logarithms …
WANDER_BACK = 0.96  # … which forgets 4 % a week
OUTBURSTS_A_YEAR = 1.0  # weeks of the site's own that went viral
OUTBURST = (2.0, 10.0)  # times the level added, log-uniform
DECAY = (0.0, 0.6)  # what is left of an outburst a week later
SPAM_USUAL = (1.2, 8.0)  # Beta: share of spam-like sources among a site's usual ones
SPAM_VIRAL_EXTRA = (1.0, 9.0)  # Beta: scrapers that copy what went viral, on top
SAME_USUAL = (0.6, 20.0)  # Beta: share of usual sources with the week's repeated keyword anchor
HOST_USUAL = (0.8, 14.0)  # Beta: … with the week's most frequent host or template
HOST_VIRAL = (1.0, 9.0)  # Beta: syndication copies a story on one network
SHARE_SPREAD = 25.0  # Beta precision with which a week's shares wander about the site's own


@dataclass(frozen=True)
class Bought:
    """What bought links look like: how far their shares lie from usual ones (an assumed input)."""

    name: str
    spam: tuple[float, float]  # Beta of the share that looks like spam
    same: tuple[float, float]  # Beta of the share with one keyword anchor
    host: tuple[float, float]  # Beta of the share from one host or template


PLAIN = Bought("plain", (6.0, 2.5), (2.0, 2.0), (2.0, 2.5))
USUAL = Bought("usual", (3.0, 2.5), (1.2, 3.0), (1.0, 3.0))
HIDDEN = Bought("hidden", (1.5, 4.0), (0.6, 6.0), (0.6, 6.0))


@dataclass
class Made:
    """One series: counts, and per marker the counts among them; `busy`: weeks of an outburst."""

    counts: Floats
    rate: Floats
    spam: Floats
    same: Floats
    host: Floats
    busy: NDArray[np.bool_]
    stratum: dict[str, float] = field(default_factory=dict)


class Sites:
    """A well of sites, always the same for a seed."""

    def __init__(self, seed: int, family: str = "gamma") -> None:
        self.random = np.random.default_rng(seed)
        self.family = family

    def quiet(self, weeks: int = WEEKS, *, level: float | None = None) -> Made:
        """A site's natural weeks, its own outbursts included."""
        draw = self.random
        level = level or float(np.exp(draw.uniform(*np.log(LEVELS))))
        extra = float(draw.choice(EXTRAS))
        growth = float(draw.normal(0, YEARLY_GROWTH_SD))
        season = float(draw.uniform(*SEASON))
        time = np.arange(weeks)
        wave = season * np.sin(2 * np.pi * (time / 52.18 + draw.uniform()))
        rate = level * np.exp(growth * (time - weeks / 2) / 52.18 + wave + self._wander(weeks))
        counts = self._counts(rate, extra)
        made = Made(
            counts, rate, *self._usual(counts), np.zeros(weeks, bool),
            {"level": level, "extra": extra, "growth": growth, "season": season},
        )  # fmt: skip
        for start in np.flatnonzero(draw.random(weeks) < OUTBURSTS_A_YEAR / 52.18):
            self.viral(made, int(start), float(np.exp(draw.uniform(*np.log(OUTBURST)))))
        return made

    def viral(self, made: Made, week: int, times: float) -> None:
        """Natural links of something that spread: varied anchors and hosts, some scrapers."""
        draw = self.random
        decay, left = draw.uniform(*DECAY), times
        base = _shares(made)
        scrapers, copies = draw.beta(*SPAM_VIRAL_EXTRA), draw.beta(*HOST_VIRAL)
        for at in range(week, min(week + 4, len(made.counts))):
            fresh = int(draw.poisson(left * made.rate[at]))
            spam = base[0] + (1 - base[0]) * scrapers
            self._add(made, at, fresh, (spam, base[1], base[2] + (1 - base[2]) * copies))
            made.busy[at] = True
            left *= decay

    def bought(self, made: Made, week: int, times: float, weeks: int, kind: Bought) -> None:
        """Bought links: `times` the usual level more a week, for some weeks."""
        draw = self.random
        shares = (draw.beta(*kind.spam), draw.beta(*kind.same), draw.beta(*kind.host))
        for at in range(week, week + weeks):
            self._add(made, at, int(draw.poisson(times * made.rate[at])), shares)

    def _add(self, made: Made, at: int, fresh: int, shares: tuple[float, float, float]) -> None:
        made.counts[at] += fresh
        for column, share in zip((made.spam, made.same, made.host), shares, strict=True):
            column[at] += self.random.binomial(fresh, share)

    def _usual(self, counts: Floats) -> tuple[Floats, Floats, Floats]:
        draw = self.random
        columns = []
        for law in (SPAM_USUAL, SAME_USUAL, HOST_USUAL):
            own = float(np.clip(draw.beta(*law), 1e-3, 0.97))
            weekly = draw.beta(own * SHARE_SPREAD, (1 - own) * SHARE_SPREAD, len(counts))
            columns.append(draw.binomial(counts.astype(int), weekly).astype(float))
        return columns[0], columns[1], columns[2]

    def _wander(self, weeks: int) -> Floats:
        steps = self.random.normal(0, WANDER_SD, weeks)
        found = np.zeros(weeks)
        for at in range(1, weeks):
            found[at] = WANDER_BACK * found[at - 1] + steps[at]
        return found

    def _counts(self, rate: Floats, extra: float) -> Floats:
        draw = self.random
        if self.family == "gamma":
            lively = draw.gamma(1 / extra, extra, len(rate))
        else:
            sd = float(np.sqrt(np.log1p(extra)))
            noise = np.zeros(len(rate))
            shocks = draw.normal(0, sd * np.sqrt(1 - 0.3**2), len(rate))
            for at in range(len(rate)):
                noise[at] = 0.3 * noise[at - 1] + shocks[at]
            lively = np.exp(noise - sd**2 / 2)
        return draw.poisson(rate * lively).astype(float)


def _shares(made: Made) -> Floats:
    total = max(made.counts.sum(), 1.0)
    return np.asarray(np.array([made.spam.sum(), made.same.sum(), made.host.sum()]) / total)
