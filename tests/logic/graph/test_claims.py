from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.authority import Basis
from backlinkbot.logic.graph.claims import CLAIMS, LEAST_STRONG, Finding, study
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.forms import forms

NODES = 3000
SEEDS = np.arange(20)


def web() -> Graph:
    """Twenty seeds link to hubs, hubs to everybody; the crowd links to itself."""
    random = np.random.default_rng(5)
    hubs = np.arange(20, 60)
    edges = [(s, h) for s in range(20) for h in random.choice(hubs, 10, replace=False)]
    edges += [(h, t) for h in range(20, 60) for t in random.integers(60, NODES, 60)]
    edges += [(u, t) for u in range(60, NODES) for t in random.integers(0, NODES, 4)]
    columns = np.array(edges, np.uint32)
    return graph_of(columns[:, 0], columns[:, 1], NODES)


@pytest.fixture(scope="module")
def findings() -> dict[tuple[str, str], Finding]:
    graph = web()
    outgoing = graph.outgoing()
    made = forms(graph, outgoing, SEEDS, Basis.TRUST)
    found = study(graph, outgoing, made, targets=20)
    return {(one.claim.name, one.measure): one for one in found}


def test_each_claim_is_tested_under_each_measure(
    findings: dict[tuple[str, str], Finding],
) -> None:
    assert set(findings) == {(c.name, m) for c in CLAIMS for m in ("authority", "pagerank")}
    assert all(one.targets == 20 for one in findings.values())


def test_a_ratio_lies_in_its_interval_and_agrees_with_the_rate(
    findings: dict[tuple[str, str], Finding],
) -> None:
    for one in findings.values():
        assert one.value_ratio is not None
        assert one.exchange_rate is not None
        assert (one.low is None) == (one.high is None) == (one.strong < LEAST_STRONG)
        if one.low is not None and one.high is not None:
            assert 0 < one.low <= one.value_ratio <= one.high
        assert one.exchange_rate == pytest.approx(one.value_ratio * one.claim.many / one.claim.few)
        assert 0 <= one.win_probability <= 1


def test_trust_values_the_strong_more_than_pagerank_does(
    findings: dict[tuple[str, str], Finding],
) -> None:
    for claim in CLAIMS:
        rates = [findings[claim.name, m].exchange_rate for m in ("authority", "pagerank")]
        assert rates[0] is not None
        assert rates[1] is not None
        assert rates[0] > rates[1]


def test_the_kinds_are_as_many_as_their_definitions_say(
    findings: dict[tuple[str, str], Finding],
) -> None:
    one = findings["one-against-hundred", "pagerank"]
    assert one.strong == 3
    assert one.weak == NODES // 2
    assert findings["fifty-against-five-thousand", "pagerank"].strong == 30


def test_a_verdict_needs_the_whole_interval_on_one_side() -> None:
    def verdict(low: float | None, high: float | None, win: float = 0.9) -> str:
        ratio = None if low is None else 1.0
        return Finding(CLAIMS[0], "authority", ratio, low, high, win, ratio, 10, 1, 10).verdict

    assert verdict(1.1, 2.0) == "true"
    assert verdict(0.1, 0.9) == "false"
    assert verdict(0.9, 1.1) == "cannot tell"
    assert verdict(None, None) == "true"
    assert verdict(None, None, 0.5) == "cannot tell"


def test_a_few_strong_donors_cannot_tell(findings: dict[tuple[str, str], Finding]) -> None:
    thin = findings["one-against-hundred", "authority"]
    assert thin.strong == 3
    assert (thin.low, thin.high, thin.verdict) == (None, None, "cannot tell")
    assert findings["fifty-against-five-thousand", "authority"].verdict != "cannot tell"
    alone = Finding(CLAIMS[0], "authority", None, None, None, 1.0, None, LEAST_STRONG - 1, 1, 10)
    assert alone.verdict == "cannot tell"


def test_without_trust_nothing_is_said_of_authority() -> None:
    graph = web()
    outgoing = graph.outgoing()
    made = forms(graph, outgoing, np.arange(NODES), Basis.LINKS_ONLY)
    found = study(graph, outgoing, made, targets=20)
    assert [one.measure for one in found] == ["pagerank"] * len(CLAIMS)


def test_a_graph_without_a_top_per_cent_is_refused() -> None:
    columns = np.array([(i, (i + 1) % 50) for i in range(50)], np.uint32)
    graph = graph_of(columns[:, 0], columns[:, 1], 50)
    outgoing = graph.outgoing()
    made = forms(graph, outgoing, np.arange(50), Basis.LINKS_ONLY)
    with pytest.raises(BadInput, match="too small"):
        study(graph, outgoing, made)
