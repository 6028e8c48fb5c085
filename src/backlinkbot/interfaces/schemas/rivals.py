"""The shapes of sites side by side, and of who links to rivals and not to us."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Document, Rows


class StandingOut(Document):
    """The main numbers of one site."""

    domain: str
    is_ours: bool
    backlinks: int
    referring_domains: int
    followed_share: float | None
    new_30d: int
    lost_30d: int
    authority: float | None
    authority_low: float | None
    authority_high: float | None
    authority_note: str
    authority_change: float | None = Field(description="Since the release before.")
    levels: list[int] = Field(description="Referring domains at the end of each of the last weeks.")


class GapRow(Document):
    """One site that links to rivals."""

    source_domain: str
    authority: float | None
    rivals: int = Field(description="How many of them it links to.")
    links_to: list[str]
    backlinks: int
    followed_backlinks: int
    placement: str | None
    source_url: str | None
    anchor: str | None = Field(description="Text from the web, as it was found.")
    first_seen: datetime | date | None


class OverlapOut(Document):
    """One rival beside the site."""

    rival: str
    referring_domains: int
    also_ours: int


class MatrixRow(Document):
    """One site that links to some of the domains."""

    source_domain: str
    authority: float | None
    backlinks: list[int] = Field(description="To each of the domains, in their order.")
    kinds: list[str]


class MatrixOut(Document):
    """Who links to which of the domains, the site first."""

    domains: list[str]
    counts: dict[str, int] = Field(description="Linking sites: best, weak, strong, shared, unique.")
    kind: str = Field(description="The kind whose rows are given.")
    rows: list[MatrixRow]


class GapOut(Rows[GapRow]):
    """Who links to rivals and not to a domain."""

    domain: str
    rivals: list[str]
    referring_domains: int = Field(description="Of the domain.")
    lost_ones: int = Field(description="Left out: they linked to the domain once, to win back.")
    overlap: list[OverlapOut]
    matrix: MatrixOut
