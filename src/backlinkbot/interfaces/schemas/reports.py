"""The shapes of client reports: asked for, kept, shared."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Document

MOST_DAYS = 366
MOST_FORMS = 5


class ReportIn(BaseModel):
    """A report that should be made; without a month or days: of the last whole month."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"month": "2026-10", "edition": "manager"}]},
    )

    month: str = Field(default="", max_length=7, description="Like 2026-10.")
    since: date | None = Field(default=None, description="Instead of a month.")
    until: date | None = None
    edition: str = Field(default="manager", max_length=20, description="manager or specialist.")
    language: str = Field(default="en", max_length=2, description="en or de.")
    forms: list[str] = Field(
        default=["html", "pdf"], min_length=1, max_length=MOST_FORMS, description="html, pdf, json."
    )


class KeptReportOut(Document):
    """One kept report."""

    name: str
    domain: str
    period: str
    edition: str
    language: str
    form: str
    made_at: datetime
    size_bytes: int


class ShareIn(BaseModel):
    """For how long a report is shared."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": 30}]})

    days: int = Field(default=30, ge=1, le=MOST_DAYS)


class SharedOut(Document):
    """What opens a shared report."""

    token: str
    days: int
