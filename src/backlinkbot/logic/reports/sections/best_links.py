"""The backlinks that are worth most, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Entries, Note, Section
from backlinkbot.logic.reports.entries import entry
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording


@sections.add("best-links")
def best_links(profile: Profile, say: Wording) -> Section:
    """The best link of each of the best linking sites."""
    title = "Best backlinks"
    if not profile.best:
        return Section("best", title, (Note(("No backlink is strong or medium yet.",)),))
    lead = (
        "The best link of each of the best linking sites. These are worth keeping and thanking for."
    )
    return Section("best", title, (Entries(tuple(entry(one, say) for one in profile.best)),), lead)
