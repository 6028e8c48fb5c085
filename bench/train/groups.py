"""Fit how a group's portrait becomes a probability (`logic/judge/groups/judge.py`).

    python bench/train/groups.py

Candidates come from planted farms and honest look-alikes (bench/quality/planted.py) with seeds of
their own. The fit is held near values a person would choose (a Gaussian prior) and to signs that
make sense; then one slope and one constant make it calibrated on the same candidates. Prints the
weights to paste, and precision and recall on other seeds.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quality"))

import numpy as np
from planted import Plan, in_graph, in_pages
from scipy.optimize import minimize

from backlinkbot.logic.judge.groups.find import find, grouped_by
from backlinkbot.logic.judge.groups.judge import WEIGHTS_OF, portrait
from backlinkbot.logic.judge.groups.seen import seen_in

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from planted import Planted

TRAIN, CHECK, CASES, WEBS = 110_000, 120_000, 240, 20
WORKERS = 3
LEAKS = (0.0, 0.25, 0.5, 1.0)
INTERLINKED, SLOW, EXPIRED, TOLD = 0.4, 0.5, 0.25, 0.7  # of the farms
# In the units of a portrait: what a person would say before any data, and the bounds.
PRIOR = {
    "links": (0.1, 0.06, 2.0), "owners": (0.06, 0.06, 2.0), "anchors": (1.0, 0.8, 9.0),
    "timing": (0.5, 0.2, 9.0), "content": (1.0, 0.8, 9.0), "size": (1.0, 0.0, 3.0),
    "unbacked": (1.5, 0.0, 9.0), "forsaken": (1.0, 0.0, 9.0),
    "thin": (1.0, 0.0, 5.0), "interlinked": (0.5, 0.3, 9.0),
    "natural": (-2.0, -5.0, 0.0),
}  # fmt: skip
STRENGTH = 3.0
FEW_FOR_SCALE = {"links": 25.0, "owners": 25.0}  # the prior is this much narrower: larger units


def jobs(first: int) -> list[tuple[str, dict[str, object]]]:
    random = np.random.default_rng(first)
    kinds = (("owner id",), ("owner id", "block"), ("template",), ("owner id", "block", "template"))
    made: list[tuple[str, dict[str, object]]] = []
    for number in range(CASES):
        plan = {
            "seed": first + number,
            "sites": int(random.choice([0, 0, 0, 20, 35, 60, 100, 200, 500])),
            "leak": float(random.choice(LEAKS)),
            "footprints": kinds[int(random.integers(4))],
            "interlinked": bool(random.random() < INTERLINKED),
            "slow": bool(random.random() < SLOW),
            "expired": bool(random.random() < EXPIRED),
            "told": bool(random.random() < TOLD),
        }
        made.append(("graph", plan))
    for number in range(WEBS):
        web = {
            "seed": first + number,
            "sites": int(random.choice([120, 200, 300])),
            "leak": float(random.choice(LEAKS)),
        }
        made.append(("pages", web))
    return made


def candidates(job: tuple[str, dict[str, object]]) -> list[tuple[list[float], bool]]:
    """Portrait and truth of each group that is tied, artificial or not."""
    kind, arguments = job
    told = [in_graph(Plan(**arguments))] if kind == "graph" else list(in_pages(**arguments))  # type: ignore[arg-type]
    return [row for planted in told for row in _rows(planted)]


def _rows(planted: Planted) -> list[tuple[list[float], bool]]:
    seen = seen_in(planted.suspects)
    names = seen.names.to_pylist()
    rows = []
    tied = find(seen)
    grouped = grouped_by(tied, seen.out.units)
    for found in tied:
        members = {names[unit] for unit in found.members.tolist()} - planted.unknown
        told = portrait(seen, found, grouped)
        if len(members) * 2 >= len(found.members) and not told.has_words_only:
            is_planted = len(members & planted.placed) * 2 > len(members)
            rows.append((told.as_row().tolist(), is_planted))
    return rows


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights in the order of `WEIGHTS_OF`, and the constant last; calibrated."""
    middle = np.array([PRIOR[name][0] for name in WEIGHTS_OF])
    narrow = np.array([FEW_FOR_SCALE.get(name, 1.0) for name in WEIGHTS_OF])
    bounds = [PRIOR[name][1:] for name in WEIGHTS_OF] + [(-30.0, 30.0)]

    def loss(w: NDArray[np.float64]) -> float:
        points = x @ w[:-1] + w[-1]
        away = (narrow * (w[:-1] - middle) ** 2).sum()
        return float(np.logaddexp(0, points).sum() - (y * points).sum() + STRENGTH * away)

    w = minimize(loss, np.append(middle, -3.0), bounds=bounds).x
    points = x @ w[:-1] + w[-1]

    def scaled(s: NDArray[np.float64]) -> float:
        each = points * s[0] + s[1]
        return float(np.logaddexp(0, each).sum() - (y * each).sum())

    slope, shift = minimize(scaled, np.array([1.0, 0.0])).x
    return np.append(w[:-1] * slope, w[-1] * slope + shift)


def main() -> None:
    with ProcessPoolExecutor(WORKERS) as pool:
        sets = []
        for first in (TRAIN, CHECK):
            rows = [row for told in pool.map(candidates, jobs(first), chunksize=4) for row in told]
            sets.append(
                (np.array([r for r, _ in rows]), np.array([t for _, t in rows], np.float64))
            )
    weights = fit(*sets[0])
    x, y = sets[1]
    sure = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    told = {
        "weights": dict(zip([*WEIGHTS_OF, "constant"], weights.round(2).tolist(), strict=True)),
        "candidates": [len(each) for _, each in sets],
        "planted": [int(each.sum()) for _, each in sets],
        "check": {
            str(bar): {
                "precision": round(float(y[sure >= bar].mean()), 4),
                "recall": round(float((sure[y > 0] >= bar).mean()), 4),
            }
            for bar in (0.5, 0.8, 0.9)
        },
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
