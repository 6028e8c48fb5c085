"""Verdicts on links of 10,000 well-known sites, which no list of sites to spare protects.

Crawled pages in the worst shapes that honest links have, and bare exports, with several seeds. All
of these sites are honest, so that the mean probability is what the calibration is off by; a robot's
comments on them are not (the sites are, the links are not), and are left out of that mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from authority_exports import exports
from authority_links import audits
from toxicity_judge import UNPROTECTED

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict import verdicts_of

SEEDS = (20_261_121, 20_261_122, 20_261_123)
COMMENTS = ("comment", "followed comment")


@dataclass
class Tally:
    """Of some links: how many, the advice on them, and the sum of the probabilities told."""

    links: int = 0
    advice: Counter[str] = field(default_factory=Counter)
    probability: float = 0.0

    def add(self, suspects: Suspects) -> None:
        marks = {name: marker.find(suspects) for name, marker in markers.items()}
        _, links = verdicts_of(suspects, marks, groups_of(suspects), UNPROTECTED)
        self.links += len(links)
        self.advice.update(one.verdict.value for one in links)
        self.probability += sum(one.probability for one in links)

    def line(self) -> str:
        disavow, review = self.advice[Advice.DISAVOW.value], self.advice[Advice.REVIEW.value]
        return (
            f"{self.links:,} links, disavow {disavow}, review {review:,}"
            f" = {review / max(1, self.links):.1%}, mean probability"
            f" {self.probability / max(1, self.links):.4f}"
        )


def well_known() -> Iterator[str]:
    """The figures by kind of links and by shape, then in all."""
    yield f"links from well-known sites, no list of sites to spare, {len(SEEDS)} seeds:"
    everything: list[Tally] = []
    for with_authority in (False, True):
        for mixed in (True, False):
            known = "authority known" if with_authority else "authority unknown"
            form = "all shapes to each site" if mixed else "one shape to each site"
            shapes = _by_name(
                each
                for seed in SEEDS
                for each in audits(seed, with_authority=with_authority, mixed=mixed)
            )
            everything += shapes.values()
            yield from _told(f"{known}, {form}", shapes)
    shapes = _by_name(each for seed in SEEDS for each in exports(seed))
    everything += shapes.values()
    yield from _told("bare exports", shapes)
    disavowed = sum(one.advice[Advice.DISAVOW.value] for one in everything)
    total = sum(one.links for one in everything)
    yield f"well-known sites disavowed: {disavowed} of {total:,}"


def _by_name(cases: Iterable[tuple[str, Suspects]]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for name, suspects in cases:
        found.setdefault(name, Tally()).add(suspects)
    return found


def _told(title: str, shapes: dict[str, Tally]) -> Iterator[str]:
    yield f"  {title}: {_sum(shapes.values()).line()}"
    if len(shapes) == 1:
        return
    if any(name in COMMENTS for name in shapes):
        rest = _sum(one for name, one in shapes.items() if name not in COMMENTS)
        yield f"    without comments: {rest.line()}"
    for name, one in shapes.items():
        yield f"    {name}: {one.line()}"


def _sum(some: Iterable[Tally]) -> Tally:
    found = Tally()
    for one in some:
        found.links += one.links
        found.advice += one.advice
        found.probability += one.probability
    return found
