"""The shapes of opportunities and prospects: whom to ask for links, and how far each has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.prospects import ContactKind, Stage
from backlinkbot.interfaces.schemas.answer import Answer, Document, Rows

if TYPE_CHECKING:
    from backlinkbot.app.find.kept import KeptFind
    from backlinkbot.core.access import Principal

MOST_NUMBER = 2**31 - 1  # of one prospect, change or step: what every database can hold
MOST_AT_ONCE = 10_000
MOST_WORDS = 50
LONGEST_PLACE = 8_000
LONGEST_NOTE = 5_000
LONGEST_NAME = 254
UNKNOWN = "null: unknown"


class OpportunityOut(Document):
    """One page that could link to the site, priced."""

    prospect: str
    page: str
    tactic: str
    value_per_hour: float | None = Field(description=f"Worth x odds / effort; {UNKNOWN}.")
    p_reply: float
    p_placement: float = Field(description="Of a link that stands after 30 days, given a reply.")
    worth_points: float | None = Field(description=f"Authority that it would bring; {UNKNOWN}.")
    relevance: float | None = Field(description=f"Probability of the same niche; {UNKNOWN}.")
    minutes: float
    reasons: list[str]
    evidence: list[str] = Field(description="Where each reason can be read again.")
    about: str
    authority: float | None
    site_type: str | None
    sells: bool | None = Field(description=f"It asks money for links; {UNKNOWN}.")
    fit: float = Field(description="How sure the tactic is, 0 to 1.")
    also: list[str] = Field(description="Other chances at the same organisation.")
    id: str = Field(description="What names it while this list stands.")
    p_reply_low: float = Field(description="The ends of 90 % intervals, here and below.")
    p_reply_high: float
    p_placement_low: float
    p_placement_high: float


class OpportunitiesOut(Rows[OpportunityOut]):
    """What the last `find` found, best first."""

    domain: str
    found: int = Field(description="Organisations in all; the rows are the best of them.")
    found_at: datetime
    by_tactic: dict[str, int] = Field(description="Chances that each tactic found.")
    phase: str | None = Field(description="What the profile is ready for.")


def beside(found: KeptFind) -> dict[str, Any]:
    """What stands beside the rows of a find: how many there are, what was left out, what waits."""
    notes = [f"Left out: {many:,} {reason}." for reason, many in found.left_out.items()]
    notes += found.notes
    if found.waiting:
        notes.append(f"Tactics that wait: {', '.join(found.waiting)}.")
    return {
        "domain": found.domain,
        "found": found.found,
        "found_at": found.found_at,
        "by_tactic": found.by_tactic,
        "phase": found.phase or None,
        "notes": notes,
    }


class FindIn(BaseModel):
    """How to look for opportunities."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"tactics": ["resource page"], "top": 100}]},
    )

    tactics: list[str] = Field(
        default_factory=list, max_length=MOST_WORDS, description="Only these; none named: all."
    )
    top: int = Field(default=50, ge=1, le=10_000, description="So many at most.")
    all_phases: bool = Field(
        default=False, description="Also tactics that wait until the profile is ready for them."
    )
    keep: int = Field(default=0, ge=0, le=10_000, description="So many become prospects at once.")


class KeepIn(BaseModel):
    """Which opportunities of the last `find` become prospects."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ids": ["5f0c9e1d2b3a4c6d"]}]}
    )

    ids: list[str] = Field(
        min_length=1, max_length=MOST_AT_ONCE, description="The `id` of each opportunity."
    )


class OpeningOut(Document):
    """One page of a prospect that could link to us, by one tactic."""

    page: str
    tactic: str
    about: str
    worth_points: float | None
    value_per_hour: float | None
    relevance: float | None
    site_type: str
    p_reply: float | None
    p_placement: float | None
    minutes: float | None
    reasons: list[str]
    evidence: list[str]


class OutcomeOut(Document):
    """One time a prospect was asked, and what came of it."""

    number: int
    tactic: str
    page: str
    template: str
    contact_kind: str
    niche: str
    relevance: float | None
    site_type: str
    contacted_at: datetime | None
    replied_at: datetime | None
    placed_at: datetime | None
    verified_at: datetime | None = Field(description="When the index first saw the link.")
    closed_at: datetime | None
    lost_at: datetime | None


class ProspectOut(Document):
    """An organisation that could link to a site of ours."""

    number: int
    site: str
    prospect: str
    stage: str
    owner: str = Field(description="Who of us looks after it.")
    tags: list[str]
    contact: str = Field(description="How it is reached; empty for the role client.")
    contact_kind: str
    target: str = Field(
        description="The page of ours it is asked to link; empty: its campaign says."
    )
    tactic: str = Field(description="Of its best opening, like the numbers below.")
    page: str
    value_per_hour: float | None
    worth_points: float | None
    added_at: datetime
    changed_at: datetime
    names: list[str] = Field(description="All its domains.")
    openings: list[OpeningOut]
    outcome: OutcomeOut | None


class ProspectLine(Document):
    """One line of a prospect's history."""

    change: int
    step: int = Field(description="What was done in one go shares it.")
    at: datetime
    by: str
    what: str
    fields: dict[str, list[Any]] = Field(description="What changed: before and after.")
    note: str
    undoes: int | None
    is_undone: bool


