"""The anchor mix of one site: its classes beside what is natural, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class ClassShare:
    """One anchor class, counted in referring domains.

    `share`, `expected`, `low`, `high`: 0..1 of the domains whose anchor is known; the last three
    of natural profiles of this size (mean, and the band that holds 98 of 100). `tail_probability`:
    of as many or more in such a profile.
    """

    name: str
    domains: int
    share: float
    expected: float
    low: float
    high: float
    tail_probability: float

    def as_document(self) -> dict[str, Any]:
        """The class as JSON."""
        return {
            "class": self.name,
            "domains": self.domains,
            "share": round(self.share, 4),
            "expected": round(self.expected, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "tail_probability": float(f"{self.tail_probability:.3g}"),
        }


@dataclass(frozen=True, slots=True)
class AnchorUsed:
    """One anchor text, its class and the referring domains that use it; `money`: it sells."""

    text: str
    anchor_class: str
    domains: int
    share: float
    money: bool

    def as_document(self) -> dict[str, Any]:
        """The anchor as JSON."""
        return {
            "anchor": self.text,
            "anchor_class": self.anchor_class,
            "referring_domains": self.domains,
            "share": round(self.share, 4),
            "money": self.money,
        }


@dataclass(frozen=True, slots=True)
class MixAlarm:
    """Something that natural profiles hardly ever have.

    `what`: "exact match", "keyword anchors", "one keyword anchor", "repeated keyword anchors",
    "repeated foreign anchors" or "run of one anchor"; `limit`: the share that is an alarm;
    `language`: where it shows in the links of one language; `chance`: in natural profiles, 0..1.
    """

    what: str
    domains: int
    share: float
    limit: float | None
    chance: float
    sentence: str
    language: str = ""

    def as_document(self) -> dict[str, Any]:
        """The alarm as JSON."""
        return {
            "what": self.what,
            "referring_domains": self.domains,
            "share": round(self.share, 4),
            "limit": None if self.limit is None else round(self.limit, 4),
            "chance": float(f"{self.chance:.3g}"),
            "language": self.language or None,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class LanguageMix:
    """The classes of the links from pages in one language, in referring domains."""

    language: str
    domains: int
    exact: int
    partial: int

    def as_document(self) -> dict[str, Any]:
        """The language as JSON."""
        return {
            "language": self.language,
            "referring_domains": self.domains,
            "exact match": self.exact,
            "partial match": self.partial,
        }


@dataclass(frozen=True, slots=True)
class AnchorMix:
    """The anchors that point at a site, counted in referring domains, against natural mixes.

    `referring_domains`: of which an anchor is known; `enough`: whether so many allow a judgement;
    `alarm_share`: the share of exact matches (of repeated keyword anchors, where no keywords are
    known) from which so many domains would be an alarm, 0..1;
    `peers`: sites whose mixes were learnt from; `keywords`: phrases an exact match is made by, the
    most used first; `keywords_known`: whether topic words or titles told them.
    """

    domain: str
    as_of: date
    referring_domains: int
    enough: bool
    classes: tuple[ClassShare, ...]
    alarms: tuple[MixAlarm, ...]
    top_anchors: tuple[AnchorUsed, ...]
    languages: tuple[LanguageMix, ...]
    alarm_share: float
    peers: int
    keywords_known: bool
    sentence: str
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `anchors DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "referring_domains": self.referring_domains,
            "enough": self.enough,
            "classes": [one.as_document() for one in self.classes],
            "alarms": [one.as_document() for one in self.alarms],
            "top_anchors": [one.as_document() for one in self.top_anchors],
            "languages": [one.as_document() for one in self.languages],
            "alarm_share": round(self.alarm_share, 4),
            "peers": self.peers,
            "keywords_known": self.keywords_known,
            "sentence": self.sentence,
            "notes": list(self.notes),
        }
