"""What was asked for: whom, with what answer, which links landed, and the work it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block

OTHERS = ("no-more", "bounced", "silent")  # with those who answered, all that were asked
MOST_LINKS = 25  # more make a table that nobody reads


@sections.add("asked")
def asked(say: Teller) -> Section | None:
    """The sentences, then tables by tactic and of the links; none where nobody was ever asked."""
    told = say.report
    if not told.has("outreach.asked"):
        return None
    if told.value("outreach.asked"):
        lines = [say("asked.lead")]
        others = [name for name in OTHERS if told.value(f"outreach.{name}")]
        lines.extend(say(f"asked.{name}") for name in others)
    else:
        lines = [say("asked.nobody", by=("outreach.asked",))]
    lines.append(
        say("asked.won" if told.value("outreach.won") else "asked.none", by=("outreach.won",))
    )
    if told.value("outreach.open"):
        lines.append(say("asked.open"))
    if told.value("outreach.hours"):
        lines.append(
            say("asked.effort-each" if told.has("outreach.hours-a-link") else "asked.effort")
        )
    blocks: list[Block] = [Text(tuple(lines))]
    if not say.is_brief:
        blocks.extend([_tactics(say)] if told.asked else [])
        blocks.extend([_links(say)] if told.landed else [])
    return Section("asked", say.text("section.asked"), tuple(blocks))


def _tactics(say: Teller) -> Table:
    names = ("next.tactic", "asked.asked", "asked.replied", "asked.links")
    rows = tuple(
        (_tactic(say, one.tactic), say.count(one.asked), say.count(one.replied), say.count(one.won))
        for one in say.report.asked
    )
    caption = say.text("asked.by-tactic")
    return Table(caption, tuple(say.text(name) for name in names), rows, (1, 2, 3))


def _links(say: Teller) -> Table:
    names = ("won.site", "won.page", "next.tactic", "won.since", "won.quality", "won.state")
    rows = tuple(
        (
            one.domain,
            one.page,
            _tactic(say, one.tactic),
            say.day(one.landed_on),
            say.points(one.quality),
            say.text("won.standing" if one.is_standing else "won.gone"),
        )
        for one in say.report.landed[:MOST_LINKS]
    )
    caption = say.text("asked.landed")
    return Table(caption, tuple(say.text(name) for name in names), rows, (4,))


def _tactic(say: Teller, tactic: str) -> str:
    return say.word(f"tactic-{tactic}") if tactic else say.text("asked.by-hand")
