"""What the links brought: visits, goals and revenue, and whether the links worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.core.results import DomainResult
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block

MOST_ROWS = 10
REVENUES = (1, 2, 3)  # currencies told; hardly any shop takes more


@sections.add("results")
def results(say: Teller) -> Section | None:
    """Nothing where no visits are known; the effect only where there was something to compare."""
    told = say.report
    if not told.has("results.visits"):
        return None
    lines = [say("results.visits"), *_lines(say)]
    blocks: tuple[Block, ...] = (Text(tuple(lines)),)
    if not say.is_brief and told.results and told.results.by_domain:
        blocks = (*blocks, _table(say, told.results.by_domain[:MOST_ROWS]))
    return Section("results", say.text("section.results"), blocks)


def _lines(say: Teller) -> list[str]:
    told = say.report
    lines = []
    if told.has("results.before"):
        lines.append(say("results.before"))
    if told.has("results.goals"):
        lines.append(say("results.goals"))
    lines.extend(
        say("results.revenue", of=f"revenue.{number}")
        for number in REVENUES
        if told.has(f"revenue.{number}.amount")
    )
    if told.has("sender.1.domain") and not say.is_brief:
        lines.append(say("results.sender"))
    if told.has("effect.change"):
        lines.append(say("results.effect"))
    return lines


def _table(say: Teller, rows: tuple[DomainResult, ...]) -> Table:
    names = ("competitors.domain", "results.visits-name", "results.goals-name", "results.links")
    cells = tuple(
        (
            one.domain,
            say.count(round(one.sums.visits)),
            say.word("unknown") if one.sums.goals is None else say.count(round(one.sums.goals)),
            say.count(one.links),
        )
        for one in rows
    )
    title = say.text("results.caption")
    return Table(title, tuple(say.text(name) for name in names), cells, (1, 2, 3))
