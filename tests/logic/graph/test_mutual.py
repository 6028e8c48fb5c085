from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import Edges, edge_lists, graph, in_networkx

from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.mutual import co_linked, mutual


def test_one_exchange_of_links_by_hand() -> None:
    found = mutual(graph([(0, 1), (1, 0), (2, 1), (1, 3)], 4))
    assert found.counts.tolist() == [1, 1, 0, 0]
    assert found.of_sources.tolist() == [1, 0.5, 0, 0]
    assert found.share == 0.5


@given(edge_lists())
def test_networkx_counts_the_same_returned_links(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    if made.edges:
        assert mutual(made).share == pytest.approx(nx.overall_reciprocity(in_networkx(made)))


@given(edge_lists())
def test_links_both_ways_come_in_pairs(case: tuple[Edges, int]) -> None:
    assert mutual(graph(*case)).counts.sum() % 2 == 0


def test_common_sources_by_hand() -> None:
    made = graph([(0, 2), (0, 3), (1, 2), (1, 3), (1, 4), (5, 4)], 6)
    found = co_linked(made, made.outgoing(), 2)
    assert found.nodes.tolist() == [3, 4]
    assert found.counts.tolist() == [2, 1]
    assert co_linked(made, made.outgoing(), 0).nodes.tolist() == []


@given(edge_lists(), st.data())
def test_common_sources_are_those_of_both_and_the_same_from_either_side(
    case: tuple[Edges, int], data: st.DataObject
) -> None:
    made = graph(*case)
    outgoing = made.outgoing()
    node = data.draw(st.integers(0, made.nodes - 1))

    def counts(of: int) -> dict[int, int]:
        found = co_linked(made, outgoing, of)
        return dict(zip(found.nodes.tolist(), found.counts.tolist(), strict=True))

    sources = [set(made.incoming.row(v).tolist()) for v in range(made.nodes)]
    common = {v: len(sources[v] & sources[node]) for v in range(made.nodes) if v != node}
    assert counts(node) == {v: count for v, count in common.items() if count}
    for other, count in counts(node).items():
        assert counts(other)[node] == count


def test_threads_count_as_one_does(cnr_graph: Graph) -> None:
    assert (mutual(cnr_graph, workers=1).counts == mutual(cnr_graph, workers=3).counts).all()
