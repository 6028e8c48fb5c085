"""The velocity of one site's link growth: each week beside what was expected, and its alarms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


class SpikeKind(StrEnum):
    """What the links of a spike look like; the value is the word shown to the user."""

    VIRAL = "viral"
    BOUGHT = "bought"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class VelocityWeek:
    """New and lost referring domains of the week that begins on `week` (a Monday).

    `expected`, `low`, `high`: what the weeks before lead one to expect: mean, and the band that
    holds 98 of 100 weeks; None while there is too little history to tell.
    """

    week: date
    new: int
    lost: int
    expected: float | None
    low: int | None
    high: int | None

    def as_document(self) -> dict[str, Any]:
        """The week as JSON."""
        return {
            "week": self.week.isoformat(),
            "new": self.new,
            "lost": self.lost,
            "expected": None if self.expected is None else round(self.expected, 2),
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class VelocityAlarm:
    """Weeks with more new referring domains than the site's own history explains.

    `first`, `last`: Mondays of the first and the last such week; `new`, `expected`: referring
    domains in all of them together; `probability`: 0..1 that the links were bought or placed, None
    where nothing is known of what they look like; `chance`: how probable so many, of that make-up,
    were in quiet weeks, 0..1; `reasons`: plain sentences.
    """

    first: date
    last: date
    new: int
    expected: float
    kind: SpikeKind
    probability: float | None
    chance: float
    reasons: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The alarm as JSON; names are a contract."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "new": self.new,
            "expected": round(self.expected, 1),
            "kind": self.kind.value,
            "probability": None if self.probability is None else round(self.probability, 4),
            "chance": float(f"{self.chance:.2g}"),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Velocity:
    """How fast a site wins referring domains, week by week, and where that is out of the ordinary.

    `judged_weeks`: weeks with enough history before them; `start_unknown`: referring domains whose
    first link nobody can date, which are in no week; `blind_spots`: what this cannot see.
    """

    domain: str
    as_of: date
    weeks: tuple[VelocityWeek, ...]
    alarms: tuple[VelocityAlarm, ...]
    judged_weeks: int
    start_unknown: int
    blind_spots: tuple[str, ...]
    sentence: str

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `velocity DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "weeks": [week.as_document() for week in self.weeks],
            "alarms": [alarm.as_document() for alarm in self.alarms],
            "judged_weeks": self.judged_weeks,
            "blind_spots": list(self.blind_spots),
            "sentence": self.sentence,
            "start_unknown": self.start_unknown,
        }
