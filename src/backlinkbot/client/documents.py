"""The documents that the client gives, as REST describes them."""

from __future__ import annotations

from typing import Any, TypedDict


class Site(TypedDict):
    """A site and what belongs to its owner."""

    domain: str
    name: str
    is_ours: bool
    brand_words: list[str]
    topic_words: list[str]
    competitors: list[str]
    estate: list[str]


class Link(TypedDict):
    """One link of a list; moments as ISO texts, qualities and authority 0 to 100."""

    source_url: str
    source_domain: str
    target_url: str
    occurrence: int
    anchor: str | None
    anchor_class: str | None
    kind: str | None
    nofollow: bool | None
    ugc: bool | None
    sponsored: bool | None
    followed: bool | None
    placement: str | None
    sitewide: bool | None
    left: str | None
    right: str | None
    external_links: int | None
    source_title: str | None
    source_language: str | None
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    state: str
    lost_on: str | None
    lost_reason: str | None
    sources: list[str] | None
    vendor_scores: dict[str, float] | None
    authority: float | None
    quality: float | None
    strength: str
    is_backlink: bool
    similar: int | None


class ReferringDomain(TypedDict):
    """One linking site, with its best link."""

    source_domain: str
    backlinks: int | None
    followed_backlinks: int | None
    all_backlinks: int | None
    state: str
    authority: float | None
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    lost_on: str | None
    lost_reason: str | None
    basis: str
    quality: float | None
    strength: str | None
    placement: str | None
    source_url: str | None
    source_title: str | None
    source_language: str | None
    target_url: str | None
    anchor: str | None
    anchor_class: str | None


class Anchor(TypedDict):
    """One anchor text and its use."""

    anchor: str | None
    anchor_class: str | None
    backlinks: int
    followed_backlinks: int
    referring_domains: int
    all_backlinks: int
    state: str
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    quality: float | None
    strength: str | None


class Job(TypedDict):
    """One piece of work in the background."""

    id: str
    kind: str
    arguments: dict[str, Any]
    state: str
    by: str
    queued_at: str
    started_at: str | None
    ended_at: str | None
    stage: str | None
    reached: float
    total: float | None
    unit: str | None
    message: str | None
    result: dict[str, Any] | None
    attempts: int
    schedule: str | None


class Decision(TypedDict):
    """What somebody decided about the links of one unit to a site."""

    site: str
    unit: str
    decision: str
    by: str
    at: str
    note: str | None
