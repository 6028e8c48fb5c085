"""The shape of business results: visits, goals and revenue that links brought."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

MOST_FILES = 50


class VisitFilesIn(BaseModel):
    """Files of visits, and what they do not tell themselves."""

    model_config = ConfigDict(extra="forbid")

    files: list[UploadFile] = Field(min_length=1, max_length=MOST_FILES)
    since: str = Field(default="", max_length=20, description="First day, where they tell none.")
    until: str = Field(default="", max_length=20, description="Last day.")
    currency: str = Field(default="", max_length=10, description="Of revenue, like EUR.")


class SumsOut(Document):
    """Visits, and what they were worth."""

    visits: float
    goals: float | None
    revenue: dict[str, float] = Field(description="By currency; never added across them.")


class DomainResultOut(SumsOut):
    """What one referring domain brought."""

    domain: str
    share: float
    links: int


class LinkResultOut(SumsOut):
    """What one link brought, and how sure that is."""

    source_url: str
    target_url: str
    domain: str
    anchor: str
    certainty: str
    shared_by: int


class VisitImportOut(Document):
    """One file of visits that was read."""

    number: int
    source: str
    file: str
    imported_at: datetime
    since: date
    until: date
    rows: int
    kept: dict[str, int]
    left_out: dict[str, int]
    rejects: dict[str, int]


class ResultsOut(Answer):
    """What links brought a site in a period."""

    domain: str
    since: date
    until: date
    sentence: str
    total: SumsOut
    before: SumsOut | None
    channels: dict[str, float]
    search: dict[str, float | None]
    domains: list[DomainResultOut]
    links: list[LinkResultOut]
    unplaced: float
    weeks: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    left_out: dict[str, int]
    effect: dict[str, Any] = Field(description="Did the links work? likely, unclear, no effect.")
    imports: list[VisitImportOut]
    notes: list[str]
