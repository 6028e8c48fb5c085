"""A web graph release and our own links as one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.graphs.store import GraphStore
    from backlinkbot.io.readers.release import Release


def collect_merged(
    workspace: Workspace,
    store: GraphStore,
    release: Release,
    names: Iterable[pa.Array],
    progress: Progress,
) -> int:
    """Leave names and edges of both in the store; how many nodes there are.

    Our own edges carry the weights of their placement and rel; the release's are bare and weigh all
    the same. An edge of both weighs what we saw.
    """
    import numpy as np

    from backlinkbot.io.index.graphs.joined import JoinedNames
    from backlinkbot.io.index.graphs.names import write_names
    from backlinkbot.io.index.graphs.spill import Spill
    from backlinkbot.logic.graph.merged import bare_weight, seen
    from backlinkbot.logic.graph.weights import edge_weights, has_placements

    joined = JoinedNames(_own_names(workspace.index.domain_edges()))
    nodes = write_names(store.names_path, joined.chunks(names))
    placed = any(has_placements(batch) for batch in workspace.index.domain_edges())
    bare = np.float32(bare_weight(placed=placed))
    with Spill(store.shards_folder, weighted=True) as spill:
        for source, target in release.edges():
            spill.add(source, target, np.full(len(source), bare))
            progress.reached(spill.edges)
        for batch in workspace.index.domain_edges():
            source = joined.ids(batch.column("source_domain"))
            target = joined.ids(batch.column("target_domain"))
            spill.add(source, target, seen(edge_weights(batch, placed=placed)))
            progress.reached(spill.edges)
    return nodes


def _own_names(batches: Iterator[pa.RecordBatch]) -> pa.Array:
    """Every domain of our own links, once."""
    import pyarrow as pa

    names: pa.Array = pa.array([], pa.string())
    for batch in batches:
        ends = (batch.column(f"{end}_domain").cast(pa.string()) for end in ("source", "target"))
        names = pa.concat_arrays([names, *ends]).unique()
    return names
