"""Tries a plan out: many made-up years drawn from a site's forecast, with links asked for on top.

The weeks are made up, by the same negative-binomial law with memory that the forecast has, so the
figures tell what the rule does when the forecast is right. Where it is wrong: docs, pacing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pacing import Band
from backlinkbot.core.plans import Course, Simulation
from backlinkbot.logic.outreach.forecast import MONTH
from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.pacing import LIMIT, QUIET, band_of, quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.outreach.forecast import Forecast

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

RUNS, PACE_RUNS, PACE_WEEKS = 400, 100, 39
CHANCE = 0.1  # of a link from one message, where nobody says
KNOWN = 0.5  # of a week has gone by when its messages are sent
GREEDY_WEEKS = 4  # in which somebody who does not pace sends it all
CERTAINTY = 0.95
ENOUGH = 0.9  # of the links: then a plan is placed
HALF = 0.5
FEW = 5  # links, of which one more or less is a fifth: our judgement
# Of what the rule lets through in made-up years, the part that is promised: real levels drift, and
# nine tenths of a plan should be placed (bench/quality/pacing.py, on seeds that no figure uses).
CAUTION = 0.85


@dataclass(frozen=True, slots=True)
class Try:
    """What is tried: so many links over so many weeks.

    `chance`: 0..1 of a link from one message; `a_week`: messages that can be written in a week.
    """

    links: int
    weeks: int
    chance: float = CHANCE
    a_week: int = 10_000
    runs: int = RUNS
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Walls:
    """What the weeks of a forecast hold.

    `mean`: expected alone; `limit`, `edge`: the 85 and 99 % marks; `quiet_limit`, `quiet_mean`: the
    85 % mark of four weeks together, and what is expected of them.
    """

    mean: Floats
    limit: Floats
    edge: Floats
    quiet_limit: Floats
    quiet_mean: Floats

    @property
    def free(self) -> Floats:
        """Links that fit into each week beside what comes alone."""
        quiet = (self.quiet_limit - self.quiet_mean) / MONTH
        return np.maximum(0.0, np.where(self.mean < QUIET, quiet, self.limit - self.mean))


@dataclass(slots=True)
class _Runs:
    """The state of all runs: domains by week that came alone, those asked for, those pledged."""

    alone: Counts
    ours: Counts
    pledged: Floats
    asked: Counts
    carry: Floats


def simulate(domain: str, ahead: Forecast, wanted: Try) -> Simulation:
    """A plan tried out; `ahead` has at least as many weeks as the plan and eight more."""
    walls, bands = _walls(ahead)
    alone = _alone(ahead, wanted)
    most = int(np.ceil(wanted.links / wanted.chance - 1e-9))
    paced = _run(walls, alone, wanted, most, _by_room)
    greedy = _run(walls, alone, wanted, most, _at_once)
    nothing = np.zeros_like(alone)
    courses = (
        _course("without the plan", nothing, alone, walls, wanted),
        _course("paced", paced, alone, walls, wanted),
        _course("all at once", greedy, alone, walls, wanted),
    )
    return Simulation(
        domain, wanted.links, wanted.weeks, wanted.runs, wanted.seed, *courses,
        bands=tuple(bands[: wanted.weeks]), sentence=_sentence(wanted, *courses),
        notes=_notes(wanted),
    )  # fmt: skip


def pace_of(ahead: Forecast, *, seed: int = 1) -> float:
    """Links a week that the rule lets through when there are always prospects to ask.

    Less than what fits below the band on average: busy weeks stop it, quiet ones do not make up
    for them. Told with `CAUTION`, so that what was promised is placed.
    """
    weeks = min(len(ahead.mean), PACE_WEEKS + len(LANDS)) - len(LANDS)
    if weeks < 1:
        return 0.0
    wanted = Try(10_000_000, weeks, runs=PACE_RUNS, seed=seed)
    walls, _ = _walls(ahead)
    ours = _run(walls, _alone(ahead, wanted), wanted, 2**40, _by_room)
    return CAUTION * float(ours.sum() / wanted.runs / weeks)


def _walls(ahead: Forecast) -> tuple[_Walls, list[Band]]:
    weeks = len(ahead.mean)
    known: dict[tuple[float, float], Band] = {}
    bands = []
    for at in range(weeks):
        window = ahead.window(at, 1)
        if window not in known:
            known[window] = band_of(*window)
        bands.append(known[window])
    marks: dict[tuple[float, float], int] = {}
    limits, means = np.zeros(weeks), np.zeros(weeks)
    for at in range(weeks):
        part = min(MONTH, weeks - at)
        window = ahead.window(at, part)
        if float(ahead.mean[at]) < QUIET:
            if window not in marks:
                marks[window] = quantile(*window, LIMIT)
            limits[at] = marks[window] * MONTH / part
        means[at] = window[0] * MONTH / part
    limit = np.array([one.p85 for one in bands], dtype=np.float64)
    edge = np.array([one.p99 for one in bands], dtype=np.float64)
    return _Walls(np.asarray(ahead.mean, dtype=np.float64), limit, edge, limits, means), bands


def _alone(ahead: Forecast, wanted: Try) -> Counts:
    """Weeks without a plan: a level for each run, then Poisson weeks of a rate with memory."""
    draw = np.random.default_rng(wanted.seed)
    weeks = wanted.weeks + len(LANDS)
    mean = np.resize(ahead.mean, weeks) if len(ahead.mean) < weeks else ahead.mean[:weeks]
    level = _lively(draw, np.full((wanted.runs, 1), ahead.unsure))
    sd = float(np.sqrt(np.log1p(ahead.extra)))
    noise = np.zeros((wanted.runs, weeks))
    shocks = draw.normal(0, sd, (wanted.runs, weeks))
    for at in range(weeks):
        back = ahead.memory * noise[:, at - 1] if at else 0.0
        noise[:, at] = back + shocks[:, at] * (np.sqrt(1 - ahead.memory**2) if at else 1.0)
    return draw.poisson(mean * level * np.exp(noise - sd**2 / 2)).astype(np.int64)


def _lively(draw: np.random.Generator, spread: Floats) -> Floats:
    sd = np.sqrt(np.log1p(spread))
    return np.asarray(np.exp(draw.normal(0, 1, spread.shape) * sd - sd**2 / 2))


def _run(
    walls: _Walls, alone: Counts, wanted: Try, most: int,
    rule: Callable[[_Walls, _Runs, int, Try, np.random.Generator], Floats],
) -> Counts:  # fmt: skip
    """Links that were asked for, by run and week; `most`: messages there are in all."""
    draw = np.random.default_rng([wanted.seed, 1])
    runs, weeks = alone.shape
    ends = weeks + len(LANDS)
    state = _Runs(
        alone, np.zeros((runs, ends), np.int64), np.zeros((runs, ends)),
        np.zeros(runs, np.int64), np.zeros(runs),
    )  # fmt: skip
    shares = np.array(LANDS) / sum(LANDS)
    for at in range(wanted.weeks):
        room = rule(walls, state, at, wanted, draw)
        state.carry = np.minimum(state.carry + room, np.maximum(room, wanted.chance))
        asks = np.minimum(state.carry / wanted.chance + 1e-9, wanted.a_week).astype(np.int64)
        asks = np.minimum(asks, most - state.asked)
        state.carry -= asks * wanted.chance
        state.asked += asks
        won = draw.multinomial(draw.binomial(asks, wanted.chance), shares)
        state.ours[:, at : at + len(LANDS)] += won
        state.pledged[:, at : at + len(LANDS)] += (asks * wanted.chance)[:, None] * shares
    return state.ours[:, :weeks]


def _by_room(
    walls: _Walls, state: _Runs, at: int, wanted: Try, draw: np.random.Generator
) -> Floats:
    """What the budget lets through: the rule of `pacing.room_now` for all runs at once."""
    del wanted
    weeks = np.minimum(at + np.arange(len(LANDS)), len(walls.mean) - 1)
    free = walls.free[weeks] - state.pledged[:, at : at + len(LANDS)]
    seen = draw.binomial(state.alone[:, at], KNOWN)
    here = seen + state.ours[:, at] + walls.mean[weeks[0]] * (1 - KNOWN)
    pledged = state.pledged[:, at] * (1 - KNOWN)
    if walls.mean[weeks[0]] >= QUIET:
        now = walls.limit[weeks[0]] - here
    else:
        past = slice(max(0, at - MONTH + 1), at)
        missing = max(0, MONTH - 1 - at) * walls.mean[weeks[0]]
        before = (state.alone[:, past] + state.ours[:, past]).sum(1) + missing
        edge = max(walls.edge[weeks[0]], 1)
        now = np.minimum(walls.quiet_limit[weeks[0]] - before - here, edge - here)
    free[:, 0] = now - pledged
    fits = (np.maximum(0.0, free) / np.array(LANDS)).min(1)
    return np.asarray(np.minimum(fits, float(walls.free[weeks[1:]].mean())))


def _at_once(
    walls: _Walls, state: _Runs, at: int, wanted: Try, draw: np.random.Generator
) -> Floats:
    """All messages in the first weeks, whatever lands."""
    del walls, draw
    many = wanted.links / GREEDY_WEEKS if at < GREEDY_WEEKS else wanted.links
    return np.full(len(state.asked), float(many))


def _course(name: str, ours: Counts, alone: Counts, walls: _Walls, wanted: Try) -> Course:
    weeks = wanted.weeks
    heaped = ours.cumsum(1)
    edge = np.resize(walls.edge, alone.shape[1])
    above = (alone + ours > edge)[:, :weeks].mean(1)
    placed = heaped[:, -1] / max(1, wanted.links)
    return Course(
        name, _mean(placed), _mean(above), _weeks_until(heaped, wanted),
        tuple(ours.mean(0)[:weeks].tolist()),
    )  # fmt: skip


def _mean(values: Floats) -> tuple[float, float, float]:
    """Mean over runs, and the interval in which it lies."""
    error = 1.96 * float(values.std()) / float(np.sqrt(len(values)))
    mean = float(values.mean())
    return mean, max(0.0, mean - error), mean + error


def _weeks_until(heaped: Counts, wanted: Try) -> tuple[int, int, int] | None:
    """Weeks until most of the links stood: the median, and where 95 of 100 runs lie."""
    if not wanted.links:
        return None
    there = heaped >= ENOUGH * wanted.links
    if there[:, -1].mean() < HALF:
        return None
    first = np.where(there.any(1), there.argmax(1) + 1, heaped.shape[1] + 1)
    ends = (1 - CERTAINTY) / 2
    low, middle, high = np.quantile(first, [ends, HALF, 1 - ends])
    return int(middle), int(low), int(high)


def _sentence(wanted: Try, alone: Course, paced: Course, greedy: Course) -> str:
    until = (
        f"90 % of them stand after about {paced.weeks[0]} weeks"
        if paced.weeks
        else f"90 % of them do not stand after {wanted.weeks} weeks"
    )
    return (
        f"{_links(wanted.links)} at the natural pace: {until}, and "
        f"{_percent(paced.above[0])} of weeks are above the 99 % band ("
        f"{_percent(alone.above[0])} without the plan, {_percent(greedy.above[0])} when all are "
        "asked at once)."
    )


def _notes(wanted: Try) -> tuple[str, ...]:
    made_up = (
        "The weeks are made up from the site's own forecast: they tell what the rule does when "
        "the forecast is right, not what will be."
    )
    over = "Placed above 100 %: more who were asked said yes than was expected."
    if wanted.links >= FEW:
        return made_up, over
    return (
        made_up, over,
        f"{_links(wanted.links)}: too few to tell the ways apart. Try more with --links.",
    )  # fmt: skip


def _links(many: int) -> str:
    return "1 link" if many == 1 else f"{many:,} links"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
