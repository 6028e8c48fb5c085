from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from scipy.stats import kendalltau
from small_graphs import Edges, graph

from backlinkbot.logic.graph.authority import Basis, open_authority
from backlinkbot.logic.graph.csr import Graph
from backlinkbot.logic.graph.forms import Form, Forms, forms
from backlinkbot.logic.graph.heirs import Heirs
from backlinkbot.logic.graph.owners import Owners, owners_by_footprint
from backlinkbot.logic.graph.rivals import Owned
from backlinkbot.logic.graph.target import Target, target_of
from backlinkbot.logic.graph.votes import Joined, counted_by, joined
from backlinkbot.logic.graph.worth import gains, intervals, losses, together, values

NODES = 400
SEEDS = np.arange(30)
BOTH = pytest.mark.parametrize("name", ["trust", "pagerank"])


def web(random_seed: int = 1) -> Edges:
    """Thirty seeds, hubs of uneven size, mutual links, and nodes that link to nobody."""
    random = np.random.default_rng(random_seed)
    edges = [(int(s), int(t)) for s in SEEDS for t in random.integers(0, NODES, 12)]
    for u in range(30, 300):
        targets = random.integers(0, NODES, random.integers(1, 40))
        edges += [(u, int(t)) for t in targets if t != u]
        edges += [(int(t), u) for t in targets[:1] if t != u and t < 300]
    return sorted({(s, t) for s, t in edges if s != t})


def made(edges: Edges, weights: list[float] | None = None) -> tuple[Graph, Forms]:
    web_graph = graph(edges, NODES, weights)
    return web_graph, forms(web_graph, web_graph.outgoing(), SEEDS, Basis.TRUST, reference=SCALE)


def form_of(both: Forms, name: str) -> Form:
    # Points are compared on one scale: that of the graph before the change.
    return both.trust if name == "trust" else replace(both.pagerank, scale=LINKS_SCALE)


EDGES = web()
WEIGHTS = np.random.default_rng(3).choice([0.02, 0.1, 0.5, 1.0], len(EDGES)).tolist()
_first = graph(EDGES, NODES)
_before = forms(_first, _first.outgoing(), SEEDS, Basis.TRUST)
SCALE, LINKS_SCALE = _before.trust.scale, _before.pagerank.scale
TARGETS = [5, 45, 120, 333, 399]


def aimed(name: str, node: int, weights: list[float] | None = None) -> Target:
    web_graph, both = made(EDGES, weights)
    return target_of(form_of(both, name), web_graph.incoming, web_graph.outgoing(), node)


def exactly(
    name: str, node: int, edges: Edges, weights: list[float] | None = None
) -> tuple[float, float]:
    """Score and points of a node, by walking the whole changed graph."""
    form = form_of(made(edges, weights)[1], name)
    score = form.scores()[node]
    return float(score), float(form.scale.points(np.array([score]))[0])


def moved(
    name: str, node: int, edges: Edges, weights: list[float] | None = None
) -> NDArray[np.float64]:
    before = WEIGHTS if weights is not None else None
    return np.subtract(exactly(name, node, edges, weights), exactly(name, node, EDGES, before))


def test_the_trust_form_has_the_points_of_open_authority() -> None:
    for weights in (None, WEIGHTS):
        web_graph = graph(EDGES, NODES, weights)
        both = forms(web_graph, web_graph.outgoing(), SEEDS, Basis.TRUST)
        authority = open_authority(web_graph, SEEDS)
        assert both.trust.scale.points(both.trust.scores()) == pytest.approx(authority.authority)
        assert both.pagerank.scale.points(both.pagerank.scores()) == pytest.approx(
            authority.links_points
        )


@BOTH
@pytest.mark.parametrize("node", TARGETS)
def test_a_price_is_what_recomputing_the_whole_graph_gives(name: str, node: int) -> None:
    prices = gains(aimed(name, node), np.arange(NODES))
    sources = np.setdiff1d(np.arange(0, NODES, 17), [node])
    exact = np.array([moved(name, node, [*EDGES, (int(u), node)]) for u in sources])
    assert prices.score[sources] == pytest.approx(exact[:, 0], rel=5e-3, abs=1e-12)
    assert prices.points[sources] == pytest.approx(exact[:, 1], rel=5e-3, abs=1e-2)
    assert kendalltau(prices.score[sources], exact[:, 0]).statistic > 0.99


