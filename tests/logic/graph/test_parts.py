from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from small_graphs import Edges, edge_lists, graph, in_networkx

from backlinkbot.logic.graph.parts import Parts, connected, strongly_connected


def sets(found: Parts) -> set[frozenset[int]]:
    parts = [
        frozenset(np.flatnonzero(found.part_of == k).tolist()) for k in range(len(found.sizes))
    ]
    assert [len(part) for part in parts] == found.sizes.tolist() == sorted(found.sizes)[::-1]
    return set(parts)


def test_a_ring_with_a_tail_and_a_lone_node_by_hand() -> None:
    made = graph([(0, 1), (1, 2), (2, 0), (2, 3), (5, 3)], 6)
    assert connected(made).part_of.tolist() == [0, 0, 0, 0, 1, 0]
    assert connected(made).sizes.tolist() == [5, 1]
    assert strongly_connected(made).part_of.tolist() == [0, 0, 0, 1, 2, 3]
    assert strongly_connected(made).sizes.tolist() == [3, 1, 1, 1]


@given(edge_lists(25))
def test_networkx_finds_the_same_parts(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    other = in_networkx(made)
    assert sets(connected(made)) == set(map(frozenset, nx.weakly_connected_components(other)))
    strong = set(map(frozenset, nx.strongly_connected_components(other)))
    assert sets(strongly_connected(made)) == strong


def test_a_chain_of_any_length_needs_no_recursion() -> None:
    chain = [(i, i + 1) for i in range(20_000)]
    assert connected(graph(chain, 20_001)).sizes.tolist() == [20_001]
    assert len(strongly_connected(graph(chain, 20_001)).sizes) == 20_001
    assert strongly_connected(graph([*chain, (20_000, 0)], 20_001)).sizes.tolist() == [20_001]


def test_a_graph_without_nodes_has_no_parts() -> None:
    assert connected(graph([], 0)).sizes.tolist() == []
