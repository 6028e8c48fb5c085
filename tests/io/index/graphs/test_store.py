from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.index.graphs.names import write_names
from backlinkbot.io.index.graphs.spill import Spill
from backlinkbot.io.index.graphs.store import EDGES, ROWS, GraphStore, sweep


def collect(store: GraphStore) -> None:
    store.begin(EDGES)
    write_names(store.names_path, [pa.array(["a", "b", "c"])])
    with Spill(store.shards_folder, weighted=False) as spill:
        spill.add(np.array([0, 1], np.uint32), np.array([1, 2], np.uint32))
    store.finish(EDGES, {"nodes": 3, "rejects": {}})


def build(store: GraphStore) -> None:
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
        assert store.facts(EDGES)["nodes"] == 3
        assert [(a, b, len(s)) for a, b, s, _, _ in store.shards()] == [(0, 3, 2)]


def test_rows_of_all_shards_are_one_graph(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        collect(store)
        build(store)
        rows = store.rows()
        assert rows.offsets.tolist() == [0, 0, 1, 2]
        assert rows.neighbours.tolist() == [0, 1]
        assert rows.weights is None
        assert (rows.self_loops, rows.repeats) == (4, 5)
        assert not store.shards_folder.exists()


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
        assert len(next(iter(store.shards()))[2]) == 2


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
