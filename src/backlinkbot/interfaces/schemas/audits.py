"""The shapes of audits, of decisions about linking sites, and of disavow files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

MOST_TEXT = 2_000_000  # characters: no search engine takes a longer disavow file


class AuditSummary(Document):
    """The whole audit in a few numbers and one sentence."""

    links: int
    keep: int
    review: int
    disavow: int
    action: str = Field(description="keep, review or disavow: the sternest advice that applies.")
    sentence: str


class GroupOut(Document):
    """Linking sites that one hand placed, and how that was seen."""

    name: str
    kind: str
    members: list[str]
    links: int
    since: date | None
    probability: float
    ties: list[str]
    families: list[str]


class RiskOut(Document):
    """What a search engine's action would look at."""

    level: str
    looks_at: list[str]
    sentence: str
    first_steps: list[str]


class AuditOut(Answer):
    """The last audit of a site; its domains and links are lists of their own."""

    domain: str
    entry: str = Field(description="The name under which it is kept.")
    summary: AuditSummary
    groups: list[GroupOut]
    risk: RiskOut | None
    anchors: dict[str, Any]
    velocity: dict[str, Any]
    shape: dict[str, Any]
    error: list[str] = Field(description="How often such verdicts were wrong, as measured.")
    notes: list[str]


class MarkOut(Document):
    """What one marker says."""

    marker: str
    family: str
    version: int
    strength: float
    sentence: str
    evidence: list[str]


class DomainVerdictOut(Document):
    """What to do about one linking site, and why."""

    domain: str
    unit: str = Field(description="What a disavow line would name.")
    verdict: str = Field(description="keep, review or disavow.")
    probability: float = Field(description="That its links are artificial or hostile, 0 to 1.")
    families: list[str]
    reasons: list[str]
    links: int
    worth_points: float | None = Field(description="Points of authority that its links bring.")
    referral_visits: float | None
    group: str | None
    protected: str | None = Field(description="Why it is never disavowed.")
    decision: str | None = Field(description="What was decided, which stands above the verdict.")
    in_search_console: bool | None
    in_current_file: bool | None
    marks: list[MarkOut]


class LinkVerdictOut(Document):
    """What to do about one link."""

    source_url: str
    target_url: str
    anchor: str
    unit: str
    verdict: str
    probability: float
    reasons: list[str]


class DecisionOut(Document):
    """What somebody decided about the links of one unit to a site."""

    site: str
    unit: str
    decision: str = Field(description="keep, remove, disavow or undo.")
    by: str
    at: datetime
    note: str | None


class DecisionIn(BaseModel):
    """A decision about a linking site, or about a group of the last audit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"unit": "spam.example", "decision": "remove"}]},
    )

    unit: str = Field(default="", max_length=2_000, description="A domain, host or address.")
    group: str = Field(default="", max_length=500, description="Or a group of the last audit.")
    decision: str = Field(max_length=20, description="keep, remove, disavow or undo.")
    note: str = Field(default="", max_length=2_000)
    force: bool = Field(
        default=False, description="Of a group: also members that were decided alone before."
    )


class Refusal(Document):
    """A unit that was left out, and why."""

    unit: str
    reason: str


class DecidedOut(Answer):
    """What was decided, what stands now, and what was left out."""

    made: list[DecisionOut]
    in_force: DecisionOut | None = Field(description="Of one unit: what holds now.")
    taken_back: DecisionOut | None = Field(description="Of one unit: what an undo took back.")
    refused: list[Refusal]


class DisavowText(BaseModel):
    """A disavow file."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "domain:spam.example\n"}]}
    )

    text: str = Field(max_length=MOST_TEXT, description="The file, line by line.")
    site: str = Field(default="", max_length=2_000, description="The site that it is for.")


class DisavowPair(BaseModel):
    """Two disavow files, the earlier one first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"current": "domain:a.example\n", "new": "domain:b.example\n"}]
        },
    )

    current: str = Field(max_length=MOST_TEXT)
    new: str = Field(max_length=MOST_TEXT)
    site: str = Field(default="", max_length=2_000, description="The site that they are for.")


class DisavowLine(Document):
    """One line of a disavow file, and what is to be said of it."""

    line: int
    text: str
    severity: str = Field(description="error, warning or note.")
    reason: str


class LintOut(Document):
    """What stands in a disavow file, and what is wrong with it."""

    kinds: dict[str, int]
    findings: list[DisavowLine]


class DiffLine(Document):
    """One line of one of two disavow files."""

    line: int
    text: str
    change: str = Field(description="kept, added or removed.")
    covered_by: str | None = Field(description="Of a removed one: what in the later file says it.")


class DiffOut(Document):
    """What is kept, added and removed from one disavow file to the other."""

    kept: int
    added: int
    removed: int
    lines: list[DiffLine]


class DisavowFileOut(Answer):
    """The disavow file of the last audit, with the decisions as they are now."""

    domain: str
    text: str = Field(description="The file; nothing was sent anywhere.")
    sentences: list[str] = Field(description="What a person should know of it.")
    lines: int
    added: list[str]
    refused: list[dict[str, str]]
    too_dear: list[dict[str, str]]
    undecided: list[str]
    collapsed: int
    basis: str
    worth_points: float | None = Field(description="Authority that the file would cost, points.")
    referral_visits: float | None = Field(description="Visits a month that it would cost.")


class RemovalSite(Document):
    """A site whose owner is to be asked to take links away."""

    unit: str
    decided_on: date
    links: int


class RemovalsOut(Answer):
    """Letters that ask for removal; a person sends them."""

    domain: str
    sites: list[RemovalSite]
    text: str


class MergedOut(Document):
    """One disavow file out of two."""

    text: str
    added: list[str]
    collapsed: list[DisavowLine]
    refused: list[DisavowLine]
