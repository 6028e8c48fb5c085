from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import Edges, edge_lists, graph, pairs

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.csr import degrees, graph_of, grouped


def test_rows_hold_the_sources_of_each_node_in_order() -> None:
    made = graph([(2, 0), (1, 0), (0, 1), (2, 1)], 3)
    assert [made.incoming.row(i).tolist() for i in range(3)] == [[1, 2], [0, 2], []]
    assert made.out_degree.tolist() == [1, 1, 2]


def test_self_loops_and_repeats_are_dropped_and_counted() -> None:
    made = graph([(0, 0), (0, 1), (0, 1), (0, 1), (1, 1)], 2)
    assert (made.edges, made.self_loops, made.repeats) == (1, 2, 2)


@given(edge_lists())
def test_any_edges_in_any_order_give_the_set_of_edges(case: tuple[Edges, int]) -> None:
    edges, nodes = case
    made = graph(edges, nodes)
    wanted = sorted({(t, s) for s, t in edges if s != t})
    assert [(t, s) for s, t in pairs(made).tolist()] == wanted
    assert made.edges + made.self_loops + made.repeats == len(edges)


@given(edge_lists(), st.data())
def test_of_repeated_edges_the_heaviest_stays(case: tuple[Edges, int], data: st.DataObject) -> None:
    edges, nodes = case
    weight = st.sampled_from([0.0, 0.02, 0.3, 1.0])
    weights = data.draw(st.lists(weight, min_size=len(edges), max_size=len(edges)))
    best: dict[tuple[int, int], float] = {}
    for edge, value in zip(edges, weights, strict=True):
        if edge[0] != edge[1]:
            best[edge] = max(value, best.get(edge, 0.0))
    made = graph(edges, nodes, weights)
    assert made.incoming.weights is not None
    found = {
        (int(s), int(t)): float(w)
        for (s, t), w in zip(pairs(made), made.incoming.weights, strict=True)
    }
    assert found == pytest.approx(best)


@given(edge_lists())
def test_outgoing_rows_are_the_transpose(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    out = made.outgoing()
    found = [(u, int(v)) for u in range(made.nodes) for v in out.row(u)]
    assert found == sorted(map(tuple, pairs(made).tolist()))
    assert np.diff(out.offsets).tolist() == made.out_degree.tolist()


def test_many_buckets_and_threads_give_what_one_gives() -> None:
    random = np.random.default_rng(7)
    nodes, count = 50_000, 600_000
    source = random.integers(0, nodes, count, dtype=np.uint32)
    target = (nodes * random.random(count) ** 3).astype(np.uint32)
    one = graph_of(source, target, nodes, workers=1)
    four = graph_of(source[::-1], target[::-1], nodes, workers=4)
    assert (one.incoming.offsets == four.incoming.offsets).all()
    assert (one.incoming.neighbours == four.incoming.neighbours).all()
    assert one.repeats == four.repeats > 0
    assert (degrees(source, nodes, workers=3) == np.bincount(source, minlength=nodes)).all()


def test_shards_put_together_are_the_whole() -> None:
    random = np.random.default_rng(3)
    source = random.integers(0, 1000, 20_000, dtype=np.uint32)
    target = random.integers(0, 1000, 20_000, dtype=np.uint32)
    whole = grouped(source, target, 1000)
    shards = []
    for first, last in ((0, 400), (400, 1000)):
        inside = (target >= first) & (target < last)
        shards.append(grouped(source[inside], target[inside], 1000, shard=(first, last)))
    assert sum(s.self_loops for s in shards) == whole.self_loops
    assert sum(s.repeats for s in shards) == whole.repeats
    joined = np.concatenate([s.rows.neighbours for s in shards])
    assert (joined == whole.rows.neighbours).all()


def test_a_graph_without_edges_or_nodes_is_a_graph() -> None:
    assert graph([], 3).in_degree().tolist() == [0, 0, 0]
    assert graph([], 0).nodes == 0
    assert graph([], 0).outgoing().count == 0


def test_an_edge_to_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="node 5"):
        graph([(0, 5)], 5)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_weight_is_refused(weight: float) -> None:
    with pytest.raises(BadInput, match="weight"):
        graph([(0, 1)], 2, [weight])
