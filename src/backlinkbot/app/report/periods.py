"""The period of a report: a month, or any days from one to another."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from backlinkbot.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both inside."""

    since: date
    until: date

    @property
    def name(self) -> str:
        """The month ("2026-10"), or both days where it is none."""
        last = monthrange(self.since.year, self.since.month)[1]
        if self.since.day == 1 and self.until == self.since.replace(day=last):
            return f"{self.since:%Y-%m}"
        return f"{self.since.isoformat()}_{self.until.isoformat()}"

    def need_begun(self, today: date) -> None:
        """Raises BadInput for a period that lies ahead."""
        if self.since > today:
            raise BadInput(f"the period begins on {self.since.isoformat()}, which has not come yet")


def period_of(
    today: date, month: str = "", since: date | None = None, until: date | None = None
) -> Period:
    """The period that a user means: a month, or days; the last whole month where he says nothing.

    Raises:
        BadInput: no such month, a month and days at once, or days the wrong way round.
    """
    if month and (since or until):
        raise BadInput("give a month, or the days since and until; not both")
    if since:
        end = until or today
        if end < since:
            raise BadInput(f"{end.isoformat()} lies before {since.isoformat()}")
        return Period(since, end)
    if until:
        raise BadInput("say since when, too")
    first = _first_of(month) if month else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _first_of(month: str) -> date:
    try:
        year, _, number = month.strip().partition("-")
        return date(int(year), int(number), 1)
    except ValueError:
        raise BadInput(f"{month!r} is no month; write it like 2026-10") from None
