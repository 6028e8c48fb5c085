"""What the new referring domains of a week look like, and how far that is from usual.

A spike of natural links looks like the site's usual ones, with scrapers and syndication on top; of
bought ones a large part shares a sign: spam-like sources, one keyword anchor, one host or template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaln, expit, gammaln, logsumexp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.velocity.baseline import Baseline

    Floats = NDArray[np.float64]

USUAL_DOMAINS = 10.0  # domains that the usual share of a sign counts for before any is seen
SPREAD_USUAL = 0.04  # correlation within a week (beta-binomial) of a usual site …
SPREAD_DOMAINS = 100.0  # … which counts like so many domains of the site's own
SPREAD_RANGE = (0.002, 0.5)
SHARE_RANGE = (0.005, 0.97)
MOST_DOMAINS = 5_000  # of a window: more tell no more, since a week's share wanders by itself
DEPENDENCE = 0.7  # signs go together (one seller, one anchor, one host): they count less than three
BOUGHT_FROM, VIRAL_UP_TO = 0.8, 0.2  # probability of bought at which the words change


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that bought links have in common more often than natural ones.

    `usual`: its share where nothing is known yet; `bought`: shares it may have among bought links,
    each as likely; `viral`: shares that a natural spike may have beyond the site's usual one, each
    as likely: scrapers copy what spreads, networks syndicate it; `told`: the sentence, with the
    window's share and the usual one.
    """

    usual: float
    bought: tuple[float, ...]
    viral: tuple[float, ...]
    told: str


