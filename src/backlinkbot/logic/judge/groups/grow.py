"""From a seed to a group: whoever shares so much with its members that chance cannot explain it.

A group is a profile: how often its members link to each telling target and show each trait. Every
unit is weighed against the profile by the log of a likelihood ratio, drawn by this hand or drawn by
strangers, with its own share in the profile left out. The links of a member are a mixture of the
profile and of everybody's links, so that a hub that links everywhere is not explained by the few
targets it has in common. Of several traits of one kind only the strongest counts. Whoever weighs
enough is a member, and the profile is counted again, until nothing changes (a hard form of EM;
Dempster, Laird & Rubin 1977). Nothing is passed on from hand to hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.groups.traits import KINDS, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen

LEAST_MEMBERS = 4  # three sites of one owner are a family, not a scheme
# Natural log of the odds at which a unit is a member, after how few of all are: 20 to 1.
JOINS = 3.0
LEAST_EVIDENCE = 2.5  # 12 to 1, however many of all the units are members
LEAST_BESIDE = 1.0  # what must be left without the strongest trait, which may be copied
# Which part of a member's links may be the group's; averaged, because nobody knows it before.
MIXTURES = (0.15, 0.4, 0.8)
# Strangers who write about the same things link to the same sites that much more often than any two
# strangers do; taken from the hubs of the UK host graph of 1996.
OF_ONE_TOPIC = 10.0
NOT_SEEN = 0.25  # links of strangers to a target to which none was seen
LEAST_LINKS = -2.0  # linking elsewhere too does not clear a site: networks hide among real links
MOST_LINKS = 25.0
LEAST_KIND = -1.5  # nor does one id of its own
ROUNDS = 8  # mostly three are enough
PRIOR_STRANGERS = 40.0  # as many strangers as a kind's base share weighs beside those seen
SHARED_BY = 2  # a target or trait that one member has alone says nothing


@dataclass(frozen=True)
class Weighed:
    """All units against one profile: `links` and, per kind of `KINDS`, `traits` (units by kinds).

    `uncut`: their sum with links that count without limit.

    Natural logs of likelihood ratios; positive speaks for the group.
    """

    links: NDArray[np.float64]
    traits: NDArray[np.float64]
    uncut: NDArray[np.float64]

    @property
    def total(self) -> NDArray[np.float64]:
        total: NDArray[np.float64] = self.links + self.traits.sum(axis=1)
        return total


class Field:
    """The units among which groups grow."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.units = seen.out.units
        self.free = np.ones(self.units, np.bool_)

    @cached_property
    def popularity(self) -> NDArray[np.float64]:
        """How many domains of the index link to each target."""
        return np.asarray(self.seen.elsewhere + self.seen.out.counts, np.float64)

    @cached_property
    def all_links(self) -> float:
        """Links of the index to telling targets, as far as they are known."""
        return float(self.popularity.sum()) + 1.0

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        return self.seen.traits.known()

    @cached_property
    def trait_counts(self) -> NDArray[np.int64]:
        return self.seen.traits.shown.counts

    def weigh(self, members: NDArray[np.int64]) -> Weighed:
        """All units against the profile of these members."""
        inside = np.zeros(self.units, np.bool_)
        inside[members] = True
        links, traits = self._links(members, inside), self._traits(members, inside)
        uncut = links + traits.sum(axis=1)
        return Weighed(np.minimum(links, MOST_LINKS), traits, uncut)

    def grow(self, seed: NDArray[np.int64]) -> NDArray[np.int64]:
        """The members that a seed grows or shrinks to; empty when it falls apart."""
        members = seed
        for _ in range(ROUNDS):
            weighed = self.weigh(members)
            grown = np.flatnonzero(self._joins(weighed) & self.free)
            if len(grown) < LEAST_MEMBERS:
                return np.empty(0, np.int64)
            if np.array_equal(grown, members):
                break
            members = grown
        return members

    def _joins(self, weighed: Weighed) -> NDArray[np.bool_]:
        """Which units belong; one trait alone joins nobody."""
        total = weighed.total
        members = max(1, int((total >= LEAST_EVIDENCE).sum()))
        odds_before = np.log(max(1, self.units - members) / members)
        bar = max(LEAST_EVIDENCE, JOINS + odds_before)
        alone = weighed.traits.max(axis=1, initial=0)
        beside = (total - alone >= LEAST_BESIDE) | (weighed.links >= bar)
        joins: NDArray[np.bool_] = (total >= bar) & beside
        return joins

    def _links(self, members: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        out = self.seen.out
        count = np.bincount(out.trait[out.pairs_of_units(members)], minlength=out.traits)
        profile = np.flatnonzero(count >= SHARED_BY)
        pairs = out.pairs_of_traits(profile)
        unit, target = out.unit[pairs], out.trait[pairs]
        others = count[target] - inside[unit]
        drawn_here = others / max(1.0, float(count[profile].sum()))
        drawn_by_all = self._drawn_by_strangers(members, count)[target]
        odds = drawn_here / (drawn_by_all * OF_ONE_TOPIC)
        size = out.sizes.astype(np.float64)
        by_mixture = [
            np.bincount(unit, np.log1p(part / (1 - part) * odds), self.units)
            + size * np.log1p(-part)
            for part in MIXTURES
        ]
        mean = np.logaddexp.reduce(by_mixture, axis=0) - np.log(len(MIXTURES))
        return np.where(size > 0, np.maximum(mean, LEAST_LINKS), 0.0)

    def _drawn_by_strangers(
        self, members: NDArray[np.int64], count: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Of a stranger's links, the share that goes to each target.

        Taken from the index, or from the units that are no members where they link there less: a
        scheme's other sites, which do not link here, would pass for strangers.
        """
        out = self.seen.out
        in_index = (self.popularity - count + NOT_SEEN) / self.all_links
        others = max(1.0, float(len(out.unit) - out.sizes[members].sum()))
        here = (out.counts - count + NOT_SEEN) / others
        least: NDArray[np.float64] = np.minimum(in_index, here)
        return least

    def _traits(self, members: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        traits, shown = self.seen.traits, self.seen.traits.shown
        weights = np.zeros((self.units, len(KINDS)))
        if not shown.traits:
            return weights
        count = np.bincount(shown.trait[shown.pairs_of_units(members)], minlength=shown.traits)
        profile = np.flatnonzero(count >= SHARED_BY)
        pairs = shown.pairs_of_traits(profile)
        unit, trait = shown.unit[pairs], shown.trait[pairs]
        kind = traits.kind[trait].astype(np.int64)
        told = self.known[members].sum(axis=0)
        others = count[trait] - inside[unit]
        here = others / (told[kind] - inside[unit] + 1.0)
        strangers = self.known.sum(axis=0)[kind] - told[kind]
        showing = self.trait_counts[trait] - count[trait]
        base = np.array([WEIGHTS[each].base for each in KINDS])[kind]
        apart = (showing + PRIOR_STRANGERS * base) / (strangers + PRIOR_STRANGERS)
        most = np.array([WEIGHTS[each].most for each in KINDS])[kind]
        with np.errstate(divide="ignore"):
            ratio = np.log(here) + np.minimum(-np.log(apart), most)
        best = np.full((self.units, len(KINDS)), -np.inf)
        np.maximum.at(best, (unit, kind), ratio)
        lacking = self._lacking(best, members)
        weights = np.where(np.isfinite(best), np.maximum(best, lacking), lacking)
        return np.where(self.known, weights, 0.0)

    def _lacking(
        self, best: NDArray[np.float64], members: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Per kind what it says that a unit shows nothing of what the members show."""
        told = np.maximum(1, self.known[members].sum(axis=0))
        share = (best[members] > 0).sum(axis=0) / told
        lacking: NDArray[np.float64] = np.maximum(np.log1p(-np.minimum(share, 0.99)), LEAST_KIND)
        return lacking
