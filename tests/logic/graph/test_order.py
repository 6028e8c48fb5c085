from __future__ import annotations

import numpy as np
from hypothesis import given
from small_graphs import Edges, edge_lists, graph

from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.order import inverse, places, renumbered
from backlinkbot.logic.graph.walk import pagerank


def test_nodes_that_link_come_first_and_the_most_linked_of_them_before_others() -> None:
    out_degree = np.array([0, 1, 0, 2, 1], np.uint32)
    in_degree = np.array([9, 1, 0, 70_000, 1], np.uint32)
    assert places(out_degree, in_degree).tolist() == [3, 1, 4, 0, 2]


@given(edge_lists())
def test_a_renumbered_graph_has_the_same_pagerank(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    place = places(made.out_degree, made.in_degree().astype(np.uint32))
    assert sorted(place) == list(range(made.nodes))
    assert place[inverse(place)].tolist() == list(range(made.nodes))
    columns = np.array(case[0], np.uint32).reshape(-1, 2)
    source, target = (renumbered(np.ascontiguousarray(column), place) for column in columns.T)
    other = graph_of(source, target, made.nodes)
    assert (other.repeats, other.self_loops) == (made.repeats, made.self_loops)
    linking = np.flatnonzero(other.out_degree)
    assert linking.tolist() == list(range(len(linking)))
    before, after = pagerank(made).scores[0], pagerank(other).scores[0]
    assert np.abs(after[place] - before).sum() < 1e-11