@pytest.mark.parametrize("node", TARGETS)
def test_a_price_counts_the_weight_of_links(node: int) -> None:
    target = aimed("trust", node, WEIGHTS)
    sources = np.setdiff1d(np.arange(3, NODES, 31), [node])
    for weight in (1.0, 0.1):
        exact = [
            moved("trust", node, [*EDGES, (int(u), node)], [*WEIGHTS, weight])[0] for u in sources
        ]
        prices = gains(target, sources, weight=weight)
        assert prices.score == pytest.approx(np.array(exact), rel=5e-3, abs=1e-12)


@BOTH
@pytest.mark.parametrize("node", [45, 120])
def test_a_loss_is_what_recomputing_the_whole_graph_gives(name: str, node: int) -> None:
    sources = np.array([s for s, t in EDGES if t == node])
    exact = [moved(name, node, [e for e in EDGES if e != (int(u), node)])[0] for u in sources]
    found = losses(aimed(name, node), sources)
    assert found.score == pytest.approx(np.array(exact), rel=5e-3, abs=1e-9)
    assert (found.points <= 1e-9).all()


@BOTH
@pytest.mark.parametrize("node", [45, 120, 333])
def test_many_links_at_once_are_priced_together(name: str, node: int) -> None:
    random = np.random.default_rng(node)
    sources = np.setdiff1d(random.choice(NODES, 40, replace=False), [node])
    exact = moved(name, node, [*EDGES, *((int(u), node) for u in sources)])
    found = together(aimed(name, node), sources)
    assert found.score == pytest.approx(exact[0], rel=0.02)
    assert found.points == pytest.approx(exact[1], rel=0.02)


@BOTH
@pytest.mark.parametrize("node", [45, 120])
def test_losing_all_links_loses_all_that_links_brought(name: str, node: int) -> None:
    sources = np.array([s for s, t in EDGES if t == node])
    exact = moved(name, node, [e for e in EDGES if e[1] != node])
    found = together(aimed(name, node), sources, weight=None)
    assert found.score == pytest.approx(exact[0], rel=0.01)
    if name == "trust":
        assert found.points == pytest.approx(exact[1])


def test_the_interval_holds_the_price_and_a_gain_is_never_a_loss() -> None:
    target = aimed("trust", 120)
    sources = np.arange(NODES)
    prices = gains(target, np.arange(NODES))
    low, high = intervals(target, sources)
    assert (low <= prices.points + 1e-9).all()
    assert (high >= prices.points - 1e-9).all()
    assert (low >= 0).all()
    assert (high > low).any()


@pytest.mark.parametrize("node", TARGETS)
@pytest.mark.parametrize("weight", [1.0, None])
def test_no_interval_leads_out_of_the_scale(node: int, weight: float | None) -> None:
    target = aimed("trust", node)
    (now,) = target.form.scale.points(target.form.scores()[[node]])
    sources = np.setdiff1d(np.arange(NODES), [node])
    low, high = intervals(target, sources, weight=weight)
    many = [together(target, sources[:n], weight=weight) for n in (2, 30, 300)]
    low, high = np.append(low, [m.low for m in many]), np.append(high, [m.high for m in many])
    assert low.min() + now >= -1e-9
    assert high.max() + now <= 100 + 1e-9


def test_nobody_gains_from_a_link_to_itself_or_from_one_that_is_there() -> None:
    target = aimed("trust", 120)
    prices = gains(target, np.arange(NODES))
    there = [s for s, t in EDGES if t == 120]
    assert prices.score[120] == 0
    assert prices.score[there] == pytest.approx(0, abs=1e-15)


def test_a_source_that_no_trust_reaches_is_worth_nothing_but_pagerank() -> None:
    lonely = 200
    web_graph = graph([(s, t) for s, t in EDGES if t != lonely], NODES)
    both = forms(web_graph, web_graph.outgoing(), SEEDS, Basis.TRUST)
    for form, is_worth in ((both.trust, False), (both.pagerank, True)):
        target = target_of(form, web_graph.incoming, web_graph.outgoing(), 333)
        assert (values(target)[lonely] > 0) == is_worth


