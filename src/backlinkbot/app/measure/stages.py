"""The stages of measuring one graph: read, build, measure, publish."""

from __future__ import annotations

import json
import resource
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from backlinkbot.app.graphs import note_measured
from backlinkbot.app.known import TOO_LITTLE, WHAT_HELPS
from backlinkbot.app.measure.force import force_of
from backlinkbot.app.measure.population import reference_of
from backlinkbot.app.measure.told import Measured, too_little_words
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.facts import Rejects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.measure.inputs import Given
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.graphs.store import GraphStore
    from backlinkbot.logic.graph.authority import Authority
    from backlinkbot.logic.graph.csr import Graph
    from backlinkbot.logic.graph.owners import Owners
    from backlinkbot.logic.graph.seeds import SeedList

# Starting nodes times edges up to which harmonic centrality is exact: some 40 seconds on 4 cores.
EXACT_HARMONIC_WORK = 2_000_000_000_000
PIVOTS = 1024  # standard error of a sampled value about 3 % where most nodes are connected
SEARCH_BYTES_PER_NODE = 120  # of one thread of the breadth-first search
ROWS_AT_A_TIME = 1 << 18
SAMPLE_SEED = 20261101  # the sample of starting nodes is the same in every run
KIB_PER_MB = 1024  # Linux tells peak memory in KiB
# What a release's name is made from, beside its day: the same again replaces it.
MADE_FROM = ("method", "graph_digest", "seed_list", "seed_digest", "basis")


