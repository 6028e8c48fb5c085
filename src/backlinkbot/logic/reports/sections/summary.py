"""The first look: the main numbers and what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Card, Cards, Note, Section, Text, Tone
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording


@sections.add("summary")
def summary(profile: Profile, say: Wording) -> Section:
    """Cards with the main numbers, the findings, and what could not be judged."""
    blocks: tuple[Block, ...] = (
        Cards(_cards(profile, say)),
        Text(profile.findings, is_list=True),
    )
    if profile.unknown:
        blocks = (*blocks, Note(profile.unknown))
    return Section("summary", "At a glance", blocks)


def _cards(profile: Profile, say: Wording) -> tuple[Card, ...]:
    split = profile.quality
    strong = split.strong / split.judged if split.judged else None
    net = profile.new_30d - profile.lost_30d
    return (
        Card(
            "Referring domains",
            say.count(profile.referring_domains),
            f"{say.count(profile.backlinks)} live backlinks",
        ),
        Card("Authority", say.number(profile.authority), _interval(profile, say)),
        Card(
            "Strong backlinks",
            say.count(split.strong),
            f"{say.share(strong)} of those judged",
            Tone.STRONG if split.strong else Tone.PLAIN,
        ),
        Card("Followed", say.share(profile.followed_share), "of the backlinks"),
        Card(
            "Last 30 days" if profile.recent_until in {None, profile.as_of} else "30 days",
            f"{'+' if net > 0 else '−' if net < 0 else ''}{say.count(abs(net))}",  # noqa: RUF001
            _recent(profile, say),
        ),
    )


def _recent(profile: Profile, say: Wording) -> str:
    text = f"{say.count(profile.new_30d)} won, {say.count(profile.lost_30d)} lost"
    if profile.recent_until not in {None, profile.as_of}:
        text += f", up to {say.day(profile.recent_until)}"
    if profile.start_unknown:
        text += f"; start unknown of {say.count(profile.start_unknown)}"
    return text


def _interval(profile: Profile, say: Wording) -> str:
    if profile.authority is None:
        return profile.authority_note
    if profile.authority_low is None or profile.authority_high is None:
        return "out of 100"
    low, high = say.number(profile.authority_low), say.number(profile.authority_high)
    return f"out of 100, between {low} and {high}"