def test_every_price_follows_the_strength_of_its_source() -> None:
    _, both = made(EDGES)
    prices = values(aimed("trust", 399))
    assert kendalltau(prices[both.donors], both.trust.arrivals[both.donors]).statistic > 0.5
    assert prices[both.donors[:10]].mean() > prices[both.weak].mean()


@BOTH
def test_all_values_are_those_of_single_prices(name: str) -> None:
    target = aimed(name, 120, WEIGHTS if name == "trust" else None)
    assert values(target, workers=2) == pytest.approx(
        gains(target, np.arange(NODES)).score, rel=1e-9, abs=1e-18
    )


# 41..44 have one owner, so have 50 and 51, and the target 120 and 60.
OWNED = [(41, "a"), (42, "a"), (43, "a"), (44, "a"), (50, "b"), (51, "b"), (120, "c"), (60, "c")]


def owners() -> Owners:
    node = np.array([n for n, _ in OWNED], np.int64)
    return owners_by_footprint(node, pa.array([f for _, f in OWNED]), NODES)


def voted(edges: Edges) -> tuple[Graph, Forms, Joined]:
    """The graph as it is counted when owners have one vote, known by footprints alone."""
    bare = graph(edges, NODES)
    known = joined(bare, SEEDS, owners=owners())
    assert known is not None
    votes = counted_by(bare, known)
    return votes, forms(votes, votes.outgoing(), SEEDS, Basis.TRUST, reference=SCALE), known


def owned_target(edges: Edges, node: int) -> tuple[Target, NDArray[np.float64]]:
    votes, both, known = voted(edges)
    member, group = known.owners.pairs()
    owned = Owned.of(member, group, (both.trust.arrivals * both.trust.share)[member])
    target = target_of(both.trust, votes.incoming, votes.outgoing(), node, owned=owned)
    return target, known.vote


def by_strength(members: tuple[int, ...]) -> list[int]:
    known = joined(graph(EDGES, NODES), SEEDS, owners=owners())
    assert known is not None
    return sorted(members, key=lambda n: -known.vote[n])


def without_links(members: tuple[int, ...], node: int) -> Edges:
    return [(s, t) for s, t in EDGES if not (t == node and s in members)]


def test_a_weaker_second_vote_of_an_owner_is_worth_nothing_and_a_stronger_one_the_difference() -> (
    None
):
    family, node = (41, 42, 43, 44), 333
    strong, middle, *_, weak = by_strength(family)
    edges = sorted([*without_links(family, node), (middle, node)])
    target, _ = owned_target(edges, node)
    prices = gains(target, np.array([strong, weak, 200]))
    assert prices.score[1] == 0
    low, high = intervals(target, np.array([strong, weak]))
    assert low[1] == high[1] == 0
    assert high[0] >= prices.points[0] > 0
    after = voted(sorted([*edges, (strong, node)]))[1].trust.scores()[node]
    before = voted(edges)[1].trust.scores()[node]
    assert prices.score[0] == pytest.approx(after - before, rel=0.02)
    everybody = values(target)
    assert everybody[[strong, weak, 200]] == pytest.approx(prices.score, abs=1e-15)
    assert together(target, np.array([strong])).score == pytest.approx(after - before, rel=1e-4)


def test_of_an_owners_sites_in_a_set_the_strongest_counts() -> None:
    family, node = (41, 42, 43, 44), 333
    strong, *others = by_strength(family)
    target, _ = owned_target(without_links(family, node), node)
    alone = together(target, np.array([strong]))
    many = together(target, np.array([strong, *others]))
    assert many.score == pytest.approx(alone.score, rel=1e-9)
    with_stranger = together(target, np.array([strong, *others, 50, 51]))
    best = by_strength((50, 51))[0]
    assert with_stranger.score == pytest.approx(
        together(target, np.array([strong, best])).score, rel=1e-9
    )


def test_a_link_from_an_own_site_is_worth_nothing() -> None:
    target, _ = owned_target([e for e in EDGES if e != (60, 120)], 120)
    assert gains(target, np.array([60])).score[0] == 0
    assert together(target, np.array([60])).score == 0


