"""How well the number of unseen links is told, on simulated sources of which all is known.

    python bench/quality/unseen.py [--draws 300] [--links 2000]

Each case draws who sees what, `--draws` times: told are how often the 95 % interval holds the
truth, and the median of the estimate over the truth. Baselines: what was seen, and Chapman's
estimate from the two largest sources. Simulated, all of it. Prints one JSON document.
"""

# ruff: noqa: PLR2004 - the numbers of a simulated case are its description

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.logic.judge.unseen import unseen
from backlinkbot.logic.judge.unseen.pairs import chapman

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Draw = Callable[[np.random.Generator, int], NDArray[np.bool_]]


def independent(*shares: float) -> Draw:
    """Sources that each see a link with their own probability, whatever the others see."""
    return lambda random, links: random.random((len(shares), links)) < np.array(shares)[:, None]


def tied(random: np.random.Generator, links: int) -> NDArray[np.bool_]:
    """Two of three sources crawl from the same start, so that they see the same more often."""
    common = random.random(links) < 0.3
    first = np.where(common, random.random(links) < 0.7, random.random(links) < 0.2)
    second = np.where(common, random.random(links) < 0.7, random.random(links) < 0.2)
    return np.array([first, second, random.random(links) < 0.4])


def uneven(random: np.random.Generator, links: int) -> NDArray[np.bool_]:
    """Some links are easily seen by every source, some hardly by any."""
    ease = random.beta(1.0, 2.0, links)
    return random.random((3, links)) < ease


def copying(random: np.random.Generator, links: int) -> NDArray[np.bool_]:
    """Of three sources one buys nine tenths of its data from another."""
    first, second = random.random(links) < 0.5, random.random(links) < 0.3
    third = (first & (random.random(links) < 0.9)) | (random.random(links) < 0.03)
    return np.array([first, third, second])


def copying_pair(random: np.random.Generator, links: int) -> NDArray[np.bool_]:
    """There are two sources, and one copies the other."""
    first = random.random(links) < 0.5
    return np.array([first, (first & (random.random(links) < 0.9)) | (random.random(links) < 0.03)])


CASES: dict[str, Draw] = {
    "two independent": independent(0.5, 0.3),
    "three independent": independent(0.5, 0.3, 0.4),
    "three independent, small": independent(0.15, 0.1, 0.2),
    "four independent": independent(0.5, 0.3, 0.4, 0.2),
    "three, two of them tied": tied,
    "three, links of uneven ease": uneven,
    "three, one copies another": copying,
    "two, tied": lambda random, links: tied(random, links)[:2],
    "two, one copies the other": copying_pair,
}


def told(draw: Draw, draws: int, links: int) -> dict[str, Any]:
    """The interval's coverage and the estimate over the truth, in one case."""
    random = np.random.default_rng(1)
    held, ratios, seen, bounds, chapmans = [], [], [], [], []
    for _ in range(draws):
        who = draw(random, links)
        names = [f"s{n}" for n in range(len(who))]
        histories: Counter[tuple[str, ...]] = Counter()
        for row in who.T.tolist():
            if any(row):
                sees = [name for name, is_seen in zip(names, row, strict=True) if is_seen]
                histories[tuple(sees)] += 1
        found = unseen(histories)
        seen.append(found.seen / links)
        if found.total is None or found.low is None or found.high is None:
            continue
        held.append(found.low <= links <= found.high)
        ratios.append(found.total / links)
        if found.least is not None:
            bounds.append(found.least <= links)
        largest = sorted(range(len(who)), key=lambda n: -int(who[n].sum()))[:2]
        one, other = next(combinations(largest, 2))
        both = int((who[one] & who[other]).sum())
        chapmans.append(chapman(int(who[one].sum()), int(who[other].sum()), both).value / links)
    return {
        "told": len(held),
        "interval_holds": round(float(np.mean(held)), 3) if held else None,
        "estimate_over_truth": _middle(ratios),
        "least_below_truth": round(float(np.mean(bounds)), 3) if bounds else None,
        "baseline_seen_over_truth": _middle(seen),
        "baseline_chapman_of_two_over_truth": _middle(chapmans),
    }


def _middle(numbers: list[float]) -> list[float] | None:
    """Median, and the range of the middle 90 %."""
    return (
        [round(float(q), 3) for q in np.quantile(numbers, [0.5, 0.05, 0.95])] if numbers else None
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--links", type=int, default=2_000)
    asked = parser.parse_args()
    document = {
        "simulated": True,
        "draws": asked.draws,
        "links": asked.links,
        "cases": {name: told(draw, asked.draws, asked.links) for name, draw in CASES.items()},
    }
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
