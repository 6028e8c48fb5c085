"""From unsorted edges to the rows of a graph: nodes in a good order, then rows shard by shard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.graphs.spill import Part
    from backlinkbot.io.index.graphs.store import GraphStore


def order_nodes(store: GraphStore, progress: Progress) -> None:
    """Stage `order`: new ids, most linked first, and the edges in shards of neighbouring targets.

    Progress is told in edges, each of which is read twice.
    """
    from backlinkbot.io.index.graphs.reorder import reorder_edges, reorder_names, shard_table
    from backlinkbot.io.index.graphs.store import ORDER
    from backlinkbot.logic.graph.order import inverse, places, renumbered

    store.begin(ORDER)
    out_degree, in_degree = _degrees(store, progress)
    place = places(out_degree, in_degree)
    node_at = inverse(place)
    reorder_names(store, node_at)
    table = shard_table(in_degree[node_at])
    del node_at, out_degree
    done = int(in_degree.sum())

    def parts() -> Iterator[Part]:
        nonlocal done
        for source, target, weight in store.parts():
            yield renumbered(source, place), renumbered(target, place), weight
            done += len(source)
            progress.reached(done)

    reorder_edges(store, table, parts())
    store.finish_order(table)


def build_rows(store: GraphStore, progress: Progress) -> None:
    """Stage `rows`: the rows of every shard, sorted, without self loops and repeats."""
    from backlinkbot.io.index.graphs.store import EDGES, ROWS
    from backlinkbot.logic.graph.csr import grouped
    from backlinkbot.logic.graph.merged import unmarked

    nodes, dropped = int(store.facts(EDGES)["nodes"]), {"self_loops": 0, "repeats": 0}

    def parts() -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint32], Any]]:
        for first, last, (source, target, weights) in store.shards():
            made = grouped(source, target, nodes, weights=weights, shard=(first, last))
            dropped["self_loops"] += made.self_loops
            dropped["repeats"] += made.repeats
            progress.reached(last)
            kept = None if made.rows.weights is None else unmarked(made.rows.weights)
            yield made.rows.offsets, made.rows.neighbours, kept

    store.begin(ROWS)
    edges = store.write_rows(parts())
    store.finish_rows(edges, **dropped)


def _degrees(
    store: GraphStore, progress: Progress
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """How often each node is a source and a target; repeats and self loops count too."""
    import numpy as np

    from backlinkbot.io.index.graphs.store import EDGES
    from backlinkbot.logic.graph.csr import count_into

    nodes = int(store.facts(EDGES)["nodes"])
    counts = np.zeros(nodes, np.uint32), np.zeros(nodes, np.uint32)
    done = 0
    for source, target, _ in store.parts():
        count_into(counts, (source, target))
        done += len(source)
        progress.reached(done)
    return counts
