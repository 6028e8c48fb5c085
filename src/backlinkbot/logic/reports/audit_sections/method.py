"""How the verdicts came about and how often such verdicts are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Section, Text

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit
    from backlinkbot.logic.reports.wording import Wording

RULES = (
    "Markers look at owners, links, content, placement, anchors and dates; each says what it saw "
    "and where. Groups are sought first, then every site and link gets a probability.",
    "“Disavow” needs a probability of 98% and evidence of two independent kinds; "
    "well-known sites, your own and those you keep are never named.",
    "Everything was kept with what it was judged from: `audit --rebuild` judges it again.",
)


@audit_sections.add("method")
def method(audit: Audit, say: Wording) -> Section:
    """Method, measured error, source and date."""
    origin = (
        f"All that is said here comes from the link index {audit.snapshot} as of "
        f"{say.day(audit.as_of)}, and knows only what has been read into it."
    )
    return Section("method", "How this was judged", (Text((*audit.error, *RULES, origin)),))
