"""Pacing on generated series (SYNTHETIC): weeks above the band, and how much of a plan is placed.

    python bench/quality/pacing.py [--sites 200] [--nab NAB.TAR.GZ]

Sites and their peers come from the velocity bench's two families. A year and a half goes by, then a
year of outreach by the package's own forecast and rule, asked each week anew. Links land 0 to 7
weeks after they were asked for. Beside it: the same weeks without outreach, and the same messages
all in the first four weeks. "told": the band that the budget gave at the time; "seen from outside":
the one that all weeks before lead to, ours included, as the velocity audit draws it. A twin on real
series: NAB's mentions of companies by days. One JSON document; intervals are 95 % bootstrap over
sites. What the package promises of its pace was set on the seeds from 90,000 on.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from numpy.typing import NDArray
from velocity import tweets
from velocity_series import LEVELS, Sites

from backlinkbot.core.pacing import Pledge
from backlinkbot.logic.judge.velocity.baseline import LEAST_HISTORY, Baseline, band, baseline_of
from backlinkbot.logic.judge.velocity.spikes import spikes_in
from backlinkbot.logic.outreach.forecast import History, forecast, short_history
from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.pacing import Landed, room_now, weeks_of
from backlinkbot.logic.outreach.simulate import pace_of

Floats = NDArray[np.float64]

WEEKS, YEAR = 130, 52
BEFORE = WEEKS - YEAR
SMALL = (0.2, 3.0)  # new domains a week of small sites, log-uniform
TWEETS, TWEET_DAYS = 10.0, 26  # a day, and days of outreach
TAIL = len(LANDS)  # weeks at the end in which nothing is asked, so that what was asked can land
PEERS, PEERS_SD = 6, 0.8
AHEAD = 9
START = date(2024, 1, 1)  # a Monday, far from any holiday that matters here
CHANCES = (0.03, 0.3)  # probability of a link from one message, log-uniform
GREEDY_WEEKS = 4  # in which whoever does not pace sends everything
WAYS = {"paced": 0.0, "paced, half by agreement": 0.5}  # share of links whose week we may choose
REAL = 50  # draws of the real series
ROUNDS, SEED = 1_000, 31_000
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """One site with its peers, and what each week's past leads one to expect."""

    counts: Floats
    rows: list[History]
    peers: list[History]
    chance: float
    year: int  # weeks of outreach at the end of it


def history(counts: Floats, at: int) -> History:
    """What the weeks before `at` say."""
    return _row(baseline_of(counts[:at]), at, float(counts[:at].sum()))


def _row(found: Baseline, at: int, size: float) -> History:
    return History(size, at, tuple(found.mean[at - 1].tolist()), float(found.extra[at - 1]),
                   float(found.memory[at - 1]), float(found.shared[at - 1]))  # fmt: skip


def rows_of(counts: Floats) -> list[History]:
    """What the weeks before each week say of it and the next."""
    found = baseline_of(counts)
    heaped = np.cumsum(counts)
    return [
        _row(found, at, float(heaped[at - 1]))
        if at >= LEAST_HISTORY
        else short_history(list(counts[:at]), float(counts[:at].sum()))
        for at in range(len(counts) + 1)
    ]


def site_of(seed: int, family: str, kind: str) -> Site:
    """A site of the family: grown, small, or young (four weeks old when outreach begins)."""
    sites = Sites(seed, family)
    level = float(np.exp(sites.random.uniform(*np.log(SMALL if kind == "small" else LEVELS))))
    counts = sites.quiet(WEEKS, level=level).counts
    if kind == "young":
        counts = counts[BEFORE - 4 :]
    peers = []
    for _ in range(PEERS):
        other = level * float(np.exp(sites.random.normal(0, PEERS_SD)))
        peers.append(history(sites.quiet(BEFORE, level=other).counts, BEFORE))
    return Site(counts, rows_of(counts), peers, chance_of(sites.random), YEAR)


