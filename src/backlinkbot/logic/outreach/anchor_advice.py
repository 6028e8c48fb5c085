"""Which anchor class and which kind of page the next links should have to keep a natural mix.

Advice on classes only: no text is ever proposed to be used again, and texts that sell and are used
already are named as those not to ask for. Who links chooses the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.core.plans import AnchorAdvice, TargetAdvice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OUTSIDE = 0.01  # chance of a natural share above the band, and below it
MOST_DOMAINS = 5_000  # larger profiles are judged as this large: sites differ far more than chance
LARGEST_SPREAD = 0.9  # of the largest variance that a share can have
SAYS: Mapping[str, str] = {
    AnchorClass.BRANDED: "the site's or company's name, as the writer would say it",
    AnchorClass.NAKED_URL: "the address itself",
    AnchorClass.PARTIAL: "words of the writer's own that touch the subject of the page",
    AnchorClass.EXACT: "the name of the subject, once and in the writer's own sentence",
    AnchorClass.GENERIC: 'words like "their guide" or "this study"',
    AnchorClass.OTHER: "whatever the sentence says: a person's name, a title, a figure",
}
# Classes that sell: natural profiles grow them by themselves, so they are only ever asked for while
# they are under the natural mean.
SELLING = frozenset((AnchorClass.EXACT.value, AnchorClass.PARTIAL.value))
HOME, DEEP = "home page", "deeper pages"
HOME_MEAN, HOME_SD, HOME_PEERS = 0.45, 0.2, 4.0  # share of domains that link to it; our start
CROWDED, LEAST_CROWD = 0.3, 10  # a page with so much of all deep links, and so many, may rest
PAGES = 5  # named


@dataclass(frozen=True, slots=True)
class ClassLaw:
    """One anchor class: domains that have it, and mean and deviation of its natural share, 0..1."""

    name: str
    domains: int
    mean: float
    sd: float

    def band(self, domains: int) -> tuple[float, float]:
        """The shares between which 98 of 100 natural profiles of this size lie."""
        from scipy.stats import betabinom

        told = min(max(1, domains), MOST_DOMAINS)
        room = self.mean * (1 - self.mean)
        spread = min(self.sd**2, LARGEST_SPREAD * room)
        precision = room / spread - 1
        law = betabinom(told, self.mean * precision, (1 - self.mean) * precision)
        return float(law.ppf(OUTSIDE)) / told, min(1.0, float(law.ppf(1 - OUTSIDE)) / told)


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A page of ours and the referring domains that link to it."""

    url: str
    domains: int
    is_home: bool


def anchor_advice(
    laws: Sequence[ClassLaw], links: int, *, keywords_known: bool = True
) -> tuple[AnchorAdvice, ...]:
    """Of the next `links`, how many should be of each class; the most needed class first.

    `laws`: of all classes, so that their domains are the profile. One after the other, each link
    gets the class that is furthest below its natural share, never one that is at the upper end of
    its band; those that sell only while they are under their natural mean, and not at all where
    nobody knows what the site's keywords are.
    """
    before = sum(one.domains for one in laws)
    counts = {one.name: one.domains for one in laws}
    asked = {one.name: one for one in laws if one.name in SAYS}
    if not keywords_known:
        asked = {name: one for name, one in asked.items() if name not in SELLING}
    order: list[str] = []
    for after in range(before + 1, before + links + 1):
        name = _next(asked, counts, after)
        if not name:
            break
        counts[name] += 1
        order.append(name)
    return tuple(
        _advice(asked[name], before, before + len(order), order.count(name))
        for name in dict.fromkeys(order)
    )


def _next(asked: Mapping[str, ClassLaw], counts: Mapping[str, int], after: int) -> str:
    """The class that lacks most and has room under its band; empty where there is none."""
    lack = {name: one.mean * after - counts[name] for name, one in asked.items()}
    for name in sorted(lack, key=lambda one: (-lack[one], one)):
        is_pushed = name in SELLING and lack[name] < 1
        if not is_pushed and (counts[name] + 1) / after <= asked[name].band(after)[1]:
            return name
    return ""


def _advice(one: ClassLaw, before: int, after: int, links: int) -> AnchorAdvice:
    low, high = one.band(after)
    return AnchorAdvice(
        anchor_class=one.name,
        links=links,
        share=one.domains / max(1, before),
        after=(one.domains + links) / max(1, after),
        natural=one.mean,
        low=low,
        high=high,
        says=SAYS[one.name],
    )


def target_advice(
    pages: Sequence[TargetPage], peers: Sequence[float], links: int
) -> tuple[TargetAdvice, ...]:
    """Of the next `links`, how many should point at the home page and how many deeper.

    `peers`: the share of referring domains that link to the home page, of each peer.
    """
    home = sum(one.domains for one in pages if one.is_home)
    deep = [one for one in pages if not one.is_home]
    rest = sum(one.domains for one in deep)
    total = max(1, home + rest)
    natural = (sum(peers) + HOME_PEERS * HOME_MEAN) / (len(peers) + HOME_PEERS)
    at_home = int(np.clip(round(natural * (home + rest + links) - home), 0, links))
    crowded = [
        one.url for one in deep if one.domains >= LEAST_CROWD and one.domains > CROWDED * rest
    ]
    open_ = sorted((one for one in deep if one.url not in crowded), key=lambda one: one.domains)
    told = f"peers have {natural:.0%} of their referring domains there"
    advice = (
        TargetAdvice(HOME, at_home, home / total, natural, (), (), told),
        TargetAdvice(
            DEEP, links - at_home, rest / total, 1 - natural,
            tuple(one.url for one in open_[:PAGES]), tuple(crowded[:PAGES]),
            "the page that helps the reader of the linking one, and not the same one each time",
        ),
    )  # fmt: skip
    return tuple(sorted(advice, key=lambda one: -one.links))
