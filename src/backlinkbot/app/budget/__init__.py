"""The verb budget: how many links a site may win in a week and stay in its natural band."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.budget.asked import Asking, asking_of
from backlinkbot.app.budget.series import Series, history_of, series_of
from backlinkbot.app.own_sites import no_site
from backlinkbot.core.errors import BadInput
from backlinkbot.core.pacing import Budget
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.outreach.forecast import (
    Forecast,
    History,
    forecast,
    short_history,
)
from backlinkbot.logic.outreach.landing import LANDS, monday, pledges_of
from backlinkbot.logic.outreach.pacing import Landed, room_now, weeks_of
from backlinkbot.logic.outreach.pacing_words import notes_of, sentence_of
from backlinkbot.logic.outreach.simulate import PACE_WEEKS, pace_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.pacing import Room, WeekRoom

__all__ = ["budget", "forecast_of", "room"]

PACE_AHEAD = PACE_WEEKS + len(LANDS)  # weeks that a pace is measured over
WEEKS = 13  # a quarter: further ahead the forecast says the same again
MOST_WEEKS = 104
BEHIND = 12  # weeks gone that are told


def budget(
    workspace: Workspace, domain: str, *, weeks: int = WEEKS, holidays: Collection[date] = ()
) -> Budget:
    """The weekly budget of links landed of a site; `holidays`: days on which nobody works.

    Raises:
        BadInput: the domain is none, or the weeks are out of range.
        NotFound: nobody added the site, and nothing in the index points at it.
    """
    domain = domain_named(domain)
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(f"give a number of weeks from 1 to {MOST_WEEKS}")
    site, now = workspace.state.site_or_plain(domain), workspace.clock.now()
    known = series_of(workspace, site, now)
    if not known.size and not known.weeks and not _is_added(workspace, domain):
        raise no_site(workspace, domain)
    asking = asking_of(workspace, domain)
    own = _own(known, asking)
    ahead = forecast(own, list(known.peers.values()), max(weeks, PACE_AHEAD))
    rooms, now_room = _rooms(domain, now, known, asking, ahead, holidays)
    found = Budget(
        domain=domain,
        as_of=now.date(),
        known_until=known.known_until,
        weeks=rooms[:weeks],
        now=replace(now_room, weeks=rooms[:weeks]),
        pace=pace_of(ahead),
        own_weeks=own.weeks,
        own_weight=ahead.own_weight,
        peers=tuple(known.peers),
        history=_gone(known, asking, now.date()),
        outside=asking.outside,
        sentence="",
    )
    notes = notes_of(found, ahead)
    return replace(found, sentence=sentence_of(found), notes=notes)


def room(workspace: Workspace, site: str, now: datetime) -> Room:
    """What may be asked for now; the sending loop asks this once a round.

    Milliseconds once the day's series were read; the first question of a day, or after an import,
    reads them.

    Raises:
        BadInput: the domain is none.
    """
    domain = domain_named(site)
    known = series_of(workspace, workspace.state.site_or_plain(domain), now)
    asking = asking_of(workspace, domain)
    ahead = forecast(_own(known, asking), list(known.peers.values()), WEEKS)
    return _rooms(domain, now, known, asking, ahead, ())[1]


def forecast_of(workspace: Workspace, domain: str, weeks: int) -> Forecast:
    """What the weeks ahead bring a site by themselves; the first is this one."""
    site, now = workspace.state.site_or_plain(domain), workspace.clock.now()
    known = series_of(workspace, site, now)
    own = _own(known, asking_of(workspace, domain))
    return forecast(own, list(known.peers.values()), weeks)


def _own(known: Series, asking: Asking) -> History:
    """The history of the site without what was asked for: else each month would allow the next."""
    if known.known_until is None:
        return short_history((), 0.0)
    return history_of(known.weeks, known.size, known.known_until, asking.won)


def _rooms(
    domain: str, now: datetime, known: Series, asking: Asking, ahead: Forecast,
    holidays: Collection[date],
) -> tuple[tuple[WeekRoom, ...], Room]:  # fmt: skip
    today = now.astimezone(UTC).date()
    first = monday(today)
    landed = _landed(known, asking, ahead, today)
    pledges = pledges_of(asking.open, first)
    weeks = weeks_of(ahead, today, landed, pledges, holidays)
    return weeks, room_now(domain, now, weeks, _asked(asking, first))


def _asked(asking: Asking, first: date) -> list[float]:
    """Links expected of messages of this week, the one before it, and so on."""
    found = [0.0] * len(LANDS)
    for one in asking.open:
        back = max(0, (first - monday(one.asked_on)).days // 7)
        if back < len(found):
            found[back] += one.probability
    return found


def _landed(known: Series, asking: Asking, ahead: Forecast, today: date) -> Landed:
    """What landed this week and in the three before it; days nobody knows count as expected."""
    first = monday(today)
    until = known.known_until or first - timedelta(days=1)
    until = min(until, today)
    here = known.weeks.get(first, 0) + asking.unseen.get(first, 0)
    before = 0.0
    for back in range(1, 4):
        week = first - timedelta(weeks=back)
        missing = 1 - _known_part(until, week) if known.known_until else 0.0
        before += known.weeks.get(week, 0) + asking.unseen.get(week, 0)
        before += missing * float(ahead.mean[0])
    return Landed(here, asking.won.get(first, 0), _known_part(until, first), before)


def _known_part(until: date, week: date) -> float:
    """The part of a week that is known, 0..1."""
    return min(7, max(0, (until - week).days + 1)) / 7


def _gone(known: Series, asking: Asking, today: date) -> tuple[tuple[date, int, int], ...]:
    first = monday(today)
    weeks = [first - timedelta(weeks=back) for back in range(BEHIND, 0, -1)]
    return tuple(
        (week, known.weeks.get(week, 0) + asking.unseen.get(week, 0), asking.won.get(week, 0))
        for week in weeks
    )


def _is_added(workspace: Workspace, domain: str) -> bool:
    return any(one.domain == domain for one in workspace.state.sites())
