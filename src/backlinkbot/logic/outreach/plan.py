"""A month's plan: whom to ask by which tactic inside the budget, quality before quantity."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.plans import PlannedTactic
from backlinkbot.logic.outreach.plan_traits import traits_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from backlinkbot.core.plans import Resources

HOUR_COST = 40.0  # euros for an hour of a freelancer: an assumption, said beside each plan
LEAST_MINUTES = 1.0
UNTOLD_MINUTES = 30.0  # of work for a chance nobody timed
FIRST = 5  # prospects named of each tactic
MINUTES = 60

BARRED = "are suppressed: nobody may write to them"
SELLS = "sell their links: such a link must be marked as sponsored, and is no natural growth"
CLOSED = "wait until the profile is in line with its peers'"
FOREIGN = "are in a language that nobody here writes"
NO_HOURS = "need more hours than there are"
NO_ROOM = "do not fit under the natural band in these weeks"


@dataclass(frozen=True, slots=True)
class Chance:
    """One prospect that could be asked.

    `p_link`: 0..1 that a message brings a link; `worth`: points, None unknown; `minutes`: of work;
    `language`: of its page, empty unknown; `sells`: it asks money for links; `is_kept`: it is among
    the prospects already; `is_barred`: nobody may write there.
    """

    organisation: str
    tactic: str
    p_link: float
    worth: float | None = None
    minutes: float | None = None
    language: str = ""
    sells: bool = False
    is_kept: bool = False
    is_barred: bool = False

    @property
    def effort(self) -> float:
        """Minutes of work, at least one."""
        return max(LEAST_MINUTES, UNTOLD_MINUTES if self.minutes is None else self.minutes)


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen, and why the rest was not.

    `links`, `hours`: of what was chosen; `later`: links expected of what would fit another time;
    `later_hours`: of work for it.
    """

    tactics: tuple[PlannedTactic, ...]
    links: float
    hours: float
    later: float
    later_hours: float
    left_out: dict[str, int]


def hours_of(resources: Resources, weeks: float, month_weeks: float) -> float:
    """Hours of work in so many weeks, with those that the budget buys."""
    bought = resources.budget / HOUR_COST * weeks / month_weeks
    return resources.hours * weeks + bought


def pick(
    chances: Iterable[Chance],
    room: float,
    hours: float,
    resources: Resources,
    closed: Collection[str],
    volume: Collection[str],
) -> Picked:
    """Chances for these weeks.

    Quality first: tactics that are not of volume come before those that are, each by what an hour
    brings; volume tactics only where they are open. `room`: links that fit; `closed`: tactics that
    wait; `volume`: the volume tactics.
    """
    out: Counter[str] = Counter()
    usable = []
    for one in chances:
        if reason := _unfit(one, resources.languages, closed):
            out[reason] += 1
        else:
            usable.append(one)
    usable.sort(key=lambda one: _order(one, volume))
    chosen: list[Chance] = []
    links = minutes = later = later_minutes = 0.0
    for one in usable:
        fits_hours = minutes + one.effort <= hours * MINUTES
        fits_band = links + one.p_link <= room + 1e-9
        if fits_hours and fits_band:
            chosen.append(one)
            links += one.p_link
            minutes += one.effort
        else:
            out[NO_ROOM if fits_hours else NO_HOURS] += 1
            later += one.p_link
            later_minutes += one.effort
    return Picked(
        _by_tactic(chosen, volume), links, minutes / MINUTES, later, later_minutes / MINUTES,
        dict(out),
    )  # fmt: skip


def _unfit(one: Chance, languages: Sequence[str], closed: Collection[str]) -> str:
    if one.is_barred:
        return BARRED
    if one.sells:
        return SELLS
    if one.tactic in closed:
        return CLOSED
    known = {_base(word) for word in languages}
    if known and one.language and _base(one.language) not in known:
        return FOREIGN
    return ""


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()


def _order(one: Chance, volume: Collection[str]) -> tuple[bool, bool, float, bool, str]:
    """Quality first; what has a worth before what has none; the best value an hour first."""
    worth = 1.0 if one.worth is None else one.worth
    value = one.p_link * worth / one.effort
    return one.tactic in volume, one.worth is None, -value, not one.is_kept, one.organisation


def _by_tactic(chosen: Sequence[Chance], volume: Collection[str]) -> tuple[PlannedTactic, ...]:
    found: dict[str, list[Chance]] = {}
    for one in chosen:
        found.setdefault(one.tactic, []).append(one)
    return tuple(_planned(tactic, of_it, volume) for tactic, of_it in found.items())


def _planned(tactic: str, of_it: Sequence[Chance], volume: Collection[str]) -> PlannedTactic:
    told = traits_of(tactic)
    chance = np.array([one.p_link for one in of_it])
    low, high = _ends(chance)
    worth = [one.p_link * one.worth for one in of_it if one.worth is not None]
    return PlannedTactic(
        tactic=tactic or "other",
        asks=len(of_it),
        links=float(chance.sum()),
        low=low,
        high=high,
        worth=sum(worth) if worth else None,
        hours=sum(one.effort for one in of_it) / MINUTES,
        risk=told.risk,
        risk_why=told.why,
        weeks=told.weeks,
        is_quality=tactic not in volume,
        first=tuple(one.organisation for one in of_it[:FIRST]),
    )


def _ends(chance: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[int, int]:
    """Where the number of links lies in 9 of 10 cases (Poisson-binomial, as if independent)."""
    law = np.ones(1)
    for one in chance:
        law = np.convolve(law, [1 - one, one])
    heaped = np.cumsum(law)
    low, high = np.searchsorted(heaped, [0.05, 0.95])
    return int(low), min(len(chance), int(high))
