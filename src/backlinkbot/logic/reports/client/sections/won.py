"""What was won: the sites that began to link, with their authority at the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.client.sites_told import listed_won
from backlinkbot.logic.reports.document import Section, Table, Text, Timeline
from backlinkbot.logic.reports.periods import history_of

if TYPE_CHECKING:
    from backlinkbot.core.client_report import WonSite
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block

MOST_BRIEF = 3
LEAST_MOMENTS = 2  # a line needs two ends


@sections.add("won")
def won(say: Teller) -> Section:
    """The sentence, the line of referring domains over time, and the sites, best first."""
    told = say.report
    if not say.knows_period:
        said = Text((say("won.not-known"),))
        return Section("won", say.text("section.won"), (said, *_charts(say)))
    lines = [say("won.lead" if told.value("won.earned") else "won.none", by=("won.earned",))]
    if told.value("won.judged") < told.value("won.earned"):
        lines.append(say("won.judged"))
    if told.value("won.doubtful"):
        lines.append(say("won.doubtful"))
    blocks: list[Block] = [Text(tuple(lines))]
    earned = [one for one in told.won if one.advice == Advice.KEEP]
    if say.is_brief:
        if earned:
            blocks.append(_brief(say, earned[:MOST_BRIEF]))
        return Section("won", say.text("section.won"), (*blocks, *_charts(say)))
    blocks.extend(_charts(say))
    if told.won:
        blocks.append(_table(say))
        if told.value("won.listed") < told.value("won.all"):
            blocks.append(Text((say("won.more"),)))
        if told.has("authority.measured-on"):
            blocks.append(Text((say("won.then-note"),)))
    return Section("won", say.text("section.won"), tuple(blocks))


def _brief(say: Teller, rows: list[WonSite]) -> Table:
    columns = ("site", "since", "quality", "then")
    cells = (
        (one.domain, say.day(one.began_on), say.points(one.quality), say.points(one.authority_then))
        for one in rows
    )
    return Table(
        _caption(say), tuple(say.text(f"won.{name}") for name in columns), tuple(cells), (2, 3)
    )


def _table(say: Teller) -> Table:
    columns = ("site", "page", "anchor", "since", "quality", "then", "now", "state")
    cells = (
        (
            one.domain,
            one.source_title or one.source_url,
            one.anchor,
            say.day(one.began_on),
            say.points(one.quality),
            say.points(one.authority_then),
            say.points(one.authority_now),
            say.text(f"won.{_state(one)}"),
        )
        for one in listed_won(say.report.won)
    )
    return Table(
        _caption(say), tuple(say.text(f"won.{name}") for name in columns), tuple(cells), (4, 5, 6)
    )


def _caption(say: Teller) -> str:
    return say.text("won.caption")


def _state(one: WonSite) -> str:
    if not one.is_standing:
        return "gone"
    flags = {Advice.DISAVOW.value: "flagged", Advice.REVIEW.value: "review"}
    return flags.get(one.advice, "standing")


def _charts(say: Teller) -> tuple[Block, ...]:
    told = say.report
    period, moments = history_of(told.weeks, told.level)
    if len(moments) < LEAST_MOMENTS:
        return ()
    word = say.word(period.name)
    names = (word.capitalize(), *(say.text(f"won.{name}") for name in ("level",)))
    names = (*names, say.text("card.won"), say.text("card.lost"))
    rows = tuple(
        (
            period.said(say.write, one.on),
            say.count(one.level),
            say.count(one.won),
            say.count(one.lost),
        )
        for one in reversed(moments)
        if one.won or one.lost
    )
    table = Table(say.plain("won.chart-caption", period=word), names, rows, (1, 2, 3))
    return (Timeline(say.plain("won.chart", period=word), moments, table, period.name),)
