"""Prices of links against recomputing the whole graph with each link added or removed.

    python bench/quality/worth.py [--graph generated|uk] [--targets 100] [--best 80] [--others 40]

For each target: the `best` sources by price and random `others`, each added alone and the walk run
again to its end; the links that it has, each removed alone; and sets of 10 to 500 random donors at
once. Top-50 overlap is that of the 50 best of the same sources by recomputing. Nothing here is
shared with the formula but the definition of the score. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

from backlinkbot.logic.graph.authority import Basis, from_others
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.forms import Form, forms
from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.steps import Walk
from backlinkbot.logic.graph.target import Target, target_of
from backlinkbot.logic.graph.walk import TRUST_DAMPING, pagerank, walks
from backlinkbot.logic.graph.weights import shares
from backlinkbot.logic.graph.worth import losses, together, values

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))
from graphs import SEED, power_law, uk_1996

TOP = 50
LEAST_EXACT = 1e-14  # a difference of scores below this has no digits left
SETS = (10, 100, 500)
MUTUAL = 0.15
MOST_REMOVED = 30  # links of one target that are removed, each alone
Edges = tuple[NDArray[np.uint32], NDArray[np.uint32], int]


def generated(nodes: int, edges: int) -> Edges:
    source, target, _ = power_law(nodes, edges)
    back = np.random.default_rng(SEED).random(edges) < MUTUAL
    both = np.concatenate((source, target[back])), np.concatenate((target, source[back]))
    pairs = np.unique(np.column_stack(both), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return pairs[:, 0].copy(), pairs[:, 1].copy(), nodes


class Exact:
    """The score of one node, by walking the whole graph."""

    def __init__(self, name: str, edges: Edges, seeds: NDArray[np.int64]) -> None:
        self.name, self.seeds = name, seeds
        self.source, self.target, self.nodes = edges

    def score(self, graph: Graph, node: int) -> float:
        if self.name == "pagerank":
            return float(pagerank(graph, workers=1).scores[0][node])
        share = shares(graph)
        wanted = [Walk(TRUST_DAMPING, seeds=self.seeds, is_weighted=True)]
        arrivals = walks(graph, wanted, share=share, workers=1).scores[0]
        visits = visits_per_start(graph, share, TRUST_DAMPING, workers=1)
        return float(from_others(arrivals, visits, self.seeds)[node])

    def added(self, node: int, sources: NDArray[np.int64]) -> float:
        source = np.concatenate((self.source, sources.astype(np.uint32)))
        target = np.concatenate((self.target, np.full(len(sources), node, np.uint32)))
        return self.score(graph_of(source, target, self.nodes, workers=1), node)

    def removed(self, node: int, sources: NDArray[np.int64]) -> float:
        stays = ~((self.target == node) & np.isin(self.source, sources))
        graph = graph_of(self.source[stays], self.target[stays], self.nodes, workers=1)
        return self.score(graph, node)


class Tally:
    """Agreement of one form's prices with the exact ones, over all targets."""

    def __init__(self) -> None:
        self.kendall: list[float] = []
        self.overlap: list[float] = []
        self.errors: dict[str, list[float]] = {}

    def error(self, what: str, priced: NDArray[np.float64], exact: NDArray[np.float64]) -> None:
        counts = np.abs(exact) > LEAST_EXACT
        self.errors.setdefault(what, []).extend(np.abs(priced[counts] / exact[counts] - 1))

    def told(self) -> dict[str, Any]:
        errors = {
            what: {
                "count": len(found),
                "median": float(f"{np.median(found):.2g}"),
                "p95": float(f"{np.percentile(found, 95):.2g}"),
                "worst": float(f"{np.max(found):.2g}"),
            }
            for what, found in self.errors.items()
            if found
        }
        return {
            "kendall_mean": round(float(np.mean(self.kendall)), 4),
            "kendall_worst": round(float(np.min(self.kendall)), 4),
            "top_50_overlap_mean": round(float(np.mean(self.overlap)), 4),
            "top_50_overlap_worst": round(float(np.min(self.overlap)), 4),
            "relative_error": errors,
        }


def compared(
    tally: Tally, exact: Exact, target: Target, donors: NDArray[np.int64], given: Any
) -> None:
    random = np.random.default_rng(SEED + target.node)
    node, before = target.node, float(target.form.scores()[target.node])
    price = values(target, workers=1)
    order = np.argsort(-price, kind="stable")
    others = random.choice(order[given.best :], given.others, replace=False)
    pool = np.concatenate((order[: given.best], others))
    pool = pool[(pool != node) & (price[pool] > 0)]
    if len(pool) > TOP:
        found = np.array([exact.added(node, pool[i : i + 1]) for i in range(len(pool))]) - before
        tally.kendall.append(float(kendalltau(price[pool], found).statistic))
        best = [set(np.argsort(-column, kind="stable")[:TOP]) for column in (price[pool], found)]
        tally.overlap.append(len(best[0] & best[1]) / TOP)
        tally.error("one added", price[pool], found)
    linking = target.sources.neighbours
    for u in random.permutation(linking)[:MOST_REMOVED]:
        lost = exact.removed(node, np.array([u])) - before
        tally.error("one removed", losses(target, np.array([u])).score, np.array([lost]))
    for size in SETS:
        chosen = np.setdiff1d(random.choice(donors, min(size, len(donors)), replace=False), [node])
        gained = np.array([exact.added(node, chosen) - before])
        tally.error(f"{size} at once", np.array([together(target, chosen).score]), gained)
        tally.error(f"{size} added up", np.array([price[chosen].sum()]), gained)
    if len(linking) > 1:
        lost = np.array([exact.removed(node, linking) - before])
        tally.error("all removed", np.array([together(target, linking, weight=None).score]), lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", choices=("generated", "uk"), default="generated")
    parser.add_argument("--nodes", type=int, default=5_000)
    parser.add_argument("--edges", type=int, default=50_000)
    parser.add_argument("--targets", type=int, default=100)
    parser.add_argument("--best", type=int, default=80)
    parser.add_argument("--others", type=int, default=40)
    given = parser.parse_args()
    edges = uk_1996()[0] if given.graph == "uk" else generated(given.nodes, given.edges)
    graph = graph_of(*edges)
    outgoing = graph.outgoing()
    random = np.random.default_rng(SEED)
    donors = np.flatnonzero(graph.out_degree > 0)
    # Who links to most is no judgement of quality; seeds only have to be somewhere.
    seeds = random.choice(donors, max(20, len(donors) // 50), replace=False)
    made = forms(graph, outgoing, seeds, Basis.TRUST)
    linked = np.flatnonzero(graph.in_degree() > 0)
    targets = random.choice(linked, given.targets, replace=False)
    result: dict[str, Any] = {
        "graph": given.graph,
        "nodes": graph.nodes,
        "edges": graph.edges,
        "seeds": len(seeds),
        "targets": len(targets),
    }
    forms_by_name: dict[str, Form] = {"trust": made.trust, "pagerank": made.pagerank}
    for name, form in forms_by_name.items():
        tally = Tally()
        exact = Exact(name, edges, np.unique(seeds))
        for node in targets:
            target = target_of(form, graph.incoming, outgoing, int(node))
            compared(tally, exact, target, donors, given)
        result[name] = tally.told()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
