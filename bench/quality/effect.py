"""Did the links work? Planted effects of known size on generated sites (SYNTHETIC).

    python bench/quality/effect.py [--worlds 60] [--processes 2]

For each kind of site: how often the 95 % interval holds the true mean effect, how often the answer
is "likely" where there is no effect (false) and where there is (power), and the same of what
people do by hand: clicks after against before, with a t-test. The seeds are none of those that the
method was written with (those are under 10,000). One JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from effect_series import Chosen, Made, World, made
from scipy.stats import t

from backlinkbot.core.results import Effect, Worked
from backlinkbot.logic.judge.effect import effect_of
from backlinkbot.logic.judge.effect.panel import events_in

EFFECTS = (0.0, 0.1, 0.25, 0.5)
SIZES = ((60, 10), (300, 30), (1000, 100))  # pages of a site, and how many of them get links
FIRST_SEED = 10_000


@dataclass(frozen=True)
class Outcome:
    """One site's answer: ours, and that of before and after."""

    word: str
    is_covered: bool | None
    error: float | None
    naive: bool
    seconds: float


def naive_says_likely(one: Made) -> bool:
    """Clicks after against before of the pages that gained links, with a one-sample t-test."""
    events = events_in(one.panel)
    changes = []
    for page, span in zip(events.pages, events.spans, strict=True):
        counts = one.panel.counts[page]
        before = counts[span.begin : span.event].mean() + 0.5
        changes.append(np.log((counts[span.start : span.end].mean() + 0.5) / before))
    if len(changes) < 2:  # noqa: PLR2004 - a spread needs two
        return False
    error = np.std(changes, ddof=1) / len(changes) ** 0.5
    return bool(np.mean(changes) - t.ppf(0.975, len(changes) - 1) * error > 0)


def true_change(one: Made, found: Effect) -> float:
    """The mean true log change of the pages that were compared."""
    return float(np.mean([one.truth[page.page] for page in found.pages]))


def outcome(task: tuple[World, int]) -> Outcome:
    """One site, made and judged."""
    world, seed = task
    one = made(world, seed)
    begun = time.perf_counter()
    found = effect_of(one.panel)
    seconds = time.perf_counter() - begun
    if found.change is None or found.low is None or found.high is None:
        return Outcome(found.word.value, None, None, naive_says_likely(one), seconds)
    truth = true_change(one, found)
    covered = np.log1p(found.low) <= truth <= np.log1p(found.high)
    error = float(np.log1p(found.change) - truth)
    return Outcome(found.word.value, bool(covered), error, naive_says_likely(one), seconds)


def row(world: World, outcomes: list[Outcome]) -> dict[str, Any]:
    """What one kind of site gave."""
    told = [one for one in outcomes if one.is_covered is not None]
    words = {word.value: share(outcomes, word.value) for word in Worked}
    return {
        "pages": world.pages,
        "linked": world.linked,
        "who gets links": world.chosen.value,
        "effect": world.effect,
        "sites": len(outcomes),
        "compared": len(told),
        "interval holds the truth": round(float(np.mean([o.is_covered for o in told])), 3),
        "bias": round(float(np.mean([o.error for o in told if o.error is not None])), 3),
        **words,
        "before and after says likely": round(float(np.mean([o.naive for o in outcomes])), 3),
        "seconds": round(float(np.mean([o.seconds for o in outcomes])), 2),
    }


def share(outcomes: list[Outcome], word: str) -> float:
    """How often a word was said."""
    return round(float(np.mean([one.word == word for one in outcomes])), 3)


def main() -> None:
    """Print the table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    given = parser.parse_args()
    rows = []
    with ProcessPoolExecutor(given.processes) as pool:
        for pages, linked in SIZES:
            for chosen in Chosen:
                for effect in EFFECTS:
                    world = World(pages, linked, chosen, effect)
                    tasks = [(world, given.first_seed + n) for n in range(given.worlds)]
                    rows.append(row(world, list(pool.map(outcome, tasks, chunksize=4))))
                    print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(json.dumps({"synthetic": True, "rows": rows, "summary": summary(rows)}, indent=1))


def summary(rows: list[dict[str, Any]]) -> dict[str, float]:
    """The worst and the mean over all kinds of sites, those with a hidden cause apart."""
    plain = [one for one in rows if one["who gets links"] != Chosen.HIDDEN.value]
    hidden = [one for one in rows if one["who gets links"] == Chosen.HIDDEN.value]
    false = [one["likely"] for one in plain if one["effect"] == 0]
    held = [one["interval holds the truth"] for one in plain]
    by_hand = [one["before and after says likely"] for one in plain if one["effect"] == 0]
    return {
        "false likely, worst": max(false),
        "false likely, mean": float(np.mean(false)),
        "false likely with a hidden cause, worst": max(
            one["likely"] for one in hidden if one["effect"] == 0
        ),
        "false likely of before and after, worst": max(by_hand),
        "interval holds, worst": min(held),
        "interval holds, mean": float(np.mean(held)),
    }


if __name__ == "__main__":
    main()
