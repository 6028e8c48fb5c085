"""How much authority moves when nothing has happened: between crawls, samples, and seed lists.

    python bench/quality/stability.py [--samples 6] [--share 0.9]

1. Baselines on real releases: Common Crawl's PageRank and harmonic centrality of the top 1,000
   domains over 45 releases; median |log10 rank| between neighbours.
2. Ours beside them on the UK host graph of 1996, whose edges are drawn at random (a share of them,
   without replacement), as if a crawl had missed the rest: each sample against the whole, and
   samples against each other. Nothing changed on the web, so every movement is error.
3. The rule "a change beyond twice the spread": how often it calls such an error a change; and how
   often two disjoint halves of the seeds, measured apart, are called different. 5 in 100 is what
   two spreads promise for the choice of seeds; for a crawl that misses links they promise nothing.

Prints one JSON document; intervals are 95 % bootstrap intervals over domains.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import shared_data, uk_1996
from scipy.stats import rankdata

from backlinkbot.logic.graph.authority import Authority, open_authority
from backlinkbot.logic.graph.changes import DOWN, UP, Marks, Yardstick
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.harmonic import harmonic
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = dict[str, NDArray[np.float64]]

DATA = Path(__file__).resolve().parents[2] / "src" / "backlinkbot" / "logic" / "graph" / "data"
SEED = 23
TOP = 1_000  # as many as Common Crawl publishes
RESAMPLED = 400
TARGET = 0.023
SPLITS = 8  # of the seeds: one well-known directory in one half moves thousands of hosts together


def ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for the best; equals share their mean rank; NaN stays."""
    found = np.full(len(scores), np.nan)
    known = ~np.isnan(scores)
    found[known] = rankdata(-scores[known])
    return found


