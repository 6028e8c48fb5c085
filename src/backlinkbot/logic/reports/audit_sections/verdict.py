"""The first look: the whole audit in one sentence, the counts, the risk and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Card, Cards, Heading, Note, Section, Text, Tone

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording


@audit_sections.add("verdict")
def verdict(audit: Audit, say: Wording) -> Section:
    """One sentence, cards with the counts, the owner's risk, and what was left out."""
    blocks: list[Block] = [Cards(_cards(audit, say))]
    if audit.risk:
        if audit.risk.looks_at:
            blocks += [
                Text((audit.risk.sentence,)),
                Heading("What a search engine would look at"),
                Text(audit.risk.looks_at, is_list=True),
            ]
        if audit.risk.first_steps:
            blocks += [Heading("What to do first"), Text(audit.risk.first_steps, is_list=True)]
    if audit.notes:
        blocks.append(Note(audit.notes))
    return Section("verdict", "The verdict", tuple(blocks), audit.sentence)


def _cards(audit: Audit, say: Wording) -> tuple[Card, ...]:
    units = {
        advice: len({one.unit for one in audit.links if one.verdict is advice}) for advice in Advice
    }
    units[Advice.KEEP] = sum(one.standing is Advice.KEEP for one in audit.domains)
    tones = {Advice.KEEP: Tone.STRONG, Advice.REVIEW: Tone.MEDIUM, Advice.DISAVOW: Tone.WEAK}
    counts = {
        Advice.KEEP: ("Keep", audit.keep),
        Advice.REVIEW: ("Look at", audit.review),
        Advice.DISAVOW: ("Disavow", audit.disavow),
    }
    cards = [Card("Live backlinks", say.count(audit.backlinks), _sites(len(audit.domains), say))]
    cards += [
        Card(
            label,
            say.count(links),
            _sites(units[advice], say),
            tones[advice] if links else Tone.PLAIN,
        )
        for advice, (label, links) in counts.items()
    ]
    if audit.risk:
        cards.append(Card("Risk of an action", audit.risk.level, "by a search engine"))
    return tuple(cards)


def _sites(count: int, say: Wording) -> str:
    return f"from {say.count(count)} linking site{'' if count == 1 else 's'}"
