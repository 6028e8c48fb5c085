from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from backlinkbot.io.index.graphs.gather import NamedEdges
from backlinkbot.io.index.graphs.spill import shard
from backlinkbot.io.index.graphs.store import EDGES, GraphStore


def gathered(
    store: GraphStore, *batches: list[tuple[str, str]], weighted: bool = False
) -> list[tuple[str, str]]:
    """The edges by name again, after ids were given."""
    store.begin(EDGES)
    edges = NamedEdges(store)
    for batch in batches:
        source, target = (pa.array([edge[i] for edge in batch]) for i in (0, 1))
        edges.add(source, target, np.full(len(batch), 0.5, np.float32))
    nodes = edges.finish(weighted=weighted)
    store.finish_edges(nodes, {})
    names = store.names().column().to_pylist()
    assert len(names) == nodes
    source, target, weight = shard(store.shards_folder, 0)
    assert (weight is not None) == weighted
    return [(names[s], names[t]) for s, t in zip(source, target, strict=True)]


def test_edges_of_all_batches_come_back_by_name(tmp_path: Path) -> None:
    one = [("b.org", "a.org"), ("c.org", "a.org")]
    two = [("a.org", "c.org"), ("é.example", "b.org"), ("a.org", "a.org")]
    with GraphStore(tmp_path / "g") as store:
        assert gathered(store, one, two) == one + two
        assert store.names().column().to_pylist() == ["a.org", "b.org", "c.org", "é.example"]


def test_numbers_are_names_in_the_order_of_numbers(tmp_path: Path) -> None:
    edges = [("10", "9"), ("100", "2")]
    with GraphStore(tmp_path / "g") as store:
        assert gathered(store, edges) == edges
        assert store.names().column().to_pylist() == ["2", "9", "10", "100"]


def test_weights_are_kept_when_they_say_something(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        gathered(store, [("a", "b")], weighted=True)
        weights = shard(store.shards_folder, 0)[2]
        assert weights is not None
        assert weights.tolist() == [0.5]


def test_no_edges_make_an_empty_graph(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        assert gathered(store) == []


def test_names_are_found_again(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        gathered(store, [("b.org", "a.org")])
        assert store.names().ids(pa.array(["b.org", "x.org", "a.org"])).tolist() == [1, -1, 0]
        assert store.names().slice(1, 5).to_pylist() == ["b.org"]
