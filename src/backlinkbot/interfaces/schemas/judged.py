"""The shapes of judgements over time and over anchors: velocity, anchor mix."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document


class VelocityWeekOut(Document):
    """One week beside what was expected."""

    week: date = Field(description="Its Monday.")
    new: int
    lost: int
    expected: float | None
    low: int | None
    high: int | None


class VelocityAlarmOut(Document):
    """Weeks with more new referring domains than the site's history explains."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    new: int
    expected: float
    kind: str = Field(description="viral, bought or unclear.")
    probability: float | None = Field(description="That they were bought or placed, 0 to 1.")
    chance: float
    reasons: list[str]


class VelocityOut(Answer):
    """How fast a site wins referring domains, and where that is out of line."""

    domain: str
    weeks: list[VelocityWeekOut]
    alarms: list[VelocityAlarmOut]
    judged_weeks: int
    blind_spots: list[str] = Field(description="What this cannot see.")
    sentence: str
    start_unknown: int


class ClassShareOut(Document):
    """One anchor class beside what is natural, counted in referring domains."""

    name: str = Field(alias="class")
    domains: int
    share: float
    expected: float
    low: float
    high: float
    tail_probability: float


class AnchorUsedOut(Document):
    """One anchor text and its use."""

    anchor: str
    anchor_class: str
    referring_domains: int
    share: float
    money: bool


class MixAlarmOut(Document):
    """Something that natural profiles hardly ever have."""

    what: str
    referring_domains: int
    share: float
    limit: float | None
    chance: float
    language: str | None
    sentence: str


class LanguageMixOut(Document):
    """The links from pages in one language."""

    language: str
    referring_domains: int
    exact: int = Field(alias="exact match")
    partial: int = Field(alias="partial match")


class AnchorMixOut(Answer):
    """Whether the anchors that point at a site are a natural mix."""

    domain: str
    referring_domains: int
    enough: bool = Field(description="Whether so many allow a judgement.")
    classes: list[ClassShareOut]
    alarms: list[MixAlarmOut]
    top_anchors: list[AnchorUsedOut]
    languages: list[LanguageMixOut]
    alarm_share: float
    peers: int
    keywords_known: bool
    sentence: str
    notes: list[str]
