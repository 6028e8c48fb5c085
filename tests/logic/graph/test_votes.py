from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_graphs import Edges, edge_lists, graph

from backlinkbot.logic.graph import votes
from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.owners import Owners, owners_by_footprint
from backlinkbot.logic.graph.votes import counted, silenced_votes

SEEDS = np.arange(10)


def owned(pairs: list[tuple[int, str]], nodes: int) -> Owners:
    node = np.array([n for n, _ in pairs], np.int64)
    return owners_by_footprint(node, pa.array([f for _, f in pairs], pa.string()), nodes)


def weights(
    edges: Edges, nodes: int, owners: Owners, seeds: NDArray[np.int64]
) -> dict[tuple[int, int], float]:
    made = counted(graph(edges, nodes), seeds, owners=owners)
    rows = made.incoming
    target = np.repeat(np.arange(nodes), np.diff(rows.offsets))
    found = np.ones(made.edges) if rows.weights is None else rows.weights
    pairs = [(int(s), int(t)) for s, t in zip(rows.neighbours, target, strict=True)]
    return dict(zip(pairs, found.tolist(), strict=True))


def test_of_an_owners_votes_the_strongest_counts() -> None:
    # 10 is linked by three seeds, 11 by one; both vote for 12.
    edges = [(0, 10), (1, 10), (2, 10), (3, 11), (10, 12), (11, 12), (11, 13)]
    found = weights(edges, 14, owned([(10, "a"), (11, "a")], 14), SEEDS)
    assert found[10, 12] == 1
    assert found[11, 12] == 0
    assert found[11, 13] == 1


def test_no_owner_votes_for_a_site_of_its_own() -> None:
    edges = [(0, 10), (10, 11), (0, 12), (12, 11)]
    found = weights(edges, 13, owned([(10, "a"), (11, "a")], 13), SEEDS)
    assert found[10, 11] == 0
    assert found[12, 11] == 1


def test_a_stranger_with_the_footprints_of_two_sites_takes_no_vote_from_either() -> None:
    # 10 and 12 are honest; 11 copies the footprints of both and stands between them in strength.
    edges = [(0, 10), (1, 10), (2, 10), (3, 11), (4, 11), (5, 12)]
    edges += [(s, 13) for s in (10, 11, 12)]
    copied = owned([(10, "a"), (11, "a"), (11, "b"), (12, "b")], 14)
    found = weights(edges, 14, copied, SEEDS)
    assert (found[10, 13], found[11, 13], found[12, 13]) == (1, 0, 1)


def test_where_nobody_has_two_votes_the_graph_stays_as_it_is() -> None:
    made = graph([(0, 10), (10, 11)], 12)
    assert counted(made, SEEDS) is made


def test_a_graph_too_large_for_a_weight_per_link_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edges = [(0, 10), (1, 11), (10, 12), (11, 12)]
    owners = owned([(10, "a"), (11, "a")], 14)
    made = graph(edges, 14)
    assert counted(made, SEEDS, owners=owners) is not made
    monkeypatch.setattr(votes, "MOST_EDGES", 3)
    assert counted(made, SEEDS, owners=owners) is made


def test_what_stands_on_a_platform_is_no_vote() -> None:
    made = graph([(0, 10), (0, 11), (10, 12), (11, 12)], 14)
    none = np.empty(0, np.int64)
    owners = replace(Owners.of(14, none, none), platforms=np.array([11]))
    after = counted(made, SEEDS, owners=owners)
    assert after.incoming.weights is not None
    assert after.incoming.weights.tolist() == [1, 1, 1, 0]
    assert silenced_votes(made, after) == 1


def test_silenced_votes_are_counted_once() -> None:
    before = graph([(0, 10), (1, 11), (10, 12), (11, 12), (11, 13)], 14, [1, 1, 0, 1, 1])
    after = counted(before, SEEDS, owners=owned([(10, "a"), (11, "a")], 14))
    assert silenced_votes(before, after) == 0
    bare = graph([(0, 10), (1, 11), (10, 12), (11, 12)], 14)
    assert silenced_votes(bare, counted(bare, SEEDS, owners=owned([(10, "a"), (11, "a")], 14))) == 1


