"""The shapes of rows about links: links, referring domains, anchors."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Answer, Document
from backlinkbot.interfaces.schemas.profile import ReadingOut

FROM_WEB = "Text from the web, as it was found."


class LinkRow(Document):
    """One link of a list."""

    source_url: str
    source_domain: str
    target_url: str
    anchor: str | None = Field(description=FROM_WEB)
    anchor_class: str | None
    kind: str | None = Field(description="text, image, redirect …")
    nofollow: bool | None
    ugc: bool | None
    sponsored: bool | None
    followed: bool | None = Field(description="Null where nobody told.")
    placement: str | None
    sitewide: bool | None
    left: str | None = Field(description=f"The text before the link. {FROM_WEB}")
    right: str | None = Field(description=f"The text behind the link. {FROM_WEB}")
    external_links: int | None = Field(description="Links from that page to other sites.")
    source_title: str | None = Field(description=FROM_WEB)
    source_language: str | None
    first_seen: datetime | None
    last_seen: datetime | None
    started_on: datetime | None = Field(description="When it began, where that is known.")
    state: str = Field(description="live, lost, broken or redirected.")
    lost_on: datetime | None
    lost_reason: str | None
    sources: list[str] | None = Field(description="Who told of it.")
    vendor_scores: dict[str, float] | None = Field(description="Scores of other makers.")
    authority: float | None = Field(description="Of the linking site, 0 to 100.")
    quality: float | None = Field(description="0 to 100; null where it is unjudged.")
    strength: str = Field(description="strong, medium, weak or unjudged.")


class LinkListed(LinkRow):
    """The same in a list."""

    occurrence: int = Field(description="Tells links from one page to another apart.")
    is_backlink: bool = Field(description="False for frames, forms and canonicals.")
    similar: int | None = Field(
        default=None, description="Of one row for similar links: how many they are."
    )


class LinkOut(LinkRow):
    """One link with all that is known of it."""

    target_domain: str
    placement_probability: float | None
    evidence: list[str] | None = Field(description="Where each fact was read.")
    disagreements: list[str] | None = Field(description="In what its sources differ.")
    target_known: bool | None
    context_html: str | None = Field(description=f"The HTML around it. {FROM_WEB}")
    readings: list[ReadingOut]


class LinkAnswer(Answer):
    """Every link from one page to another, usually one."""

    links: list[LinkOut]


class ReferringDomainRow(Document):
    """One linking site, with its best link."""

    source_domain: str
    backlinks: int | None = Field(
        description="Live ones; null where only graphs without pages tell of it."
    )
    followed_backlinks: int | None
    all_backlinks: int | None = Field(description="Those that are gone too.")
    state: str
    authority: float | None
    first_seen: datetime | None
    last_seen: datetime | None
    started_on: datetime | None
    lost_on: datetime | None
    lost_reason: str | None
    basis: str = Field(description="Whether pages or only a graph of domains told of it.")
    quality: float | None
    strength: str | None
    placement: str | None
    source_url: str | None
    source_title: str | None = Field(description=FROM_WEB)
    source_language: str | None
    target_url: str | None
    anchor: str | None = Field(description=FROM_WEB)
    anchor_class: str | None


class AnchorRow(Document):
    """One anchor text and its use."""

    anchor: str | None = Field(description=FROM_WEB)
    anchor_class: str | None
    backlinks: int
    followed_backlinks: int
    referring_domains: int
    all_backlinks: int
    state: str
    first_seen: datetime | None
    last_seen: datetime | None
    started_on: datetime | None
    quality: float | None
    strength: str | None
