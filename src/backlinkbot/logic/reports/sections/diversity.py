"""How varied the sources are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Bar, Bars, Heading, Note, Section, Table, Text
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile, Spread
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

SHOWN = 6  # bars per dimension; the table behind holds more
PLACED_ELSEWHERE = "placements"  # has a section of its own


@sections.add("diversity")
def diversity(profile: Profile, say: Wording) -> Section:
    """Owners, endings, countries, languages, page types and landing pages with their evenness."""
    title = "Diversity"
    told = [one for one in profile.spreads if one.what != PLACED_ELSEWHERE]
    known = [one for one in told if one.tallies]
    if not known:
        return Section("diversity", title, (Note(("Nothing is known of the sources.",)),))
    blocks: list[Block] = []
    for spread in known:
        blocks += _blocks(spread, profile, say)
    if unknown := [_name(one) for one in told if not one.tallies]:
        blocks.append(Note((f"Not known of any backlink: {', '.join(unknown).lower()}.",)))
    lead = (
        "Many kinds of sources are natural. Evenness goes from 0 (all of one kind) to 1 (all kinds "
        "alike), counted over referring domains."
    )
    return Section("diversity", title, tuple(blocks), lead)


def _name(spread: Spread) -> str:
    return spread.what.replace("_", " ").capitalize().replace("Tlds", "Domain endings")


def _blocks(spread: Spread, profile: Profile, say: Wording) -> list[Block]:
    name = _name(spread)
    text = (
        f"{say.count(spread.kinds)} different; evenness {say.number(spread.evenness, 2)}. "
        f"Read from {spread.basis}."
    )
    if spread.unknown_links:
        text += f" Not known for {say.count(spread.unknown_links)} backlinks."
    bars = tuple(
        Bar(
            one.name,
            one.domains,
            say.count(one.domains),
            say.share(one.domains / max(1, profile.referring_domains)),
        )
        for one in spread.tallies[:SHOWN]
    )
    table = Table(
        name,
        (name, "Referring domains", "Backlinks"),
        tuple((one.name, say.count(one.domains), say.count(one.links)) for one in spread.tallies),
        (1, 2),
    )
    return [
        Heading(name),
        Text((text,)),
        Bars(f"Referring domains by {name.lower()}.", bars, table),
    ]