@settings(deadline=None, max_examples=50)
@given(edge_lists(), st.lists(st.tuples(st.integers(0, 11), st.sampled_from("abc")), max_size=12))
def test_each_target_keeps_its_strongest_vote_and_no_two_of_one_owner(
    case: tuple[Edges, int], pairs: list[tuple[int, str]]
) -> None:
    edges, nodes = case
    owners = owned([(n % nodes, f) for n, f in pairs], nodes)
    before = graph(edges, nodes)
    after = counted(before, np.arange(nodes), owners=owners)
    members = [
        set(owners.groups[a:b]) for a, b in zip(owners.starts, owners.starts[1:], strict=False)
    ]
    for v in range(nodes):
        span = slice(before.incoming.offsets[v], before.incoming.offsets[v + 1])
        sources = before.incoming.neighbours[span]
        weights_now = after.incoming.weights
        kept = sources if weights_now is None else sources[weights_now[span] > 0]
        owned_by = [members[u] for u in kept] + [members[v]]
        assert sum(len(g) for g in owned_by) == len(set().union(*owned_by))
        strangers = [u for u in sources if not members[u] & members[v]]
        assert len(kept) > 0 or not strangers


def web(random: np.random.Generator, nodes: int = 400) -> Edges:
    edges = [(s, int(t)) for s in range(40) for t in random.integers(0, nodes, 15)]
    return edges + [(u, int(t)) for u in range(40, nodes) for t in random.integers(0, nodes, 5)]


@pytest.mark.parametrize("is_known", [True, False])
def test_ten_sites_of_one_owner_are_worth_little_more_than_one(*, is_known: bool) -> None:
    random, nodes = np.random.default_rng(4), 400
    base = web(random, nodes)
    network, victim = range(100, 110), 399
    cover = random.integers(200, 390, 12).tolist()
    base = [(s, t) for s, t in base if t != victim and s not in network]
    base += [(7, victim)]
    covered = [(n, c) for n in network for c in cover]

    def points(linking: list[int], *, owner: str | None) -> float:
        edges = base + covered + [(n, victim) for n in linking]
        owners = owned([(n, owner) for n in network], nodes) if owner else None
        made = open_authority(graph(edges, nodes), np.arange(40), owners=owners)
        return float(made.authority[victim])

    if is_known:
        covered = [(n, int(t)) for n in network for t in random.integers(200, 390, 12)]
    owner = "ga:1" if is_known else None
    none, all_ten = points([], owner=owner), points(list(network), owner=owner)
    best = max(points([n], owner=owner) for n in network)
    assert all_ten > none
    assert all_ten == pytest.approx(best, abs=1.0)
    if is_known:
        assert points(list(network), owner=None) > best + 5


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_renumbering_the_nodes_changes_nothing(order: int) -> None:
    nodes, made = 400, np.random.default_rng(5)
    base = [(s, t) for s, t in web(made, nodes) if s not in range(100, 110)]
    shared = made.integers(200, 390, 12).tolist()
    base += [(n, t) for n in range(100, 110) for t in shared]
    pairs = [(n, "a") for n in range(120, 130)]
    before = open_authority(graph(base, nodes), np.arange(40), owners=owned(pairs, nodes))
    new = np.random.default_rng(order).permutation(nodes).tolist()
    after = open_authority(
        graph([(new[s], new[t]) for s, t in base], nodes),
        np.array(new[:40]),
        owners=owned([(new[n], owner) for n, owner in pairs], nodes),
        reference=before.scale,
    )
    assert after.silenced == before.silenced > 20
    assert after.authority[new] == pytest.approx(before.authority, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 399), st.integers(1, 100), st.sampled_from([50, None]))
def test_throw_away_sites_with_copied_links_or_footprints_move_no_one(
    victim: int, count: int, model: int | None
) -> None:
    nodes = 400
    base = web(np.random.default_rng(5), nodes)
    copied = [t for s, t in base if s == model] or [victim]
    pairs = [(50, "a"), (51, "a")]
    before = open_authority(graph(base, nodes), np.arange(40), owners=owned(pairs, nodes))
    empty = [(nodes + i, t) for i in range(count) for t in copied]
    pairs += [(nodes + i, "a") for i in range(count)]
    after = open_authority(
        graph(base + empty, nodes + count), np.arange(40), owners=owned(pairs, nodes + count)
    )
    assert (after.authority[:nodes] == before.authority).all()
    assert (after.authority[nodes:] == 0).all()
