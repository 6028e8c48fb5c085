"""Whether the intervals of survival hold what they promise, on planted lives and the little web.

Prints JSON: coverage of the 95 % intervals at several ages with its own interval (Wilson), the
error beside baselines, and what the little web's links tell beside the truth.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.tiny_web.world import make_world
from backlinkbot.logic.verify.shrunk import kinds_of
from backlinkbot.logic.verify.survival import Curve, Lives, product_limit

OF_KINDS = 180.0  # the age at which kinds are compared
AGES = (30.0, 90.0, 180.0, 365.0)
HALF_LIFE = 400.0  # days
Floats = NDArray[np.float64]


def seen(
    rng: np.random.Generator, lasts: Floats, *, late: float, every: float, years: float
) -> Lives:
    """What is known of links: first seen `late` days after they began (mean), then every so often.

    They began at any time of the last `years`; a link lost before it was first seen is never known.
    """
    began = rng.uniform(0.0, 365.0 * years, len(lasts))  # days before today
    entered = rng.exponential(late, len(lasts))
    known = (entered < lasts) & (entered < began)
    lasts, began, entered = lasts[known], began[known], entered[known]
    looks = np.floor((began - entered) / every)  # until today
    last_there = entered + every * np.minimum(np.floor((lasts - entered) / every), looks)
    was_lost = (lasts < began) & (last_there + every <= began)
    left = np.where(was_lost, last_there + every / 2.0, last_there)
    return Lives(entered, left, was_lost)


def never_truncated(lives: Lives) -> Curve:
    """The baseline that counts a link from its birth, as if it had been seen then."""
    return product_limit(Lives(np.zeros(len(lives)), lives.left, lives.was_lost))


def coverage(
    rng: np.random.Generator,
    lasts: Callable[[int], Floats],
    truth: Callable[[float], float],
    *,
    runs: int,
    links: int,
    estimate: Callable[[Lives], Curve],
) -> list[dict[str, object]]:
    inside, counted = dict.fromkeys(AGES, 0), dict.fromkeys(AGES, 0)
    errors = dict.fromkeys(AGES, 0.0)
    for _ in range(runs):
        curve = estimate(seen(rng, lasts(links), late=60.0, every=15.0, years=3.0))
        for age in AGES:
            told = curve.at(age)
            if told is None:
                continue
            right = truth(age) / truth(curve.from_age)  # of those that lasted until it begins
            counted[age] += 1
            inside[age] += told.low <= right <= told.high
            errors[age] += told.surviving - right
    return [
        {
            "days": age,
            "truth": round(truth(age), 4),
            "bias": round(errors[age] / max(counted[age], 1), 4),
            "coverage": proportion(inside[age], counted[age]),
        }
        for age in AGES
    ]


def proportion(hits: int, of: int) -> dict[str, float]:
    """A share with Wilson's interval of 95 %."""
    z, n = 1.96, max(of, 1)
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = round(middle - half, 4), round(middle + half, 4)
    return {"share": round(p, 4), "low": low, "high": high, "of": of}


