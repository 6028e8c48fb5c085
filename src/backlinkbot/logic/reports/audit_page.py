"""The audit of a site as a document: which sections, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Document
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit

ORDER = (
    "verdict",
    "groups",
    "to-disavow",
    "to-review",
    "anchors-and-pace",
    "method",
)


def audit_document(audit: Audit, *, locale: str = "en") -> Document:
    """The report of one audit; the same audit and locale give the same document.

    Raises:
        BadInput: a locale whose numbers and dates we cannot write.
    """
    say = wording(locale)
    return Document(
        title=audit.domain,
        subtitle=f"Backlink audit, {say.day(audit.as_of)}",
        footer=f"Made with Backlink Bot from the link index {audit.snapshot}.",
        as_of=audit.as_of,
        sections=tuple(audit_sections[name](audit, say) for name in ORDER),
    )
