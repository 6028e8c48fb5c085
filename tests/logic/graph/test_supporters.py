from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import Edges, edge_lists, graph, steps

from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.supporters import far_part, robust_part
from backlinkbot.logic.graph.walk import pagerank


def gifts(made: Graph) -> np.ndarray:
    """The chance that a walk from u ends at v, for all u and v."""
    return 0.15 * np.linalg.inv(np.eye(made.nodes) - 0.85 * steps(made))


def test_a_chain_by_hand() -> None:
    made = graph([(0, 1), (1, 2)], 3)
    scores = pagerank(made).scores[0]
    # Node 2 has 1 of its own, 0.85 over one link and 0.7225 over two.
    found = far_part(made, scores, links=1)
    assert found == pytest.approx([0, 0, 0.7225 / (1 + 0.85 + 0.7225)])
    assert far_part(made, scores, links=0)[1] == pytest.approx(0.85 / 1.85)


def test_a_star_of_one_link_each_by_hand() -> None:
    made = graph([(i, 0) for i in range(1, 11)], 11)
    found = robust_part(made, pagerank(made).scores[0], np.array([0, 1]), most=0.01)
    # Ten supporters give 0.1275 each, the page itself 0.15; each counts as 0.01.
    assert found == pytest.approx([0.11 / (0.15 + 1.275), 0.01 / 0.15])


@given(edge_lists(), st.integers(0, 5))
def test_what_comes_from_far_is_what_the_powers_say(case: tuple[Edges, int], links: int) -> None:
    made = graph(*case)
    scores = pagerank(made).scores[0]
    far = np.linalg.matrix_power(0.85 * steps(made).T, links + 1) @ scores / scores
    assert far_part(made, scores, links=links) == pytest.approx(far, abs=1e-9)


@given(edge_lists(), st.sampled_from([1e-3, 0.02, 0.2]))
def test_the_robust_part_is_that_of_the_exact_gifts(case: tuple[Edges, int], most: float) -> None:
    made = graph(*case)
    nodes = np.arange(made.nodes)
    found = robust_part(made, pagerank(made).scores[0], nodes, most=most)
    exact = np.minimum(gifts(made), most).sum(axis=0) / gifts(made).sum(axis=0)
    # The push leaves up to a ten-thousandth of a visit at each of the nodes.
    assert found == pytest.approx(exact, abs=1e-3)


def test_threads_and_order_change_nothing(cnr_graph: Graph) -> None:
    scores = pagerank(cnr_graph).scores[0]
    nodes = np.argsort(-scores)[1000:1040]
    one = robust_part(cnr_graph, scores, nodes, workers=1)
    assert one.tolist() == robust_part(cnr_graph, scores, nodes[::-1], workers=3)[::-1].tolist()
    assert ((one >= 0) & (one <= 1)).all()


def test_a_farm_is_less_robust_and_nearer_than_a_page_with_a_wide_circle() -> None:
    random = np.random.default_rng(5)
    edges = [(int(s), int(t)) for s, t in random.integers(0, 500, (20_000, 2))]
    farm = [(500 + i, 600) for i in range(100)]
    made = graph(edges + farm, 601)
    scores = pagerank(made).scores[0]
    robust = robust_part(made, scores, np.array([600, 0]), most=1e-2)
    far = far_part(made, scores, links=1)
    assert robust[0] < 0.2 < robust[1]
    assert far[600] == 0
    assert far[0] > 0.5
