"""The site beside its competitors, and who links to them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Bar, Bars, Heading, Note, Section, Table, Text, Tone

if TYPE_CHECKING:
    from backlinkbot.core.client_report import Rival
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block


@sections.add("competitors")
def competitors(say: Teller) -> Section:
    """Place and pace in words, the field as a table with bars, the gap as a table."""
    told = say.report
    title = say.text("section.competitors")
    if not told.value("rivals.count"):
        return Section(
            "competitors", title, (Note((say("competitors.none", by=("rivals.count",)),)),)
        )
    lead = say("competitors.lead")
    blocks: list[Block] = [Text((lead,)), _field(say)]
    if say.knows_period:
        chart = Heading(say.text("competitors.chart"))
        blocks = [Text((lead, say("competitors.pace"))), _field(say), chart, _pace(say)]
    if told.plays:
        blocks.extend(
            (
                Heading(say.text("competitors.plays-caption")),
                Text((say("competitors.plays"), say("competitors.play"))),
                _plays(say),
            )
        )
    if told.gap:
        heading = Heading(say.text("competitors.gap-caption"))
        blocks.extend((heading, Text((say("competitors.gap"),)), _gap(say)))
    return Section("competitors", title, tuple(blocks))


def _field(say: Teller) -> Table:
    names = (
        "competitors.domain", "card.referring-domains", "competitors.won", "competitors.lost",
        "card.authority",
    )  # fmt: skip
    rows = tuple(
        (
            _named(say, one),
            say.count(one.referring_domains),
            say.count(one.won) if say.knows_period else "?",
            say.count(one.lost) if say.knows_period else "?",
            say.points(one.authority),
        )
        for one in say.report.rivals
    )
    return Table(
        say.text("competitors.caption"), tuple(say.text(name) for name in names), rows, (1, 2, 3, 4)
    )


def _pace(say: Teller) -> Bars:
    rows = sorted(say.report.rivals, key=lambda one: (-one.won, one.domain))
    bars = tuple(
        Bar(
            _named(say, one), one.won, say.count(one.won),
            tone=Tone.STRONG if one.is_own else Tone.PLAIN,
        )
        for one in rows
    )  # fmt: skip
    names = (say.text("competitors.domain"), say.text("competitors.won"))
    title = say.text("competitors.chart")
    return Bars(title, bars, Table(title, names, tuple((b.label, b.shown) for b in bars), (1,)))


def _plays(say: Teller) -> Table:
    names = (
        "competitors.domain", "competitors.play-kind", "competitors.play-days", "competitors.won",
        "competitors.play-cost", "competitors.play-rules", "competitors.play-open",
    )  # fmt: skip
    rows = tuple(
        (
            one.rival,
            say.word(f"play-{one.kind}"),
            f"{say.day(one.begins)} – {say.day(one.ends)}",  # noqa: RUF001 - a range of days
            say.count(one.won),
            say.word(f"cost-{one.cost}"),
            say.word(f"rules-{one.allowed}"),
            say.count(one.open_to_us) if one.open_to_us is not None else "–",  # noqa: RUF001
        )
        for one in say.report.plays
    )
    caption = say.text("competitors.plays-caption")
    return Table(caption, tuple(say.text(name) for name in names), rows, (3, 6))


def _named(say: Teller, one: Rival) -> str:
    return say.plain("competitors.own", of=one.domain) if one.is_own else one.domain


def _gap(say: Teller) -> Table:
    names = ("competitors.domain", "card.authority", "competitors.links-to")
    rows = tuple(
        (one.domain, say.points(one.authority), ", ".join(one.rivals)) for one in say.report.gap
    )
    return Table(
        say.text("competitors.gap-caption"), tuple(say.text(name) for name in names), rows, (1,)
    )