def chance_of(draw: np.random.Generator) -> float:
    """The odds of one message."""
    return float(np.exp(draw.uniform(*np.log(CHANCES))))


def mentioned(name: str, seed: int, path: Path) -> Site:
    """A company's mentions by days (NAB, real), days taken for weeks; the others are its peers.

    Brought to some ten a day, by drawing each mention with one chance: so many are links.
    """
    draw = np.random.default_rng(seed)
    series = {
        one: draw.binomial(counts.astype(int), min(1.0, TWEETS / counts.mean())).astype(float)
        for one, (counts, _) in tweets(path).items()
    }
    counts = series.pop(name)
    peers = [history(one, len(one) - TWEET_DAYS) for one in series.values()][:PEERS]
    return Site(counts, rows_of(counts), peers, chance_of(draw), TWEET_DAYS)


@dataclass
class Went:
    """A year of outreach: links by week, the 99 % band told each week, and the plan's size."""

    ours: Floats
    edge: Floats
    limit: Floats
    plan: float


def paced(site: Site, seed: int, begin: int, held: float) -> Went:
    """The package's rule, week by week; `held`: share of links whose day we may choose."""
    draw = np.random.default_rng(seed)
    weeks = len(site.counts)
    ours, pledged = np.zeros(weeks + 20), np.zeros(weeks + 20)
    edge, limit, asked = np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    plan = 0.0
    for at in range(begin, weeks):
        ahead = forecast(site.rows[at], site.peers, AHEAD)
        monday = START + timedelta(weeks=at)
        seen = int(draw.binomial(int(site.counts[at]), 0.5))  # on Thursday, half the week is known
        came = int(ours[at])
        before = float((site.counts + ours[:weeks])[max(0, at - 3) : at].sum())
        landed = Landed(seen + came, came, 0.5, before)
        pledges = [
            Pledge(0, pledged[at + k] * (0.5 if k == 0 else 1.0), monday + timedelta(weeks=k))
            for k in range(AHEAD)
        ]
        told = weeks_of(ahead, monday + timedelta(days=3), landed, pledges, ())
        edge[at], limit[at] = told[0].band.p99, told[0].band.p85
        if at == begin:
            long = forecast(site.rows[at], site.peers, weeks - begin)
            plan = pace_of(long) * (weeks - begin - TAIL)
        if at < weeks - TAIL and plan_left(plan, pledged, ours, at):
            back = [asked[at - ago] for ago in range(min(at + 1, TAIL))]
            room = room_now("x", datetime(2024, 1, 1, tzinfo=UTC), told, back)
            asks = int(room.links / site.chance + 1e-9)
            asked[at] = asks * site.chance
            send(draw, asks, at, site.chance, ours, pledged)
        if held:
            free = max(0, int(limit[at] - site.counts[at]))
            mine = int(draw.binomial(int(ours[at]), held))
            stay = min(mine, max(0, int(ours[at]) - free))
            ours[at] -= stay
            ours[at + 1] += stay
    return Went(ours[:weeks], edge, limit, plan)


def plan_left(plan: float, pledged: Floats, ours: Floats, at: int) -> bool:
    """Whether the plan wants more than what landed and is pledged."""
    return float(ours[: at + 1].sum() + pledged[at + 1 :].sum()) < plan


def send(draw: np.random.Generator, asks: int, at: int, chance: float,
         ours: Floats, pledged: Floats) -> None:  # fmt: skip
    """Ask so many; their links land in the weeks after."""
    shares = np.array(LANDS)
    won = draw.multinomial(draw.binomial(asks, chance), shares / shares.sum())
    ours[at : at + len(shares)] += won
    pledged[at : at + len(shares)] += asks * chance * shares


def greedy(site: Site, seed: int, begin: int, plan: float) -> Floats:
    """The plan's messages in the first weeks."""
    draw = np.random.default_rng(seed)
    weeks = len(site.counts)
    ours, pledged = np.zeros(weeks + 20), np.zeros(weeks + 20)
    for at in range(begin, begin + GREEDY_WEEKS):
        send(draw, round(plan / GREEDY_WEEKS / site.chance), at, site.chance, ours, pledged)
    return ours[:weeks]


