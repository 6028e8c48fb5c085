"""What was lost, why, and what of it can be won back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.client.sites_told import MOST_LISTED
from backlinkbot.logic.reports.document import Bar, Bars, Heading, Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block


@sections.add("lost")
def lost(say: Teller) -> Section:
    """The sentences, the reasons as bars, and the sites, best first."""
    told = say.report
    title = say.text("section.lost")
    if not say.knows_period:
        return Section("lost", title, (Text((say("lost.not-known"),)),))
    if not told.lost:
        return Section("lost", title, (Text((say("lost.none", by=("lost.all",)),)),))
    lines = [say("lost.lead"), say("lost.named") if say.is_brief else say("lost.reason")]
    if told.value("lost.may-return"):
        lines.append(say("lost.return"))
    blocks: tuple[Block, ...] = (Text(tuple(lines)),)
    if say.is_brief:
        return Section("lost", title, blocks)
    return Section("lost", title, (*blocks, *_details(say)))


def _details(say: Teller) -> tuple[Block, ...]:
    shown = (Heading(say.text("lost.reasons")), _reasons(say), _table(say))
    if len(say.report.lost) <= MOST_LISTED:
        return shown
    return (*shown, Text((say("lost.more"),)))


def _reasons(say: Teller) -> Bars:
    rows = say.report.lost_reasons
    bars = tuple(Bar(say.word(reason), count, say.count(count)) for reason, count in rows)
    names = (say.text("lost.why"), say.text("lost.count"))
    cells = tuple((bar.label, bar.shown) for bar in bars)
    title = say.text("lost.reasons")
    return Bars(title, bars, Table(title, names, cells, (1,)))


def _table(say: Teller) -> Table:
    names = (
        "won.site", "lost.on", "lost.why", "won.quality", "lost.authority", "lost.may-return",
    )  # fmt: skip
    cells = (
        (
            one.domain,
            say.day(one.lost_on),
            say.word(one.reason),
            say.points(one.quality),
            say.points(one.authority),
            say.text("lost.yes" if one.may_return else "lost.no"),
        )
        for one in say.report.lost[:MOST_LISTED]
    )
    return Table(
        say.text("lost.caption"), tuple(say.text(name) for name in names), tuple(cells), (3, 4)
    )
