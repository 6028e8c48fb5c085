"""Which days can be asked for: those of the web, that no sum of days runs out of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from datetime import date

FIRST_YEAR, LAST_YEAR = 1_990, 2_199  # the web has no links before, and days after overflow


def told_day(day: date) -> date:
    """The day itself.

    Raises:
        BadInput: it lies outside of the years of the web.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{day.isoformat()} is no day from {FIRST_YEAR} to {LAST_YEAR}")
    return day