SPAM = Sign(
    0.12, (0.25, 0.4, 0.55, 0.7, 0.85), (0.0, 0.05, 0.1, 0.2),
    "{share:.0%} of them come from sources that look like spam; {usual:.0%} is usual here.",
)  # fmt: skip
REPEATED = Sign(
    0.02, (0.02, 0.1, 0.3, 0.6, 0.85), (0.0, 0.0, 0.03, 0.1),
    "{share:.0%} of them repeat one keyword anchor within the week; {usual:.0%} is usual here.",
)  # fmt: skip
ONE_HOST = Sign(
    0.04, (0.04, 0.1, 0.3, 0.6, 0.85), (0.0, 0.05, 0.1, 0.25),
    "{share:.0%} of them share one platform, server, owner or template; {usual:.0%} is usual here.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composition:
    """Of the new referring domains of each week, how many have a sign; side by side with the weeks.

    `known`: domains of which it is known at all; `spam`: whose link or site looks like spam;
    `repeated`: that repeat the week's most used keyword anchor (all but one of them); `one_host`:
    that share the week's most frequent platform, server, owner or template (all but one). None: not
    known.
    """

    known: Floats
    spam: Floats | None = None
    repeated: Floats | None = None
    one_host: Floats | None = None

    def signs(self) -> Iterator[tuple[Sign, Floats]]:
        """The signs that are known, with their counts."""
        told = ((SPAM, self.spam), (REPEATED, self.repeated), (ONE_HOST, self.one_host))
        for sign, counts in told:
            if counts is not None:
                yield sign, counts


@dataclass(frozen=True, slots=True)
class SignSeen:
    """One sign in one window: the domains with it, of how many, and the share usual before.

    `spread`: variance of the window's own share relative to p (1 - p).
    """

    sign: Sign
    count: float
    known: float
    usual: float
    spread: float

    @property
    def chance(self) -> float:
        """The chance of so many or more among usual links (mid-p)."""
        likely = np.exp(_log_law(self.known, self.usual, self.spread))
        at = int(self.count)
        return min(1.0, float(likely[at + 1 :].sum() + likely[at] / 2))

    def evidence(self, fresh: float) -> float:
        """Log of how much likelier the count is if the extra links were bought than natural.

        `fresh`: the extra share of the window's links, 0..1.
        """
        at = int(self.count)
        natural = [self.usual + (1 - self.usual) * extra for extra in self.sign.viral]
        return self._likelihood(self.sign.bought, fresh, at) - self._likelihood(natural, fresh, at)

    def _likelihood(self, shares: tuple[float, ...] | list[float], fresh: float, at: int) -> float:
        logs = [
            _log_law(self.known, (1 - fresh) * self.usual + fresh * share, self.spread)[at]
            for share in shares
        ]
        return float(logsumexp(logs) - np.log(len(logs)))

    def sentence(self) -> str:
        """What was seen, in words."""
        return self.sign.told.format(share=self.count / self.known, usual=self.usual)


def signs_in(
    composition: Composition, baseline: Baseline, first: int, last: int
) -> tuple[SignSeen, ...]:
    """The signs of the weeks `first`..`last`, against the ordinary weeks before `first`."""
    window = slice(first, last + 1)
    known = float(composition.known[window].sum())
    if known < 1:
        return ()
    trust = baseline.trust[first - 1]
    return tuple(
        _seen(sign, counts, composition.known, trust, window)
        for sign, counts in composition.signs()
    )


def combined(chances: list[float]) -> float:
    """One chance out of several dependent ones (Cauchy combination, Liu and Xie 2020)."""
    if not chances:
        return 1.0
    held = np.clip(chances, 1e-15, 1 - 1e-9)
    total = float(np.mean(np.tan((0.5 - held) * np.pi)))
    return float(np.clip(0.5 - np.arctan(total) / np.pi, 1e-15, 1.0))


def bought_probability(signs: tuple[SignSeen, ...], count: float, expected: float) -> float | None:
    """The probability that a spike was bought rather than natural, both as likely beforehand.

    None where no sign is known.
    """
    if not signs or count <= 0:
        return None
    fresh = max(0.0, count - expected) / count
    return float(expit(DEPENDENCE * sum(sign.evidence(fresh) for sign in signs)))


def _seen(sign: Sign, counts: Floats, known: Floats, trust: Floats, window: slice) -> SignSeen:
    weight = trust[: len(known)]
    told = float((weight * known).sum())
    usual = (float((weight * counts).sum()) + USUAL_DOMAINS * sign.usual) / (told + USUAL_DOMAINS)
    usual = float(np.clip(usual, *SHARE_RANGE))
    spread = _spread(counts, known, weight, usual)
    weeks = window.stop - window.start
    effective = max(1.0, float(weight.sum()))
    unsure = (spread + (1 - spread) * effective / (told + USUAL_DOMAINS)) / effective
    seen, of = float(counts[window].sum()), float(known[window].sum())
    part = min(1.0, MOST_DOMAINS / of)
    return SignSeen(
        sign=sign,
        count=float(round(seen * part)),
        known=float(round(of * part)),
        usual=usual,
        spread=float(np.clip(spread / weeks + unsure, *SPREAD_RANGE)),
    )


def _spread(counts: Floats, known: Floats, weight: Floats, usual: float) -> float:
    """How much the share wanders from week to week, by moments, drawn to that of a usual site."""
    told = known > 1
    k, w = known[told], weight[told]
    if not len(k):
        return SPREAD_USUAL
    beyond = (counts[told] - k * usual) ** 2 / (k * usual * (1 - usual)) - 1
    found = float((w * beyond).sum()) + SPREAD_DOMAINS * SPREAD_USUAL
    return float(np.clip(found / (float((w * (k - 1)).sum()) + SPREAD_DOMAINS), *SPREAD_RANGE))


def _log_law(known: float, share: float, spread: float) -> Floats:
    """Log probabilities of 0..known with a sign, beta-binomial."""
    share = min(max(share, SHARE_RANGE[0]), SHARE_RANGE[1])
    precision = 1 / spread - 1
    a, b = share * precision, (1 - share) * precision
    count = np.arange(int(known) + 1)
    ways = gammaln(known + 1) - gammaln(count + 1) - gammaln(known - count + 1)
    return np.asarray(ways + betaln(count + a, known - count + b) - betaln(a, b))
