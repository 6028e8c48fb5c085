"""What can be bought: points that attacks gain a median site, by four measures, on real hosts.

    python bench/quality/authority.py [--victims 5]

The UK host graph of 1996 with the packaged seed list. Each attack adds nodes and edges; points are
read on the scale of the graph before the attack (100 · (1 - ln rank / ln N)). The honest row is a
link from five sites of the top 0.1 %. Prints one JSON document; medians over victims. The assumed
costs are those of the attack table in docs/reference/authority.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import uk_1996

from backlinkbot.logic.graph.authority import Authority, open_authority
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.harmonic import harmonic
from backlinkbot.logic.graph.scale import Scale
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Pairs = list[tuple[int, int]]

DATA = Path(__file__).resolve().parents[2] / "src" / "backlinkbot" / "logic" / "graph" / "data"
SEED = 11
TOP_SHARE = 0.001


class Bench:
    """The graph before any attack, and its scales."""

    def __init__(self) -> None:
        (self.source, self.target, self.nodes), names = uk_1996()
        seeds = read_seeds((DATA / PACKAGED).read_text("utf-8"), PACKAGED)
        self.seeds = seeds.nodes(pa.array(names))
        self.graph = graph_of(self.source, self.target, self.nodes)
        self.before = open_authority(self.graph, self.seeds)
        self.scales = {k: Scale.of(v) for k, v in raw(self.graph, self.before).items()}
        self.random = np.random.default_rng(SEED)
        order = np.argsort(-self.before.authority)
        self.top = order[: max(5, int(self.nodes * TOP_SHARE))]
        reached = np.flatnonzero(self.before.authority > 0)
        self.middling = reached[np.argsort(self.before.authority[reached])]

    def victims(self, count: int) -> NDArray[np.int64]:
        """Sites in the middle of those that trust reaches, without out-links of their own."""
        middle = self.middling[len(self.middling) * 2 // 5 : len(self.middling) * 3 // 5]
        return self.random.choice(middle, count, replace=False)

    def weak(self, count: int) -> NDArray[np.int64]:
        """Real sites below the median that have links of their own."""
        weak = self.middling[: len(self.middling) // 2]
        weak = weak[self.graph.out_degree[weak] > 0]
        return self.random.choice(weak, min(count, len(weak)), replace=False)

    def points(self, pairs: Pairs, nodes: int, victim: int) -> dict[str, float]:
        """Points of the victim by each measure after edges were added."""
        more = np.array(pairs, np.uint32).reshape(-1, 2)
        graph = graph_of(
            np.concatenate((self.source, more[:, 0])),
            np.concatenate((self.target, more[:, 1])),
            nodes,
        )
        after = open_authority(graph, self.seeds, reference=self.before.scale)
        values = raw(graph, after)
        found = {k: float(self.scales[k].points(values[k][[victim]])[0]) for k in values}
        return found | {"ours": float(after.authority[victim])}


def raw(graph: Graph, found: Authority) -> dict[str, NDArray[np.float64]]:
    """The measures beside ours, before they become points."""
    return {
        "in-degree": graph.in_degree().astype(np.float64),
        "pagerank": found.pagerank,
        "harmonic": harmonic(graph),
        "trust alone": np.zeros(0) if found.trust is None else found.trust,
    }


def empty(count: int) -> Callable[[Bench, int], tuple[Pairs, int]]:
    """New domains that nobody links to, each with one link to the victim."""
    return lambda bench, v: ([(bench.nodes + i, v) for i in range(count)], bench.nodes + count)


def farm(count: int) -> Callable[[Bench, int], tuple[Pairs, int]]:
    """The same, and the victim links back to each."""

    def made(bench: Bench, victim: int) -> tuple[Pairs, int]:
        new = range(bench.nodes, bench.nodes + count)
        return [(n, victim) for n in new] + [(victim, n) for n in new], bench.nodes + count

    return made


def ring(count: int) -> Callable[[Bench, int], tuple[Pairs, int]]:
    """Weak real sites that link to each other in a ring and to the victim, which links back."""

    def made(bench: Bench, victim: int) -> tuple[Pairs, int]:
        sites = bench.weak(count).tolist()
        pairs = list(zip(sites, sites[1:] + sites[:1], strict=True))
        pairs += [(s, victim) for s in sites] + [(victim, s) for s in sites]
        return pairs, bench.nodes

    return made


def weak(count: int) -> Callable[[Bench, int], tuple[Pairs, int]]:
    """Links from real sites below the median."""
    return lambda bench, v: ([(int(s), v) for s in bench.weak(count)], bench.nodes)


def honest(bench: Bench, victim: int) -> tuple[Pairs, int]:
    """Links from five sites of the top 0.1 %."""
    return [(int(s), victim) for s in bench.random.choice(bench.top, 5, replace=False)], bench.nodes


ATTACKS: dict[str, Callable[[Bench, int], tuple[Pairs, int]]] = {
    "100 empty domains": empty(100),
    "1,000 empty domains": empty(1000),
    "farm of 100 that links back": farm(100),
    "farm of 1,000 that links back": farm(1000),
    "ring of 50 weak sites": ring(50),
    "50 weak links": weak(50),
    "500 weak links": weak(500),
    "honest: 5 links from the top 0.1 %": honest,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--victims", type=int, default=5)
    bench, table = Bench(), {}
    victims = bench.victims(parser.parse_args().victims)
    start = [bench.points([], bench.nodes, int(v)) for v in victims]
    for name, attack in ATTACKS.items():
        gains: list[dict[str, Any]] = []
        for victim, first in zip(victims, start, strict=True):
            after = bench.points(*attack(bench, int(victim)), int(victim))
            gains.append({k: after[k] - first[k] for k in after})
        table[name] = {k: round(float(np.median([g[k] for g in gains])), 2) for k in gains[0]}
        table[name]["ours, worst"] = round(max(g["ours"] for g in gains), 2)
    told = {
        "graph": "UK hosts 1996", "nodes": bench.nodes, "seeds": len(bench.seeds),
        "basis": str(bench.before.basis), "reach": round(bench.before.reach, 3),
        "victims": len(victims), "points gained, median": table,
    }  # fmt: skip
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
