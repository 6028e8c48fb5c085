"""Build and PageRank against igraph, networkit and scipy, one run, with ratios.

    python bench/graph/pagerank.py [--nodes 1000000] [--edges 30000000] [--only-generated]
        [--no-igraph]

Prints one JSON document. The graph is built from unsorted edges as it comes, and again under the
node order of the graph store; iterations run on the second. An iteration steps only nodes that
link to others (what dead ends get is worked out once, at the end), so that two rates are told:
edges really read, against the machine's own rate of random reads over a vector of the same length
and width in the same run; and edges of the whole graph, which is what others' iterations read.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

# Peers whose idle threads spin would be slowed by whatever else runs.
os.environ["OMP_WAIT_POLICY"] = "passive"
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import scipy.sparse as sp
from graphs import cnr_2000, power_law

from backlinkbot.logic.graph.blocks import cores, run, spans
from backlinkbot.logic.graph.csr import Graph, count_into, graph_of
from backlinkbot.logic.graph.kernels.compiled import compiled
from backlinkbot.logic.graph.order import places, renumbered
from backlinkbot.logic.graph.steps import Walk
from backlinkbot.logic.graph.walk import MOST_EXACT_CELLS, pagerank, walks

ITERATIONS = 10


def clock() -> float:
    return time.perf_counter()


@compiled
def gather(ids: Any, vector: Any) -> float:
    """Random reads and nothing else."""
    a = b = c = d = 0.0
    for i in range(0, len(ids) - 3, 4):
        a += vector[ids[i]]
        b += vector[ids[i + 1]]
        c += vector[ids[i + 2]]
        d += vector[ids[i + 3]]
    return a + b + c + d


def best_of(times: int, work: Any) -> float:
    """Seconds of the quickest of several runs."""
    seconds = []
    for _ in range(times):
        began = clock()
        work()
        seconds.append(clock() - began)
    return min(seconds)


def iteration_s(graph: Graph) -> float:
    """Seconds per iteration, the median of a run's second half, in 64 bits where they fit."""
    ends: list[float] = []
    walks(graph, [Walk()], told=lambda _n, _r: ends.append(clock()))
    steps = np.diff(ends)
    return float(np.median(steps[len(steps) // 2 :]))


def random_reads(graph: Graph) -> float:
    """Reads per second of a vector as long and wide as a walk's, at random places, all cores."""
    random = np.random.default_rng(1)
    width = np.float64 if graph.nodes <= MOST_EXACT_CELLS else np.float32
    vector = random.random(int((graph.out_degree > 0).sum())).astype(width)
    ids = random.integers(0, len(vector), min(graph.edges, 50_000_000), dtype=np.uint32)
    pieces = spans(len(ids), 4 * cores())
    gather(ids[:10], vector)
    took = best_of(3, lambda: run(lambda p: gather(ids[p[0] : p[1]], vector), pieces, cores()))
    return len(ids) / took


def ordered(source: Any, target: Any, nodes: int) -> tuple[Any, Any]:
    """The same edges under the ids of the graph store."""
    counts = np.zeros(nodes, np.uint32), np.zeros(nodes, np.uint32)
    count_into(counts, (source, target))
    place = places(*counts)
    return renumbered(source, place), renumbered(target, place)


def compared(source: Any, target: Any, nodes: int, *, with_igraph: bool) -> dict[str, Any]:
    """All figures on one graph."""
    pagerank(graph_of(*ordered(source[:1000], target[:1000], nodes), nodes))
    build_s = best_of(2, lambda: graph_of(source, target, nodes))
    began = clock()
    better = ordered(source, target, nodes)
    order_s = clock() - began
    began = clock()
    graph = graph_of(*better, nodes)
    ordered_build_s = clock() - began
    began = clock()
    found = pagerank(graph)
    ours_s = clock() - began
    step_s = iteration_s(graph)
    reads = random_reads(graph)
    read = int(graph.incoming.offsets[np.flatnonzero(graph.out_degree)[-1] + 1])
    result: dict[str, Any] = {
        "nodes": nodes, "edges": graph.edges, "cores": cores(),
        "load_before": os.getloadavg()[0],
        "build_s": build_s, "build_edges_per_s": len(source) / build_s,
        "order_s": order_s, "build_in_order_s": ordered_build_s,
        "pagerank_s": ours_s, "iterations": found.iterations, "residual": found.residual,
        "iteration_s": step_s, "edges_per_s": graph.edges / step_s,
        "edges_read_per_iteration": read, "edges_read_per_s": read / step_s,
        "random_reads_per_s": reads, "share_of_random_reads": read / step_s / reads,
    }  # fmt: skip
    result |= against_scipy(graph, source, target, build_s, step_s)
    if with_igraph:
        result |= against_igraph(graph, found.scores[0], order_s + ordered_build_s + ours_s)
    result |= against_networkit(graph, step_s)
    return result


def against_scipy(
    graph: Graph, source: Any, target: Any, build_s: float, step_s: float
) -> dict[str, Any]:
    """COO to CSR, and one product of matrix and vector; scipy uses one core for both."""
    ones = np.ones(len(source))
    matrix = sp.coo_matrix((ones, (target, source)), shape=(graph.nodes, graph.nodes))
    scipy_build_s = best_of(2, matrix.tocsr)
    # The product runs under our node order too, which helps it as well.
    own = graph.incoming
    ids = own.neighbours.astype(np.int32)
    rows = sp.csr_matrix((np.ones(graph.edges), ids, own.offsets), shape=matrix.shape)
    vector = np.random.default_rng(2).random(graph.nodes)
    product_s = best_of(3, lambda: rows @ vector)
    return {
        "scipy_build_s": scipy_build_s,
        "build_times_faster_than_scipy": scipy_build_s / build_s,
        "scipy_product_s": product_s,
        "iteration_times_faster_than_scipy": product_s / step_s,
    }


def against_igraph(graph: Graph, ours: Any, whole_s: float) -> dict[str, Any]:
    """Graph from an array of edges, and PRPACK."""
    import igraph

    targets = np.repeat(np.arange(graph.nodes), graph.in_degree())
    pairs = np.column_stack((graph.incoming.neighbours.astype(np.int64), targets))
    began = clock()
    other = igraph.Graph(n=graph.nodes, edges=pairs, directed=True)
    built = clock()
    scores = np.array(other.pagerank(damping=0.85))
    ended = clock()
    return {
        "igraph_build_s": built - began,
        "igraph_pagerank_s": ended - built,
        "whole_run_times_faster_than_igraph": (ended - began) / whole_s,
        "l1_distance_to_igraph": float(np.abs(scores - ours).sum()),
    }


def against_networkit(graph: Graph, step_s: float) -> dict[str, Any]:
    """Seconds per iteration, where networkit is installed."""
    try:
        import networkit as nk
    except ImportError:
        return {"networkit": "not installed"}
    targets = np.repeat(np.arange(graph.nodes), graph.in_degree())
    other = nk.GraphFromCoo(
        (graph.incoming.neighbours.astype(np.int64), targets), n=graph.nodes, directed=True
    )
    seconds = {}
    for most in (1, 1 + ITERATIONS):
        algorithm = nk.centrality.PageRank(other, damp=0.85, tol=1e-300)
        algorithm.maxIterations = most
        began = clock()
        algorithm.run()
        seconds[most] = clock() - began
    other_s = (seconds[1 + ITERATIONS] - seconds[1]) / ITERATIONS
    return {
        "networkit_iteration_s": other_s,
        "iteration_times_faster_than_networkit": other_s / step_s,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=30_000_000)
    parser.add_argument("--only-generated", action="store_true")
    parser.add_argument("--no-igraph", action="store_true", help="it takes minutes over 30 M edges")
    asked = parser.parse_args()
    figures: dict[str, Any] = {}
    if not asked.only_generated:
        figures["cnr-2000"] = compared(*cnr_2000(), with_igraph=True)
    made = power_law(asked.nodes, asked.edges)
    figures["power law"] = compared(*made, with_igraph=not asked.no_igraph)
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
