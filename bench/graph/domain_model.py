"""A model of the Common Crawl domain graph through every stage, and the arithmetic to the whole.

    python bench/graph/domain_model.py [--nodes 120000000] [--edges 60000000 119000000]
        [--folder /tmp] [--pivots 256]

All vectors have their true size; the edges are a power law and a fraction of the real ones, at two
sizes, so that each stage's seconds split into a part that grows with edges and one that does not.
The whole graph's seconds follow from both, with as many iterations as the tolerance can need at
most and with rows read from disk in every pass, at the rate measured here. Prints one JSON
document; the graph is removed again.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backlinkbot.app.measure.building import build_rows, order_nodes
from backlinkbot.core.progress import Silent
from backlinkbot.io.index.graphs.names import CHUNK_NAMES, write_names
from backlinkbot.io.index.graphs.spill import Spill
from backlinkbot.io.index.graphs.store import EDGES, GraphStore
from backlinkbot.logic.graph.blocks import cores
from backlinkbot.logic.graph.csr import Graph, Rows, degrees
from backlinkbot.logic.graph.harmonic import harmonic_sampled
from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.walk import (
    LARGE_TOLERANCE,
    PAGERANK_DAMPING,
    TRUST_DAMPING,
    Walk,
    pagerank,
    walks,
)
from backlinkbot.logic.graph.weights import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_EDGES = 1 << 24
LINKING_SHARE = 0.36  # of nodes, as in the generated graphs of this folder
SEEDS, HALVES = 10_000, 10
TOPICS, TOPICS_AT_ONCE = 16, 8
PIVOTS = 1024  # of the product
WHOLE_EDGES = (4_400_000_000, 7_000_000_000)
KIB_PER_GB = 1_000_000
# Renumbering 100 M edges in memory takes 1 s (pagerank.py); to and from disk thrice as much more.
ORDER_S_PER_EDGE = 4e-8


def _most_passes(damping: float) -> int:
    return math.ceil(math.log(LARGE_TOLERANCE / 4) / math.log(damping)) + 1


MOST_PASSES = {
    "pagerank": _most_passes(PAGERANK_DAMPING),
    "trust with intervals": _most_passes(TRUST_DAMPING),
    "topics": _most_passes(TRUST_DAMPING) * TOPICS // TOPICS_AT_ONCE,
    "return probability": 1,
}


class Stages:
    """Seconds and peak memory of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.passes: dict[str, int] = {}
        self.peak_gb: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")
        began = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 2)
        status = Path("/proc/self/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        self.peak_gb[name] = round(int(peak.split()[1]) / KIB_PER_GB, 2)
        sys.stderr.write(f"{name}: {self.seconds[name]} s, {self.peak_gb[name]} GB\n")


def names(nodes: int) -> Iterator[pa.Array]:
    for first in range(0, nodes, CHUNK_NAMES):
        ids = np.arange(first, min(nodes, first + CHUNK_NAMES), dtype=np.uint64)
        # Spread over the alphabet, as names are: an odd factor permutes the numbers.
        spread = pa.array(ids * np.uint64(0x9E3779B97F4A7C15)).cast(pa.string())
        yield pc.binary_join_element_wise(spread, "example", ".")


def edges(nodes: int, count: int) -> Iterator[tuple[Any, Any]]:
    """A power law as in `graphs.power_law`, a chunk at a time; popular ids lie anywhere."""
    random = np.random.default_rng(7)
    shuffled = random.permutation(nodes).astype(np.uint32)
    linking = int(nodes * LINKING_SHARE)
    for first in range(0, count, CHUNK_EDGES):
        size = min(CHUNK_EDGES, count - first)
        # In 64 bits: 32 know fewer numbers than there are nodes.
        source = (linking * random.random(size) ** 2).astype(np.uint32)
        # Every node that may link does, whatever the size: more edges then are only that.
        own = max(0, min(linking - first, size))
        source[:own] = np.arange(first, first + own)
        target = (nodes * random.random(size) ** 3).astype(np.uint32)
        yield shuffled[source], shuffled[target]


def collect(store: GraphStore, nodes: int, count: int) -> None:
    store.begin(EDGES)
    write_names(store.names_path, names(nodes))
    with Spill(store.shards_folder, weighted=False) as spill:
        for source, target in edges(nodes, count):
            spill.add(source, target)
    store.finish_edges(nodes, {})


def measured(graph: Graph, stages: Stages, pivots: int) -> None:
    """Everything that authority needs, and what stands beside it."""
    random = np.random.default_rng(1)
    seeds = random.choice(1_000_000 if graph.nodes > 10**7 else graph.nodes // 10, SEEDS)
    with stages.stage("pagerank"):
        stages.passes["pagerank"] = pagerank(graph).iterations + 1
    share = shares(graph)
    halves = [random.choice(seeds, SEEDS // 2, replace=False) for _ in range(HALVES)]
    with stages.stage("trust with intervals"):
        wanted = [Walk(TRUST_DAMPING, seeds=s, is_weighted=True) for s in (seeds, *halves)]
        found = walks(graph, wanted, share=share)
        stages.passes["trust with intervals"] = found.iterations + 1
        del found
    with stages.stage("return probability"):
        visits_per_start(graph, share, TRUST_DAMPING)
        stages.passes["return probability"] = 1
    with stages.stage("topics"):  # the first of two blocks
        topics = [random.choice(seeds, 500) for _ in range(TOPICS_AT_ONCE)]
        wanted = [Walk(TRUST_DAMPING, seeds=s, is_weighted=True) for s in topics]
        stages.passes["topics"] = walks(graph, wanted, share=share).iterations + 1
    del share
    with stages.stage("harmonic"):
        harmonic_sampled(graph, pivots, seed=1, is_lean=True)


def run(nodes: int, count: int, folder: Path, pivots: int) -> dict[str, Any]:
    """One size, from edges to measures."""
    stages = Stages()
    with GraphStore(folder) as store:
        with stages.stage("read (with generating)"):
            collect(store, nodes, count)
        with stages.stage("order"):
            order_nodes(store, Silent())
        disk = _size_gb(folder)
        with stages.stage("build"):
            build_rows(store, Silent())
        stored = store.rows(resident=True)
        rows = Rows(stored.offsets, stored.neighbours)
        graph = Graph(rows, degrees(rows.neighbours, rows.count))
        measured(graph, stages, pivots)
        with stages.stage("streamed pagerank"):
            mapped = store.rows()
            streamed = Graph(Rows(mapped.offsets, mapped.neighbours), graph.out_degree)
            same = bool((pagerank(streamed).scores[0] == pagerank(graph).scores[0]).all())
    return {
        "nodes": nodes, "edges": graph.edges, "linking": int((graph.out_degree > 0).sum()),
        "seconds": stages.seconds, "passes": stages.passes, "peak_gb": stages.peak_gb,
        "most_disk_gb": disk, "graph_gb": _size_gb(folder), "streamed_equals_resident": same,
    }  # fmt: skip


def whole(small: dict[str, Any], large: dict[str, Any], edges: int, read_gb_s: float) -> Any:
    """Seconds of each stage on the whole graph, as both sizes say, and at most.

    At most: all that the larger size took grows with edges, vectors too; in `order`, names do not.
    Where other work slowed the smaller size, the first is too low; then only the second counts.
    """
    growth = large["edges"] - small["edges"]
    fitted, at_most = {}, {}
    for name, took in large["seconds"].items():
        if name == "streamed pagerank":
            continue
        before = small["seconds"][name]
        per_edge = (took - before) / growth
        is_fit = per_edge > 0
        fitted[name] = (
            _scaled(
                name, took + max(per_edge, 0) * (edges - large["edges"]), large, edges, read_gb_s
            )
            if is_fit
            else None
        )
        most = took + ORDER_S_PER_EDGE * edges if name == "order" else took * edges / large["edges"]
        at_most[name] = _scaled(name, most, large, edges, read_gb_s)
    return {
        "edges": edges, "passes_at_most": MOST_PASSES, "fitted_seconds": fitted,
        "fitted_hours": None if None in fitted.values() else _hours(fitted),
        "at_most_seconds": at_most, "at_most_hours": _hours(at_most),
        "rows_gb": edges * 4 / 1e9, "disk_gb_at_most": round(edges * 16 / 1e9 + 8),
    }  # fmt: skip


def _scaled(name: str, seconds: float, large: dict[str, Any], edges: int, read_gb_s: float) -> int:
    """With as many passes as may be needed, none quicker than the rows are read."""
    if name in MOST_PASSES:
        seconds *= MOST_PASSES[name] / large["passes"][name]
        seconds = max(seconds, MOST_PASSES[name] * edges * 4 / 1e9 / read_gb_s)
    if name == "harmonic":
        seconds *= PIVOTS / large["pivots"]
    return round(seconds)


def _hours(seconds: dict[str, Any]) -> float:
    return round(sum(seconds.values()) / 3600, 2)


def _size_gb(folder: Path) -> float:
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e9, 2)


def read_rate(folder: Path) -> float:
    """GB per second that a file is read with, past the cache of pages."""
    path = folder / "rate"
    block = np.random.default_rng(1).bytes(1 << 26)
    with path.open("wb") as out:
        for _ in range(32):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    began = time.perf_counter()
    with path.open("rb", buffering=0) as given:
        while given.read(1 << 26):
            pass
    took = time.perf_counter() - began
    path.unlink()
    return 32 * (1 << 26) / 1e9 / took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=120_000_000)
    parser.add_argument("--edges", type=int, nargs=2, default=[60_000_000, 119_000_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--pivots", type=int, default=256)
    asked = parser.parse_args()
    figures = []
    for count in sorted(asked.edges, reverse=True):
        folder = Path(tempfile.mkdtemp(prefix="backlinkbot-model-", dir=asked.folder))
        try:
            figures.append(run(asked.nodes, count, folder, asked.pivots) | {"pivots": asked.pivots})
        finally:
            shutil.rmtree(folder)
        sys.stderr.write(json.dumps(figures[-1]) + "\n")
    rate = read_rate(asked.folder)
    document = {
        "cores": cores(), "load": os.getloadavg()[0], "read_gb_per_s": round(rate, 2),
        "measured": figures,
        "whole graph": [whole(*reversed(figures), edges, rate) for edges in WHOLE_EDGES],
    }  # fmt: skip
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
