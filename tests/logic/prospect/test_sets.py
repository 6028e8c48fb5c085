"""The worth of a chosen set is the sum of its members' worth, within a hundredth."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.logic.graph.authority import Basis
from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.forms import forms
from backlinkbot.logic.graph.target import target_of
from backlinkbot.logic.graph.worth import gains, together
from backlinkbot.logic.prospect.choosing import Kin, chosen

NODES = 2_000


@pytest.mark.parametrize("many", [10, 50, 100])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_chosen_set_adds_up(many: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    popular = draw.pareto(1.2, NODES) + 1
    popular /= popular.sum()
    sources = np.repeat(np.arange(NODES), draw.integers(2, 30, NODES))
    targets = draw.choice(NODES, len(sources), p=popular)
    pairs = np.unique(np.column_stack((sources, targets))[sources != targets], axis=0)
    web = graph_of(pairs[:, 0].astype(np.uint32), pairs[:, 1].astype(np.uint32), NODES)
    both = forms(web, web.outgoing(), np.arange(40), Basis.TRUST)
    target = target_of(both.trust, web.incoming, web.outgoing(), NODES - 1)
    nodes = np.arange(NODES - 1)
    score = gains(target, nodes).score
    chance = draw.random(len(nodes)) / 10
    names = [f"s{n}.example" for n in nodes]
    kin = Kin.of(names, [f"owner {n // 3}" for n in nodes], [None] * len(nodes))
    places = chosen(score * chance, chance, kin, many)
    assert len(places) == many
    whole = together(target, nodes[places]).score
    assert float(np.sum(score[places])) == pytest.approx(whole, rel=0.01)
