"""Which units of an audit a disavow file should name, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice, Choice
from backlinkbot.logic.judge.disavow.merge import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.audit import Audit, Decision, DomainVerdict
    from backlinkbot.logic.judge.audit.prices import Prices

DECIDED, ADVISED = "decided", "advised"
# Reasons in comments: those of a group are mostly one sentence for all of its members.
OF_GROUP, OF_ONE = 1, 2


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines to write, and those held back because they cost more than they save.

    `basis`: DECIDED where users decided which units, ADVISED where nobody decided anything and the
    verdicts "disavow" are taken. `undecided`: verdicts "disavow" that nobody decided on while
    others were decided: they are not written.
    """

    entries: tuple[Entry, ...]
    too_dear: tuple[tuple[str, str], ...]
    undecided: tuple[str, ...]
    basis: str


def lines_of(
    audit: Audit,
    decided: Mapping[str, Decision],
    asked: Mapping[str, Decision],
    prices: Prices,
    *,
    is_forced: bool = False,
) -> Lines:
    """The lines of a disavow file for an audit.

    Nothing is written that users decided to keep or to have removed. `decided`: what is in force by
    unit; `asked`: removals that were asked for, which a reviewer wants to see.
    """
    known = {one.unit: one for one in audit.domains}
    chosen = [unit for unit, one in decided.items() if one.choice is Choice.DISAVOW]
    advised = [
        one.unit
        for one in audit.domains
        if one.verdict is Advice.DISAVOW and one.unit not in decided
    ]
    basis = DECIDED if chosen else ADVISED
    wanted = sorted(chosen) if chosen else advised
    sure = {unit: known[unit].probability if unit in known else 0.0 for unit in wanted}
    dear = () if is_forced else [(u, why) for u in wanted if (why := prices.refusal(u, sure[u]))]
    held = {unit for unit, _ in dear}
    entries = [
        _entry(unit, known.get(unit), decided.get(unit), asked.get(unit))
        for unit in wanted
        if unit not in held
    ]
    return Lines(
        entries=tuple(sorted(entries, key=_by_group)),
        too_dear=tuple(dear),
        undecided=tuple(advised) if chosen else (),
        basis=basis,
    )


def _entry(
    unit: str, verdict: DomainVerdict | None, decision: Decision | None, asked: Decision | None
) -> Entry:
    told = verdict.reasons if verdict else ()
    reasons = list(told[: OF_GROUP if verdict and verdict.group else OF_ONE])
    if asked is not None:
        reasons.append(f"Removal asked for on {asked.at.date().isoformat()} by {asked.by}.")
    if decision is not None:
        note = f": {decision.note}" if decision.note else ""
        reasons.append(f"Decided by {decision.by} on {decision.at.date().isoformat()}{note}.")
    return Entry(f"domain:{unit}", tuple(reasons), verdict.group if verdict else "")


def _by_group(entry: Entry) -> tuple[bool, str]:
    """Groups first, by name; within a group the order given."""
    return not entry.group, entry.group
