"""Next month: what follows from the rest, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Heading, Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.core.client_report import NextLink
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block

STANDS_ON = (
    "audit.undecided", "lost.may-return", "goals.met", "gap.count", "chances.count",
    "now.weak-share",
)  # fmt: skip
MANY_WEAK = 0.6  # as in the section on quality
MOST_BRIEF = 3  # a page has room for three, and a month too


@sections.add("next")
def next_month(say: Teller) -> Section:
    """Steps that stand on a fact each; that all may go on where nothing asks for one."""
    lines = _steps(say) or [say("next.keep", by=STANDS_ON)]
    if not say.report.goals:
        lines.append(say("next.goals", by=("goals.all",)))
    shown = lines[:MOST_BRIEF] if say.is_brief else lines
    blocks: list[Block] = [Text(tuple(shown), is_list=True)]
    if say.report.chances and not say.is_brief:
        blocks.extend(_chances(say))
    return Section("next", say.text("section.next"), tuple(blocks))


def _chances(say: Teller) -> list[Block]:
    """The best opportunities: why each in a sentence, and their numbers as a table."""
    why = [say(_why(one), of=f"chance.{n}") for n, one in enumerate(say.report.chances, 1)]
    names = (
        "next.place", "next.tactic", "next.worth", "next.relevance", "next.reply", "next.minutes",
    )  # fmt: skip
    rows = tuple(
        (
            one.prospect,
            say.word(f"tactic-{one.tactic}"),
            _worth(say, one.worth_points),
            say.word("unknown") if one.relevance is None else say.write.share(one.relevance),
            say.write.share(one.p_reply),
            say.count(round(one.minutes)),
        )
        for one in say.report.chances
    )
    caption = say.text("next.chances-caption")
    return [
        Heading(caption),
        Text((say("next.chances"),)),
        Text(tuple(why), is_list=True),
        Table(caption, tuple(say.text(name) for name in names), rows, (2, 3, 4, 5)),
    ]


def _why(one: NextLink) -> str:
    """The sentence that says what is known, and passes over what is not."""
    if one.worth_points is None:
        return "next.why-odds" if one.relevance is None else "next.why-unpriced"
    return "next.why-unplaced" if one.relevance is None else "next.why"


def _worth(say: Teller, points: float | None) -> str:
    return say.word("unknown") if points is None else say.write.number(points, 1)


def _steps(say: Teller) -> list[str]:
    told = say.report
    lines = []
    if told.has("audit.undecided") and told.value("audit.undecided"):
        lines.append(say("next.harm"))
    if told.value("lost.may-return"):
        lines.append(say("next.return"))
    lines.extend(
        say("next.short", of=f"goal.{one.kind}") for one in told.goals if one.is_met is False
    )
    if told.chances:
        lines.append(say("next.chance"))
    elif told.value("gap.count"):
        lines.append(say("next.gap-brief" if say.is_brief else "next.gap"))
    if told.has("now.weak-share") and told.value("now.weak-share") > MANY_WEAK:
        lines.append(say("next.quality"))
    if not told.has("authority.now"):
        lines.append(say("next.measure", by=("authority.now",)))
    return lines