def test_links_that_do_not_count_are_worth_nothing() -> None:
    """Node 50 is a platform, none of whose links counts; 60's link to 45 lost to its owner's."""
    edges = sorted({*EDGES, (60, 45)})
    weights = [0.0 if s == 50 or (s, t) == (60, 45) else 1.0 for s, t in edges]
    web_graph, both = made(edges, weights)
    target = target_of(both.trust, web_graph.incoming, web_graph.outgoing(), 45)
    sources = np.array([50, 60, 61])
    found = gains(target, sources)
    assert (found.score[:2] == 0).all()
    assert found.score[2] > 0
    assert (losses(target, sources[:2]).score == 0).all()
    assert 50 not in both.donors
    by_links = target_of(both.pagerank, web_graph.incoming, web_graph.outgoing(), 45)
    assert gains(by_links, sources).score[0] > 0


def given_target(edges: Edges, node: int) -> Target:
    """As `owned_target`, knowing what links weighed before votes were counted."""
    votes, both, known = voted(edges)
    member, group = known.owners.pairs()
    owned = Owned.of(member, group, (both.trust.arrivals * both.trust.share)[member])
    given = np.ones(len(votes.incoming.row(node)))
    return target_of(both.trust, votes.incoming, votes.outgoing(), node, owned=owned, given=given)


def test_when_an_owners_vote_is_lost_its_next_one_counts() -> None:
    family, node = (41, 42, 43, 44), 333
    strong, middle, weak, _ = by_strength(family)
    rest = without_links(family, node)
    edges = sorted([*rest, (strong, node), (middle, node), (weak, node)])
    target = given_target(edges, node)
    before = voted(edges)[1].trust.scores()[node]

    def exact(*lost: int) -> float:
        kept = [e for e in edges if not (e[1] == node and e[0] in lost)]
        return float(voted(kept)[1].trust.scores()[node] - before)

    alone = losses(target, np.array([strong, middle, 0]))
    assert alone.score[0] == pytest.approx(exact(strong), rel=0.02)
    assert alone.score[1] == exact(middle) == 0
    without_heir = losses(owned_target(edges, node)[0], np.array([strong])).score[0]
    assert without_heir < 1.05 * alone.score[0] < 0
    low, high = intervals(target, np.array([strong, middle]), weight=None)
    assert low[0] <= alone.points[0] <= high[0] <= 0
    assert low[1] == high[1] == 0
    for lost in ((strong,), (strong, middle), (strong, middle, weak)):
        found = together(target, np.array(lost), weight=None)
        assert found.score == pytest.approx(exact(*lost), rel=1e-3)


def test_a_vote_that_comes_silences_weaker_ones_that_share_another_owner() -> None:
    """One site has two owners; when the first one's vote goes, it counts and the second's goes."""
    owned = Owned.of(
        np.array([1, 2, 2, 3]), np.array([0, 0, 1, 1], np.int32), np.array([5.0, 3.0, 3.0, 2.0])
    )
    sources, given = np.array([1, 2, 3]), np.ones(3)
    heirs = Heirs.of(owned, 9, sources, given, np.array([1.0, 0.0, 1.0]))
    assert heirs.node.tolist() == [1, 2, 3]
    place, node, more = heirs.of_each(np.array([3, 1]))
    assert (place.tolist(), node.tolist(), more.tolist()) == ([1, 1], [2, 3], [1.0, -1.0])
    nodes, more = heirs.of_all(np.array([1]))
    assert (nodes.tolist(), more.tolist()) == ([2, 3], [1.0, -1.0])
    nodes, _ = heirs.of_all(np.array([1, 2]))
    assert nodes.tolist() == []


def test_what_counts_nothing_is_no_heir() -> None:
    """Its owner is the target's, or its link weighed nothing as it came."""
    owned = Owned.of(
        np.array([1, 2, 4, 4, 9]), np.array([0, 0, 0, 1, 1], np.int32), np.array([5.0, 3, 4, 4, 1])
    )
    sources, given = np.array([1, 2, 4]), np.array([1.0, 0.0, 1.0])
    heirs = Heirs.of(owned, 9, sources, given, np.array([1.0, 0.0, 0.0]))
    assert heirs.of_all(np.array([1]))[0].tolist() == []
