from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.measure.building import build_rows, order_nodes
from backlinkbot.core.progress import Silent
from backlinkbot.io.index.graphs import reorder
from backlinkbot.io.index.graphs.names import write_names
from backlinkbot.io.index.graphs.spill import Spill
from backlinkbot.io.index.graphs.store import EDGES, ORDER, GraphStore, StoredRows
from backlinkbot.logic.graph.csr import Graph, Rows, degrees, graph_of
from backlinkbot.logic.graph.walk import pagerank

NODES, COUNT = 3000, 60_000


def edges() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    shuffled = random.permutation(NODES).astype(np.uint32)
    source = shuffled[(NODES * random.random(COUNT) ** 2).astype(np.int64)]
    target = shuffled[(NODES * random.random(COUNT) ** 3).astype(np.int64)]
    return source, target, random.random(COUNT, np.float32)


def built(folder: Path, *, weighted: bool) -> GraphStore:
    store = GraphStore(folder)
    store.begin(EDGES)
    write_names(store.names_path, [pa.array([f"d{i}.org" for i in range(NODES)])])
    with Spill(store.shards_folder, weighted=weighted) as spill:
        for part in np.array_split(np.arange(COUNT), 7):
            source, target, weight = (column[part] for column in edges())
            spill.add(source, target, weight if weighted else None)
    store.finish_edges(NODES, {})
    order_nodes(store, Silent())
    build_rows(store, Silent())
    return store


def scores(stored: StoredRows, workers: int) -> np.ndarray:
    rows = Rows(stored.offsets, stored.neighbours)
    return pagerank(Graph(rows, degrees(rows.neighbours, rows.count)), workers=workers).scores[0]


@pytest.mark.parametrize("weighted", [False, True])
def test_a_stored_graph_is_the_one_that_was_given_under_other_numbers(
    tmp_path: Path, *, weighted: bool
) -> None:
    source, target, weight = edges()
    plain = graph_of(source, target, NODES, weights=weight if weighted else None)
    with built(tmp_path / "g", weighted=weighted) as store:
        stored = store.rows()
        place = store.names().ids(pa.array([f"d{i}.org" for i in range(NODES)]))
        again = graph_of(
            place[source].astype(np.uint32),
            place[target].astype(np.uint32),
            NODES,
            weights=weight if weighted else None,
        )
        assert (stored.offsets == again.incoming.offsets).all()
        assert (stored.neighbours == again.incoming.neighbours).all()
        if weighted:
            assert stored.weights is not None
            assert (stored.weights == again.incoming.weights).all()
        assert (stored.self_loops, stored.repeats) == (plain.self_loops, plain.repeats)
        assert store.rows().digest == stored.digest
        found = scores(stored, workers=2)
        assert np.abs(found[place] - pagerank(plain).scores[0]).sum() < 1e-11


def test_streamed_and_resident_and_any_number_of_shards_give_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with built(tmp_path / "one", weighted=False) as store:
        one = store.rows()
        streamed, resident = scores(one, 3), scores(store.rows(resident=True), 1)
    small = partial(reorder.shard_table, edges_per_shard=5000)
    monkeypatch.setattr(reorder, "shard_table", small)
    with built(tmp_path / "many", weighted=False) as store:
        assert len(store.facts(ORDER)["cuts"]) > 4
        many = store.rows()
        assert (many.neighbours == one.neighbours).all()
        assert many.digest == one.digest
        assert (streamed == resident).all()
        assert (streamed == scores(many, 2)).all()
