"""Renumbering a stored graph between its stages: names and edges under new ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backlinkbot.io.index.graphs.names import CHUNK_NAMES, write_names
from backlinkbot.io.index.graphs.spill import ROW_BLOCK, Spill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backlinkbot.io.index.graphs.spill import Part
    from backlinkbot.io.index.graphs.store import GraphStore

# A shard is grouped in memory: 20 bytes an edge, 24 with weights.
EDGES_PER_SHARD = 1 << 27


def reorder_names(store: GraphStore, node_at: NDArray[np.uint32]) -> None:
    """Write the names under their new ids, and the ids in the order of the names.

    `node_at`: the old id of each new one.
    """
    names = store.names().column().cast(pa.large_string()).combine_chunks()
    parts = (
        names.take(pa.array(node_at[first : first + CHUNK_NAMES]))
        for first in range(0, len(node_at), CHUNK_NAMES)
    )
    write_names(store.ordered_names_path, parts)
    by_name = pc.sort_indices(names).to_numpy().astype(np.uint32)
    place = np.empty(len(node_at), np.uint32)
    place[node_at] = np.arange(len(node_at), dtype=np.uint32)
    place[by_name].tofile(store.by_name_path)


def shard_table(
    in_degree: NDArray[np.uint32], *, edges_per_shard: int = EDGES_PER_SHARD
) -> NDArray[np.uint16]:
    """The shard of each block of targets, so that shards have about as many edges each.

    `in_degree`: of the new ids; repeats and self loops may be counted.
    """
    starts = np.arange(0, len(in_degree), ROW_BLOCK)
    edges = np.add.reduceat(in_degree.astype(np.int64), starts)
    _, shard = np.unique((np.cumsum(edges) - edges) // edges_per_shard, return_inverse=True)
    return shard.astype(np.uint16)


def reorder_edges(store: GraphStore, table: NDArray[np.uint16], parts: Iterable[Part]) -> None:
    """Write edges under their new ids into shards of neighbouring targets."""
    weighted = store.is_weighted()
    with Spill(store.ordered_shards_folder, weighted=weighted, table=table) as spill:
        for source, target, weight in parts:
            spill.add(source, target, weight)
