"""Plans: what is asked for in the weeks ahead, by which tactics, and what trying it out shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.core.pacing import Band, Budget


class Risk(StrEnum):
    """How much can go wrong with a tactic; the value is the word shown to the user."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Resources:
    """What can be spent on a site's links.

    `hours`: of work a week; `budget`: euros a month, for work (writing, data, pictures), never for
    a link; `languages`: in which can be written, as BCP 47 says it, empty for any.
    """

    hours: float = 5.0
    budget: float = 0.0
    languages: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The resources as JSON."""
        return {"hours": self.hours, "budget": self.budget, "languages": list(self.languages)}


@dataclass(frozen=True, slots=True)
class PlannedTactic:
    """What one tactic has in a month's plan.

    `asks`: prospects to write to; `links`: expected to land of them, `low`..`high` in 9 of 10
    cases; `worth`: points of authority expected, None where nobody knows; `hours`: of work;
    `weeks`: from asking until most of its links stand; `is_quality`: no volume tactic; `first`:
    whom to ask first.
    """

    tactic: str
    asks: int
    links: float
    low: int
    high: int
    worth: float | None
    hours: float
    risk: Risk
    risk_why: str
    weeks: tuple[int, int]
    is_quality: bool
    first: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The tactic as JSON."""
        return {
            "tactic": self.tactic,
            "asks": self.asks,
            "expected_links": round(self.links, 2),
            "links_90": [self.low, self.high],
            "worth_points": None if self.worth is None else round(self.worth, 3),
            "hours": round(self.hours, 1),
            "risk": self.risk.value,
            "risk_why": self.risk_why,
            "weeks": list(self.weeks),
            "is_quality": self.is_quality,
            "first": list(self.first),
        }


@dataclass(frozen=True, slots=True)
class AnchorAdvice:
    """How many of the next links should have an anchor of a class; the writer chooses its words.

    `share`, `natural`, `low`, `high`: 0..1, of the domains whose anchor is known: now, and in
    natural profiles of the size after these links (mean, and where 98 of 100 lie); `after`: the
    share then.
    """

    anchor_class: str
    links: int
    share: float
    after: float
    natural: float
    low: float
    high: float
    says: str

    def as_document(self) -> dict[str, Any]:
        """The advice as JSON."""
        return {
            "class": self.anchor_class,
            "links": self.links,
            "share": round(self.share, 4),
            "after": round(self.after, 4),
            "natural": round(self.natural, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class TargetAdvice:
    """How many of the next links should point at one kind of page, and at which of them.

    `share`, `natural`: 0..1 of the referring domains, now and among peers; `pages`: those that
    have the least links for what they are; `resting`: those that have enough.
    """

    kind: str
    links: int
    share: float
    natural: float
    pages: tuple[str, ...]
    resting: tuple[str, ...]
    says: str

    def as_document(self) -> dict[str, Any]:
        """The advice as JSON."""
        return {
            "kind": self.kind,
            "links": self.links,
            "share": round(self.share, 4),
            "natural": round(self.natural, 4),
            "pages": list(self.pages),
            "resting": list(self.resting),
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """What the next links should look like so that the mix stays a natural one.

    `anchors`, `next_class`: classes, the one most needed first; `avoid`: texts that sell and are
    used already, which nobody should be asked to repeat.
    """

    anchors: tuple[AnchorAdvice, ...] = ()
    next_class: str = ""
    targets: tuple[TargetAdvice, ...] = ()
    avoid: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The advice as JSON."""
        return {
            "next_class": self.next_class or None,
            "anchors": [one.as_document() for one in self.anchors],
            "targets": [one.as_document() for one in self.targets],
            "avoid": list(self.avoid),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of four weeks: tactics in order, inside the budget, quality first, quantity second.

    `first`, `last`: the Monday it begins on, and the Sunday it ends on;
    `wanted`: referring domains that the goal asks for in a month, None without one; `landed`: of
    this month so far; `pledged`: expected of those asked already; `links`: expected of the plan;
    `room`: what these weeks have room for; `later`: links expected of chances for which there was
    no room or time; `weeks`: until all of them are placed at this pace, None where nothing moves;
    `waiting`: tactics that wait for the next phase; `left_out`: chances that are not in it, by
    reason.
    """

    domain: str
    first: date
    last: date
    resources: Resources
    wanted: float | None
    landed: int
    pledged: float
    links: float
    hours: float
    room: float
    later: float
    weeks: int | None
    tactics: tuple[PlannedTactic, ...]
    phase: str
    waiting: tuple[str, ...]
    left_out: dict[str, int]
    budget: Budget
    advice: Advice
    sentence: str
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `pitch plan DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "resources": self.resources.as_document(),
            "wanted": self.wanted,
            "landed": self.landed,
            "pledged": round(self.pledged, 2),
            "expected_links": round(self.links, 2),
            "hours": round(self.hours, 1),
            "room": round(self.room, 2),
            "later": round(self.later, 2),
            "weeks": self.weeks,
            "tactics": [one.as_document() for one in self.tactics],
            "phase": self.phase,
            "waiting": list(self.waiting),
            "left_out": dict(self.left_out),
            "budget": self.budget.as_document(),
            "advice": self.advice.as_document(),
            "sentence": self.sentence,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Course:
    """How one way of asking went over all runs of a simulation.

    `placed`: of the links that the plan was to bring, 0..1; `above`: weeks above the 99 % band, of
    all weeks, 0..1; `weeks`: until 90 % of them stood, None where that was not reached in half of
    the runs; each with the ends of its 95 % interval.
    """

    name: str
    placed: tuple[float, float, float]
    above: tuple[float, float, float]
    weeks: tuple[int, int, int] | None
    by_week: tuple[float, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The course as JSON."""
        return {
            "name": self.name,
            "placed": [round(one, 4) for one in self.placed],
            "weeks_above_99": [round(one, 4) for one in self.above],
            "weeks": None if self.weeks is None else list(self.weeks),
            "landed_by_week": [round(one, 2) for one in self.by_week],
        }


@dataclass(frozen=True, slots=True)
class Simulation:
    """A plan tried out many times on weeks drawn from the site's own forecast (made-up weeks).

    `links`: that the plan is to bring; `organic`: the same weeks without it; `bands`: of each week.
    """

    domain: str
    links: int
    horizon: int
    runs: int
    seed: int
    organic: Course
    paced: Course
    greedy: Course
    bands: tuple[Band, ...]
    sentence: str
    notes: tuple[str, ...] = field(default_factory=tuple)

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `pitch simulate DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "links": self.links,
            "horizon": self.horizon,
            "runs": self.runs,
            "seed": self.seed,
            "organic": self.organic.as_document(),
            "paced": self.paced.as_document(),
            "greedy": self.greedy.as_document(),
            "bands": [one.as_document() for one in self.bands],
            "sentence": self.sentence,
            "notes": list(self.notes),
        }
