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

    What counts by the month is asked for in proportion to the period's months. Nothing is missed
    before the period is over, and won domains are known no further than the index is.
    """
    months = months_in(told.since, told.until)
    measured = line.at(told.site.domain, told.as_of)
    actual: dict[GoalKind, float | None] = {
        GoalKind.REFERRING_DOMAINS: (
            float(sum(one.advice == Advice.KEEP for one in won)) if told.knows_period else None
        ),
        GoalKind.AUTHORITY: measured.points if measured else None,
        GoalKind.VISITS: visits_of(told.results),
    }
    found = []
    for kind, goal in sorted(holding(told.goals, told.until).items()):
        wanted = goal.wanted if kind is GoalKind.AUTHORITY else round(goal.wanted * months, 1)
        found.append(_held(kind, wanted, actual[kind], is_over=_known(kind, told) >= told.until))
    return tuple(found)


def _known(kind: GoalKind, told: Material) -> date:
    """The last day that counts for a goal."""
    if kind is GoalKind.REFERRING_DOMAINS and told.known_until:
        return min(told.as_of, told.known_until)
    return told.as_of


def _held(kind: GoalKind, wanted: float, actual: float | None, *, is_over: bool) -> ToGoal:
    if actual is None:
        return ToGoal(kind, wanted, None, None)
    is_met = actual >= wanted
    if is_met or is_over:
        return ToGoal(kind, wanted, actual, is_met)
    return ToGoal(kind, wanted, actual, None, is_running=True)


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
