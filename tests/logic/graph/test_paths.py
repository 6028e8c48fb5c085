from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import Edges, edge_lists, graph, in_networkx

from backlinkbot.logic.graph.paths import Discovery, discovery, well_known


def found(edges: Edges, nodes: int, target: int, starts: list[int], **more: int) -> Discovery:
    made = graph(edges, nodes)
    return discovery(made, made.outgoing(), target, np.array(starts, np.int64), **more)


def test_two_ways_that_share_a_site_count_once() -> None:
    # Starts 0 and 1 both need site 2; start 3 has a way of its own.
    edges = [(0, 2), (1, 2), (2, 5), (3, 4), (4, 5)]
    ways = found(edges, 6, 5, [0, 1, 3]).ways
    assert len(ways) == 2
    assert (3, 4, 5) in ways


def test_a_way_gives_way_to_another() -> None:
    # The first way found, 0 → 2 → 5, must move over to 3 for 1 → 2 → 5 to exist too.
    edges = [(0, 2), (0, 3), (1, 2), (2, 5), (3, 4), (4, 5)]
    assert set(found(edges, 6, 5, [0, 1]).ways) == {(0, 3, 4, 5), (1, 2, 5)}


def test_distance_is_counted_in_links_from_the_nearest_start() -> None:
    chain = [(0, 1), (1, 2), (2, 3), (4, 3)]
    seen = found(chain, 6, 3, [0, 1, 5])
    assert seen.distance == 2
    assert seen.reached_from == 2
    assert seen.starts == 3
    assert seen.mean_distance == 2.5
    assert seen.ways == ((1, 2, 3),)


def test_nobody_gets_to_a_site_without_links() -> None:
    seen = found([(0, 1)], 3, 2, [0])
    assert (seen.distance, seen.mean_distance, seen.ways) == (None, None, ())


def test_long_ways_are_not_counted() -> None:
    chain = [(i, i + 1) for i in range(6)]
    assert found(chain, 7, 6, [0], most_steps=4).ways == ()
    assert found(chain, 7, 6, [0], most_steps=6).within(6) == 1


def test_a_new_link_adds_a_way_and_shortens_the_distance() -> None:
    edges = [(0, 2), (2, 3), (3, 5), (1, 4)]
    before, after = found(edges, 6, 5, [0, 1]), found(edges, 6, 5, [0, 1], new_from=4)
    assert (before.distance, after.distance) == (3, 2)
    assert (len(before.ways), len(after.ways)) == (1, 2)
    assert (1, 4, 5) in after.ways


def test_the_target_is_no_well_known_site_of_its_own() -> None:
    assert well_known(np.array([3, 1, 2]), 1, 2).tolist() == [3, 2]


@settings(max_examples=150, deadline=None)
@given(edge_lists(), st.data())
def test_the_number_of_ways_is_that_of_menger(made: tuple[Edges, int], data: st.DataObject) -> None:
    edges, nodes = made
    target = data.draw(st.integers(0, nodes - 1))
    starts = data.draw(st.lists(st.integers(0, nodes - 1), unique=True).map(sorted))
    starts = [start for start in starts if start != target]
    seen = found(edges, nodes, target, starts, most_steps=nodes)
    # Each site has room for one way: it is split in two with one unit between.
    flow: Any = nx.DiGraph()
    flow.add_nodes_from(["from", ("in", target)])
    for v in range(nodes):
        flow.add_edge(("in", v), ("out", v), capacity=1)
    for u, v in in_networkx(graph(edges, nodes)).edges:
        flow.add_edge(("out", u), ("in", v), capacity=1)
    for start in starts:
        flow.add_edge("from", ("in", start), capacity=1)
    assert len(seen.ways) == nx.maximum_flow_value(flow, "from", ("in", target))
    inner = [node for way in seen.ways for node in way[:-1]]
    assert len(inner) == len(set(inner))
    real = set(edges)
    assert all(pair in real for way in seen.ways for pair in pairwise(way))
    assert all(way[0] in starts and way[-1] == target for way in seen.ways)
