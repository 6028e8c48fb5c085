"""One judged link as an entry of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Entry, Tone

if TYPE_CHECKING:
    from backlinkbot.core.profile import JudgedLink
    from backlinkbot.logic.reports.wording import Wording

NO_TEXT = "image or no text"


def entry(link: JudgedLink, say: Wording) -> Entry:
    """Score, facts, the main reason, and the sentences of all five factors."""
    facts = [
        _anchor(link),
        link.anchor_class if link.anchor else "",
        link.placement if link.placement != "unknown" else "placement unknown",
        _followed(link.followed),
        f"since {say.day(link.first_seen)}" if link.first_seen else "",
    ]
    return Entry(
        title=link.source_title or link.source_domain,
        address=link.source_url,
        score=say.number(link.quality),
        word=link.strength,
        tone=Tone(link.strength),
        facts=tuple(fact for fact in facts if fact),
        reason=link.reason,
        details=tuple(reading.sentence for reading in link.readings),
    )


def _anchor(link: JudgedLink) -> str:
    if link.anchor:
        return f"“{link.anchor}”"
    return "anchor unknown" if link.anchor_class == "unknown" else NO_TEXT


def _followed(followed: bool | None) -> str:  # noqa: FBT001 - a fact, not a switch
    if followed is None:
        return "followed or not is unknown"
    return "followed" if followed else "not followed"
