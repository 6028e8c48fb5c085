"""How long it takes to price a link from every node, once the graph is open.

    python bench/graph/worth.py [--nodes 1000000 --edges 10000000] [--targets 100]

Random linked targets, and the most linked ones apart, since a reverse push grows with the target.
Each target is priced whole: both forms, both pushes, the score moved by a link from every node, and
points with intervals of the best hundred. Prints one JSON
document; goal: p95 of the random ones at most 200 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import time

import numpy as np
from graphs import SEED, power_law

from backlinkbot.logic.graph.authority import Basis
from backlinkbot.logic.graph.csr import Graph, Rows, graph_of
from backlinkbot.logic.graph.forms import Forms, forms
from backlinkbot.logic.graph.target import target_of
from backlinkbot.logic.graph.worth import gains, intervals, values

MUTUAL = 0.15  # of the links are returned, about as on the web between domains
HUBS = 20
SHOWN = 100  # rows of the answer that get an interval
GOAL_MS = 200


def web(nodes: int, edges: int) -> Graph:
    source, target, _ = power_law(nodes, edges)
    back = np.random.default_rng(SEED).random(edges) < MUTUAL
    return graph_of(
        np.concatenate((source, target[back])), np.concatenate((target, source[back])), nodes
    )


def priced_ms(graph: Graph, outgoing: Rows, made: Forms, node: int) -> tuple[float, int, float]:
    """Milliseconds for the whole answer, edges read by the pushes, and what they may lack."""
    began = time.perf_counter()
    trust = target_of(made.trust, graph.incoming, outgoing, node)
    links = target_of(made.pagerank, graph.incoming, outgoing, node)
    score = values(trust)
    values(links)
    best = np.argpartition(-score, SHOWN)[:SHOWN]
    gains(trust, best)
    gains(links, best)
    intervals(trust, best)
    spent = 1000 * (time.perf_counter() - began)
    return spent, trust.edges + links.edges, max(trust.left, links.left)


def told(rows: list[tuple[float, int, float]]) -> dict[str, float]:
    ms, edges, left = np.array(rows).T
    return {
        "targets": len(rows),
        "p50_ms": round(float(np.percentile(ms, 50)), 1),
        "p95_ms": round(float(np.percentile(ms, 95)), 1),
        "max_ms": round(float(ms.max()), 1),
        "edges_pushed_p95": int(np.percentile(edges, 95)),
        "visits_may_lack_at_most": float(f"{left.max():.2g}"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=10_000_000)
    parser.add_argument("--targets", type=int, default=100)
    given = parser.parse_args()
    graph = web(given.nodes, given.edges)
    began = time.perf_counter()
    outgoing = graph.outgoing()
    turned_s = time.perf_counter() - began
    random = np.random.default_rng(SEED)
    donors = np.flatnonzero(graph.out_degree > 0)
    seeds = random.choice(donors, len(donors) // 100, replace=False)
    began = time.perf_counter()
    made = forms(graph, outgoing, seeds, Basis.TRUST)
    prepared_s = time.perf_counter() - began
    linked = np.flatnonzero(graph.in_degree() > 0)
    chosen = random.choice(linked, given.targets, replace=False)
    hubs = np.argsort(-graph.in_degree())[:HUBS]
    priced_ms(graph, outgoing, made, int(chosen[0]))  # compiles
    found = told([priced_ms(graph, outgoing, made, int(node)) for node in chosen])
    result = {
        "nodes": graph.nodes,
        "edges": graph.edges,
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
        "turning_s": round(turned_s, 2),
        "preparing_once_s": round(prepared_s, 2),
        "random_targets": found,
        "most_linked": told([priced_ms(graph, outgoing, made, int(node)) for node in hubs]),
        "goal_p95_ms": GOAL_MS,
        "met": found["p95_ms"] <= GOAL_MS,
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
