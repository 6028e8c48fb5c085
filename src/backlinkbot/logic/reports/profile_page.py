"""The profile of a domain as a document: which sections, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Document
from backlinkbot.logic.reports.sections import sections
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile

ORDER = (
    "summary",
    "growth",
    "quality-quantity",
    "referring-domains",
    "best-links",
    "worst-links",
    "anchors",
    "placements",
    "diversity",
    "how-computed",
)


def profile_document(profile: Profile, *, locale: str = "en") -> Document:
    """The report of one profile; the same profile and locale give the same document.

    Raises:
        BadInput: a locale whose numbers and dates we cannot write.
    """
    say = wording(locale)
    return Document(
        title=profile.domain,
        subtitle=f"Backlink profile, {say.day(profile.as_of)}",
        footer=f"Made with Backlink Bot from the link index {profile.snapshot}.",
        as_of=profile.as_of,
        sections=tuple(sections[name](profile, say) for name in ORDER),
    )
