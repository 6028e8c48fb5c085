"""The shapes of suggestions: which page of ours each prospect could be asked to link."""

from __future__ import annotations

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Document, Rows


class SuggestedOut(Document):
    """A page of ours that would fit."""

    page: str
    fit: float = Field(description="How well its words fit, 0 to 1.")
    is_sure: bool = Field(description="Known, not guessed by words: a lost link led to it.")
    reasons: list[str]


class FittingOut(Document):
    """What a prospect could be asked to link, by its first opening."""

    prospect: int
    organisation: str
    stage: str
    tactic: str
    page: str = Field(description="On which the link would stand.")
    about: str = Field(description="What the opening is about, like a dead address.")
    target: str = Field(description="The page that was chosen for it; empty: none.")
    suggested: list[SuggestedOut] = Field(description="Best first; none where nothing fits.")
    says: str = Field(description="Why nothing is suggested, if so.")


class FittingPagesOut(Rows[FittingOut]):
    """Suggestions for prospects of a site; nothing is set by them."""

    site: str
