"""The weekly budget of links landed: what fits below the band that a site has by itself.

A guard-rail against a pace that the site and its peers never had. It hides nothing: links that were
asked for stay what they are, and nobody can make them look like others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pacing import Band, Room, WeekRoom
from backlinkbot.logic.outreach.forecast import MONTH
from backlinkbot.logic.outreach.landing import LANDS, monday

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from backlinkbot.core.pacing import Pledge
    from backlinkbot.logic.outreach.forecast import Forecast

USUAL, LIMIT, EDGE = 0.5, 0.85, 0.99  # of weeks that stay below: the budget never goes past LIMIT
# New domains a week below which a week's whole numbers say too little: four weeks count as one.
QUIET = 1.0
WORKDAYS = 5
ONE = 1.0  # link: the least that can land
SMALLEST = 0.005  # links: less than a message in two hundred brings is no room
# From Christmas to New Year hardly anybody answers or publishes, whatever the country.
YEAR_END = frozenset(((12, 24), (12, 25), (12, 26), (12, 27), (12, 28), (12, 29), (12, 30),
                      (12, 31), (1, 1)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Landed:
    """What is known of this week and the three before it.

    `this_week`: domains that began to link in it; `won`: of them those we asked for; `known`: 0..1,
    the part of this week that the index knows; `before`: domains in the three weeks before, with
    what is expected of days nobody knows.
    """

    this_week: int
    won: int
    known: float
    before: float


def band_of(mean: float, variance: float) -> Band:
    """The band of a count, negative-binomial."""
    low, limit, edge = (quantile(mean, variance, part) for part in (USUAL, LIMIT, EDGE))
    return Band(mean, low, limit, edge)


def quantile(mean: float, variance: float, part: float) -> int:
    """The smallest count that a negative-binomial one stays at or below with a chance of `part`."""
    from scipy.stats import nbinom

    size = mean**2 / max(variance - mean, 1e-6 * mean)
    return int(nbinom.ppf(part, size, size / (size + mean)))


def weeks_of(
    ahead: Forecast,
    today: date,
    landed: Landed,
    pledges: Sequence[Pledge],
    holidays: Collection[date] = (),
) -> tuple[WeekRoom, ...]:
    """The budget of each week of a forecast, this one first."""
    first = monday(today)
    promised = [0.0] * len(ahead.mean)
    for one in pledges:
        place = (one.week - first).days // 7
        if 0 <= place < len(promised):
            promised[place] += one.probability
    return tuple(
        _week(ahead, at, first + timedelta(weeks=at), landed if at == 0 else None, promised[at],
              holidays)
        for at in range(len(ahead.mean))
    )  # fmt: skip


def _week(
    ahead: Forecast, at: int, week: date, landed: Landed | None, pledged: float,
    holidays: Collection[date],
) -> WeekRoom:  # fmt: skip
    mean, variance = ahead.window(at, 1)
    band = band_of(mean, variance)
    known = landed or Landed(0, 0, 0.0, 0.0)
    coming = mean * (1 - known.known)
    free = below(ahead, at, band, known if landed else None) - pledged
    days = workdays(week, holidays)
    room = max(0.0, free) * days / WORKDAYS
    return WeekRoom(week, band, known.this_week, known.won, coming, pledged,
                    room if room > SMALLEST else 0.0, days)  # fmt: skip


def below(ahead: Forecast, at: int, band: Band, landed: Landed | None) -> float:
    """Links that fit under the limit beside what landed and what comes by itself; maybe negative.

    `landed` None: a week that has not begun.
    """
    told = landed or Landed(0, 0, 0.0, 0.0)
    here = told.this_week + band.expected * (1 - told.known)
    if band.expected >= QUIET:
        return band.p85 - here
    # four quiet weeks together: those behind this one, or a quarter of those ahead
    mean, variance = ahead.window(at, MONTH)
    weeks = min(MONTH, len(ahead.mean) - at)
    limit = quantile(mean, variance, LIMIT) * MONTH / weeks
    mean *= MONTH / weeks
    if landed is None:
        return (limit - mean) / MONTH
    return min(limit - told.before - here, max(band.p99, 1) - here)


def room_now(site: str, at: datetime, weeks: tuple[WeekRoom, ...], asked: Sequence[float]) -> Room:
    """What may be asked for now, so that no week in which it may land goes past its limit.

    `asked`: links expected of messages that went this week, the week before it, and so on back.
    A week's messages bring no more than a week's room, so that the weeks after have something left;
    where that is less than one link, as many weeks count together as have room for one. A quiet
    site to which nothing is pledged may always win one.
    """
    spread = min(len(LANDS), len(weeks))
    fits = [_open(weeks[place]) / LANDS[place] for place in range(spread)]
    later = weeks[1:spread] or weeks
    pace = sum(one.room + one.pledged for one in later) / len(later)
    together = _together(pace)
    went = sum(asked[:together])
    left = pace * together - went
    links = min(*fits, left)
    if _is_first(weeks, went):
        links = max(links, ONE)
    links = links if links > SMALLEST and weeks[0].workdays else 0.0
    if links > 0:
        share = _share(went, pace, together) if links == left else _full_first(weeks, links, fits)
        return Room(site, at, links, _open_for(weeks[0], links, share), weeks)
    why = _why(weeks, fits) if _waits_for_room(weeks, left) else _out(went, pace, together)
    return Room(site, at, links, why, weeks)


def _together(pace: float) -> int:
    """Over how many weeks messages are counted, so that one link fits."""
    if pace <= SMALLEST:
        return len(LANDS)
    return int(np.clip(np.ceil(ONE / pace - 1e-9), 1, len(LANDS)))


def _is_first(weeks: Sequence[WeekRoom], went: float) -> bool:
    """Whether a quiet site waits for nothing: one link in four weeks is inside its band then."""
    is_quiet = weeks[0].band.expected < QUIET and weeks[0].room > 0
    return is_quiet and went + sum(one.pledged for one in weeks) <= SMALLEST


def _waits_for_room(weeks: Sequence[WeekRoom], left: float) -> bool:
    """Whether weeks decide, and not that enough messages went already."""
    return not weeks[0].workdays or weeks[0].room <= 0 or left > SMALLEST


def _open_for(now: WeekRoom, links: float, share: str) -> str:
    """What may be asked for now, beside what may land this week, which is another number."""
    return (
        f"Messages may go now that bring {links:.1f} more links, over the weeks in which answers "
        f"come; this week has room for {now.room:.1f} that land in it. {share}"
    )


def _share(went: float, pace: float, together: int) -> str:
    """That messages have their share of the weeks ahead, so that later ones have one too."""
    span = "one week" if together == 1 else f"{together} weeks"
    out = f", and messages for {went:.1f} are out" if went > SMALLEST else ""
    return f"That is the share of {span} in all that fits ahead ({pace * together:.1f}{out})."


def _full_first(weeks: Sequence[WeekRoom], links: float, fits: Sequence[float]) -> str:
    """Which week would be full first, or that nothing is in the way of a quiet site's first."""
    if links > min(fits):
        return "A quiet site that nobody was asked to link to may always ask for one."
    at = int(np.argmin(fits))
    return (
        f"More would be too many for the week of {weeks[at].week.isoformat()}, which has room for "
        f"{weeks[at].room:.1f}: {100 * LANDS[at]:.0f} of 100 links that are asked for now land in "
        "it."
    )


