"""The shapes of goals and of saved filters."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Document


class GoalOut(Document):
    """What was agreed to be reached."""

    site: str
    goal: str
    wanted: float
    since: str = Field(alias="from", description="The month from which it holds, like 2026-10.")
    by: str
    set_at: datetime


class GoalIn(BaseModel):
    """What should be reached."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"wanted": 10}]})

    wanted: float = Field(gt=0, le=1e9)
    since: date | None = Field(default=None, description="Any day of its first month.")


class FilterOut(Document):
    """A way to look at a list that was given a name."""

    site: str
    list: str
    name: str
    query: str
    by: str
    saved_at: datetime


class FilterIn(BaseModel):
    """What a list is asked."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": "followed=true"}]}
    )

    query: str = Field(max_length=8_000, description="As in the address of its page.")
