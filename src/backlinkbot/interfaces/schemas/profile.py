"""The shape of a profile: quality and quantity of the backlinks of one domain."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Document

SHARE = "0 to 1"


class ReadingOut(Document):
    """What one signal says of a link."""

    signal: str
    value: float | None = Field(description="In the signal's own range; null where unknown.")
    score: float | None = Field(description="0 to 1, 1 is best; null where unknown.")
    sentence: str
    evidence: list[str]


class QualityOut(Document):
    """Live backlinks by strength."""

    strong: int
    medium: int
    weak: int
    unjudged: int = Field(description="Too little is known of them to judge.")
    histogram: list[int] = Field(description="The judged ones in ten bins of ten points each.")


class AnchorCount(Document):
    """One anchor text and its use."""

    anchor: str = Field(description="Text from the web, as it was found.")
    anchor_class: str
    backlinks: int
    referring_domains: int


class WeekCount(Document):
    """Referring domains won and lost in one week."""

    week: date = Field(description="Its Monday.")
    new: int
    lost: int
    lost_start_unknown: int = Field(
        description="Of the lost ones, those of which nobody knows when they began to link."
    )


class ReferrerOut(Document):
    """One of the strongest linking sites."""

    domain: str
    backlinks: int
    followed_backlinks: int
    authority: float | None
    quality: float | None
    first_seen: date | None


class SpreadCount(Document):
    """One kind of a spread."""

    name: str
    backlinks: int
    referring_domains: int


class SpreadOut(Document):
    """How a profile is spread over one dimension, largest first."""

    evenness: float | None = Field(description=f"Pielou's J, {SHARE}; null where nothing is known.")
    kinds: int
    unknown_backlinks: int
    basis: str = Field(description="Where it was read, in words.")
    counts: list[SpreadCount]


class JudgedLinkOut(Document):
    """A link on show with its five readings."""

    source_url: str
    source_domain: str
    target_url: str
    anchor: str
    anchor_class: str
    placement: str
    followed: bool | None
    first_seen: date | None
    quality: float = Field(description="0 to 100.")
    strength: str
    reason: str
    readings: list[ReadingOut]


class ProfileOut(Document):
    """The judged profile of one domain on one day."""

    domain: str
    as_of: date
    snapshot: str
    backlinks: int
    referring_domains: int = Field(
        description="Registrable domains with at least one live backlink: the main number."
    )
    followed_share: float | None = Field(description=f"{SHARE}, of those whose rel is known.")
    authority: float | None = Field(description="0 to 100; null where it is not known.")
    authority_note: str | None = Field(description="Why authority is not known.")
    authority_interval: list[float] | None = Field(description="Its low and its high end.")
    quality: QualityOut
    placements: dict[str, int] = Field(description="Backlinks by placement.")
    anchor_classes: dict[str, int] = Field(description="Backlinks by class of their anchor.")
    top_anchors: list[AnchorCount]
    recent_until: date | None = Field(
        default=None, description="The last of the 30 days of `new_30d` and `lost_30d`."
    )
    new_30d: int = Field(description="Referring domains won in the 30 days to `recent_until`.")
    lost_30d: int = Field(description="Referring domains lost in these 30 days.")
    weeks: list[WeekCount]
    top_referring_domains: list[ReferrerOut]
    diversity: dict[str, SpreadOut]
    best_links: list[JudgedLinkOut]
    worst_links: list[JudgedLinkOut]
    findings: list[str] = Field(description="What stands out, in sentences.")
    unknown: list[str] = Field(description="What could not be judged, in sentences.")
    method: list[str]
    only_domains: int = Field(
        description="Further domains that link here by graphs that name no pages."
    )
    other_kinds: int = Field(description="Frames, forms and canonicals: no backlinks.")
    start_unknown: int = Field(
        description="Referring domains of which nobody knows when they began to link."
    )