def _out(went: float, pace: float, together: int) -> str:
    span = "a week has" if together == 1 else f"{together} weeks have"
    return (
        f"Enough messages are out: {went:.1f} links are expected of them, and {span} room for "
        f"{pace * together:.1f}. Sending goes on next week, or when answers have come."
    )


def _open(week: WeekRoom) -> float:
    """The room of a week for links that may land in it; where nobody works, none does."""
    return week.room * WORKDAYS / week.workdays if week.workdays else float("inf")


def _why(weeks: Sequence[WeekRoom], fits: Sequence[float]) -> str:
    now = weeks[0]
    if not now.workdays:
        return "Nobody works this week: nothing is sent until the next one."
    if now.room <= 0:
        return (
            f"This week is full: {now.landed:,} referring domains landed, {now.coming:.1f} more "
            f"are expected to come by themselves and {now.pledged:.1f} are pledged, where 85 of "
            f"100 weeks stay at {now.band.p85:,} or below. Sending goes on when there is room."
        )
    full = weeks[int(np.argmin(fits))]
    return (
        f"The week of {full.week.isoformat()} is full already: {full.pledged:.1f} links are "
        f"pledged for it beside {full.coming:.1f} that come by themselves, where 85 of 100 weeks "
        f"stay at {full.band.p85:,} or below. Sending goes on when answers have come or not come."
    )


def workdays(week: date, holidays: Collection[date] = ()) -> int:
    """The days of a week on which people work, 0..5."""
    days = (week + timedelta(days=at) for at in range(WORKDAYS))
    return sum(day not in holidays and (day.month, day.day) not in YEAR_END for day in days)


def weeks_for(links: float, pledged: float, pace: float) -> int | None:
    """In how many weeks so many links can be asked for, after those pledged; None where never."""
    if links <= SMALLEST:
        return 0
    if pace <= SMALLEST:
        return None
    return int(np.ceil((links + pledged) / pace - 1e-9))
