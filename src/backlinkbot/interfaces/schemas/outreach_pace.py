"""The shapes of pacing: the weekly budget of links, the month's plan, and plans tried out."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

MOST_LANGUAGES = 50
MOST_HOLIDAYS = 200


class BandOut(Document):
    """Referring domains that a week brings by itself; half, 85 and 99 of 100 weeks stay below."""

    expected: float
    p50: int
    p85: int
    p99: int


class WeekOut(Document):
    """One week of the budget, in referring domains."""

    week: date = Field(description="Its Monday.")
    band: BandOut
    landed: int
    won: int = Field(description="Of them, those that were asked for.")
    coming: float = Field(description="How many more are expected to come by themselves.")
    pledged: float = Field(description="Expected of what was asked.")
    room: float = Field(description="What is left below the 85 % band.")
    workdays: int


class RoomOut(Document):
    """What may be asked for now."""

    links: float
    why: str


class PastWeekOut(Document):
    """A week before."""

    week: date
    landed: int
    won: int


class Paced(Document):
    """How many links may land in a week."""

    domain: str
    known_until: date | None
    weeks: list[WeekOut]
    now: RoomOut
    pace: float = Field(description="Links a week that come of asking whenever there is room.")
    own_weeks: int
    own_weight: float = Field(description="0 to 1, how far the level is the site's own.")
    peers: list[str]
    history: list[PastWeekOut]
    outside: int = Field(description="Paid or sponsored prospects, which are not in it.")
    sentence: str
    notes: list[str]


class BudgetPart(Paced):
    """The same within a plan."""

    as_of: date


class BudgetOut(Paced, Answer):
    """The weekly budget of links of a site."""


class ResourcesOut(Document):
    """What can be spent on a site's links."""

    hours: float = Field(description="Of work a week.")
    budget: float = Field(description="Euros a month, for work and never for a link.")
    languages: list[str]


class PlannedOut(Document):
    """What one tactic has in the plan."""

    tactic: str
    asks: int
    expected_links: float
    links_90: list[int] = Field(description="Between which they are in 9 of 10 cases.")
    worth_points: float | None
    hours: float
    risk: str
    risk_why: str
    weeks: list[int]
    is_quality: bool
    first: list[str]


class AnchorAdviceOut(Document):
    """How many of the next links should have an anchor of a class."""

    anchor_class: str = Field(alias="class")
    links: int
    share: float
    after: float
    natural: float
    low: float
    high: float
    says: str


class TargetAdviceOut(Document):
    """How many of the next links should point at one kind of page."""

    kind: str
    links: int
    share: float
    natural: float
    pages: list[str]
    resting: list[str]
    says: str


class AdviceOut(Document):
    """What the next links should look like so that the mix stays a natural one."""

    next_class: str | None
    anchors: list[AnchorAdviceOut]
    targets: list[TargetAdviceOut]
    avoid: list[str]
    notes: list[str]


class PlanOut(Answer):
    """The next four weeks: tactics in order, quality first, inside the budget."""

    domain: str
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    resources: ResourcesOut
    wanted: float | None
    landed: int
    pledged: float
    expected_links: float
    hours: float
    room: float
    later: float
    weeks: int | None = Field(description="Until all chances are placed; null: never at this pace.")
    tactics: list[PlannedOut]
    phase: str
    waiting: list[str]
    left_out: dict[str, int]
    budget: BudgetPart
    advice: AdviceOut
    sentence: str
    notes: list[str]


class PlanIn(BaseModel):
    """What can be spent; what is left out stays as it was told last."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"hours": 6, "budget": 200, "languages": ["en"]}]},
    )

    hours: float | None = Field(default=None, ge=0, le=1_000, description="Of work a week.")
    budget: float | None = Field(default=None, ge=0, le=1e7, description="Euros a month.")
    languages: list[str] | None = Field(default=None, max_length=MOST_LANGUAGES)
    all_phases: bool = Field(default=False, description="Also tactics that wait by now.")
    holidays: list[date] = Field(default_factory=list, max_length=MOST_HOLIDAYS)


class CourseOut(Document):
    """How one way of asking went over all runs; each with the ends of its 95 % interval."""

    name: str
    placed: list[float]
    weeks_above_99: list[float]
    weeks: list[int] | None
    landed_by_week: list[float]


class SimulationOut(Answer):
    """A plan tried out on made-up weeks of the site's own forecast."""

    domain: str
    links: int
    horizon: int
    runs: int
    seed: int
    organic: CourseOut
    paced: CourseOut
    greedy: CourseOut
    bands: list[BandOut]
    sentence: str
    notes: list[str]
