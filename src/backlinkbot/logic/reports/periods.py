"""A history of weeks folded into as many periods as a chart can show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.logic.reports.document import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from backlinkbot.core.nouns import Growth
    from backlinkbot.logic.reports.wording import Wording

MOST_MOMENTS = 104  # points of a line that can still be told apart: two years of weeks


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of period: its name, where the one of a day begins, how that is said."""

    name: str
    begins: Callable[[date], date]
    said: Callable[[Wording, date], str]


class History(NamedTuple):
    """The level of referring domains over time, in periods of one kind."""

    period: Period
    moments: tuple[Moment, ...]


PERIODS = (
    Period("week", lambda day: day, lambda say, day: say.day(day)),
    Period("month", lambda day: day.replace(day=1), lambda say, day: say.month(day)),
    Period(
        "quarter",
        lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1),
        lambda say, day: say.month(day),
    ),
    Period("year", lambda day: day.replace(month=1, day=1), lambda _, day: str(day.year)),
)


def history_of(weeks: Sequence[Growth], level: int) -> History:
    """Weeks without a gap in the shortest periods that a chart can show, years at the longest.

    `level`: how many stand at the end of the last week. Levels are counted back from it by those
    alone of which it is known when they began; all that were lost are told as lost.
    """
    undone = accumulate(
        (one.lost - one.lost_start_unknown - one.new for one in reversed(weeks)), initial=level
    )
    ends = [max(0, one) for one in undone][: len(weeks)][::-1]
    *shorter, longest = PERIODS
    for period in shorter:
        moments = _folded(period, weeks, ends)
        if len(moments) <= MOST_MOMENTS:
            return History(period, moments)
    return History(longest, _folded(longest, weeks, ends))


def _folded(period: Period, weeks: Sequence[Growth], ends: Sequence[int]) -> tuple[Moment, ...]:
    """A week belongs to the period that its Monday is in."""
    pairs = zip(weeks, ends, strict=True)
    found = []
    for begin, group in groupby(pairs, key=lambda pair: period.begins(pair[0].week)):
        held = list(group)
        won, lost = sum(one.new for one, _ in held), sum(one.lost for one, _ in held)
        found.append(Moment(begin, held[-1][1], won, lost))
    return tuple(found)
