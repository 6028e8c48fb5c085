"""Verdicts on linking sites as entries of a report, and as a table where there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.logic.reports.document import Entries, Entry, Table, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.core.audit import DomainVerdict, Mark
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

ENTRIES_SHOWN = 25  # with reasons and marks
ROWS_SHOWN = 500  # of the others, a line each; the CSV and the JSON document have all
TONES = {Advice.KEEP: Tone.STRONG, Advice.REVIEW: Tone.MEDIUM, Advice.DISAVOW: Tone.WEAK}


def unit_blocks(units: Sequence[DomainVerdict], say: Wording) -> tuple[Block, ...]:
    """The first few with all that speaks against them, the others as lines of a table."""
    blocks: list[Block] = [Entries(tuple(_entry(one, say) for one in units[:ENTRIES_SHOWN]))]
    rest = units[ENTRIES_SHOWN : ENTRIES_SHOWN + ROWS_SHOWN]
    if rest:
        caption = f"{say.count(len(units) - ENTRIES_SHOWN)} more"
        if len(rest) < len(units) - ENTRIES_SHOWN:
            caption += f", the first {say.count(len(rest))} of them"
        rows = tuple(_row(one, say) for one in rest)
        blocks.append(Table(caption, ("Site", "Links", "Sure", "Why"), rows, (1, 2)))
    return tuple(blocks)


def _entry(one: DomainVerdict, say: Wording) -> Entry:
    return Entry(
        title=one.unit,
        address="",
        score=say.number(100 * one.probability),
        word=one.decision or one.verdict.value,
        tone=TONES[one.standing],
        facts=tuple(_facts(one, say)),
        reason=" ".join(one.reasons),
        details=tuple(_mark(mark) for mark in one.marks),
        details_title="All that was marked, with evidence",
    )


def _facts(one: DomainVerdict, say: Wording) -> Iterator[str]:
    yield f"{say.share(one.probability)} sure"
    yield f"{say.count(one.links)} link{'' if one.links == 1 else 's'}"
    if one.group:
        yield one.group
    if one.families:
        yield "evidence from " + ", ".join(family.value for family in one.families)
    if one.worth_points is not None:
        yield f"a line would cost {say.number(one.worth_points, 1)} points of authority"
    if one.referral_visits is not None:
        yield f"its links bring about {say.number(one.referral_visits, 0)} visits a month"
    if one.decision:
        yield f"decided: {one.decision}"
    if one.protected:
        yield f"protected: {one.protected}"
    if one.in_current_file:
        yield "in your disavow file already"
    if one.in_search_console is not None:
        yield f"{'' if one.in_search_console else 'not '}listed by Search Console"


def _mark(mark: Mark) -> str:
    places = "; ".join(mark.evidence)
    return f"{mark.sentence} ({mark.marker}, version {mark.version})" + (
        f" Seen at: {places}" if places else ""
    )


def _row(one: DomainVerdict, say: Wording) -> tuple[str, ...]:
    reason = one.reasons[0] if one.reasons else ""
    return one.unit, say.count(one.links), say.share(one.probability), reason
