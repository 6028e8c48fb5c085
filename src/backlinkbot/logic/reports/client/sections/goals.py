"""Goals against what was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.goals import GoalKind
from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Note, Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.core.client_report import ToGoal
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block


@sections.add("goals")
def goals(say: Teller) -> Section | None:
    """A sentence for each goal, and a table of them; the brief edition leaves no goals out."""
    rows = say.report.goals
    if not rows and say.is_brief:
        return None
    title = say.text("section.goals")
    if not rows:
        return Section("goals", title, (Note((say("goals.none", by=("goals.all",)),)),))
    said = Text(tuple(say(_said(say, one), of=f"goal.{one.kind}") for one in rows), is_list=True)
    blocks: tuple[Block, ...] = (said,) if say.is_brief else (said, _table(say))
    return Section("goals", title, blocks)


def _said(say: Teller, one: ToGoal) -> str:
    is_of_index = one.kind is GoalKind.REFERRING_DOMAINS
    return "goals.said-not-known" if is_of_index and not say.knows_period else _key(one)


def _key(one: ToGoal) -> str:
    if one.is_running:
        return "goals.said-running"
    if one.is_met is None:
        return "goals.said-unknown"
    return "goals.said-met" if one.is_met else "goals.said-missed"


def _table(say: Teller) -> Table:
    columns = ("goal", "wanted", "actual", "state")
    return Table(
        say.text("goals.caption"),
        tuple(say.text(f"goals.{name}") for name in columns),
        tuple(_row(say, one) for one in say.report.goals),
        (1, 2),
    )


def _row(say: Teller, one: ToGoal) -> tuple[str, ...]:
    state = _key(one).removeprefix("goals.said-")
    digits = 1 if one.kind is GoalKind.AUTHORITY or one.wanted != round(one.wanted) else 0
    actual = say.word("unknown") if one.actual is None else say.write.number(one.actual, digits)
    wanted = say.write.number(one.wanted, digits)
    return (say.word(f"goal-{one.kind}"), wanted, actual, say.text(f"goals.{state}"))
