from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.index.graphs.names import write_names
from backlinkbot.io.index.graphs.reorder import reorder_edges, reorder_names, shard_table
from backlinkbot.io.index.graphs.spill import ROW_BLOCK, Spill
from backlinkbot.io.index.graphs.store import EDGES, ORDER, ROWS, GraphStore, sweep


def collect(store: GraphStore) -> None:
    store.begin(EDGES)
    write_names(store.names_path, [pa.array(["a", "b", "c"])])
    with Spill(store.shards_folder, weighted=False) as spill:
        spill.add(np.array([0, 1], np.uint32), np.array([1, 2], np.uint32))
    store.finish_edges(3, {"too long": 1})


def order(store: GraphStore) -> None:
    """New ids: c is 0, a is 1, b is 2."""
    place = np.array([1, 2, 0], np.uint32)
    store.begin(ORDER)
    reorder_names(store, np.array([2, 0, 1], np.uint32))
    table = shard_table(np.array([1, 0, 1], np.uint32))
    reorder_edges(store, table, [(place[s], place[t], w) for s, t, w in store.parts()])
    store.finish_order(table)


def build(store: GraphStore) -> None:
    order(store)
    store.begin(ROWS)
    first = (np.array([0, 0, 1]), np.array([0], np.uint32), None)
    second = (np.array([0, 1]), np.array([1], np.uint32), None)
    store.finish_rows(store.write_rows([first, second]), self_loops=4, repeats=5)


def test_a_finished_stage_is_known_to_the_next_run(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
    with GraphStore(tmp_path / "g") as store:
        assert store.has(EDGES)
        assert not store.has(ROWS)
        assert store.facts(EDGES) == {"nodes": 3, "edges": 2, "rejects": {"too long": 1}}
        assert [len(source) for source, _, _ in store.parts()] == [2]


def test_names_and_edges_get_their_new_ids(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        order(store)
        assert store.names().column().to_pylist() == ["c", "a", "b"]
        assert store.names().sorted_ids(0, 10).tolist() == [1, 2, 0]
        assert store.names().ids(pa.array(["b", "x", "a", None, ""])).tolist() == [2, -1, 1, -1, -1]
        [(first, last, (source, target, weight))] = store.shards()
        assert (first, last, weight) == (0, 3, None)
        assert list(zip(source.tolist(), target.tolist(), strict=True)) == [(1, 2), (2, 0)]
        assert not store.shards_folder.exists()
        assert not store.names_path.exists()


def test_shards_have_about_as_many_edges_each() -> None:
    random = np.random.default_rng(1)
    in_degree = (10_000 / (1 + np.arange(5000))).astype(np.uint32) + random.integers(0, 3, 5000)
    table = shard_table(in_degree.astype(np.uint32), edges_per_shard=10_000)
    assert (np.diff(table) <= 1).all()
    assert (np.diff(table) >= 0).all()
    blocks = np.add.reduceat(in_degree, np.arange(0, 5000, ROW_BLOCK))
    edges = np.bincount(table, blocks)
    assert len(edges) > 3
    assert edges.max() <= 10_000 + blocks.max()


def test_rows_in_memory_are_those_on_disk(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        build(store)
        streamed, resident = store.rows(), store.rows(resident=True)
        assert streamed.offsets.tolist() == resident.offsets.tolist()
        assert streamed.neighbours.tolist() == resident.neighbours.tolist()
        assert store.rows_bytes() == 4 * 8 + 2 * 4


def test_rows_of_all_shards_are_one_graph(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        build(store)
        rows = store.rows()
        assert rows.offsets.tolist() == [0, 0, 1, 2]
        assert rows.neighbours.tolist() == [0, 1]
        assert rows.weights is None
        assert (rows.self_loops, rows.repeats) == (4, 5)
        assert not store.ordered_shards_folder.exists()


def test_the_digest_tells_graphs_apart(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        with GraphStore(tmp_path / name) as store:
            collect(store)
            build(store)
            digests.append(store.rows().digest)
    assert digests[0] == digests[1]
    with GraphStore(tmp_path / "other") as store:
        collect(store)
        order(store)
        store.begin(ROWS)
        store.write_rows([(np.array([0, 0, 0, 0]), np.array([], np.uint32), None)])
        store.finish_rows(0, self_loops=0, repeats=0)
        assert store.rows().digest != digests[0]


def test_an_interrupted_stage_starts_afresh(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        store.begin(EDGES)
        store.shards_folder.mkdir()
        (store.shards_folder / "shard-0000.source").write_bytes(b"half")
    with GraphStore(tmp_path / "g") as store:
        assert not store.has(EDGES)
        collect(store)
        assert len(next(store.parts())[0]) == 2


def test_what_a_kill_after_a_stage_left_behind_is_removed_later(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        order(store)
        store.names_path.write_bytes(b"old")
        store.shards_folder.mkdir()
    with GraphStore(tmp_path / "g") as store:
        assert not store.names_path.exists()
        assert not store.shards_folder.exists()
        assert store.names().column().to_pylist() == ["c", "a", "b"]


def test_a_damaged_manifest_means_that_nothing_is_done(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        (store.folder / "manifest.json").write_text("{")
    with GraphStore(tmp_path / "g") as store:
        assert not store.has(EDGES)


def test_a_second_process_is_told_to_wait(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g"), pytest.raises(Refused, match="another process"):
        GraphStore(tmp_path / "g")


def test_graphs_of_earlier_inputs_go_unless_they_are_open(tmp_path: Path) -> None:
    for name in ("old", "kept"):
        GraphStore(tmp_path / name).close()
    with GraphStore(tmp_path / "open"):
        sweep(tmp_path, but={"kept"})
        assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "open"]
