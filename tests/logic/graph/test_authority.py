from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_graphs import Edges, graph

from backlinkbot.logic.graph.authority import LEAST_REACH, Authority, Basis, open_authority
from backlinkbot.logic.graph.csr import Graph

SEEDS = np.arange(40)
NODES = 600


def web(random_seed: int = 1) -> Edges:
    """Forty seeds, each linking to fifteen others; everybody else links to a few."""
    random = np.random.default_rng(random_seed)
    edges = [(s, int(t)) for s in range(40) for t in random.integers(0, NODES, 15)]
    edges += [(u, int(t)) for u in range(40, NODES) for t in random.integers(0, NODES, 5)]
    return edges


def measured(edges: Edges, nodes: int = NODES) -> Authority:
    return open_authority(graph(edges, nodes), SEEDS)


def test_it_stands_on_trust_where_trust_reaches() -> None:
    found = measured(web())
    assert found.basis is Basis.TRUST
    assert found.reach > 0.9
    assert found.authority.max() == 100
    assert found.inflated_share is not None


@settings(max_examples=15, deadline=None)
@given(st.integers(0, NODES - 1), st.integers(1, 300))
def test_domains_that_nobody_links_to_move_no_one(victim: int, count: int) -> None:
    before = measured(web())
    empty = [(NODES + i, victim) for i in range(count)]
    after = measured(web() + empty, NODES + count)
    assert (after.authority[:NODES] == before.authority).all()
    assert (after.low[:NODES] == before.low).all()
    assert (after.authority[NODES:] == 0).all()


def test_pagerank_would_have_been_bought() -> None:
    victim = int(np.argsort(measured(web()).pagerank)[NODES // 2])
    after = measured(web() + [(NODES + i, victim) for i in range(300)], NODES + 300)
    assert after.links_points[victim] > 99
    assert after.inflated_share is not None
    assert after.inflated_share[victim] > 0.3


def test_a_farm_that_links_back_gains_nothing() -> None:
    victim = NODES
    linked = [*web(), (3, victim), (50, victim)]
    before = measured(linked, NODES + 1)
    farm = range(NODES + 1, NODES + 101)
    both = [(f, victim) for f in farm] + [(victim, f) for f in farm]
    attacked = graph(linked + both, NODES + 101)
    after = open_authority(attacked, SEEDS, reference=before.scale)
    assert before.authority[victim] > 5
    assert after.authority[victim] == pytest.approx(before.authority[victim], abs=1e-6)


def test_no_seed_vouches_for_itself() -> None:
    lonely = 0
    edges = [(s, t) for s, t in web() if t != lonely]
    assert measured(edges).authority[lonely] == 0


def test_a_link_from_a_seed_is_worth_more_than_fifty_from_strangers() -> None:
    edges = web()
    nodes = NODES + 2
    edges += [(7, NODES)]
    edges += [(40 + 11 * i, NODES + 1) for i in range(50)]
    found = measured(edges, nodes)
    assert found.pagerank[NODES + 1] > 5 * found.pagerank[NODES]
    points: NDArray[np.float64] = found.authority
    assert points[NODES] > points[NODES + 1] - 25


def test_the_interval_holds_the_points_and_narrows_where_many_seeds_agree() -> None:
    edges = web() + [(s, NODES) for s in range(40)] + [(5, NODES + 1)]
    found = measured(edges, NODES + 2)
    assert (found.low <= found.authority).all()
    assert (found.authority <= found.high).all()
    width = found.high - found.low
    assert width[NODES] < width[NODES + 1]


def test_without_seeds_it_stands_on_links_and_says_so() -> None:
    found = open_authority(graph(web(), NODES), np.array([], np.int64))
    assert found.basis is Basis.LINKS_ONLY
    assert found.trust is None
    assert found.inflated_share is None
    assert found.authority.max() == 100


def test_where_trust_cannot_spread_it_stands_on_links() -> None:
    islands = [(s, 600 + s) for s in range(40)]
    islands += [(u, u + 1) for u in range(700, 2000)]
    assert measured(islands, 2001).basis is Basis.LINKS_ONLY


def test_no_crowd_of_strangers_makes_a_large_web_fall_back_on_links() -> None:
    random = np.random.default_rng(6)
    nodes = 2500
    edges = [(s, int(t)) for s in range(40) for t in random.integers(0, nodes, 60)]
    edges += [(u, int(t)) for u in range(40, nodes) for t in random.integers(0, nodes, 3)]
    before = measured(edges, nodes)
    crowd = [(nodes + i, nodes + (i + 1) % 9000) for i in range(9000)]
    after = measured(edges + crowd, nodes + 9000)
    assert after.basis is Basis.TRUST
    assert after.reach < LEAST_REACH
    assert (after.authority[:nodes] == before.authority).all()


def test_a_second_run_gives_the_same_numbers() -> None:
    one, two = measured(web()), measured(web())
    assert (one.low == two.low).all()
    assert (one.authority == two.authority).all()


def test_on_the_uk_hosts_empty_hosts_gain_nothing(uk_graph: Graph) -> None:
    seeds = np.flatnonzero(uk_graph.out_degree > 30)[:200]
    before = open_authority(uk_graph, seeds)
    victim = int(np.argsort(before.pagerank)[uk_graph.nodes // 2])
    targets = np.repeat(np.arange(uk_graph.nodes), uk_graph.in_degree())
    sources = uk_graph.incoming.neighbours
    edges = list(zip(sources.tolist(), targets.tolist(), strict=True))
    edges += [(uk_graph.nodes + i, victim) for i in range(100)]
    after = open_authority(graph(edges, uk_graph.nodes + 100), seeds)
    assert after.authority[victim] == before.authority[victim]
    assert after.links_points[victim] > before.links_points[victim] + 20


def test_the_worked_example_of_the_reference_runs() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "authority.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried > 5
    assert failed == 0