class Run:
    """One call of measure: its seconds per stage, and what it left out."""

    def __init__(self, workspace: Workspace, progress: Progress, *, use: bool = False) -> None:
        """`use`: domains are to be looked up in the result, whatever was measured."""
        self.workspace, self.progress, self.use = workspace, progress, use
        self.seconds: dict[str, float] = {}
        self.rejects = Rejects()
        self.notes: list[str] = []

    @contextmanager
    def stage(
        self, key: str, words: str, total: float | None = None, unit: str = ""
    ) -> Iterator[None]:
        """Tell that a stage begins, and note how long it took."""
        self.progress.stage(words, total, unit)
        began_s = self.workspace.clock.monotonic_s()
        yield
        self.seconds[key] = round(self.workspace.clock.monotonic_s() - began_s, 3)

    def collect(self, store: GraphStore, given: Given) -> None:
        """Stage one: names and unsorted edges."""
        from backlinkbot.io.index.graphs.store import EDGES

        if store.has(EDGES):
            self.rejects.counts.update(store.facts(EDGES)["rejects"])
            self.notes.append("the graph was read before and was not read again")
            return
        store.begin(EDGES)
        with self.stage("read", f"Reading {given.name}", given.total, given.unit):
            nodes = given.collect(store, self.rejects, self.progress)
            if not nodes:
                raise BadInput(f"{given.name} holds no link between two domains")
            store.finish_edges(nodes, dict(self.rejects.counts))

    def build(self, store: GraphStore) -> None:
        """Stages two and three: nodes in a good order, and rows."""
        from backlinkbot.app.measure.building import build_rows, order_nodes
        from backlinkbot.io.index.graphs.store import EDGES, ORDER, ROWS

        nodes, edges = (store.facts(EDGES)[what] for what in ("nodes", "edges"))
        if not store.has(ORDER):
            with self.stage("order", "Ordering the nodes", 2 * edges, "edges"):
                order_nodes(store, self.progress)
        if not store.has(ROWS):
            with self.stage("build", "Building the graph", nodes, "nodes"):
                build_rows(store, self.progress)

    def measure(
        self,
        store: GraphStore,
        given: Given,
        seeds: SeedList,
        pivots: int | None,
        export: Path | None,
    ) -> Measured:
        """Stage three: all measures, and the release."""
        from backlinkbot.logic.graph.authority import METHOD_VERSION, Basis, open_authority
        from backlinkbot.logic.graph.csr import Graph, Rows, degrees
        from backlinkbot.logic.graph.votes import MOST_EDGES

        stored = store.rows(resident=self._fits(store.rows_bytes()))
        rows = Rows(stored.offsets, stored.neighbours, stored.weights)
        out_degree = degrees(rows.neighbours, rows.count)
        graph = Graph(rows, out_degree, stored.self_loops, stored.repeats)
        with self.stage("seeds", "Finding the seeds"):
            found = seeds.nodes(store.names().column())
        with self.stage("walk", "Following the links", None, "steps"):
            reference = reference_of(
                self.workspace.authority_folder, store, given.series, graph.nodes
            )
            made = open_authority(
                graph,
                found,
                owners=self._owners(store, given, graph.nodes, found),
                reference=reference.members,
                told=lambda n, _: self.progress.reached(n),
            )
        if reference.note:
            self.notes.append(reference.note)
        if graph.edges > MOST_EDGES:
            self.notes.append(
                "the graph is too large to join owners and platforms in memory: every link counts"
            )
        if made.silenced:
            self.notes.append(
                f"{made.silenced:,} links do not count: strangers place them on a platform, or "
                "their owner has a stronger one to the same domain"
            )
        if made.basis is Basis.LINKS_ONLY:
            starts = int((out_degree[found] > 0).sum()) if len(found) else 0
            self.notes.append(
                f"{TOO_LITTLE}: {too_little_words(starts, made.reach)}, so that authority stands "
                f"on links only and is not shown; what helps: {WHAT_HELPS}"
            )
        with self.stage("harmonic", "Measuring distances", None, "batches"):
            harmonic, how = self._harmonic(graph, pivots)
        with self.stage("publish", "Writing the release"):
            about = self._about(given, stored.digest, seeds, made, graph)
            about |= {"series": given.series, "population_of": reference.founder}
            columns = release_columns(graph, made, harmonic)
            force = force_of(
                self.workspace.authority_folder, given, store.names().column(), use=self.use
            )
            path = self._publish(store, columns, about, export, in_force=force.is_taken)
            note_measured(store, given.name, METHOD_VERSION, found, made)
        if force.note:
            self.notes.append(force.note.format(name=path.stem))
        return Measured(
            graph=given.name,
            nodes=graph.nodes,
            edges=graph.edges,
            self_loops=graph.self_loops,
            repeats=graph.repeats,
            iterations=made.iterations,
            residual=made.residual,
            seconds=self.seconds,
            peak_memory_mb=_peak_memory_mb(),
            seed_list=seeds.version,
            seeds=len(found),
            seed_rejects=dict(seeds.rejects.counts),
            basis=str(made.basis),
            reach=round(made.reach, 4),
            harmonic=how,
            release=str(path),
            is_in_force=force.is_taken,
            rejects=dict(self.rejects.counts),
            notes=tuple(self.notes),
        )

    def _owners(
        self, store: GraphStore, given: Given, nodes: int, seeds: NDArray[np.int64]
    ) -> Owners:
        """Who has one owner by what pages show, and which nodes are platforms or on one.

        Whoever names a user's site on a platform as a seed vouches for it himself.
        """
        import numpy as np
        import pyarrow as pa

        from backlinkbot.logic.graph.owners import owners_by_footprint
        from backlinkbot.logic.graph.seeds import platform_nodes

        platforms = np.setdiff1d(platform_nodes(store.names().column()), seeds)
        schema = pa.schema([("domain", pa.string()), ("footprint", pa.string())])
        rows = pa.Table.from_batches(given.footprints() if given.footprints else (), schema)
        coded = rows.column("domain").combine_chunks().dictionary_encode()
        node = store.names().ids(coded.dictionary)[coded.indices.to_numpy()]
        is_known = pa.array(node >= 0)
        shown = rows.column("footprint").filter(is_known)
        return replace(owners_by_footprint(node[node >= 0], shown, nodes), platforms=platforms)

    def _fits(self, size_bytes: int) -> bool:
        """Whether a graph may be held in memory beside what its measures need as much again for."""
        return 2 * size_bytes <= self.workspace.settings.memory_mb * 1_000_000

    def _harmonic(self, graph: Graph, pivots: int | None) -> tuple[NDArray[np.float64] | None, str]:
        """Exact where that is quick, else from a sample, else none; and in words which."""
        from backlinkbot.logic.graph.blocks import cores
        from backlinkbot.logic.graph.harmonic import harmonic, harmonic_sampled
        from backlinkbot.logic.graph.levels import lean_bytes

        def told(done: int, _: int) -> None:
            self.progress.reached(done)

        memory = self.workspace.settings.memory_mb * 1_000_000
        lanes = min(cores(), memory // max(1, graph.nodes * SEARCH_BYTES_PER_NODE))
        starts = int((graph.out_degree > 0).sum())
        is_lean = not lanes and lean_bytes(graph.nodes, starts) <= memory
        if not lanes and not is_lean:
            return None, "not computed: more memory is needed (setting memory_mb)"
        if not is_lean and pivots is None and starts * graph.edges <= EXACT_HARMONIC_WORK:
            return harmonic(graph, workers=lanes, told=told), "exact"
        wanted = min(pivots or PIVOTS, starts)
        found = harmonic_sampled(
            graph, wanted, seed=SAMPLE_SEED, is_lean=is_lean, workers=lanes, told=told
        )
        return found, "exact" if wanted == starts else f"sampled from {wanted} nodes"

    def _about(
        self, given: Given, digest: str, seeds: SeedList, made: Authority, graph: Graph
    ) -> dict[str, str]:
        """The release's metadata; the scale's table lets anyone turn scores into points again."""
        from backlinkbot.logic.graph.authority import METHOD_VERSION

        scale = {
            "population": made.scale.population,
            "ranks": made.scale.ranks.astype(int).tolist(),
            "scores": made.scale.scores.tolist(),
        }
        return {
            "method": METHOD_VERSION,
            "graph": given.title,
            "graph_key": given.key,
            "graph_digest": digest,
            "seed_list": seeds.version,
            "seed_digest": _digest([*sorted(seeds.names), "", *sorted(seeds.registries)]),
            "basis": str(made.basis),
            "nodes": str(graph.nodes),
            "edges": str(graph.edges),
            "measured_on": self.workspace.clock.today().isoformat(),
            "scale": json.dumps(scale),
        }

    def _publish(
        self,
        store: GraphStore,
        columns: dict[str, NDArray[Any] | str | None],
        about: dict[str, str],
        export: Path | None,
        *,
        in_force: bool,
    ) -> Path:
        from backlinkbot.io.index.graphs.releases import (
            publish_release,
            put_in_force,
            write_release,
        )

        day = self.workspace.clock.today()
        digest = _digest([about[k] for k in MADE_FROM])
        folder = self.workspace.authority_folder
        path = publish_release(folder, day, digest, _batches(store, columns), about, in_force=False)
        if in_force:
            put_in_force(folder, path, chosen=self.use)
        if export is not None:
            try:
                write_release(export, _batches(store, columns), about)
            except OSError as error:
                raise Refused(f"the export cannot be written to {export}: {error}") from error
        return path


def _digest(parts: list[str]) -> str:
    """32 hex digits, the same for the same parts."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def release_columns(
    graph: Graph, made: Authority, harmonic: NDArray[np.float64] | None
) -> dict[str, NDArray[Any] | str | None]:
    """The columns of a release by name, one value per node; None where nothing is known.

    One word is the same for every node.
    """
    import numpy as np

    ordered = np.sort(made.pagerank)
    percentile = 100 * np.searchsorted(ordered, made.pagerank, side="right") / graph.nodes
    return {
        "authority": made.authority,
        "authority_low": made.low,
        "authority_high": made.high,
        "trust": made.trust,
        "pagerank": made.pagerank,
        "pagerank_percentile": percentile,
        "harmonic": harmonic,
        "referring_domains": graph.in_degree(),
        "inflated_share": made.inflated_share,
        "basis": str(made.basis),
    }


def _batches(
    store: GraphStore, columns: dict[str, NDArray[Any] | str | None]
) -> Iterator[pa.RecordBatch]:
    """The release's rows in the order of names, a piece at a time."""
    import pyarrow as pa

    from backlinkbot.io.index.graphs.releases import release_schema

    schema = release_schema()
    names = store.names()
    for first in range(0, len(names), ROWS_AT_A_TIME):
        ids = names.sorted_ids(first, ROWS_AT_A_TIME)
        node = names.take(ids)
        arrays = [_part(columns[column.name], ids, column.type) for column in list(schema)[1:]]
        yield pa.record_batch([node, *arrays], schema=schema)


def _part(values: NDArray[Any] | str | None, ids: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """A column's values of some nodes."""
    import pyarrow as pa

    if values is None or isinstance(values, str):
        return pa.repeat(pa.scalar(values, kind), len(ids))
    return pa.array(values[ids]).cast(kind, safe=False)


def _peak_memory_mb() -> float:
    """The most memory this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MB, 1)
