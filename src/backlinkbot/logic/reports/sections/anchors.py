"""What kinds of anchor texts there are, and the most used ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Bar, Bars, Heading, Note, Section, Table
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording

NO_TEXT = "(no text)"


@sections.add("anchors")
def anchors(profile: Profile, say: Wording) -> Section:
    """Anchor classes as bars over referring domains, and the anchors most domains use."""
    title = "Anchor texts"
    if not profile.anchor_classes:
        return Section("anchors", title, (Note(("No anchor text is known.",)),))
    lead = (
        "Readers who link unasked mostly write the brand, the address or a phrase of their own; "
        "one keyword again and again is what link sellers deliver."
    )
    top = Table(
        "Most used anchor texts",
        ("Anchor text", "Class", "Referring domains", "Backlinks"),
        tuple(
            (one.text or NO_TEXT, one.anchor_class, say.count(one.domains), say.count(one.links))
            for one in profile.top_anchors
        ),
        (2, 3),
    )
    return Section("anchors", title, (_classes(profile, say), Heading("Most used"), top), lead)


def _classes(profile: Profile, say: Wording) -> Bars:
    tallies = sorted(profile.anchor_classes, key=lambda one: (-one.domains, one.name))
    bars = tuple(
        Bar(
            one.name,
            one.domains,
            say.count(one.domains),
            say.share(one.domains / max(1, profile.referring_domains)),
        )
        for one in tallies
    )
    table = Table(
        "Anchor classes",
        ("Class", "Referring domains", "Backlinks"),
        tuple((one.name, say.count(one.domains), say.count(one.links)) for one in tallies),
        (1, 2),
    )
    return Bars(
        f"Referring domains by class of anchor; most common: {tallies[0].name}. "
        "A domain may use several.",
        bars,
        table,
    )
