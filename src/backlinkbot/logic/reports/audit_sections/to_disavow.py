"""The sites to disavow, with reasons and what a line would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Note, Section
from backlinkbot.logic.reports.verdict_entries import unit_blocks

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit
    from backlinkbot.logic.reports.wording import Wording

LEAD = (
    "Ask for removal first. A disavow file is for many artificial links and an action that was "
    "taken or is likely; nothing is uploaded by itself."
)


@audit_sections.add("to-disavow")
def to_disavow(audit: Audit, say: Wording) -> Section:
    """Each site of which it is nearly certain, by two kinds of evidence at least."""
    title = "To disavow"
    units = [one for one in audit.domains if one.standing is Advice.DISAVOW]
    if not units:
        return Section("to-disavow", title, (Note(("Nothing needs to be disavowed.",)),))
    return Section("to-disavow", title, unit_blocks(units, say), LEAD)
