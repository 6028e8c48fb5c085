"""The shapes of work in the background: jobs and schedules."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.places import names_only
from backlinkbot.interfaces.schemas.answer import Document

if TYPE_CHECKING:
    from backlinkbot.core.access import Principal
    from backlinkbot.core.jobs import Job, Schedule

OF_PEOPLE = ("contacts", "outreach")
KINDS = "What runs: `ingest`, `measure`, `audit` …"


def told_to(principal: Principal, one: Job | Schedule) -> dict[str, Any]:
    """The document of a job or schedule; who is elsewhere is told files by their names alone.

    Of work that is about people, a client is told only how it went.
    """
    told: dict[str, Any] = one.as_document()
    if one.kind in OF_PEOPLE and not principal.may_see_people:
        told |= {"arguments": {}} | ({"result": None} if "result" in told else {})
    return told if principal.is_local else names_only(told)


class JobOut(Document):
    """One piece of work in the background."""

    id: str = Field(examples=["0b6d2f0b7a2c4e11"])
    kind: str = Field(description=KINDS)
    arguments: dict[str, Any]
    state: str = Field(description="queued, running, done, failed or cancelled.")
    by: str = Field(description="Who asked for it.")
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stage: str | None = Field(description="What it does right now.")
    reached: float = Field(description="How much of the stage is done, in `unit`s.")
    total: float | None = Field(description="Of how much; null when nobody can know.")
    unit: str | None
    message: str | None = Field(description="The sentence of its end.")
    result: dict[str, Any] | None = Field(description="What came of it, by its kind.")
    attempts: int = Field(description="How often it was begun; a crash begins it again.")
    schedule: str | None = Field(description="The schedule that asked for it.")


class ScheduleOut(Document):
    """Work that comes back."""

    id: str
    kind: str = Field(description=KINDS)
    every: str = Field(description="day, week or month; of outreach also hour or 15 minutes.")
    at_hour: int = Field(description="0 to 23, UTC.")
    by: str
    next_at: datetime
    arguments: dict[str, Any]
    is_on: bool


class ScheduleIn(BaseModel):
    """Work that should come back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "audit",
                    "arguments": {"domain": "fernhill.example"},
                    "every": "week",
                    "at_hour": 4,
                }
            ]
        },
    )

    kind: str = Field(max_length=100, description=KINDS)
    arguments: dict[str, Any] = Field(default_factory=dict, description="As the job's.")
    every: str = Field(
        default="week", max_length=20, description="day, week or month; outreach also hour."
    )
    at_hour: int = Field(default=4, ge=0, le=23, description="UTC.")


class ScheduleSwitch(BaseModel):
    """Whether a schedule is on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"is_on": False}]})

    is_on: bool
