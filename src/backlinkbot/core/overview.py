"""The main numbers of a site's links on one day, and what they were a month before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.core.nouns import Growth
    from backlinkbot.core.profile import Tally


@dataclass(frozen=True, slots=True)
class Numbers:
    """Live links and sites of one moment; `followed_share`: of those of which it is known, 0..1."""

    backlinks: int
    referring_domains: int
    followed_share: float | None
    strong: int
    medium: int
    weak: int
    unjudged: int

    @property
    def judged(self) -> int:
        """How many links have a quality."""
        return self.strong + self.medium + self.weak


@dataclass(frozen=True, slots=True)
class Overview:
    """What is counted of the links to a site, or to a part of it.

    `recent_until`: the last of the 30 days that are looked back on, before `as_of` where links were
    read last before it; `before`: at their beginning; what nobody dates counts then too. `won`,
    `lost`: referring domains in these days, `links_won`, `links_lost`: backlinks. `histogram`: live
    judged links in ten bins of quality. `weeks`: without a gap; `start_unknown`: live referring
    domains that nobody dates. `only_domains`: further sites known to link by name alone. Tallies
    are of live links, most referring domains first.
    """

    as_of: date
    recent_until: date
    now: Numbers
    before: Numbers
    won: int
    lost: int
    links_won: int
    links_lost: int
    histogram: tuple[int, ...]
    weeks: tuple[Growth, ...]
    start_unknown: int
    only_domains: int
    placements: tuple[Tally, ...]
    anchor_classes: tuple[Tally, ...]
    endings: tuple[Tally, ...]
    languages: tuple[Tally, ...]
    targets: tuple[Tally, ...]