class ProspectAnswer(ProspectOut, Answer):
    """One prospect with its history."""

    history: list[ProspectLine]


def prospect_told(principal: Principal, document: dict[str, Any]) -> dict[str, Any]:
    """The document of a prospect; for a client without how it is reached, and what was written."""
    if principal.may_see_people:
        return document
    told = document | {"contact": ""}
    if "history" in document:
        told["history"] = [_line_told(one) for one in document["history"]]
    return told


def _line_told(line: dict[str, Any]) -> dict[str, Any]:
    fields = {name: both for name, both in line["fields"].items() if name != "contact"}
    return line | {"fields": fields, "note": ""}


class ProspectsOut(Rows[ProspectOut]):
    """Prospects of a site."""

    site: str
    stages: dict[str, int] = Field(description="How many each stage has, whatever was asked for.")


class KeptOut(Document):
    """What became of those that were to be kept."""

    site: str
    added: list[int] = Field(description="Numbers of new prospects.")
    found_again: list[int] = Field(description="Those that were there.")
    left_out: dict[str, int] = Field(description="Who was not kept, by reason.")
    step: int = Field(description="What to undo it by; 0 where nothing changed.")


class ImportedOut(Document):
    """What a file of prospects gave."""

    site: str
    file: str
    rows: int
    added: list[int]
    found_again: list[int]
    step: int
    columns: dict[str, str] = Field(description="Ours, by the name they have in the file.")
    unused: list[str]
    notes: list[str]
    rejects: dict[str, int]
    rejects_file: str = Field(description="Its name; `GET /rejects/{name}` gives it.")


class ChangedOut(Document):
    """What one step did."""

    step: int = Field(description="What to undo it by; 0 where nothing changed.")
    changed: list[int]
    unchanged: list[int] = Field(description="Those that were so already.")
    stages: dict[str, str] = Field(description="By number, the stage now.")


class CheckedOut(Document):
    """What the index says of those that were asked."""

    site: str
    landed: list[int]
    lost: list[int]
    waiting: int
    step: int


class ProspectIn(BaseModel):
    """A prospect by hand."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"place": "https://blog.example/resources", "tactic": "resource page"}]
        },
    )

    place: str = Field(
        min_length=1, max_length=LONGEST_PLACE, description="A domain, or the page for the link."
    )
    tactic: str = Field(default="", max_length=40)
    tags: list[str] = Field(default_factory=list, max_length=MOST_WORDS)
    owner: str = Field(default="", max_length=LONGEST_NAME)
    note: str = Field(default="", max_length=LONGEST_NOTE)


class ProspectFileIn(BaseModel):
    """A list of prospects from another tool."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile
    mapping: list[str] = Field(
        default_factory=list,
        max_length=MOST_WORDS,
        description="A column by another name: `prospect=Site name`. Remembered.",
    )


Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]


class _ManyIn(BaseModel):
    """Prospects that are changed in one step."""

    model_config = ConfigDict(extra="forbid")

    numbers: list[Number] = Field(
        min_length=1, max_length=MOST_AT_ONCE, description="All of them are changed, or none."
    )


class MoveIn(_ManyIn):
    """Prospects to move to a stage."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"numbers": [1], "stage": "Contacted"}]},
    )

    stage: Stage
    on: date | None = Field(default=None, description="When that was; else now.")
    tactic: str = Field(default="", max_length=40, description="What they are asked by.")
    note: str = Field(default="", max_length=LONGEST_NOTE)


class NoteIn(_ManyIn):
    """A note to the history of prospects."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"numbers": [1], "note": "Met at a fair."}]}
    )

    note: str = Field(min_length=1, max_length=LONGEST_NOTE)


class TagIn(_ManyIn):
    """Tags to put to prospects, and to take away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"numbers": [1], "add": ["spring"]}]}
    )

    add: list[str] = Field(default_factory=list, max_length=MOST_WORDS)
    remove: list[str] = Field(default_factory=list, max_length=MOST_WORDS)


class AssignIn(_ManyIn):
    """Who looks after prospects."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"numbers": [1], "owner": "ann@agency.example"}]},
    )

    owner: str = Field(max_length=LONGEST_NAME, description="Empty: nobody.")


class AimIn(_ManyIn):
    """The page of ours that prospects are asked to link."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"numbers": [1], "page": "https://fernhill.example/guide"}]
        },
    )

    page: str = Field(max_length=LONGEST_PLACE, description="Empty: the one of their campaign.")


class ContactIn(BaseModel):
    """How a prospect is reached."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"contact": "editor@blog.example", "kind": "role address"}]
        },
    )

    contact: str = Field(min_length=1, max_length=500)
    kind: ContactKind = ContactKind.UNKNOWN


class UndoIn(BaseModel):
    """What to take back of one prospect."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"change": None}]})

    change: int | None = Field(
        default=None, ge=1, le=MOST_NUMBER, description="This change; else the last one."
    )


class UndoStepIn(BaseModel):
    """A step to take back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"step": 1}]})

    step: int = Field(ge=1, le=MOST_NUMBER)
