"""The strongest sites that link here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Note, Section, Table
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile, ReferringDomain
    from backlinkbot.logic.reports.wording import Wording


@sections.add("referring-domains")
def referring_domains(profile: Profile, say: Wording) -> Section:
    """A table of linking sites by authority, with their backlinks and the best one's quality."""
    name, title = "sites", "Strongest linking sites"
    if not profile.top_referring_domains:
        return Section(name, title, (Note(("No linking site is known.",)),))
    shown = min(len(profile.top_referring_domains), profile.referring_domains)
    lead = f"{say.count(shown)} of {say.count(profile.referring_domains)} referring domains."
    table = Table(
        "Referring domains by authority",
        ("Site", "Authority", "Backlinks", "Best link"),
        tuple(_row(one, say) for one in profile.top_referring_domains),
        (1, 2, 3),
    )
    return Section(name, title, (table,), lead)


def _row(one: ReferringDomain, say: Wording) -> tuple[str, ...]:
    return (one.domain, say.number(one.authority), say.count(one.links), say.number(one.quality))
