"""What competitors did in the period, and the best next links, as the report lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.client_report import NextLink, RivalPlay
from backlinkbot.core.plays import PlayKind

if TYPE_CHECKING:
    from backlinkbot.core.plays import Play
    from backlinkbot.logic.reports.client.material import Material

MOST_PLAYS = 8  # more make a table that nobody reads
MOST_CHANCES = 5  # as many as somebody can go after in a month beside his work


def rival_plays(told: Material) -> tuple[RivalPlay, ...]:
    """The competitors' plays that won domains in the period, those that won most first."""
    found = [
        RivalPlay(
            rival=rival,
            kind=one.kind.value,
            won=won,
            begins=one.begins,
            ends=min(one.ends, told.as_of),
            asset=one.asset,
            cost=one.advice.cost.value,
            allowed=one.advice.allowed.value,
            may_repeat=one.advice.may_repeat,
            open_to_us=one.open_to_us if one.advice.may_repeat else None,
            confidence=one.confidence,
        )
        for rival, plays in told.plays
        for one in plays
        if one.kind is not PlayKind.TRICKLE and (won := _won(told, one))
    ]
    found.sort(key=lambda one: (-one.won, one.rival, one.kind, one.begins))
    return tuple(found[:MOST_PLAYS])


def next_links(told: Material) -> tuple[NextLink, ...]:
    """The best opportunities of the last find, without those that sell their links."""
    rows = [row for row in told.chances if not row["sells"]]
    return tuple(
        NextLink(
            prospect=row["prospect"],
            page=row["page"],
            tactic=row["tactic"],
            worth_points=row["worth_points"],
            relevance=row["relevance"],
            p_reply=row["p_reply"],
            minutes=row["minutes"],
            value_per_hour=row["value_per_hour"],
            reasons=tuple(row["reasons"]),
        )
        for row in rows[:MOST_CHANCES]
    )


def _won(told: Material, play: Play) -> int:
    """Domains of a play whose first link is of the period."""
    links = [one for one in play.links if told.since <= one.day <= told.as_of]
    return len({one.source_domain for one in links})
