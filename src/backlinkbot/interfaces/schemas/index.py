"""The shape of what the index holds."""

from __future__ import annotations

from datetime import datetime

from backlinkbot.interfaces.schemas.answer import Answer, Document


class SourceOut(Document):
    """One file that was read."""

    name: str
    format: str
    reporter: str
    read_at: datetime | None
    links: int
    complete: bool


class MostLinked(Document):
    """A domain that is linked to much."""

    target_domain: str
    referring_domains: int
    links: int
    followed_links: int


class IndexOut(Answer):
    """What the link index holds."""

    segments: int
    files: int
    snapshots_kept: int
    rows: dict[str, int]
    size_bytes: dict[str, int]
    total_bytes: int
    bytes_a_link: float | None
    sources: int
    sources_read: list[SourceOut]
    snapshots: list[str]
    most_linked: list[MostLinked]
