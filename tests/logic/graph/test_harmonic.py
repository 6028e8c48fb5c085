from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from small_graphs import Edges, edge_lists, graph, in_igraph, in_networkx

from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.harmonic import harmonic, harmonic_sampled


def test_a_chain_by_hand() -> None:
    assert harmonic(graph([(0, 1), (1, 2)], 3)).tolist() == [0, 1, 1.5]


def test_a_ring_of_three_by_hand() -> None:
    assert harmonic(graph([(0, 1), (1, 2), (2, 0)], 3)).tolist() == [1.5, 1.5, 1.5]


def test_nodes_with_equal_targets_that_link_among_themselves_count_each_other() -> None:
    # 0 and 1 both link to 2 only, and 2 to both: each is 1 from 2 and 2 from its twin.
    assert harmonic(graph([(0, 2), (1, 2), (2, 0), (2, 1)], 3)).tolist() == [1.5, 1.5, 2]


@given(edge_lists(20))
def test_networkx_agrees(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    other = nx.harmonic_centrality(in_networkx(made))
    assert harmonic(made) == pytest.approx([other[i] for i in range(made.nodes)])


def test_many_batches_and_threads_agree_with_networkx() -> None:
    random = np.random.default_rng(2)
    edges = list(zip(*random.integers(0, 700, (2, 2100)).tolist(), strict=True))
    # A crowd of nodes with the same targets makes one large class among many small ones.
    edges += [(node, target) for node in range(700, 900) for target in (1, 2, 3)]
    edges += [(5, node) for node in range(700, 900, 7)]
    made = graph(edges, 900)
    other = nx.harmonic_centrality(in_networkx(made))
    for workers in (1, 4):
        found = harmonic(made, workers=workers)
        assert found == pytest.approx([other[i] for i in range(900)], abs=1e-9)


def test_a_sample_of_everything_is_exact_and_a_smaller_one_is_near() -> None:
    random = np.random.default_rng(4)
    edges = list(zip(*random.integers(0, 1500, (2, 9000)).tolist(), strict=True))
    made = graph(edges, 1500)
    exact = harmonic(made)
    assert harmonic_sampled(made, 5000, seed=1) == pytest.approx(exact)
    near = harmonic_sampled(made, 400, seed=1)
    linked = exact > 100
    assert np.abs(near[linked] / exact[linked] - 1).max() < 0.1
    assert near.mean() == pytest.approx(exact.mean(), rel=0.02)


def test_progress_counts_every_batch() -> None:
    random = np.random.default_rng(6)
    edges = list(zip(*random.integers(0, 800, (2, 4000)).tolist(), strict=True))
    told: list[tuple[int, int]] = []
    harmonic(graph(edges, 800), workers=1, told=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_the_uk_hosts_equal_igraphs(uk_graph: Graph) -> None:
    other = in_igraph(uk_graph).harmonic_centrality(mode="in", normalized=False)
    assert harmonic(uk_graph) == pytest.approx(np.array(other), rel=1e-9, abs=1e-9)


@pytest.mark.timeout(600)
def test_cnr_2000_equals_igraphs(cnr_graph: Graph) -> None:
    """Ours for all 325,557 nodes; igraph, which would need ten minutes, for 200 of them."""
    found = harmonic(cnr_graph)
    some = np.random.default_rng(1).choice(cnr_graph.nodes, 199, replace=False).tolist()
    some.append(int(found.argmax()))
    other = in_igraph(cnr_graph).harmonic_centrality(some, mode="in", normalized=False)
    assert found[some] == pytest.approx(np.array(other), rel=1e-9)