def outside(counts: Floats, begin: int) -> float:
    """Share of weeks above the 99 % band that the whole series' own weeks before lead to."""
    found = baseline_of(counts)
    weeks = range(max(begin, LEAST_HISTORY), len(counts))
    return float(np.mean([counts[at] > band(*found.window(at, 1), 0.01)[1] for at in weeks]))


def alarms(counts: Floats, begin: int) -> float:
    """Alarms of the velocity audit, by counts alone, that touch the year."""
    return float(sum(one.last >= begin for one in spikes_in(counts, baseline_of(counts), None)))


def figures(site: Site, seed: int) -> dict[str, float]:
    """All figures of one site."""
    begin = len(site.counts) - site.year
    found: dict[str, float] = {}

    def told(name: str, total: Floats, edge: Floats) -> None:
        found[f"{name}: above the 99 % told"] = float((total > edge)[begin:].mean())
        found[f"{name}: above the 99 % seen from outside"] = outside(total, begin)
        found[f"{name}: alarms"] = alarms(total, begin)

    for name, held in WAYS.items():
        went = paced(site, seed + 7, begin, held)
        told(name, site.counts + went.ours, went.edge)
        found[f"{name}: placed"] = float(went.ours.sum() / went.plan) if went.plan else np.nan
    plain = paced(site, seed + 7, begin, 0.0)
    alone = max(1.0, float(site.counts[begin:].sum()))
    found["paced: links won for each that came alone"] = float(plain.ours.sum()) / alone
    told("organic", site.counts, plain.edge)
    told("all at once", site.counts + greedy(site, seed + 7, begin, plain.plan), plain.edge)
    return found


def made_site(seed: int, family: str, kind: str) -> dict[str, float]:
    """The figures of a generated site."""
    return figures(site_of(seed, family, kind), seed)


def real_site(seed: int, path: Path) -> dict[str, float]:
    """The figures of one of NAB's companies; each is drawn anew for every tenth seed."""
    names = sorted(tweets(path))
    return figures(mentioned(names[seed % len(names)], seed, path), seed)


def summed(rows: list[dict[str, float]]) -> dict[str, list[float]]:
    """Each figure's mean over sites with its interval, and its difference from organic ones."""
    told = {name: interval([row[name] for row in rows]) for name in rows[0]}
    for way in (*WAYS, "all at once"):
        for what in ("above the 99 % told", "above the 99 % seen from outside", "alarms"):
            gap = [row[f"{way}: {what}"] - row[f"organic: {what}"] for row in rows]
            told[f"{way} less organic: {what}"] = interval(gap)
    return told


def interval(values: list[float]) -> list[float]:
    """The mean and the ends of its 95 % bootstrap interval over sites."""
    draw = np.random.default_rng(SEED)
    known = np.array(values)
    known = known[np.isfinite(known)]
    means = [known[draw.integers(0, len(known), len(known))].mean() for _ in range(ROUNDS)]
    ends = np.quantile(means, [0.025, 0.975])
    return [round(float(one), 4) for one in (known.mean(), *ends)]


def main() -> None:
    """Print the figures."""
    default = ROOT.parent / "shared" / "data" / "series" / "nab.tar.gz"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--nab", type=Path, default=default)
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.sites)
    told: dict[str, object] = {}
    with ProcessPoolExecutor(given.workers) as pool:
        for family in ("gamma", "lognormal"):
            for kind in ("grown", "small", "young"):
                work = partial(made_site, family=family, kind=kind)
                told[f"{family}, {kind}"] = summed(list(pool.map(work, seeds, chunksize=4)))
        if given.nab.is_file():
            real = partial(real_site, path=given.nab)
            told["NAB tweets"] = summed(list(pool.map(real, seeds[:REAL], chunksize=4)))
    json.dump(told, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
