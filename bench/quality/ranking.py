"""Links won an hour when opportunities are worked through in the order of value per hour.

A replay on a made-up market: every week new candidates turn up, somebody works a fixed number of
hours through the best of them, and learns what came of it when replies (30 days) and placements
(90 days) are due. All numbers of the market are assumptions, stated in `Market`; the true odds are
drawn apart from the priors of the product. What is won is counted by these true odds, what is
learnt by fates that are drawn. It tells which order is better under them, not how many
links anybody will win.

    python bench/quality/ranking.py [--seeds N] [--weeks N] [--quick]
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np
import pyarrow as pa

from backlinkbot.core.chances import Tactic, candidates
from backlinkbot.core.prospects import ContactKind
from backlinkbot.logic.prospect.odds import Odds, learnt_odds, published_odds
from backlinkbot.logic.prospect.priors import Step
from backlinkbot.logic.prospect.ranking import Wishes, rank

TACTICS = [str(one) for one in Tactic]
CONTACTS = [one.value for one in ContactKind]
SITE_TYPES = ["industry blog", "news", "shop", "university", "personal", "association", "directory"]
REPLY_DUE, PLACEMENT_DUE = 5, 13  # weeks: 30 and 90 days
LEARNS_EVERY = 2  # weeks
RESAMPLES = 2_000


@dataclass(frozen=True)
class Market:
    """What is assumed; `tactic_spread` and so on: of the true effects, in log-odds."""

    hours: float = 6.0  # a week, of one person who has other work too
    new_a_week: int = 150  # candidates
    kept_weeks: int = 8  # a candidate waits for so long
    reply_rate: float = 0.06  # the base; the product believes 8.5 %
    placement_rate: float = 0.30  # the base; the product believes 35 %
    tactic_spread: float = 0.7
    other_spread: float = 0.4  # of contacts and site types
    same_niche: float = 0.8  # log-odds from relevance 0 to 1; the product believes 0.86
    cell_strength: float = 30.0  # beta distribution of a cell around its mean
    worth_tail: float = 1.2  # lognormal sigma of worth
    worth_follows_authority: float = 0.8  # correlation of their logarithms
    strong_answer_less: float = 0.25  # log-odds of a reply lost per standard deviation of authority
    minutes_tail: float = 0.5  # lognormal sigma of the minutes within a tactic


@dataclass
class Week:
    """Candidates of one week, with what would come of each (nobody who ranks sees it)."""

    table: pa.Table
    replies: np.ndarray
    places: np.ndarray
    chance: np.ndarray  # that asking wins a link: what is counted, so that luck is not


class World:
    """One drawn market: its true odds, and the candidates of each week."""

    def __init__(self, market: Market, seed: int) -> None:
        self.market, self.draw = market, np.random.default_rng(seed)
        draw = self.draw
        self.mix = draw.dirichlet(np.full(len(TACTICS), 1.5))
        self.minutes = draw.choice([15.0, 20.0, 30.0, 45.0, 60.0, 120.0, 180.0], len(TACTICS))
        self.effects = {
            step: {
                "tactic": draw.normal(0, market.tactic_spread, len(TACTICS)),
                "contact": draw.normal(0, market.other_spread, len(CONTACTS)),
                "site_type": draw.normal(0, market.other_spread, len(SITE_TYPES)),
            }
            for step in Step
        }
        self.cells: dict[tuple[Step, int, int, int, int], float] = {}

    def week(self, number: int) -> Week:
        """The candidates that turn up in a week."""
        market, draw, many = self.market, self.draw, self.market.new_a_week
        tactic = draw.choice(len(TACTICS), many, p=self.mix)
        contact = draw.integers(len(CONTACTS), size=many)
        kind = draw.integers(len(SITE_TYPES), size=many)
        relevance = draw.beta(0.8, 0.8, many)
        strength = draw.normal(size=many)
        own = draw.normal(size=many)
        follows = market.worth_follows_authority
        worth = np.exp(
            market.worth_tail * (follows * strength + np.sqrt(1 - follows**2) * own) - 2.0
        )
        minutes = self.minutes[tactic] * np.exp(draw.normal(0, market.minutes_tail, many))
        fit = draw.beta(6, 2, many)
        levels = (tactic, contact, kind, np.digitize(relevance, [0.3, 0.7]))
        p_reply = self._odds(Step.REPLY, levels, market.reply_rate, relevance)
        p_reply = _shifted(p_reply, -market.strong_answer_less * strength)
        p_place = self._odds(Step.PLACEMENT, levels, market.placement_rate, relevance)
        replies = draw.random(many) < p_reply
        is_chance = draw.random(many) < fit
        places = replies & is_chance & (draw.random(many) < p_place)
        table = pa.table(
            {
                "prospect": [f"w{number}n{i}.example" for i in range(many)],
                "page": [f"https://w{number}n{i}.example/" for i in range(many)],
                "tactic": [TACTICS[i] for i in tactic],
                "about": [""] * many,
                "fit": fit,
                "minutes": minutes,
                "sells": pa.nulls(many, pa.bool_()),
                "reasons": pa.array([[]] * many, candidates().field("reasons").type),
                "evidence": pa.array([[]] * many, candidates().field("evidence").type),
                "authority": 100 / (1 + np.exp(-strength)),
                "worth_points": worth,
                "relevance": relevance,
                "site_type": [SITE_TYPES[i] for i in kind],
                "contact": [CONTACTS[i] for i in contact],
            }
        )
        return Week(table, replies, places, p_reply * fit * p_place)

    def _odds(self, step, levels, rate, relevance):  # type: ignore[no-untyped-def]
        tactic, contact, kind, near = levels
        effects = self.effects[step]
        log_odds = (
            np.log(rate / (1 - rate))
            + effects["tactic"][tactic]
            + effects["contact"][contact]
            + effects["site_type"][kind]
            + self.market.same_niche * (relevance - 0.5)
        )
        mean = 1 / (1 + np.exp(-log_odds))
        strength = self.market.cell_strength
        found = np.empty(len(mean))
        for i, cell in enumerate(zip(tactic, contact, kind, near, strict=True)):
            key = (step, *map(int, cell))
            if key not in self.cells:
                self.cells[key] = self.draw.beta(strength * mean[i], strength * (1 - mean[i]))
            found[i] = self.cells[key]
        return found.clip(1e-6, 1 - 1e-6)


def _shifted(chance, log_odds):  # type: ignore[no-untyped-def]
    return 1 / (1 + (1 - chance) / chance * np.exp(-log_odds))


@dataclass
class Worker:
    """Somebody who works through candidates in one order, and what he has won."""

    policy: str
    seed: int
    pool: list[tuple[int, Week]] = field(default_factory=list)
    asked: list[tuple[int, dict[str, object], bool, bool]] = field(default_factory=list)
    odds: Odds = field(default_factory=published_odds)
    hours: float = 0.0
    links: float = 0.0
    worth: float = 0.0
    contacts: int = 0

    def work(self, number: int, new: Week, market: Market) -> None:
        """One week."""
        self.pool.append((number, new))
        self.pool = [one for one in self.pool if number - one[0] < market.kept_weeks]
        if self.policy in {"learnt", "thompson"} and number % LEARNS_EVERY == 0:
            self.odds = learnt_odds(self._outcomes(number))
        weeks = [week for _, week in self.pool]
        table = pa.concat_tables([week.table for week in weeks])
        replies = np.concatenate([week.replies for week in weeks])
        places = np.concatenate([week.places for week in weeks])
        chance = np.concatenate([week.chance for week in weeks])
        order = self._order(table, number)
        minutes = table["minutes"].to_numpy()
        spent = np.cumsum(minutes[order])
        chosen = order[spent <= 60 * market.hours]
        worth = table["worth_points"].to_numpy()
        self.hours += float(minutes[chosen].sum()) / 60
        self.links += float(chance[chosen].sum())
        self.worth += float((worth * chance)[chosen].sum())
        self.contacts += len(chosen)
        rows = table.select(["tactic", "relevance", "contact", "site_type"]).take(pa.array(chosen))
        for row, reply, place in zip(
            rows.to_pylist(), replies[chosen], places[chosen], strict=True
        ):
            self.asked.append((number, row, bool(reply), bool(place)))
        gone = np.zeros(table.num_rows, dtype=bool)
        gone[chosen] = True
        self._drop(gone)

    def _drop(self, gone: np.ndarray) -> None:
        begin, kept = 0, []
        for number, week in self.pool:
            left = ~gone[begin : begin + len(week.chance)]
            begin += len(left)
            table = week.table.filter(pa.array(left))
            parts = (week.replies[left], week.places[left], week.chance[left])
            kept.append((number, Week(table, *parts)))
        self.pool = kept

    def _order(self, table: pa.Table, number: int) -> np.ndarray:
        draw = np.random.default_rng([self.seed, number])
        if self.policy == "random":
            return draw.permutation(table.num_rows)
        if self.policy in {"authority", "relevance", "worth_points"}:
            return np.argsort(-table[self.policy].to_numpy(), kind="stable")
        seed = int(draw.integers(2**31)) if self.policy == "thompson" else None
        ranked = rank(table, self.odds, Wishes(seed=seed))
        place = {page: at for at, page in enumerate(table["page"].to_pylist())}
        return np.array([place[page] for page in ranked["page"].to_pylist()])

    def _outcomes(self, number: int) -> pa.Table | None:
        due = [one for one in self.asked if number - one[0] >= REPLY_DUE]
        if not due:
            return None
        rows = pa.Table.from_pylist([row for _, row, _, _ in due])
        told = {
            "replied": [reply for _, _, reply, _ in due],
            "placed": [place for _, _, _, place in due],
            "settled": [number - week >= PLACEMENT_DUE for week, _, _, _ in due],
        }
        for name, values in told.items():
            rows = rows.append_column(name, pa.array(values))
        return rows


POLICIES = ("published", "learnt", "thompson", "worth_points", "authority", "relevance", "random")


def run(market: Market, seed: int, weeks: int, policies: tuple[str, ...]) -> dict[str, Worker]:
    """All policies on the same candidates with the same fates."""
    world = World(market, seed)
    workers = {name: Worker(name, seed) for name in policies}
    for number in range(weeks):
        new = world.week(number)
        for worker in workers.values():
            worker.work(number, new, market)
    return workers


def told(runs: list[dict[str, Worker]]) -> dict[str, object]:
    """Means with 95 % intervals over seeds, and ratios to sorting by authority, seed by seed."""
    draw = np.random.default_rng(0)
    picks = draw.integers(len(runs), size=(RESAMPLES, len(runs)))
    found: dict[str, object] = {}
    for name in runs[0]:
        row: dict[str, object] = {
            "contacts_an_hour": round(_rate(runs, name, "contacts", picks)[0], 3)
        }
        for what in ("links", "worth"):
            mean, low, high = _rate(runs, name, what, picks)
            row[f"{what}_an_hour"] = {"mean": mean, "low": low, "high": high}
            if name != "authority" and "authority" in runs[0]:
                row[f"{what}_over_authority"] = _ratio(runs, name, "authority", what, picks)
            if name in {"learnt", "thompson"} and "published" in runs[0]:
                row[f"{what}_over_published"] = _ratio(runs, name, "published", what, picks)
        found[name] = row
    return found


def _sums(runs, name, what):  # type: ignore[no-untyped-def]
    won = np.array([getattr(one[name], what) for one in runs], dtype=float)
    return won, np.array([one[name].hours for one in runs])


def _rate(runs, name, what, picks):  # type: ignore[no-untyped-def]
    won, hours = _sums(runs, name, what)
    tried = won[picks].sum(axis=1) / hours[picks].sum(axis=1)
    low, high = np.quantile(tried, [0.025, 0.975])
    return tuple(round(float(x), 4) for x in (won.sum() / hours.sum(), low, high))


def _ratio(runs, name, other, what, picks):  # type: ignore[no-untyped-def]
    won, hours = _sums(runs, name, what)
    theirs, their_hours = _sums(runs, other, what)

    mean = (won.sum() / hours.sum()) / (theirs.sum() / their_hours.sum())
    tried = (won[picks].sum(axis=1) / hours[picks].sum(axis=1)) / (
        theirs[picks].sum(axis=1) / their_hours[picks].sum(axis=1)
    )
    low, high = np.quantile(tried, [0.025, 0.975])
    return {
        "ratio": round(float(mean), 3),
        "low": round(float(low), 3),
        "high": round(float(high), 3),
    }


SWEEP = {
    "replies are rare (2 %)": {"reply_rate": 0.02},
    "replies are common (20 %)": {"reply_rate": 0.20},
    "tactics hardly differ": {"tactic_spread": 0.1, "other_spread": 0.1},
    "tactics differ much": {"tactic_spread": 1.3},
    "worth hardly differs": {"worth_tail": 0.3},
    "worth has a heavy tail": {"worth_tail": 2.0},
    "authority says all of worth": {"worth_follows_authority": 1.0},
    "strong sites answer much less": {"strong_answer_less": 0.8},
    "strong sites answer as often": {"strong_answer_less": 0.0},
    "minutes vary much": {"minutes_tail": 1.0},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--quick", action="store_true", help="no sweep")
    wanted = parser.parse_args()
    market = Market()
    base = [run(market, seed, wanted.weeks, POLICIES) for seed in range(wanted.seeds)]
    result: dict[str, object] = {
        "synthetic": True,
        "market": asdict(market),
        "seeds": wanted.seeds,
        "weeks": wanted.weeks,
        "policies": told(base),
    }
    if not wanted.quick:
        few = max(wanted.seeds // 2, 2)
        result["sweep_seeds"] = few
        result["sweep"] = {
            name: told(
                [
                    run(
                        replace(market, **change),
                        1_000 + seed,
                        wanted.weeks,
                        ("published", "learnt", "authority"),
                    )
                    for seed in range(few)
                ]
            )
            for name, change in SWEEP.items()
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
