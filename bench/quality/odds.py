"""How well the odds of a reply are calibrated after so many outcomes, on made-up users.

The users' truths are not the priors of the product: a base rate of replies as given, effects of
tactics, contacts and site types drawn apart from what is published, cells that stray from their
levels. Error: mean over ten equal groups of |said - true|; coverage: share of true rates inside the
90 % intervals; both on fresh requests, means over users. Prints JSON.

    python bench/quality/odds.py [--users N]
"""

from __future__ import annotations

import argparse
import json
import sys
import time

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from backlinkbot.core.chances import Tactic
from backlinkbot.core.prospects import ContactKind
from backlinkbot.logic.prospect.odds import learnt_odds
from backlinkbot.logic.prospect.priors import Step

BASES = (0.03, 0.085, 0.20)  # true reply rates; the product believes 8.5 %
OUTCOMES = (0, 100, 300, 1_000, 3_000)
FRESH = 4_000  # requests that are judged
TACTICS, CONTACTS = list(Tactic), list(ContactKind)
SITE_TYPES = ["industry blog", "news", "shop", "personal"]
TACTIC_SPREAD, OTHER_SPREAD = 0.7, 0.5  # of the true effects, in log-odds
NEARNESS = np.array([-0.6, 0.0, 0.5])  # log-odds of another, a near and the same niche
CELL_STRENGTH = 30.0  # beta distribution of a cell around its mean


class User:
    """Somebody who asks for links, with true odds of his own."""

    def __init__(self, seed: int, base: float) -> None:
        self.draw = np.random.default_rng(seed)
        self.base = np.log(base / (1 - base))
        self.mix = self.draw.dirichlet(np.ones(len(TACTICS)))
        self.tactic = self.draw.normal(0, TACTIC_SPREAD, len(TACTICS))
        self.contact = self.draw.normal(0, OTHER_SPREAD, len(CONTACTS))
        self.kind = self.draw.normal(0, OTHER_SPREAD, len(SITE_TYPES))
        self.cells: dict[tuple[int, ...], float] = {}

    def asked(self, many: int) -> tuple[pa.Table, NDArray[np.float64]]:
        """Requests, and the true odds of a reply to each."""
        draw = self.draw
        tactic = draw.choice(len(TACTICS), many, p=self.mix)
        contact = draw.integers(len(CONTACTS), size=many)
        kind = draw.integers(len(SITE_TYPES), size=many)
        relevance = draw.random(many)
        near = np.digitize(relevance, [0.3, 0.7])
        odds = self.base + self.tactic[tactic] + self.contact[contact] + self.kind[kind]
        mean = 1 / (1 + np.exp(-(odds + NEARNESS[near])))
        keys = list(zip(*(part.tolist() for part in (tactic, contact, kind, near)), strict=True))
        for key, one in zip(keys, mean, strict=True):
            if key not in self.cells:
                self.cells[key] = draw.beta(CELL_STRENGTH * one, CELL_STRENGTH * (1 - one))
        told = {
            "tactic": [str(TACTICS[at]) for at in tactic],
            "contact": [CONTACTS[at].value for at in contact],
            "site_type": [SITE_TYPES[at] for at in kind],
            "relevance": relevance,
        }
        return pa.table(told), np.array([self.cells[key] for key in keys])


def judged(seed: int, base: float, many: int) -> tuple[float, float, float]:
    """Of one user after so many outcomes: error, coverage, seconds of learning."""
    user = User(seed, base)
    told, true = user.asked(many)
    nothing = pa.array([False] * many)
    told = told.append_column("replied", pa.array(user.draw.random(many) < true))
    told = told.append_column("placed", nothing).append_column("settled", nothing)
    start = time.perf_counter()
    odds = learnt_odds(told)
    seconds = time.perf_counter() - start
    fresh, chance = user.asked(FRESH)
    likely = odds.of(Step.REPLY, fresh)
    inside = (likely.low <= chance) & (chance <= likely.high)
    return error_of(likely.expected, chance), float(inside.mean()), seconds


def error_of(said: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    """Mean over ten equal groups, by what was said, of |said - true|."""
    tenths = np.array_split(np.argsort(said), 10)
    return float(np.mean([abs(said[one].mean() - true[one].mean()) for one in tenths]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=8)
    users = parser.parse_args().users
    rows = []
    for base in BASES:
        for many in OUTCOMES:
            found = np.array([judged(seed, base, many) for seed in range(users)])
            error, coverage, seconds = found.mean(axis=0)
            rows.append(
                {
                    "true reply rate": base,
                    "outcomes": many,
                    "error": round(float(error), 3),
                    "coverage": round(float(coverage), 2),
                    "seconds of learning": round(float(seconds), 3),
                }
            )
    document = {"synthetic": True, "users": users, "rows": rows}
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
