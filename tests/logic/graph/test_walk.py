from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import Edges, edge_lists, graph, in_igraph, in_networkx, pairs, steps

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import Crew
from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.steps import ROUGH_TOLERANCE, Walk
from backlinkbot.logic.graph.walk import pagerank, rest, trust, walks
from backlinkbot.logic.graph.weights import shares


def test_two_nodes_that_link_to_each_other_share_all() -> None:
    assert pagerank(graph([(0, 1), (1, 0)], 2)).scores[0] == pytest.approx([0.5, 0.5])


def test_a_node_with_one_link_to_a_dead_end_by_hand() -> None:
    # x0 = 0.15/2 + 0.85 x1/2, x1 = x0 + 0.85 x0 and x0 + x1 = 1, so x0 = 1 / 2.85
    assert pagerank(graph([(0, 1)], 2)).scores[0] == pytest.approx([1 / 2.85, 1.85 / 2.85])


def test_nodes_without_links_share_equally() -> None:
    assert pagerank(graph([], 4)).scores[0] == pytest.approx([0.25] * 4)


@given(edge_lists(), st.floats(0.1, 0.95))
def test_pagerank_solves_its_equation_and_sums_to_one(
    case: tuple[Edges, int], damping: float
) -> None:
    made = graph(*case)
    found = pagerank(made, damping=damping)
    matrix = steps(made)
    matrix[made.out_degree == 0] = 1 / made.nodes
    left = np.eye(made.nodes) - damping * matrix.T
    exact = np.linalg.solve(left, np.full(made.nodes, (1 - damping) / made.nodes))
    assert np.abs(found.scores[0] - exact).sum() < 1e-9
    assert found.scores[0].sum() == pytest.approx(1, abs=1e-10)


@given(edge_lists(), st.randoms(use_true_random=False))
def test_renumbering_the_nodes_changes_nothing(case: tuple[Edges, int], random: object) -> None:
    edges, nodes = case
    new = list(range(nodes))
    random.shuffle(new)  # type: ignore[attr-defined]
    before = pagerank(graph(edges, nodes)).scores[0]
    after = pagerank(graph([(new[s], new[t]) for s, t in edges], nodes)).scores[0]
    assert after[new] == pytest.approx(before, abs=1e-11)


