"""The judged profile of one domain: what the judging room gives and every report tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.core.nouns import Growth, Reading

WEEKS_TOLD = 104  # two years: what a chart of weeks can show and a program usually asks for
HISTOGRAM_BINS = (
    10  # of ten points of quality each: coarse enough to read, fine enough to see two humps
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many live backlinks, and from how many referring domains, have one thing in common."""

    name: str
    links: int
    domains: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """One anchor text, in its most frequent spelling, with its class and its use."""

    text: str
    anchor_class: str
    links: int
    domains: int


@dataclass(frozen=True, slots=True)
class ReferringDomain:
    """One linking site: its live backlinks, its authority (None: not known), its best quality."""

    domain: str
    links: int
    followed_links: int
    authority: float | None
    quality: float | None
    first_seen: date | None


@dataclass(frozen=True, slots=True)
class QualitySplit:
    """Live backlinks by strength, and how many have none since too little is known (`unjudged`).

    `histogram`: the judged ones in ten bins;
    `strong_from`, `medium_from`: the quality (0..100) at which the words begin.
    """

    strong: int
    medium: int
    weak: int
    unjudged: int
    histogram: tuple[int, ...]
    strong_from: float
    medium_from: float

    @property
    def judged(self) -> int:
        """How many backlinks have a quality."""
        return self.strong + self.medium + self.weak


@dataclass(frozen=True, slots=True)
class Spread:
    """How a profile is spread over one dimension, largest first.

    `evenness`: Pielou's J over referring domains, 0 (all in one) .. 1 (all alike), None where
    nothing is known; `kinds`: how many different ones; `unknown_links`: links this is not known of;
    `basis`: in plain words, where it was read.
    """

    what: str
    tallies: tuple[Tally, ...]
    kinds: int
    evenness: float | None
    unknown_links: int
    basis: str