def moved(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """|log10 rank| of each that is known in both."""
    change = np.abs(np.log10(ranks(before)) - np.log10(ranks(after)))
    return np.asarray(change[~np.isnan(change)])


def median(values: NDArray[np.float64]) -> dict[str, float]:
    """The median and its interval."""
    random = np.random.default_rng(SEED)
    drawn = [np.median(random.choice(values, len(values))) for _ in range(RESAMPLED)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    told = {"median": np.median(values), "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in told.items()} | {"values": len(values)}


def common_crawl() -> dict[str, Any]:
    """The baseline rows: how far published ranks move from one release to the next."""
    with gzip.open(shared_data() / "authority" / "cc-domain-hc-pr-by-release.json.gz") as file:
        told = json.load(file)
    # domain x (harmonic, PageRank) x release; null is unknown
    table = np.array(
        [[[np.nan if v is None else v for v in one] for one in two] for two in
         told["domains"].values()], np.float64
    )  # fmt: skip
    found: dict[str, Any] = {"releases": len(told["releases"])}
    for row, name in ((1, "pagerank"), (0, "harmonic")):
        columns = [c for c in table[:, row].T if not np.isnan(c).all()]
        steps = [moved(a, b) for a, b in pairwise(columns)]
        found[name] = median(np.concatenate(steps))
        found[name]["newest ten steps"] = round(float(np.median(np.concatenate(steps[-10:]))), 4)
    return found


def measures(graph: Graph, made: Authority) -> Scores:
    """Ours and the baselines."""
    return {
        "ours": made.authority,
        "pagerank": np.asarray(made.pagerank, np.float64),
        "harmonic": harmonic(graph),
        "referring domains": graph.in_degree().astype(np.float64),
    }


class Uk:
    """The UK host graph, whole and in samples."""

    def __init__(self, samples: int, share: float) -> None:
        (source, target, self.nodes), names = uk_1996()
        both = np.unique(source.astype(np.int64) * self.nodes + target)
        self.source, self.target = (both // self.nodes).astype(np.uint32), both % self.nodes
        self.target = self.target.astype(np.uint32)
        seeds = read_seeds((DATA / PACKAGED).read_text("utf-8"), PACKAGED)
        self.seeds = seeds.nodes(pa.array(names))
        self.random = np.random.default_rng(SEED)
        self.graph, self.whole = self.measured(np.ones(len(both), np.bool_))
        self.samples = [
            self.measured(self.random.random(len(both)) < share) for _ in range(samples)
        ]

    def measured(self, kept: NDArray[np.bool_]) -> tuple[Graph, Authority]:
        graph = graph_of(self.source[kept], self.target[kept], self.nodes)
        return graph, open_authority(graph, self.seeds)

    def stability(self) -> dict[str, Any]:
        """How far each measure moves: the top 1,000, and all that trust reaches."""
        whole = measures(self.graph, self.whole)
        sampled = [measures(graph, made) for graph, made in self.samples]
        reached = self.whole.authority > 0
        found: dict[str, Any] = {}
        for name, scores in whole.items():
            top = np.argsort(-scores, kind="stable")[:TOP]
            to_whole = [(scores, one[name]) for one in sampled]
            apart = [(a[name], b[name]) for a, b in pairwise(sampled)]
            found[name] = {
                "top 1,000, sample to whole": over(to_whole, top),
                "top 1,000, sample to sample": over(apart, top),
                "all reached, sample to whole": over(to_whole, np.flatnonzero(reached)),
                "all reached, sample to sample": over(apart, np.flatnonzero(reached)),
            }
        return found

    def halves(self) -> tuple[Authority, Authority]:
        """Authority from two random halves of the seeds that share none."""
        order = np.random.default_rng(self.random.integers(1 << 32)).permutation(self.seeds)
        middle = len(order) // 2
        return open_authority(self.graph, order[:middle]), open_authority(
            self.graph, order[middle:]
        )

    def false_alarms(self) -> dict[str, Any]:
        """How often the rule calls a change what is none."""
        halves = [self.halves() for _ in range(SPLITS)]
        pairs = [(a, b) for (_, a), (_, b) in pairwise(self.samples)]
        inside = [
            ((made.low <= self.whole.authority) & (self.whole.authority <= made.high))[
                self.whole.authority > 0
            ].mean()
            for _, made in self.samples
        ]
        return {
            "disjoint halves of the seeds": [called(*pair) for pair in halves],
            "two samples of the edges": [called(*pair) for pair in pairs],
            "whole's authority inside a sample's interval": [round(float(i), 3) for i in inside],
        }


def over(
    pairs: list[tuple[NDArray[np.float64], NDArray[np.float64]]], rows: NDArray[np.int64]
) -> dict[str, float]:
    """Movement of these nodes, ranked among themselves, over all pairs."""
    return median(np.concatenate([moved(a[rows], b[rows]) for a, b in pairs]))


def called(before: Authority, after: Authority) -> dict[str, float]:
    """The share of domains whose difference is called a change, all and the strongest."""
    marks = [Marks(one.authority, one.low, one.high) for one in (before, after)]
    yardstick = Yardstick.of(before.authority, after.authority)
    verdict = yardstick.changes(*marks).verdict
    member = (before.authority > 0) | (after.authority > 0)
    top = np.argsort(-before.authority, kind="stable")[:TOP]
    is_change = np.isin(verdict, (UP, DOWN))
    return {
        "domains": int(member.sum()),
        "called a change": round(float(is_change[member].mean()), 4),
        "called a change, top 1,000": round(float(is_change[top].mean()), 4),
        "median movement": round(yardstick.median_movement, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=6)
    parser.add_argument("--share", type=float, default=0.9)
    given = parser.parse_args()
    uk = Uk(given.samples, given.share)
    told = {
        "target, median |log10 rank|": TARGET,
        "Common Crawl, top 1,000, release to release": common_crawl(),
        f"UK hosts 1996, {given.share:.0%} of the edges": uk.stability(),
        "basis": str(uk.whole.basis), "seeds": len(uk.seeds), "samples": given.samples,
        "the rule of twice the spread": uk.false_alarms(),
    }  # fmt: skip
    sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
