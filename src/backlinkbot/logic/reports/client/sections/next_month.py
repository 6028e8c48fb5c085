"""Next month: what follows from the rest, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Section, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller

STANDS_ON = ("audit.undecided", "lost.may-return", "goals.met", "gap.count", "now.weak-share")
MANY_WEAK = 0.6  # as in the section on quality
MOST_BRIEF = 3  # a page has room for three, and a month too


@sections.add("next")
def next_month(say: Teller) -> Section:
    """Steps that stand on a fact each; that all may go on where nothing asks for one."""
    lines = _steps(say) or [say("next.keep", by=STANDS_ON)]
    if not say.report.goals:
        lines.append(say("next.goals", by=("goals.all",)))
    shown = lines[:MOST_BRIEF] if say.is_brief else lines
    return Section("next", say.text("section.next"), (Text(tuple(shown), is_list=True),))


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
    if told.value("gap.count"):
        lines.append(say("next.gap-brief" if say.is_brief else "next.gap"))
    if told.has("now.weak-share") and told.value("now.weak-share") > MANY_WEAK:
        lines.append(say("next.quality"))
    if not told.has("authority.now"):
        lines.append(say("next.measure", by=("authority.now",)))
    return lines