@dataclass(frozen=True, slots=True)
class JudgedLink:
    """One backlink on show with its quality (0..100), its five readings and the main reason."""

    source_url: str
    source_domain: str
    source_title: str
    target_url: str
    anchor: str
    anchor_class: str
    placement: str
    followed: bool | None
    first_seen: date | None
    quality: float
    strength: str
    reason: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Quality and quantity of the backlinks of one domain on one day.

    `weeks`: every one from the first with a change to that of `as_of`.

    `followed_share`: of the backlinks whose rel is known, 0..1, None when it is known of none.
    `new_30d` and `lost_30d`: referring domains in the 30 days up to `recent_until`: `as_of`, or
    the day on which links were read last where that is earlier.
    `best`, `worst`: one link per referring domain. `findings`, `unknown` (what could not be judged)
    and `method` are plain sentences. `only_domains`: further domains that link here according to
    link graphs which name no pages; they are in no other number.
    `authority_note`: why `authority` is None, a phrase; empty where it is known.
    `other_kinds`: live frames, forms, canonicals and mentions, which are no backlinks;
    `start_unknown`: referring domains of which nobody knows when they began to link, and which
    are therefore in no week and not among the new ones.
    """

    domain: str
    as_of: date
    snapshot: str
    backlinks: int
    referring_domains: int
    followed_share: float | None
    authority: float | None
    authority_low: float | None
    authority_high: float | None
    quality: QualitySplit
    placements: tuple[Tally, ...]
    anchor_classes: tuple[Tally, ...]
    top_anchors: tuple[Anchor, ...]
    new_30d: int
    lost_30d: int
    weeks: tuple[Growth, ...]
    top_referring_domains: tuple[ReferringDomain, ...]
    spreads: tuple[Spread, ...] = ()
    best: tuple[JudgedLink, ...] = ()
    worst: tuple[JudgedLink, ...] = ()
    findings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    only_domains: int = 0
    authority_note: str = ""
    other_kinds: int = 0
    start_unknown: int = 0
    recent_until: date | None = None

    def as_document(self, *, weeks: int | None = WEEKS_TOLD) -> dict[str, Any]:
        """The JSON document of `profile DOMAIN --json`; names and shapes are a contract.

        `weeks`: at most so many, the last ones up to `as_of`; None for all.
        """
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "backlinks": self.backlinks,
            "referring_domains": self.referring_domains,
            "followed_share": _rounded(self.followed_share, 4),
            "authority": _rounded(self.authority, 1),
            "quality": {
                "strong": self.quality.strong,
                "medium": self.quality.medium,
                "weak": self.quality.weak,
                "unjudged": self.quality.unjudged,
                "histogram": list(self.quality.histogram),
            },
            "placements": {tally.name: tally.links for tally in self.placements},
            "anchor_classes": {tally.name: tally.links for tally in self.anchor_classes},
            "top_anchors": [_anchor(anchor) for anchor in self.top_anchors],
            "new_30d": self.new_30d,
            "lost_30d": self.lost_30d,
            "weeks": [_week(growth) for growth in self.weeks[-weeks if weeks else 0 :]],
            "top_referring_domains": [_referrer(one) for one in self.top_referring_domains],
            "authority_note": self.authority_note or None,
            "authority_interval": _interval(self.authority_low, self.authority_high),
            "diversity": {spread.what: _spread(spread) for spread in self.spreads},
            "best_links": [_judged(link) for link in self.best],
            "worst_links": [_judged(link) for link in self.worst],
            "findings": list(self.findings),
            "unknown": list(self.unknown),
            "method": list(self.method),
            "only_domains": self.only_domains,
            "other_kinds": self.other_kinds,
            "start_unknown": self.start_unknown,
        }


def _anchor(anchor: Anchor) -> dict[str, Any]:
    return {
        "anchor": anchor.text,
        "anchor_class": anchor.anchor_class,
        "backlinks": anchor.links,
        "referring_domains": anchor.domains,
    }


def _week(growth: Growth) -> dict[str, Any]:
    return {
        "week": growth.week.isoformat(),
        "new": growth.new,
        "lost": growth.lost,
        "lost_start_unknown": growth.lost_start_unknown,
    }


def _referrer(one: ReferringDomain) -> dict[str, Any]:
    return {
        "domain": one.domain,
        "backlinks": one.links,
        "followed_backlinks": one.followed_links,
        "authority": _rounded(one.authority, 1),
        "quality": _rounded(one.quality, 1),
        "first_seen": one.first_seen.isoformat() if one.first_seen else None,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "evenness": _rounded(spread.evenness, 3),
        "kinds": spread.kinds,
        "unknown_backlinks": spread.unknown_links,
        "basis": spread.basis,
        "counts": [
            {"name": tally.name, "backlinks": tally.links, "referring_domains": tally.domains}
            for tally in spread.tallies
        ],
    }


def _judged(link: JudgedLink) -> dict[str, Any]:
    return {
        "source_url": link.source_url,
        "source_domain": link.source_domain,
        "target_url": link.target_url,
        "anchor": link.anchor,
        "anchor_class": link.anchor_class,
        "placement": link.placement,
        "followed": link.followed,
        "first_seen": link.first_seen.isoformat() if link.first_seen else None,
        "quality": _rounded(link.quality, 1),
        "strength": link.strength,
        "reason": link.reason,
        "readings": [reading_document(reading) for reading in link.readings],
    }


def reading_document(reading: Reading) -> dict[str, Any]:
    """One reading as JSON: signal, value, score, sentence, evidence."""
    return {
        "signal": reading.signal,
        "value": _rounded(reading.value, 4),
        "score": _rounded(reading.score, 4),
        "sentence": reading.sentence,
        "evidence": list(reading.evidence),
    }


def _interval(low: float | None, high: float | None) -> list[float] | None:
    return None if low is None or high is None else [round(low, 1), round(high, 1)]


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)
