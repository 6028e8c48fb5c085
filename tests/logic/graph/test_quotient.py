from __future__ import annotations

import numpy as np
from hypothesis import given
from small_graphs import Edges, edge_lists, graph

from backlinkbot.logic.graph.quotient import classes, quotient


def test_classes_join_equal_rows_and_nothing_else() -> None:
    made = graph([(0, 3), (1, 3), (2, 3), (2, 4), (4, 3)], 5)
    assert classes(made.outgoing()).tolist() == [0, 0, 1, -1, 0]


def test_nodes_with_the_same_targets_are_one_giver() -> None:
    made = graph([(0, 2), (1, 2), (2, 0), (2, 1)], 3)
    small = quotient(made.incoming, made.outgoing(), np.ones(3, np.bool_))
    assert small.weights.tolist() == [2, 1]
    assert small.push.count == small.passes.count == 2
    assert small.taker_of.tolist() == [0, 0, 1]


def test_only_starting_nodes_have_weight() -> None:
    made = graph([(0, 2), (1, 2), (2, 0), (2, 1)], 3)
    small = quotient(made.incoming, made.outgoing(), np.array([False, True, False]))
    assert small.weights.tolist() == [1, 0]
    assert small.starts == 1


@given(edge_lists())
def test_every_edge_is_found_again_in_the_quotient(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    out = made.outgoing()
    small = quotient(made.incoming, out, np.ones(made.nodes, np.bool_))
    assert small.weights.sum() == (made.out_degree > 0).sum()
    giver_of = np.full(made.nodes, -1)
    for node in range(made.nodes):
        if small.edge_of[node] >= 0:
            giver_of[node] = small.passes.neighbours[small.edge_of[node]]
            assert giver_of[node] in small.passes.row(int(small.taker_of[node]))
            reached = {int(small.taker_of[t]) for t in out.row(node)}
            assert set(small.push.row(giver_of[node]).tolist()) == reached
