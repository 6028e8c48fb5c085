"""Pacing: how many links may land in a week, and what is left of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Band:
    """Referring domains that a week like this brings by itself; half, 85 and 99 of 100 stay below.

    `expected`: on average; the others are whole domains.
    """

    expected: float
    p50: int
    p85: int
    p99: int

    def as_document(self) -> dict[str, Any]:
        """The band as JSON."""
        return {
            "expected": round(self.expected, 2),
            "p50": self.p50,
            "p85": self.p85,
            "p99": self.p99,
        }


@dataclass(frozen=True, slots=True)
class Pledge:
    """A link that may still land in the week that begins on `week` (a Monday).

    `probability`: 0..1 that it lands in that very week; `prospect`: its number; `asked_in`: the
    Monday of the week in which it was asked for. One prospect has a pledge for each week in
    which its link may come.
    """

    prospect: int
    probability: float
    week: date
    asked_in: date | None = None


@dataclass(frozen=True, slots=True)
class WeekRoom:
    """One week of the budget, in referring domains.

    `landed`: those that began to link in it so far; `won`: of them, those we asked for; `coming`:
    how many more are expected to come by themselves; `pledged`: of those that were asked, how many
    are expected to link; `room`: what is left below the 85 % band; `workdays`: on which people
    work, of five.
    """

    week: date
    band: Band
    landed: int
    won: int
    coming: float
    pledged: float
    room: float
    workdays: int = 5

    def as_document(self) -> dict[str, Any]:
        """The week as JSON; names are a contract."""
        return {
            "week": self.week.isoformat(),
            "band": self.band.as_document(),
            "landed": self.landed,
            "won": self.won,
            "coming": round(self.coming, 2),
            "pledged": round(self.pledged, 2),
            "room": round(self.room, 2),
            "workdays": self.workdays,
        }


@dataclass(frozen=True, slots=True)
class Room:
    """What may be asked for now, so that the links that come of it stay inside the band.

    `links`: expected links (the sum of the probabilities of new messages); `why`: a sentence,
    which says where there is no room what stops it; `weeks`: as in the budget, this one first.
    """

    site: str
    at: datetime
    links: float
    why: str
    weeks: tuple[WeekRoom, ...]

    @property
    def is_open(self) -> bool:
        """Whether any message may go."""
        return self.links > 0

    def as_document(self) -> dict[str, Any]:
        """The room as JSON."""
        return {"links": round(self.links, 2), "why": self.why}


@dataclass(frozen=True, slots=True)
class Budget:
    """The weekly budget of links of a site: its band, what landed, what is pledged, what is left.

    `now`: what may be asked for now; `pace`: links a week that come of asking whenever there is
    room; `history`: weeks before (Monday, landed, won of them), the oldest first;
    `own_weeks`: complete weeks of the site's own that were learnt from; `peers`: sites pooled with
    it; `own_weight`: 0..1, how far the level is the site's own and not its peers'; `outside`:
    paid or sponsored prospects, which are not in it.
    """

    domain: str
    as_of: date
    known_until: date | None
    weeks: tuple[WeekRoom, ...]
    now: Room
    pace: float
    own_weeks: int
    own_weight: float
    peers: tuple[str, ...]
    history: tuple[tuple[date, int, int], ...]
    outside: int
    sentence: str
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `budget DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "known_until": None if self.known_until is None else self.known_until.isoformat(),
            "weeks": [one.as_document() for one in self.weeks],
            "now": self.now.as_document(),
            "pace": round(self.pace, 2),
            "own_weeks": self.own_weeks,
            "own_weight": round(self.own_weight, 3),
            "peers": list(self.peers),
            "history": [
                {"week": week.isoformat(), "landed": landed, "won": won}
                for week, landed, won in self.history
            ],
            "outside": self.outside,
            "sentence": self.sentence,
            "notes": list(self.notes),
        }
