"""The backlinks that are worth least, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Entries, Note, Section
from backlinkbot.logic.reports.entries import entry
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording


@sections.add("worst-links")
def worst_links(profile: Profile, say: Wording) -> Section:
    """The weakest link of each of the weakest linking sites, without those shown as best."""
    title = "Weakest backlinks"
    shown = {link.source_url for link in profile.best}
    worst = [link for link in profile.worst if link.source_url not in shown]
    if not worst:
        return Section("worst", title, (Note(("Nothing further to show.",)),))
    lead = "Weak is not harmful: search engines ignore most of these, and so may you."
    return Section("worst", title, (Entries(tuple(entry(one, say) for one in worst)),), lead)
