"""Which links were asked for: those that landed, by week, and those that may still come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from backlinkbot.core.prospects import REMOVAL, Stage
from backlinkbot.io.state.asked import asked_by_message
from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.io.state.prospects import kept_prospects
from backlinkbot.logic.outreach.landing import AGREED, OpenAsk, monday
from backlinkbot.logic.prospect.priors import BASE, Step

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.prospects import Opening, Outcome, Prospect
    from backlinkbot.io.state.engine import Connection

PAID = frozenset(("paid", "sponsored"))  # tags of prospects that are outside natural growth
WAITING = (Stage.CONTACTED, Stage.REPLIED, Stage.NEGOTIATING)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a site's prospects say.

    `open`: asked, and not ended; `won`: links that were asked for, by the Monday they landed in;
    `unseen`: of those the ones that the index has not seen yet; `outside`: prospects that are paid
    or sponsored and open.
    """

    open: tuple[OpenAsk, ...]
    won: dict[date, int]
    unseen: dict[date, int]
    outside: int


def asking_of(workspace: Workspace, site: str) -> Asking:
    """What was asked for a site and came of it, or may still."""
    with workspace.state.reading() as connection:
        known = kept_prospects(connection, site)
        by_message = asked_by_message(connection, site)
        won, unseen = _won(connection, site)
    known = [one for one in known if not asks_for_removal(one)]
    fair = [one for one in known if not PAID & {tag.casefold() for tag in one.tags}]
    asks = [ask for one in fair if (ask := _open(one, by_message.get(one.number)))]
    paid = [one for one in known if one not in fair and one.stage in WAITING]
    return Asking(tuple(asks), won, unseen, len(paid))


def asks_for_removal(one: Prospect) -> bool:
    """Whether it is asked to take a harmful link away, and not for one."""
    return any(opening.tactic == REMOVAL for opening in one.openings)


def chance_of(opening: Opening | None) -> tuple[float, float]:
    """Probabilities of a reply, and of a link given one; published rates where nobody priced it."""
    reply, placement = (_rate(BASE[step].log_odds) for step in (Step.REPLY, Step.PLACEMENT))
    if opening is None:
        return reply, placement
    return (
        reply if opening.p_reply is None else opening.p_reply,
        placement if opening.p_placement is None else opening.p_placement,
    )


def link_chance(opening: Opening | None) -> float:
    """The probability, 0..1, that a first message brings a link."""
    reply, placement = chance_of(opening)
    return min(1.0, max(0.0, reply * placement))


def _rate(log_odds: float) -> float:
    from math import exp

    return 1 / (1 + exp(-log_odds))


def _won(connection: Connection, site: str) -> tuple[dict[date, int], dict[date, int]]:
    won: Counter[date] = Counter()
    unseen: Counter[date] = Counter()
    for one in kept_outcomes(connection, site):
        if one.placed_at is None or one.contacted_at is None:
            continue
        week = monday(_day(one.verified_at or one.placed_at))
        won[week] += 1
        if one.verified_at is None:
            unseen[week] += 1
    return dict(won), dict(unseen)


def _open(prospect: Prospect, messaged: datetime | None) -> OpenAsk | None:
    outcome = prospect.outcome
    asked = outcome.contacted_at if outcome and outcome.is_open else None
    is_waiting = prospect.stage in WAITING and asked is not None
    at = asked if is_waiting else messaged
    if at is None or prospect.stage in {Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT}:
        return None
    reply, placement = chance_of(_opening(prospect, outcome))
    replied = outcome.replied_at if outcome and is_waiting else None
    moved = replied or at
    chance = placement if replied else reply * placement
    if prospect.stage is Stage.NEGOTIATING:
        moved, chance = prospect.changed_at, max(placement, AGREED)
    return OpenAsk(prospect.number, min(1.0, max(0.0, chance)), _day(moved), _day(at))


def _opening(prospect: Prospect, outcome: Outcome | None) -> Opening | None:
    """What it was asked for, else its best opening."""
    if outcome:
        for one in prospect.openings:
            if (one.page, one.tactic) == (outcome.page, outcome.tactic):
                return one
    return prospect.openings[0] if prospect.openings else None


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
