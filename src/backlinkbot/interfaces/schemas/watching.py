"""The shapes of changes of links, of alerts, and of looks at backlinks."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Document, Rows

MOST_QUIET = 50


class ChangedCount(Document):
    """How much changed in one way."""

    referring_domains: int
    links: int


class ChangedLink(Document):
    """One link that changed."""

    source_url: str
    target_url: str
    anchor: str | None = Field(description="Text from the web, as it was found.")
    was: str | None
    now: str | None


class ChangeOut(Document):
    """One kind of change of the links of one referring domain."""

    change: str = Field(description="new, lost, became nofollow, anchor changed …")
    source_domain: str
    links: int
    pages: int
    sitewide: bool
    referring_domain: str | None = Field(description="won, lost, or null where neither.")
    followed: bool | None
    placement: str | None
    authority: float | None
    quality: float | None
    strength: str | None
    why: str | None
    on: date | None
    reason: str | None = Field(description="Why it was lost.")
    index_only: bool = Field(description="Only the index changed, not the web.")
    index_note: str | None
    sentence: str
    examples: list[ChangedLink]


class ChangesOut(Rows[ChangeOut]):
    """What changed about the links of a site, news first."""

    site: str
    is_ours: bool
    rival_of: list[str]
    basis: str = Field(description="snapshots: two were compared; dates: those of links told.")
    since: datetime
    before: str | None = Field(description="The snapshot compared with.")
    until: date | None = Field(description="The newest day of which anything is known.")
    referring_domains: dict[str, int] = Field(
        description="`won`: domains that began to link; `lost`: that link no more."
    )
    counts: dict[str, ChangedCount] = Field(description="Of all news, by kind.")
    index_only_counts: dict[str, ChangedCount]


class AlertOut(Document):
    """One thing to tell of one site."""

    id: str
    site: str
    is_ours: bool
    kind: str
    importance: str = Field(description="critical, digest or quiet.")
    change: str | None
    about: str = Field(description="The referring domain, page or week.")
    sentence: str
    on: date | None
    raised_at: datetime
    told_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class AlertRulesOut(Document):
    """What the owner of a site wants to be told."""

    site: str
    least_authority: float = Field(description="Changes of weaker domains are quiet.")
    quiet: list[str] = Field(description="Kinds nobody wants to hear of.")
    digest: str = Field(description="day or week.")
    digest_at: datetime | None


class AlertRulesIn(BaseModel):
    """What to change of it; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"least_authority": 10, "quiet": ["anchor changed"]}]},
    )

    least_authority: float | None = Field(default=None, ge=0, le=100)
    quiet: list[str] | None = Field(default=None, max_length=MOST_QUIET)
    digest: str | None = Field(default=None, max_length=20, description="day or week.")


class CheckedChange(Document):
    """What of a link was not as it had been."""

    what: str
    before: str
    now: str


class CheckOut(Document):
    """What is known of one link after all looks at it."""

    source_url: str
    target_url: str
    occurrence: int
    standing: str = Field(
        description="there, changed, suspected, lost, blocked_to_us, unreachable or untold."
    )
    reason: str | None
    sentence: str
    changes: list[CheckedChange]
    looks_without: int = Field(description="Looks in a row that did not find it.")
    gone_since: datetime | None
    last_seen: datetime | None
    checked_at: datetime
    next_at: datetime | None = Field(description="When it is due again.")
    evidence: str | None = Field(description="Where the last look can be read.")


class ChecksOut(Rows[CheckOut]):
    """The backlinks of a site that were looked at again."""

    standings: dict[str, int] = Field(description="How many stand how, of all.")
