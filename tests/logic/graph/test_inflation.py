from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_graphs import Edges, graph

from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.inflation import Inflation, inflation

SEEDS, NODES, VICTIM = np.arange(20), 300, 299


def web() -> Edges:
    random = np.random.default_rng(9)
    edges = [(s, int(t)) for s in range(20) for t in random.integers(0, 290, 25)]
    return edges + [(u, int(t)) for u in range(20, 290) for t in random.integers(0, 290, 4)]


def found(edges: Edges, nodes: int = NODES) -> Inflation:
    made = graph(edges, nodes)
    result = open_authority(made, SEEDS)
    return inflation(
        made.incoming,
        made.out_degree,
        VICTIM,
        SEEDS,
        result.pagerank,
        lambda nodes: (result.links_points[nodes], result.authority[nodes]),
    )


def test_a_farm_whose_sites_link_to_each_other_is_named() -> None:
    farm = range(NODES, NODES + 60)
    edges = [*web(), (0, VICTIM), *((f, VICTIM) for f in farm)]
    edges += [(f, NODES + (f + k) % 60) for f in farm for k in (1, 7)]
    told = found(edges, NODES + 60)
    assert (told.sources, told.doubtful, told.linked) == (61, 60, 60)
    assert told.doubtful_share > 0.9
    assert told.gap > 30
    links, trust = round(told.links_points), round(told.trust_points)
    assert told.in_words() == (
        f"{links} by links alone, {trust} by trust: {links - trust} of it comes from 60 domains "
        "that link to each other"
    )


def test_strangers_that_do_not_know_each_other_are_told_as_such() -> None:
    edges = [*web(), (0, VICTIM), *((NODES + i, VICTIM) for i in range(60))]
    told = found(edges, NODES + 60)
    assert (told.doubtful, told.linked) == (60, 0)
    assert told.in_words().endswith("from 60 domains that hardly any trusted site leads to")


def test_links_of_trusted_sites_bear_it_out() -> None:
    told = found([*web(), *((s, VICTIM) for s in range(12))])
    assert told.doubtful == 0
    assert told.in_words().endswith("its links bear it out")


def test_trusted_sites_that_pass_on_little_are_told_as_such() -> None:
    told = Inflation(60, 20, 10, doubtful=1, doubtful_share=0.2, linked=0)
    assert told.in_words().endswith("pass little of it on")
    one = replace(told, doubtful_share=0.9)
    assert "40 of it comes from 1 domain that" in one.in_words()


def test_a_domain_without_links_has_nothing_to_explain() -> None:
    told = found(web())
    assert (told.sources, told.doubtful, told.doubtful_share) == (0, 0, 0)
    assert told.gap == pytest.approx(max(told.links_points - told.trust_points, 0))
    assert told.in_words() == (
        "0 by links alone, 0 by trust: hardly anything that counts leads to it"
    )
