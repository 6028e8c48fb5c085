"""Natural shares of anchor classes: a Dirichlet-multinomial learnt from other sites' mixes.

Its marginals are beta-binomial. Every class has a precision of its own: brands differ far more from
site to site than exact matches do, and one precision for all would hide the latter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaln, gammaln

from backlinkbot.core.nouns import AnchorClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

LEAST_PEER_DOMAINS = 20  # a smaller profile's shares are mostly chance
STARTING_PEERS = 10.0  # the starting mix counts for so many peers
ODD_PEER = 0.005  # a peer whose keyword shares are rarer than this is no model of nature
ROUNDS = 3  # of leaving odd peers out; no more leave afterwards
LEAST_MEAN, LEAST_SD = 0.002, 0.004
LARGEST_SPREAD = 0.9  # of the largest variance that a share can have
WIDEST = 1.5  # times the starting spread: a market full of bought anchors does not become natural
WEIGHT_DOMAINS = 50.0  # domains from which a peer's shares weigh more than half of the most

MOST_DOMAINS = 50_000  # larger profiles are judged as this large: sites differ far more than chance

KEYWORDS = "keyword anchors"  # exact and partial matches together
ONE_KEYWORD = "one keyword anchor"  # repeats of the most used text that sells: all but one domain
REPEATED = "repeated keyword anchors"  # all texts that sell and stand on several domains each
FOREIGN = "repeated foreign anchors"  # those of them that hold none of the site's own keywords


@dataclass(frozen=True, slots=True)
class Share:
    """A natural share: mean and standard deviation over sites, 0..1."""

    mean: float
    sd: float

    def law(self, domains: int) -> Floats:
        """Probabilities of 0..domains, beta-binomial."""
        spread = min(self.sd**2, LARGEST_SPREAD * self.mean * (1 - self.mean))
        precision = self.mean * (1 - self.mean) / spread - 1
        a, b = self.mean * precision, (1 - self.mean) * precision
        count = np.arange(domains + 1)
        ways = gammaln(domains + 1) - gammaln(count + 1) - gammaln(domains - count + 1)
        logs = ways + betaln(count + a, domains - count + b) - betaln(a, b)
        return np.asarray(np.exp(logs - np.logaddexp.reduce(logs)))

    def tail(self, count: int, domains: int) -> float:
        """The chance of `count` or more among `domains`."""
        told = min(domains, MOST_DOMAINS)
        return float(min(1.0, self.law(told)[round(count * told / max(1, domains)) :].sum()))

    def band(self, domains: int, outside: float) -> tuple[float, float]:
        """The shares between which a natural profile lies but for `outside` on either side."""
        domains = min(domains, MOST_DOMAINS)
        heaped = np.cumsum(self.law(domains))
        low, high = np.searchsorted(heaped, [outside, 1 - outside])
        return float(low) / max(1, domains), min(1.0, float(high) / max(1, domains))

    def limit(self, domains: int, chance: float) -> float:
        """The smallest share that fewer than `chance` of natural profiles of this size reach."""
        domains = min(domains, MOST_DOMAINS)
        likely = self.law(domains)
        above = np.cumsum(likely[::-1])[::-1]
        reached = np.flatnonzero(above <= chance)
        return float(reached[0]) / domains if len(reached) else 1.0


# Where nothing is learnt yet. Published "natural" shares contradict each other, so the spreads are
# wide: exact matches 3 ± 2.5 %, brands 45 ± 15 %. docs/reference/anchor-mix.md says where from.
STARTING = {
    AnchorClass.IMAGE_EMPTY.value: Share(0.07, 0.06),
    AnchorClass.NAKED_URL.value: Share(0.15, 0.10),
    AnchorClass.BRANDED.value: Share(0.45, 0.15),
    AnchorClass.EXACT.value: Share(0.03, 0.025),
    AnchorClass.PARTIAL.value: Share(0.08, 0.06),
    AnchorClass.GENERIC.value: Share(0.10, 0.07),
    AnchorClass.OTHER.value: Share(0.12, 0.10),
    KEYWORDS: Share(0.11, 0.07),
    ONE_KEYWORD: Share(0.025, 0.025),
    REPEATED: Share(0.05, 0.04),
    FOREIGN: Share(0.02, 0.025),
}


@dataclass(frozen=True, slots=True)
class PeerMix:
    """How many of a site's referring domains have each thing that `STARTING` names."""

    domains: int
    counts: tuple[int, ...]  # in the order of `STARTING`


@dataclass(frozen=True, slots=True)
class Natural:
    """What natural profiles have of each class; `peers` learnt from, `odd` ones left out."""

    shares: dict[str, Share]
    peers: int
    odd: int


def natural_of(peers: Sequence[PeerMix] = ()) -> Natural:
    """The natural shares by the mixes of other sites (at least 20 referring domains each).

    By moments, drawn to the starting mix while peers are few. Peers with more keyword anchors than
    natural ones have are left out: a rival's bought links are no model.
    """
    usable = [peer for peer in peers if peer.domains >= LEAST_PEER_DOMAINS]
    kept = usable
    shares = _learnt(kept)
    for _ in range(ROUNDS):
        fair = [peer for peer in usable if not _is_odd(peer, shares)]
        if len(fair) == len(kept):
            break
        kept = fair
        shares = _learnt(kept)
    return Natural(shares, len(kept), len(usable) - len(kept))


def _is_odd(peer: PeerMix, shares: dict[str, Share]) -> bool:
    names = list(STARTING)
    return any(
        shares[name].tail(peer.counts[names.index(name)], peer.domains) < ODD_PEER
        for name in (AnchorClass.EXACT.value, ONE_KEYWORD, REPEATED, FOREIGN)
    )


def _learnt(peers: Sequence[PeerMix]) -> dict[str, Share]:
    if not peers:
        return dict(STARTING)
    domains = np.array([peer.domains for peer in peers], dtype=np.float64)
    counts = np.array([peer.counts for peer in peers], dtype=np.float64)
    weight = domains / (domains + WEIGHT_DOMAINS)
    return {
        name: _moments(counts[:, at] / domains, domains, weight, start)
        for at, (name, start) in enumerate(STARTING.items())
    }


def _moments(seen: Floats, domains: Floats, weight: Floats, start: Share) -> Share:
    """Mean and spread over sites, the chance of small profiles taken off, drawn to `start`.

    The spread includes what is not known of the mean.
    """
    told = float(weight.sum())
    whole = told + STARTING_PEERS
    mean = (float((weight * seen).sum()) + STARTING_PEERS * start.mean) / whole
    mean = float(np.clip(mean, LEAST_MEAN, 1 - LEAST_MEAN))
    by_chance = mean * (1 - mean) / domains
    between = float((weight * ((seen - mean) ** 2 - by_chance)).sum())
    spread = (max(0.0, between) + STARTING_PEERS * start.sd**2) / whole * (1 + 1 / whole)
    return Share(mean, float(np.clip(np.sqrt(spread), LEAST_SD, WIDEST * start.sd)))