@given(edge_lists())
def test_networkx_agrees(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    other = nx.pagerank(in_networkx(made), alpha=0.85, tol=1e-13, max_iter=1000)
    assert pagerank(made).scores[0] == pytest.approx([other[i] for i in range(made.nodes)])


def test_trust_thins_out_along_a_chain() -> None:
    found = trust(graph([(0, 1), (1, 2)], 3), [np.array([0])], damping=0.7)
    assert found.scores[0] == pytest.approx([0.3, 0.3 * 0.7, 0.3 * 0.49])


@given(edge_lists(), st.data())
def test_trust_solves_its_equation_for_every_seed_set_at_once(
    case: tuple[Edges, int], data: st.DataObject
) -> None:
    made = graph(*case)
    node = st.integers(0, made.nodes - 1)
    sets = data.draw(st.lists(st.sets(node, min_size=1), min_size=1, max_size=4))
    found = trust(made, [np.array(sorted(chosen)) for chosen in sets])
    for scores, chosen in zip(found.scores, sets, strict=True):
        restart = np.zeros(made.nodes)
        restart[list(chosen)] = 0.3 / len(chosen)
        exact = np.linalg.solve(np.eye(made.nodes) - 0.7 * steps(made).T, restart)
        assert scores == pytest.approx(exact, abs=1e-11)
        assert scores.sum() <= 1 + 1e-12


def test_walks_that_end_at_different_times_do_not_disturb_each_other() -> None:
    random = np.random.default_rng(5)
    edges = list(zip(*random.integers(0, 300, (2, 3000)).tolist(), strict=True))
    weights = random.random(3000).astype(np.float32).tolist()
    made = graph(edges, 300, weights)
    share = random.random(300) / 50
    wanted = [
        Walk(0.7, seeds=np.array([3, 4]), is_weighted=True),
        Walk(0.95),
        Walk(0.5, seeds=np.array([9])),
        Walk(0.85),
    ]
    together = walks(made, wanted, share=share).scores
    for scores, walk in zip(together, wanted, strict=True):
        alone = walks(made, [walk], share=share).scores[0]
        assert scores == pytest.approx(alone, abs=1e-10)


def test_a_weighted_walk_passes_on_weight_times_share() -> None:
    made = graph([(0, 1), (0, 2)], 3, [1.0, 0.25])
    walk = Walk(0.7, seeds=np.array([0]), is_weighted=True)
    found = walks(made, [walk], share=np.array([0.5, 0, 0])).scores[0]
    assert found == pytest.approx([0.3, 0.3 * 0.7 * 0.5, 0.3 * 0.7 * 0.125])


@given(edge_lists(), st.integers(1, 6), st.data())
def test_any_number_of_weighted_walks_solve_their_equations(
    case: tuple[Edges, int], count: int, data: st.DataObject
) -> None:
    edges, nodes = case
    weight = st.sampled_from([0.0, 0.02, 0.3, 1.0])
    weights = data.draw(st.lists(weight, min_size=len(edges), max_size=len(edges)))
    made = graph(edges, nodes, weights)
    share = shares(made, floor=3)
    matrix = np.zeros((nodes, nodes))
    assert made.incoming.weights is not None
    for (u, v), w in zip(pairs(made), made.incoming.weights, strict=True):
        matrix[u, v] = w * share[u]
    seeds = [np.array([data.draw(st.integers(0, nodes - 1))]) for _ in range(count)]
    found = walks(made, [Walk(0.7, seeds=s, is_weighted=True) for s in seeds], share=share)
    for scores, chosen in zip(found.scores, seeds, strict=True):
        restart = np.zeros(nodes)
        restart[chosen] = 0.3
        exact = np.linalg.solve(np.eye(nodes) - 0.7 * matrix.T, restart)
        assert scores == pytest.approx(exact, abs=1e-11)


def test_a_weighted_walk_without_seeds_is_refused() -> None:
    with pytest.raises(BadInput, match="needs seeds"):
        walks(graph([(0, 1)], 2), [Walk(is_weighted=True)], share=np.ones(2))


def test_large_graphs_in_32_bits_stay_close(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    edges = list(zip(*random.integers(0, 2000, (2, 20_000)).tolist(), strict=True))
    made = graph(edges, 2000)
    exact = pagerank(made).scores[0]
    monkeypatch.setattr("backlinkbot.logic.graph.walk.MOST_EXACT_CELLS", 0)
    rough = pagerank(made)
    assert rough.scores[0].dtype == np.float32
    assert np.abs(rough.scores[0] - exact).sum() < 1e-5


def test_any_number_of_threads_gives_the_same_bits(cnr_graph: Graph) -> None:
    one = pagerank(cnr_graph, workers=1).scores[0]
    assert (one == pagerank(cnr_graph, workers=3).scores[0]).all()


def test_pagerank_of_the_uk_hosts_equals_igraphs(uk_graph: Graph) -> None:
    other = np.array(in_igraph(uk_graph).pagerank(damping=0.85))
    assert np.abs(pagerank(uk_graph).scores[0] - other).sum() <= 1e-9


def test_pagerank_of_cnr_2000_equals_igraphs(cnr_graph: Graph) -> None:
    other = np.array(in_igraph(cnr_graph).pagerank(damping=0.85))
    assert np.abs(pagerank(cnr_graph).scores[0] - other).sum() <= 1e-9


def test_a_seed_that_is_no_node_is_refused() -> None:
    with pytest.raises(BadInput, match="not in the graph"):
        trust(graph([(0, 1)], 2), [np.array([2])])
    with pytest.raises(BadInput, match="at least one seed"):
        trust(graph([(0, 1)], 2), [np.array([], np.int64)])


@pytest.mark.parametrize("walk_count", [1, 3, 5])
def test_scores_of_a_part_of_the_nodes_are_those_of_all(walk_count: int) -> None:
    random = np.random.default_rng(walk_count)
    edges = sorted({(int(s), int(t)) for s, t in random.integers(0, 60, (300, 2)) if s != t})
    made = graph(edges, 70)
    wanted = [Walk(0.7, seeds=random.choice(60, 8, replace=False)) for _ in range(walk_count)]
    wanted.append(Walk())
    with Crew(2) as crew:
        rested = rest(made, wanted, crew)
        whole = rested.scores(range(walk_count + 1))
        numbers = range(walk_count)
        parts = [rested.part(numbers, a, b) for a, b in ((0, 1), (1, 50), (50, 70))]
    assert (np.concatenate(parts, axis=1) == np.stack(whole[:-1])).all()
    for score, alone in zip(whole, walks(made, wanted).scores, strict=True):
        assert (score == alone).all()


def test_rough_walks_end_earlier_on_large_graphs_and_change_nothing_on_small_ones(
    monkeypatch: pytest.MonkeyPatch, cnr_graph: Graph
) -> None:
    seeds = np.arange(0, cnr_graph.nodes, 1000)
    fine, half = Walk(0.7, seeds=seeds), Walk(0.7, seeds=seeds[::2])
    both, rough = [fine, half], [fine, replace(half, is_rough=True)]
    ours, others = (walks(cnr_graph, wanted).scores[1] for wanted in (both, rough))
    assert np.abs(ours - others).sum() < 1e-11
    monkeypatch.setattr("backlinkbot.logic.graph.walk.MOST_EXACT_CELLS", 0)
    exactly, nearly = (walks(cnr_graph, wanted).scores[1] for wanted in (both, rough))
    # What is left falls by 0.7 a step or faster: at most 1 / (1 - 0.7) of the last one.
    assert 0 < np.abs(exactly - nearly).sum() < 4 * ROUGH_TOLERANCE
