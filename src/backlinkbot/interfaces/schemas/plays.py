"""The shapes of a competitor's plays."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Answer, Document


class PlayOut(Document):
    """Links that belong together; the links themselves are a list of their own."""

    play: str = Field(description="guest-post run, digital-PR burst, directory blast, PBN …")
    name: str
    begins: date
    ends: date
    asset: str = Field(description="The page that most of them lead to.")
    asset_share: float
    about: list[str] = Field(description="Words that their pages have in common.")
    referring_domains: int
    followed_share: float | None
    median_authority: float | None
    confidence: float = Field(description="That it is this kind of play, 0 to 1.")
    cost: str = Field(description="low, medium or high.")
    cost_reason: str
    allowed: str = Field(description="allowed, with limits, or against the rules.")
    rule: str = Field(description="What search engines say of it.")
    may_repeat: bool
    needs: str = Field(description="What repeating it would need.")
    open_to_us: int | None = Field(description="Of its referring domains, never linked to us.")
    our_page: str | None = Field(description="The page of ours that is like its asset.")
    reasons: list[str]


class PlayLinkOut(Document):
    """One link of a play."""

    play: str
    name: str
    source_domain: str
    source_url: str
    target_url: str
    anchor: str = Field(description="Text from the web, as it was found.")
    placement: str
    day: date
    is_dated: bool = Field(description="Known when it began, not only when it was seen.")
    followed: bool | None
    authority: float | None
    signs: list[str] = Field(description="Why it counts as one.")


class PlayMonth(Document):
    """What a month's new referring domains came by."""

    month: str = Field(examples=["2026-10"])
    referring_domains: int
    by_play: dict[str, int]
    share: dict[str, float]


class PlaysOut(Answer):
    """All plays of a competitor, the largest first, and its strategy over time."""

    domain: str
    ours: str | None = Field(description="The site of ours that it competes with.")
    since: date | None
    referring_domains: int
    undated: int = Field(description="Only known when they were first seen; not in `months`.")
    plays: list[PlayOut]
    trickle: PlayOut | None = Field(description="What came one by one.")
    months: list[PlayMonth]
    notes: list[str]
