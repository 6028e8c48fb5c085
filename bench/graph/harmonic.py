"""Exact harmonic centrality against igraph, one run, with the ratio.

    python bench/graph/harmonic.py [--sample 2000] [--nodes 20000 --edges 200000]

igraph's time for all nodes of cnr-2000 is extrapolated from a random sample of them; on the
generated graph both do everything. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

import igraph
import numpy as np
from graphs import cnr_2000, power_law

from backlinkbot.logic.graph.blocks import cores
from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.harmonic import harmonic, harmonic_sampled


def compared(source: Any, target: Any, nodes: int, sample: int) -> dict[str, Any]:
    """Seconds of both, the ratio, and how far apart the answers are."""
    graph = graph_of(source, target, nodes)
    harmonic(graph_of(source[:1000], target[:1000], nodes))
    outgoing = graph.outgoing()
    began, cpu = time.perf_counter(), time.process_time()
    ours = harmonic(graph, outgoing=outgoing)
    ours_s, ours_cpu_s = time.perf_counter() - began, time.process_time() - cpu
    began = time.perf_counter()
    near = harmonic_sampled(graph, 1024, seed=1, outgoing=outgoing)
    sampled_s = time.perf_counter() - began
    targets = np.repeat(np.arange(nodes), graph.in_degree())
    pairs = np.column_stack((graph.incoming.neighbours.astype(np.int64), targets))
    other = igraph.Graph(n=nodes, edges=pairs, directed=True)
    some = np.random.default_rng(3).choice(nodes, min(sample, nodes), replace=False)
    began = time.perf_counter()
    theirs = np.array(other.harmonic_centrality(some.tolist(), mode="in", normalized=False))
    theirs_s = (time.perf_counter() - began) * nodes / len(some)
    linked = ours > np.median(ours)
    return {
        "nodes": nodes, "edges": graph.edges, "cores": cores(), "load": os.getloadavg()[0],
        "ours_s": ours_s, "ours_cpu_s": ours_cpu_s,
        "igraph_s": theirs_s, "igraph_measured_on": len(some),
        "times_faster": theirs_s / ours_s, "times_faster_per_core": theirs_s / ours_cpu_s,
        "largest_relative_difference": float(
            (np.abs(ours[some] - theirs) / np.maximum(theirs, 1)).max()
        ),
        "sampled_1024_s": sampled_s,
        "sampled_1024_median_error": float(np.median(np.abs(near[linked] / ours[linked] - 1))),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--edges", type=int, default=200_000)
    asked = parser.parse_args()
    figures = {
        "power law": compared(*power_law(asked.nodes, asked.edges), asked.nodes),
        "cnr-2000": compared(*cnr_2000(), asked.sample),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
