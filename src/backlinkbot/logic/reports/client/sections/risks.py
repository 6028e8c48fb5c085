"""Risks and clean-up: what the audit found, what was decided, whether the pace was natural."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Heading, Note, Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block


@sections.add("risks")
def risks(say: Teller) -> Section:
    """The audit in sentences, the groups as a table, and how often such verdicts are wrong."""
    told = say.report
    title = say.text("section.risks")
    if not told.has("audit.links") or not told.value("audit.links"):
        return Section("risks", title, (Note((say("risks.none", by=("audit.links",)),)),))
    lines, errors = [*_audit(say), *_pace(say)], _errors(say)
    if say.is_brief:
        lines.extend(errors[:1])
    blocks: list[Block] = [Text(tuple(lines))]
    if say.is_brief:
        return Section("risks", title, tuple(blocks))
    if told.flagged:
        blocks.append(_groups(say))
    if errors:
        blocks.append(Heading(say.text("risks.error")))
        blocks.append(Text((*errors, say("risks.error-note")), is_list=True))
    return Section("risks", title, tuple(blocks))


def _audit(say: Teller) -> list[str]:
    told = say.report
    if not told.value("audit.disavow") and not told.value("audit.review"):
        return [say("risks.calm", by=("audit.disavow", "audit.review"))]
    lines = []
    if told.value("audit.disavow"):
        lines.append(say("risks.disavow"))
    if told.value("audit.review"):
        lines.append(say("risks.review"))
    if told.value("audit.undecided"):
        lines.append(say("risks.undecided"))
    if told.value("decided.all"):
        lines.append(say("risks.decided"))
    return lines


def _pace(say: Teller) -> list[str]:
    told = say.report
    if not told.has("pace.alarms") or not say.knows_period:
        return []
    return [
        say("risks.alarm" if told.value("pace.alarms") else "risks.no-alarm", by=("pace.alarms",))
    ]


def _errors(say: Teller) -> list[str]:
    """How often the verdicts that were given here are wrong."""
    told = say.report
    return [
        say("risks.error-some" if told.value(f"{name}.wrong") else "risks.error-none", of=name)
        for name, count in (("error.disavow", "audit.disavow"), ("error.review", "audit.review"))
        if told.value(count) and told.has(f"{name}.given")
    ]


def _groups(say: Teller) -> Table:
    names = ("risks.kind", "risks.sites", "risks.probability")
    rows = tuple(
        (say.word(one.kind), say.count(one.sites), say.write.share(one.probability))
        for one in say.report.flagged
    )
    return Table(say.text("risks.groups"), tuple(say.text(name) for name in names), rows, (1, 2))
