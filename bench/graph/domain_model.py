"""A model of the Common Crawl domain graph through every stage, and the arithmetic to the whole.

    python bench/graph/domain_model.py [--nodes 120000000] [--edges 60000000 119000000]
        [--folder /tmp] [--pivots 256]

At 120 million nodes all vectors have their true size; fewer nodes make a scaled model. The edges
are a power law and a fraction of the real ones, at two sizes, so that each stage's seconds split
into a part that grows with edges and one that grows with nodes. The whole graph's seconds follow
from both, with the passes that real graphs needed and with rows read from disk in every pass; the
edges' part is multiplied by how much slower reads are over vectors of the true size, measured here.
Stages that use all cores are told by their processor time over the cores as well, which is what a
quiet machine would take at least. Prints one JSON document; the graph is removed again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backlinkbot.app.measure.building import build_rows, order_nodes
from backlinkbot.core.progress import Silent
from backlinkbot.io.index.graphs.names import CHUNK_NAMES, write_names
from backlinkbot.io.index.graphs.spill import Spill
from backlinkbot.io.index.graphs.store import EDGES, GraphStore
from backlinkbot.logic.graph import votes, walk
from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.blocks import cores, spans
from backlinkbot.logic.graph.blocks import run as run_all
from backlinkbot.logic.graph.csr import Graph, Rows, degrees
from backlinkbot.logic.graph.harmonic import harmonic_sampled
from backlinkbot.logic.graph.kernels.compiled import compiled
from backlinkbot.logic.graph.steps import step
from backlinkbot.logic.graph.topical import topical_authority
from backlinkbot.logic.graph.walk import pagerank

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_EDGES = 1 << 24
LINKING_SHARE = 0.36  # of nodes, as in the generated graphs of this folder
SEEDS = 10_000
TOPICS, TOPICS_AT_ONCE = 16, 8
PIVOTS = 1024  # of the product
WHOLE_NODES, WHOLE_EDGES = 120_000_000, (4_400_000_000, 7_000_000_000)
KIB_PER_GB = 1_000_000
# Renumbering 100 M edges in memory takes 1 s (pagerank.py); to and from disk thrice as much more.
ORDER_S_PER_EDGE = 4e-8
# What the widest real graphs needed (bench/quality/tolerance.py): PageRank and trust of cnr-2000,
# halves of domain graphs twofold. Topics are walks like trust.
PASSES = {"pagerank": 62, "trust": 26, "halves": 14, "topics": 26 * TOPICS // TOPICS_AT_ONCE}
COLUMNS = 12  # of the halves' matrix: ten, and two of padding


class Stages:
    """Seconds and peak memory of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.processor_s: dict[str, float] = {}
        self.peak_gb: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")
        began, used = time.perf_counter(), time.process_time()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 2)
        self.processor_s[name] = round((time.process_time() - used) / cores(), 2)
        status = Path("/proc/self/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        self.peak_gb[name] = round(int(peak.split()[1]) / KIB_PER_GB, 2)
        sys.stderr.write(
            f"{name}: {self.seconds[name]} s, {self.processor_s[name]} s of each core, "
            f"{self.peak_gb[name]} GB\n"
        )


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


class Passes:
    """Counts the passes of each kind of walk, and the processor's seconds in them."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self.processor_s: dict[str, float] = {}

    def __call__(self, graph: Graph, groups: Any, marks: Any, crew: Any) -> Any:
        """One kind at a time, so that each one's seconds are its own."""
        residuals = []
        for group in groups:
            name = "pagerank" if group.is_uniform else "trust"
            if len(group.numbers) > 1:
                name = "halves" if group.is_rough else "topics"
            began = time.process_time()
            residuals += step(graph, [group], marks, crew)
            took = (time.process_time() - began) / cores()
            self.count[name] = self.count.get(name, 0) + 1
            self.processor_s[name] = self.processor_s.get(name, 0.0) + took
        return residuals


def measured(graph: Graph, stages: Stages, pivots: int) -> Passes:
    """Everything that authority needs, and what stands beside it."""
    random = np.random.default_rng(1)
    few = max(graph.nodes // 100, 10 * SEEDS)
    seeds = np.unique(random.choice(few, SEEDS))
    passes = Passes()
    # As at the true size: vectors in 32 bits, and too many links to ask who has one owner.
    with (
        patch.object(walk, "step", passes),
        patch.object(walk, "MOST_EXACT_CELLS", 0),
        patch.object(votes, "MOST_EDGES", 0),
    ):
        with stages.stage("authority with intervals"):
            made = open_authority(graph, seeds)
        sys.stderr.write(f"basis {made.basis}, reach {made.reach:.2f}\n")
        del made
        with stages.stage("topics"):  # the first of two blocks
            topics = {str(k): random.choice(seeds, 500) for k in range(TOPICS_AT_ONCE)}
            for _ in topical_authority(graph, topics, columns=TOPICS_AT_ONCE):
                pass
    with stages.stage("harmonic"):
        harmonic_sampled(graph, pivots, seed=1, is_lean=True)
    return passes


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
        passes = measured(graph, stages, pivots)
        with stages.stage("streamed pagerank"):
            mapped = store.rows()
            streamed = Graph(Rows(mapped.offsets, mapped.neighbours), graph.out_degree)
            same = bool((pagerank(streamed).scores[0] == pagerank(graph).scores[0]).all())
    return {
        "nodes": nodes, "edges": graph.edges, "linking": int((graph.out_degree > 0).sum()),
        "seconds": stages.seconds, "processor_s": stages.processor_s, "passes": passes.count,
        "passes_processor_s": passes.processor_s, "peak_gb": stages.peak_gb,
        "most_disk_gb": disk, "graph_gb": _size_gb(folder), "streamed_equals_resident": same,
    }  # fmt: skip


def whole(
    small: dict[str, Any], large: dict[str, Any], edges: int, slower: float, read_gb_s: float
) -> Any:
    """Seconds of each part on the whole graph: as both sizes say, and at most.

    As both sizes say: a part that grows with nodes and one that grows with edges. At most: all that
    the larger size took grows with edges. Walks by their passes, none quicker than the rows are
    read from disk (`read_gb_s`); `slower`: reads over vectors of the true size.
    """
    both = {
        kind: _parts(small, large, edges, slower, read_gb_s, is_most=kind == "at_most")
        for kind in ("fitted", "at_most")
    }
    return {
        "edges": edges, "assumed_passes": PASSES,
        **{f"{kind}_seconds": {n: round(s) for n, s in found.items()}
           for kind, found in both.items()},
        **{f"{kind}_hours": round(sum(found.values()) / 3600, 2) for kind, found in both.items()},
        "rows_gb": edges * 4 / 1e9, "disk_gb_at_most": round(edges * 16 / 1e9 + 8),
    }  # fmt: skip


def _parts(
    small: dict[str, Any],
    large: dict[str, Any],
    edges: int,
    slower: float,
    read_gb_s: float,
    *,
    is_most: bool,
) -> dict[str, float]:
    nodes, more = WHOLE_NODES / large["nodes"], edges / large["edges"]

    def grown(before: float, took: float, factor: float = 1.0) -> float:
        if is_most:
            return took * more * factor
        per_edge = max(took - before, 0.0) / (large["edges"] - small["edges"])
        return max(took - per_edge * large["edges"], 0.0) * nodes + per_edge * edges * factor

    found: dict[str, float] = {}
    for name, passes in PASSES.items():
        one = [r["passes_processor_s"][name] / r["passes"][name] for r in (small, large)]
        found[name] = passes * max(grown(*one, slower), edges * 4 / 1e9 / read_gb_s)
    inside = {"authority with intervals": ("pagerank", "trust", "halves"), "topics": ("topics",)}
    for name, walks in inside.items():
        rest = [
            r["processor_s"][name] - sum(r["passes_processor_s"][w] for w in walks)
            for r in (small, large)
        ]
        times = TOPICS / TOPICS_AT_ONCE if name == "topics" else 1
        found[f"{name}, the rest"] = times * grown(*rest, slower)
    searched = [r["processor_s"]["harmonic"] for r in (small, large)]
    found["harmonic"] = PIVOTS / large["pivots"] * grown(*searched, slower)
    for name in ("read (with generating)", "build"):
        found[name] = grown(small["seconds"][name], large["seconds"][name])
    found["order"] = large["seconds"]["order"] * nodes + ORDER_S_PER_EDGE * edges
    return found


@compiled
def gather(ids: Any, matrix: Any) -> float:
    """Random reads of whole rows of a matrix and nothing else."""
    found = 0.0
    for i in range(len(ids)):
        for k in range(matrix.shape[1]):
            found += matrix[ids[i], k]
    return found


def reads_per_s(rows: int) -> float:
    """Rows per second of each core's time that are read at random from a matrix of so many."""
    random = np.random.default_rng(1)
    matrix = np.ones((rows, COLUMNS), np.float32)
    ids = random.integers(0, rows, 20_000_000, dtype=np.uint32)
    gather(ids[:10], matrix)
    began = time.process_time()
    run_all(lambda p: gather(ids[p[0] : p[1]], matrix), spans(len(ids), 4 * cores()), cores())
    return len(ids) / ((time.process_time() - began) / cores())


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
    mine, true = (reads_per_s(int(n * LINKING_SHARE)) for n in (asked.nodes, WHOLE_NODES))
    document = {
        "cores": cores(), "load": os.getloadavg()[0], "read_gb_per_s": round(rate, 2),
        "row_reads_per_s": round(mine), "row_reads_per_s_true_size": round(true),
        "measured": figures,
        "whole graph": [
            whole(*reversed(figures), edges, mine / true, rate) for edges in WHOLE_EDGES
        ],
    }  # fmt: skip
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
