"""Visits and searches of a site, as analytics exports and logs tell them: columns, import records.

A null means "nobody told us", never "none". Rows are sums over the days `since` to `until`
(included), which are one day wherever the source tells days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


class VisitKind(StrEnum):
    """Which columns a batch has."""

    VISITS = "visits"
    SEARCH = "search"


class Channel(StrEnum):
    """How a visit came; the value is the word shown to the user."""

    REFERRAL = "referral"
    SEARCH = "search"
    SOCIAL = "social"
    ASSISTANT = "assistant"
    MAIL = "mail"
    CAMPAIGN = "campaign"
    DIRECT = "direct"
    OTHER = "other"


@cache
def visit_columns() -> pa.Schema:
    """Visits by day, channel, referrer and landing page.

    `referrer_domain`: registered domain; `referrer_url`: the page, only where its path is told
    (browsers send the bare site by default); `page`: where the visit began, canonical; `goals`:
    goals reached, `revenue` in `currency` ("" where nobody says which).
    """
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [
            pa.field("since", pa.date32(), nullable=False),
            pa.field("until", pa.date32(), nullable=False),
            pa.field("channel", text, nullable=False),
            ("referrer_domain", text),
            ("referrer_url", text),
            ("page", text),
            pa.field("visits", pa.int64(), nullable=False),
            ("goals", pa.float64()),
            ("revenue", pa.float64()),
            ("currency", text),
        ]
    )


@cache
def search_columns() -> pa.Schema:
    """Clicks and impressions in a search engine's results; `page` null: of the whole site.

    `position_sum`: positions (from 1) times impressions, so that sums stay true.
    """
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("since", pa.date32(), nullable=False),
            pa.field("until", pa.date32(), nullable=False),
            ("page", pa.string()),
            pa.field("clicks", pa.int64(), nullable=False),
            ("impressions", pa.int64()),
            ("position_sum", pa.float64()),
        ]
    )


SCHEMAS = {VisitKind.VISITS: visit_columns, VisitKind.SEARCH: search_columns}


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One batch of rows of one kind."""

    kind: VisitKind
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class VisitImport:
    """One file that told of visits.

    `number`: from 1, in the order of imports; `digest` of its stored bytes; `opening`: digest of
    the first record, by which a log that has grown is known again (empty for exports);
    `since`, `until`: the days it tells of; `rows`: rows or lines looked at; `kept`: rows stored;
    `left_out`: visits and requests that do not count, by reason; `rejects`: rows that could not be
    read, by reason; `adds_up`: its visits come on top of those of other files of the reporter
    (logs); else the best file for a day speaks for it.
    """

    number: int
    reporter: str
    name: str
    digest: str
    imported_at: datetime
    since: date
    until: date
    rows: int
    kept: dict[str, int]
    opening: str = ""
    adds_up: bool = False
    is_daily: bool = True
    left_out: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The import as JSON."""
        return {
            "number": self.number,
            "source": self.reporter,
            "file": self.name,
            "imported_at": self.imported_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "rows": self.rows,
            "kept": dict(self.kept),
            "left_out": dict(self.left_out),
            "rejects": dict(self.rejects),
        }
