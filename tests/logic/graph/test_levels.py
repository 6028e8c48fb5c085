from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from small_graphs import Edges, edge_lists, graph

from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.harmonic import harmonic, harmonic_sampled
from backlinkbot.logic.graph.levels import distance_sums


def test_a_chain_from_its_head_by_hand() -> None:
    made = graph([(0, 1), (1, 2), (2, 3)], 4)
    assert distance_sums(made, np.array([0])).tolist() == pytest.approx([0, 1, 1 / 2, 1 / 3])
    assert distance_sums(made, np.array([3, 1])).tolist() == [0, 0, 1, 0.5]


@given(edge_lists(20))
def test_from_all_nodes_it_is_harmonic_centrality(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    found = distance_sums(made, np.arange(made.nodes))
    assert found == pytest.approx(harmonic(made), abs=1e-12)


@pytest.mark.parametrize("pivots", [3, 256, 700])
def test_a_lean_sample_is_the_sample(pivots: int, uk_graph: Graph) -> None:
    usual = harmonic_sampled(uk_graph, pivots, seed=4)
    lean = harmonic_sampled(uk_graph, pivots, seed=4, is_lean=True, workers=3)
    assert lean == pytest.approx(usual, rel=1e-12, abs=1e-12)


def test_progress_counts_batches() -> None:
    told: list[tuple[int, int]] = []
    made = graph([(i, (i + 1) % 600) for i in range(600)], 600)
    distance_sums(made, np.arange(600), told=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
