"""What was reached of the goals of a site in a period."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.core.client_report import ToGoal
from backlinkbot.core.goals import GoalKind, holding

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.core.client_report import WonSite
    from backlinkbot.core.results import Results
    from backlinkbot.logic.reports.client.material import Material
    from backlinkbot.logic.reports.client.timed import AuthorityLine

DAYS_A_MONTH = 365.25 / 12


def goals_reached(
    told: Material, won: tuple[WonSite, ...], line: AuthorityLine
) -> tuple[ToGoal, ...]:
    """The goals that hold at the end of the period, each with what was reached.

    What counts by the month is asked for in proportion to the period's months.
    """
    months = months_in(told.since, told.until)
    measured = line.at(told.site.domain, told.as_of)
    actual: dict[GoalKind, float | None] = {
        GoalKind.REFERRING_DOMAINS: float(sum(one.advice == Advice.KEEP for one in won)),
        GoalKind.AUTHORITY: measured.points if measured else None,
        GoalKind.VISITS: visits_of(told.results),
    }
    found = []
    for kind, goal in sorted(holding(told.goals, told.until).items()):
        wanted = goal.wanted if kind is GoalKind.AUTHORITY else round(goal.wanted * months, 1)
        reached = actual[kind]
        found.append(ToGoal(kind, wanted, reached, None if reached is None else reached >= wanted))
    return tuple(found)


def months_in(since: date, until: date) -> float:
    """How many months a period has: a whole number for whole months, else by its days."""
    is_whole = since.day == 1 and until.day == monthrange(until.year, until.month)[1]
    if is_whole:
        return 12 * (until.year - since.year) + until.month - since.month + 1
    return round(((until - since).days + 1) / DAYS_A_MONTH, 2)


def visits_of(results: Results | None) -> float | None:
    """Readers who came by links in the period, None where nobody counted on any of its days."""
    if results is None or not any(one.is_used and one.days for one in results.sources):
        return None
    return results.total.visits
