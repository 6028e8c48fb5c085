"""The chart of the weekly budget of links: what landed, and the band that the weeks ahead have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Line, Lines, Table
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from backlinkbot.core.pacing import Budget
    from backlinkbot.logic.reports.document import Block

NOTHING = "\N{EN DASH}"


def budget_chart(found: Budget, locale: str = "en") -> tuple[Block, ...]:
    """Weeks gone with what landed in them, and weeks ahead with their band and what will come."""
    say = wording(locale)
    gone, ahead = found.history, found.weeks
    nothing = (None,) * len(gone)
    landed = (*(float(one[1]) for one in gone), float(ahead[0].landed) if ahead else 0.0)
    won = (*(float(one[2]) for one in gone), float(ahead[0].won) if ahead else 0.0)
    rest = (None,) * (len(ahead) - 1)
    lines = (
        Line("landed", (*landed, *rest)),
        Line("of them asked for", (*won, *rest)),
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
            f"{found.sentence}",
            (*(one[0] for one in gone), *(one.week for one in ahead)),
            lines,
            table,
            band="where 35 of 100 weeks lie, and the budget ends",
            low=(*nothing, *(float(one.band.p50) for one in ahead)),
            high=(*nothing, *(float(one.band.p85) for one in ahead)),
        ),
    )
