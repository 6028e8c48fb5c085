"""The chart of the weekly budget of links: what landed, and the band that the weeks ahead have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Line, Lines, Table
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.core.pacing import Budget
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

NOTHING = "\N{EN DASH}"
# Weeks gone are drawn up to so many times the highest the weeks ahead may reach: one burst of long
# ago would press the band, which the drawing is for, into its bottom line. The table has them all.
DRAWN_UP_TO = 1.5
MOST_NAMED = 4  # weeks beyond the drawing


BAND = "natural: half of such weeks stay below it, 85 of 100 below its upper edge (the budget)"


def budget_chart(found: Budget, locale: str = "en") -> tuple[Block, ...]:
    """Weeks gone with what landed in them, and weeks ahead with their band and what will come."""
    say = wording(locale)
    gone, ahead = found.history, found.weeks
    nothing = (None,) * len(gone)
    landed = (*(float(one[1]) for one in gone), float(ahead[0].landed) if ahead else 0.0)
    won = (*(float(one[2]) for one in gone), float(ahead[0].won) if ahead else 0.0)
    rest = (None,) * (len(ahead) - 1)
    edge = _edge(found)
    cut = [one for one in gone if one[1] > edge]
    lines = (
        Line("landed", (*(min(one, edge) for one in landed), *rest)),
        Line("of them asked for", (*(min(one, edge) for one in won), *rest)),
        Line("expected with what is pledged",
             (*nothing, *(one.landed + one.coming + one.pledged for one in ahead))),
        Line("99 of 100 weeks stay below", (*nothing, *(float(one.band.p99) for one in ahead))),
    )  # fmt: skip
    rows = tuple(
        (
            say.day(one.week), say.count(one.band.p50), say.count(one.band.p85),
            say.count(one.band.p99), say.count(one.landed), say.number(one.coming, 1),
            say.number(one.pledged, 1), say.number(one.room, 1),
        )
        for one in ahead
    ) + tuple(
        (say.day(week), NOTHING, NOTHING, NOTHING, say.count(many), NOTHING, NOTHING, NOTHING)
        for week, many, _ in reversed(gone)
    )  # fmt: skip
    names = ("Week of", "Half stay below", "85 of 100", "99 of 100", "Landed", "Coming", "Pledged",
             "Room")  # fmt: skip
    table = Table("Referring domains by week: this one and those ahead, then those gone", names,
                  rows, tuple(range(1, len(names))))  # fmt: skip
    return (
        Lines(
            f"Referring domains by week, {len(gone)} gone and {len(ahead)} from now on. "
            f"{found.sentence}{_cut_off(cut, edge, say)}",
            (*(one[0] for one in gone), *(one.week for one in ahead)),
            lines,
            table,
            band=BAND,
            low=(*nothing, *(float(one.band.p50) for one in ahead)),
            high=(*nothing, *(float(one.band.p85) for one in ahead)),
        ),
    )


def _edge(found: Budget) -> float:
    """The highest value that is drawn; that of a calm chart is above all it has."""
    ahead = [max(one.band.p99, one.landed + one.coming + one.pledged) for one in found.weeks]
    return float(math.ceil(DRAWN_UP_TO * max(1.0, *ahead))) if ahead else math.inf


def _cut_off(cut: Sequence[tuple[date, int, int]], edge: float, say: Wording) -> str:
    """Which weeks reach beyond the drawing."""
    if not cut:
        return ""
    weeks = ", ".join(f"{say.day(week)} ({say.count(many)})" for week, many, _ in cut[-MOST_NAMED:])
    more = f" and {len(cut) - MOST_NAMED} before" if len(cut) > MOST_NAMED else ""
    return f" Drawn up to {say.count(int(edge))}; beyond it went the weeks of {weeks}{more}."
