"""The shapes of rivals, of sites compared, and of how much nobody has seen."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

SHARES = "Shares of live referring domains, 0 to 1, by"


class RivalOut(Document):
    """A domain that may compete with the site."""

    domain: str
    closeness: float = Field(description="0 to 1; they are ordered by it.")
    likeness: float = Field(description="Of the referring domains, 0 to 1.")
    shared: int = Field(description="Referring domains that link to both.")
    referring_domains: int
    by_chance: float = Field(description="So many would be shared by chance.")
    relevance: float | None = Field(description="Probability of the same niche; null: unknown.")
    site_type: str
    is_beyond_chance: bool = Field(description="Clearly more are shared than by chance.")
    is_known: bool = Field(description="It is a competitor of the site already.")
    examples: list[str] = Field(description="Sites that link to both.")
    reason: str
    take: str = Field(description="The command that makes it a competitor.")


class RivalsOut(Answer):
    """Who may compete with a site, the closest first."""

    domain: str
    referring_domains: int
    known: list[str] = Field(description="Competitors that were told already.")
    rivals: list[RivalOut]


class ComparedOut(Document):
    """One site of a comparison."""

    domain: str
    authority: float | None
    authority_interval: list[float] | None = Field(description="Its low and its high end.")
    authority_note: str | None
    referring_domains: int
    backlinks: int
    followed_share: float | None
    strong: int
    medium: int
    weak: int
    unjudged: int
    strong_share: float | None = Field(description="Of the judged backlinks.")
    new_30d: int
    lost_30d: int
    net_weekly: float | None = Field(
        description="Referring domains won less lost, a week, over 13 weeks; null: unknown."
    )
    start_unknown: int
    anchors: dict[str, float] = Field(description=f"{SHARES} class of anchor.")
    placements: dict[str, float] = Field(description=f"{SHARES} placement.")
    tlds: dict[str, float] = Field(description=f"{SHARES} ending.")
    countries: dict[str, float] = Field(description=f"{SHARES} country.")
    languages: dict[str, float] = Field(description=f"{SHARES} language.")


class SharedOut(Document):
    """Two sites, and who links to both."""

    one: str
    other: str
    shared: int
    share: float = Field(description="Of those that link to any of the two.")


class CompareOut(Answer):
    """Sites side by side, the first against the others in words."""

    sites: list[ComparedOut]
    overlap: list[SharedOut]
    differences: list[str]
    unknown: list[str] = Field(description="Sites of which nothing is known, in sentences.")


class UnseenSource(Document):
    """One source, and how much of all it has."""

    source: str
    seen: int
    alone: int = Field(description="Told by it alone.")
    share: float | None = Field(description="Of all, seen and unseen.")


class UnseenPair(Document):
    """Two sources."""

    one: str
    other: str
    both: int
    odds: float | None = Field(description="Over 1: they see the same more often than by chance.")


class EstimateOut(Document):
    """How many there are in all."""

    seen: int
    total: int | None = Field(description="Null where nothing can be told; `why_not` says why.")
    interval: list[int] | None = Field(description="95 %.")
    unseen_share: float | None
    at_least: int | None
    method: str
    why_not: str | None
    sources: list[UnseenSource]
    pairs: list[UnseenPair]
    doubts: list[str]


class UnseenOut(Answer):
    """How many links and referring domains of a domain no source has seen."""

    domain: str
    referring_domains: EstimateOut
    backlinks: EstimateOut
    disagreements: dict[str, int] = Field(description="Links that sources disagree on, by fact.")
    examples: list[dict[str, Any]] = Field(description="Some of them, with what each says.")
    doubts: list[str]