def planted_kinds(rng: np.random.Generator, runs: int) -> dict[str, object]:
    """Twelve kinds whose hazards differ by a gamma factor, thin as they are in truth."""
    places = ("content", "comment", "footer")
    types = ("article", "forum", "directory", "home")
    told: dict[str, list[float]] = {"borrowed": [], "own": [], "all": []}
    inside, of = 0, 0
    for _ in range(runs):
        by_place = rng.gamma(4.0, 1 / 4.0, len(places))
        columns: list[Lives] = []
        names: list[tuple[str, str]] = []
        truths: dict[tuple[str, str], float] = {}
        for i, place in enumerate(places):
            for kind in types:
                hazard = math.log(2) / HALF_LIFE * by_place[i] * rng.gamma(8.0, 1 / 8.0)
                size = int(rng.choice([12, 25, 60, 200]))
                lives = seen(
                    rng, rng.exponential(1 / hazard, size), late=60.0, every=15.0, years=3.0
                )
                truths[place, kind] = math.exp(-hazard * OF_KINDS)
                columns.append(lives)
                names += [(place, kind)] * len(lives)
        lives = Lives(
            np.concatenate([one.entered for one in columns]),
            np.concatenate([one.left for one in columns]),
            np.concatenate([one.was_lost for one in columns]),
        )
        found = kinds_of(lives, [a for a, _ in names], [b for _, b in names])
        whole = next(one for one in found[0].shares if one.days == OF_KINDS)
        for one in found:
            if not (one.placement and one.page_type):
                continue
            truth = truths[one.placement, one.page_type]
            borrowed = next(share for share in one.shares if share.days == OF_KINDS)
            own = next((share for share in one.own if share.days == OF_KINDS), None)
            told["borrowed"].append(abs(borrowed.surviving - truth))
            told["all"].append(abs(whole.surviving - truth))
            told["own"].append(abs((own or whole).surviving - truth))
            inside += borrowed.low <= truth <= borrowed.high
            of += 1
    return {
        "days": OF_KINDS,
        "mean_error": {name: round(float(np.mean(one)), 4) for name, one in told.items()},
        "coverage_of_borrowed": proportion(inside, of),
    }


def little_web() -> dict[str, object]:
    """The lives of the little web's links, as its captures show them, beside its truth.

    Truth: a link began when its page was captured with it for the first time after one without, or
    with the article; lost when the first capture shows it gone. What is compared is the estimate
    from half of the sources (chosen by a hash) with the share of the other half.
    """
    world = make_world()
    rows = [one for one in world.backlinks if one.first_seen < one.last_seen or one.lost_at]
    day = 86_400.0
    left, lost, half = [], [], []
    for one in rows:
        end = one.lost_at or one.last_seen
        at = (one.last_seen + (end - one.last_seen) / 2) if one.lost_at else end
        left.append((at - one.first_seen).total_seconds() / day)
        lost.append(one.lost_at is not None)
        half.append(sum(map(ord, one.link.source_domain)) % 2)
    lives = Lives(np.zeros(len(left)), np.array(left), np.array(lost, dtype=np.bool_))
    first, second = (product_limit(lives.chosen(np.array(half) == side)) for side in (0, 1))
    compared = []
    for age in (30.0, 60.0, 90.0):
        here, there = first.at(age), second.at(age)
        if here is not None and there is not None:
            compared.append(
                {
                    "days": age,
                    "one": here.as_document(),
                    "other": there.as_document(),
                    "intervals_meet": here.low <= there.high and there.low <= here.high,
                }
            )
    return {"links": len(lives), "lost": lives.lost, "halves": compared}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    runs = told.runs
    rng = np.random.default_rng(told.seed)
    rate = math.log(2) / HALF_LIFE
    shape, scale = 0.6, 600.0  # many go early, as links do
    lives: dict[str, tuple[Callable[[int], Floats], Callable[[float], float]]] = {
        "exponential": (lambda n: rng.exponential(1 / rate, n), lambda t: math.exp(-rate * t)),
        "weibull": (
            lambda n: scale * rng.weibull(shape, n),
            lambda t: math.exp(-((t / scale) ** shape)),
        ),
    }
    answer: dict[str, object] = {"runs": runs}
    for name, (lasts, truth) in lives.items():
        for links in (100, 1000):
            answer[f"{name}, {links} links"] = coverage(
                rng, lasts, truth, runs=runs, links=links, estimate=product_limit
            )
        answer[f"{name}, 1000 links, truncation not heeded (baseline)"] = coverage(
            rng, lasts, truth, runs=runs // 4, links=1000, estimate=never_truncated
        )
    answer["kinds"] = planted_kinds(rng, max(runs // 10, 10))
    answer["little_web"] = little_web()
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
