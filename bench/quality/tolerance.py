"""How far points and intervals move when walks stop early, as they do on large graphs.

    python bench/quality/tolerance.py [--nodes 200000] [--edges 2000000]

Authority of the UK host graph, of cnr-2000 and of a generated graph, three times: exactly in 64
bits; in 32 bits, to the end; and as it is worked out for a large graph, in 32 bits, trust until
hardly any node moves, its halves from there until few do. Prints one JSON document: steps of each
kind of walk, the most that points and the ends of intervals differ through stopping early and
through 32 bits, and the share of nodes at which they do by more than half a point.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import cnr_2000, power_law, shared_data, uk_1996

from backlinkbot.logic.graph import steps as steps_of_walks
from backlinkbot.logic.graph import walk
from backlinkbot.logic.graph.authority import Authority, open_authority
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds
from backlinkbot.logic.graph.steps import step

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "backlinkbot" / "logic" / "graph" / "data"
HALF_A_POINT = 0.5
TO_THE_END = {
    "RESTLESS_CHANGE": 1e-5, "RESTLESS_SHARE": 0, "ROUGH_SHARE": 0, "LARGE_TOLERANCE": 1e-9
}  # fmt: skip


def measured(graph: Graph, seeds: Any, **cells: int) -> tuple[Authority, dict[str, int]]:
    """Authority, and the steps of each kind of walk; those for votes count with trust."""
    steps: Counter[str] = Counter()

    def counted(given: Graph, groups: Any, marks: Any, crew: Any) -> Any:
        for group in groups:
            name = "pagerank" if group.is_uniform else "trust"
            steps["halves" if len(group.numbers) > 1 else name] += 1
        return step(given, groups, marks, crew)

    limit = cells.get("most_exact", walk.MOST_EXACT_CELLS)
    with patch.object(walk, "step", counted), patch.object(walk, "MOST_EXACT_CELLS", limit):
        made = open_authority(graph, seeds)
    return made, dict(steps)


def differs(one: Authority, other: Authority) -> dict[str, Any]:
    """The most, and the share beyond half a point, by which points and interval ends differ."""
    pairs = {
        "points": [(one.authority, other.authority)],
        "interval": [(one.low, other.low), (one.high, other.high)],
    }
    found = {}
    for name, columns in pairs.items():
        gap = np.max([np.abs(a - b) for a, b in columns], axis=0)
        found[name] = {
            "most": round(float(gap.max()), 3),
            "beyond_half_a_point": round(float((gap > HALF_A_POINT).mean()), 6),
        }
    return found


def compared(graph: Graph, seeds: Any) -> dict[str, Any]:
    """All three ways on one graph."""
    best, exact_steps = measured(graph, seeds)
    with ExitStack() as strictly:
        for name, value in TO_THE_END.items():
            strictly.enter_context(patch.object(steps_of_walks, name, value))
        narrow, _ = measured(graph, seeds, most_exact=0)
    early, steps = measured(graph, seeds, most_exact=0)
    return {
        "nodes": graph.nodes, "edges": graph.edges, "basis": str(best.basis),
        "steps_exactly": exact_steps, "steps": steps,
        "through_stopping_early": differs(narrow, early), "through_32_bits": differs(best, narrow),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--edges", type=int, default=2_000_000)
    asked = parser.parse_args()
    found = {}
    made = graph_of(*power_law(asked.nodes, asked.edges))
    linking = np.flatnonzero(made.out_degree)
    found["generated"] = compared(made, np.random.default_rng(1).choice(linking, 1000))
    if shared_data().is_dir():
        (source, target, nodes), names = uk_1996()
        seeds = read_seeds((PACKAGE / PACKAGED).read_text("utf-8"), PACKAGED)
        found["UK hosts 1996"] = compared(
            graph_of(source, target, nodes), seeds.nodes(pa.array(names))
        )
        made = graph_of(*cnr_2000())
        top = np.argsort(-made.in_degree(), kind="stable")[: made.nodes // 50]
        found["cnr-2000"] = compared(made, np.sort(top[::10]))
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
