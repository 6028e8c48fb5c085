"""How much a mailbox may send in a day: little at first, so that providers come to know it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.sequences import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

START = 5  # messages a day in the first week of a mailbox
STEP = 5  # more a day with each week; at 30 a day it takes five weeks
WEEK = 7  # days
HABIT_DAYS = 30  # in which a mailbox must have sent to be used to it


def allowance(
    limit: int, started_on: date | None, sent: Iterable[datetime], now: datetime, zone: str,
    answered: Iterable[datetime] = (),
) -> int:  # fmt: skip
    """How many messages the mailbox may still send in its present day.

    `sent`: when it sent in the last `HABIT_DAYS` and later; `answered`: when answers that people
    wrote went, which take room and warm nothing up. A day's number rises with the weeks
    since it started, never beyond `limit`, and never to more than twice its best day of late: a
    mailbox that rested begins anew. What was sent after `now` (the clock was set back) counts as
    sent today, and a start that lies ahead as none.
    """
    place = zone_named(zone)
    today = now.astimezone(place).date()
    days = Counter(min(at.astimezone(place).date(), today) for at in sent)
    gone = days.pop(today, 0) + sum(at.astimezone(place).date() >= today for at in answered)
    since = today - timedelta(days=HABIT_DAYS)
    best = max((many for day, many in days.items() if day > since), default=0)
    weeks = max(0, (today - started_on).days // WEEK) if started_on else 0
    return max(0, min(limit, START + STEP * weeks, START + 2 * best) - gone)


def looks_back_to(now: datetime) -> datetime:
    """From which moment on `allowance` must know what was sent."""
    return now - timedelta(days=HABIT_DAYS + 1)
