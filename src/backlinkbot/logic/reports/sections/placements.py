"""Where on their pages the backlinks stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Bar, Bars, Note, Section, Table
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording


@sections.add("placements")
def placements(profile: Profile, say: Wording) -> Section:
    """Placement classes as bars over backlinks."""
    title = "Placements"
    if not profile.placements:
        return Section("placements", title, (Note(("No placement is known.",)),))
    lead = "A link an editor set in the content counts; headers, footers and comments hardly do."
    tallies = sorted(profile.placements, key=lambda one: (-one.links, one.name))
    whole = max(1, profile.backlinks)
    bars = tuple(
        Bar(one.name, one.links, say.count(one.links), say.share(one.links / whole))
        for one in tallies
    )
    table = Table(
        "Placements",
        ("Placement", "Backlinks", "Share", "Referring domains"),
        tuple(
            (bar.label, bar.shown, bar.detail, say.count(one.domains))
            for bar, one in zip(bars, tallies, strict=True)
        ),
        (1, 2, 3),
    )
    summary = f"Backlinks by placement; most common: {tallies[0].name} ({bars[0].detail})."
    return Section("placements", title, (Bars(summary, bars, table),), lead)
