"""The sites a person should look at, and the links that stand out on sites to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Entries, Entry, Heading, Note, Section, Tone
from backlinkbot.logic.reports.verdict_entries import unit_blocks

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit, LinkVerdict
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

LINKS_SHOWN = 25


@audit_sections.add("to-review")
def to_review(audit: Audit, say: Wording) -> Section:
    """What may be artificial, but is not certain enough for more than a look."""
    title = "To look at"
    units = [one for one in audit.domains if one.standing is Advice.REVIEW]
    kept = {one.unit for one in audit.domains if one.standing is Advice.KEEP}
    links = [one for one in audit.links if one.unit in kept and one.verdict is Advice.REVIEW]
    blocks: list[Block] = list(unit_blocks(units, say)) if units else []
    if links:
        shown = tuple(_entry(one, say) for one in links[:LINKS_SHOWN])
        blocks += [Heading("Single links on sites to keep"), Entries(shown)]
    if not blocks:
        return Section("to-review", title, (Note(("Nothing needs to be looked at.",)),))
    return Section("to-review", title, tuple(blocks), "A look is enough: keep what you know.")


def _entry(one: LinkVerdict, say: Wording) -> Entry:
    return Entry(
        title=one.unit,
        address=one.source_url,
        score=say.number(100 * one.probability),
        word=one.verdict.value,
        tone=Tone.MEDIUM,
        facts=(f"“{one.anchor}”" if one.anchor else "no anchor text", f"to {one.target_url}"),
        reason=" ".join(one.reasons),
    )
