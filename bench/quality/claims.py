"""The trade's two claims about quality and quantity on real graphs and a generated one.

    python bench/quality/claims.py [--targets 200] [--only uk cnr generated]

UK hosts of 1996 (names: the packaged seed list), cnr-2000 and a generated graph of 200,000 nodes
(numbers for names, and cnr's nodes are pages, not sites). Where there are no names, seeds are 200
random nodes out of the most linked hundredth of those that link; every graph is also run with as
many entirely random ones, since the claim under trust depends on where trust starts. Synthetic
results are directions only. Prints one JSON document, and a line per finding to stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.claims import Finding, study
from backlinkbot.logic.graph.csr import Graph, Rows, graph_of
from backlinkbot.logic.graph.forms import forms
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))
from graphs import SEED, cnr_2000, power_law, uk_1996

SEEDS = 200
TOP_SHARE = 0.01
MUTUAL = 0.15


def packaged(names: list[str]) -> NDArray[np.int64]:
    text = (files("backlinkbot.logic.graph") / "data" / PACKAGED).read_text("utf-8")
    return read_seeds(text, PACKAGED).nodes(pa.array(names))


def most_linked(graph: Graph) -> NDArray[np.int64]:
    donors = np.flatnonzero(graph.out_degree > 0)
    best = donors[np.argsort(-graph.in_degree()[donors], kind="stable")]
    pool = best[: max(SEEDS, int(TOP_SHARE * len(donors)))]
    return np.random.default_rng(SEED).choice(pool, min(SEEDS, len(pool)), replace=False)


def anywhere(graph: Graph) -> NDArray[np.int64]:
    donors = np.flatnonzero(graph.out_degree > 0)
    return np.random.default_rng(SEED + 1).choice(donors, min(SEEDS, len(donors)), replace=False)


def generated() -> Graph:
    source, target, nodes = power_law(200_000, 2_000_000)
    back = np.random.default_rng(SEED).random(len(source)) < MUTUAL
    both = np.concatenate((source, target[back])), np.concatenate((target, source[back]))
    return graph_of(*both, nodes)


def tested(graph: Graph, seeds: NDArray[np.int64], targets: int) -> dict[str, Any]:
    authority = open_authority(graph, seeds)
    if authority.weights is not None:  # links as they were counted: one vote per owner
        rows = Rows(graph.incoming.offsets, graph.incoming.neighbours, authority.weights)
        graph = Graph(rows, graph.out_degree)
    outgoing = graph.outgoing()
    made = forms(graph, outgoing, seeds, authority.basis, reference=authority.scale)
    return {
        "basis": str(authority.basis),
        "reach": round(authority.reach, 3),
        "seeds": len(seeds),
        "nodes": graph.nodes,
        "edges": graph.edges,
        "donors": len(made.donors),
        "findings": [told(one) for one in study(graph, outgoing, made, targets=targets)],
    }


def told(one: Finding) -> dict[str, Any]:
    numbers = {
        name: None if value is None else float(f"{value:.3g}")
        for name, value in (
            ("ratio", one.value_ratio),
            ("low", one.low),
            ("high", one.high),
            ("win_probability", one.win_probability),
            ("exchange_rate", one.exchange_rate),
        )
    }
    counts = {"strong": one.strong, "weak": one.weak}
    return {"claim": one.claim.name, "by": one.measure, "verdict": one.verdict} | numbers | counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=["uk", "cnr", "generated"])
    given = parser.parse_args()
    runs: list[tuple[str, Graph, NDArray[np.int64]]] = []
    if "uk" in given.only:
        edges, names = uk_1996()
        uk = graph_of(*edges)
        runs.append(("UK 1996, packaged seeds", uk, packaged(names)))
        runs.append(("UK 1996, most linked seeds", uk, most_linked(uk)))
        runs.append(("UK 1996, random seeds", uk, anywhere(uk)))
    for key, name, make in (
        ("cnr", "cnr-2000", lambda: graph_of(*cnr_2000())),
        ("generated", "generated", generated),
    ):
        if key in given.only:
            graph = make()
            runs.append((f"{name}, most linked seeds", graph, most_linked(graph)))
            runs.append((f"{name}, random seeds", graph, anywhere(graph)))
    result = {}
    for name, graph, seeds in runs:
        result[name] = tested(graph, seeds, given.targets)
        for one in result[name]["findings"]:
            print(name, json.dumps(one), file=sys.stderr, flush=True)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
