from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from small_graphs import Edges, graph

from backlinkbot.logic.graph.owners import (
    LEAST_TARGETS,
    MOST_DOMAINS,
    Owners,
    owners_by_footprint,
    owners_by_links,
)


def groups(found: Owners) -> list[set[int]]:
    member = np.repeat(np.arange(len(found.starts) - 1), np.diff(found.starts))
    return sorted(
        ({int(m) for m in member[found.groups == g]} for g in range(found.count)), key=min
    )


def by_footprint(pairs: list[tuple[int, str]], nodes: int = 20) -> list[set[int]]:
    node = np.array([n for n, _ in pairs], np.int64)
    return groups(owners_by_footprint(node, pa.array([f for _, f in pairs], pa.string()), nodes))


def by_links(edges: Edges, nodes: int, trusted: NDArray[np.float64]) -> list[set[int]]:
    return groups(owners_by_links(graph(edges, nodes), trusted, workers=2))


def alike(sources: list[int], targets: range) -> Edges:
    return [(s, t) for s in sources for t in targets]


def test_who_shares_a_footprint_has_one_owner() -> None:
    pairs = [(3, "ga:UA-1"), (5, "ga:UA-1"), (5, "ga:UA-1"), (6, "ga:UA-2")]
    assert by_footprint(pairs) == [{3, 5}]


def test_owners_are_not_passed_on_from_hand_to_hand() -> None:
    pairs = [(1, "a"), (2, "a"), (2, "b"), (3, "b")]
    assert by_footprint(pairs) == [{1, 2}, {2, 3}]


def test_a_footprint_on_very_many_domains_is_a_platforms() -> None:
    most = [(n, "ga:platform") for n in range(MOST_DOMAINS + 1)]
    assert by_footprint(most, MOST_DOMAINS + 1) == []
    assert len(by_footprint(most[1:], MOST_DOMAINS + 1)) == 1


def test_no_footprints_no_owners() -> None:
    assert by_footprint([]) == []


def test_what_two_kinds_of_evidence_say_counts_together() -> None:
    one = owners_by_footprint(np.array([0, 1]), pa.array(["a", "a"]), 5)
    two = owners_by_footprint(np.array([1, 3]), pa.array(["b", "b"]), 5)
    assert groups(one.with_(two)) == [{0, 1}, {1, 3}]
    assert one.with_(two).members() == 3
    known = replace(one, platforms=np.array([4]))
    assert known.with_(two).platforms.tolist() == two.with_(known).platforms.tolist() == [4]


def test_sites_that_link_to_the_same_places_have_one_owner() -> None:
    trusted = np.ones(40)
    edges = alike([0, 1, 2], range(10, 18)) + alike([3], range(14, 30))
    assert by_links(edges, 40, trusted) == [{0, 1, 2}]


def test_a_few_common_targets_are_no_evidence() -> None:
    edges = alike([0, 1], range(10, 10 + LEAST_TARGETS - 1))
    assert by_links(edges, 40, np.ones(40)) == []


def test_targets_that_everybody_links_to_are_no_evidence() -> None:
    giants = range(1200, 1210)
    edges = alike(list(range(1100)), giants)
    assert by_links(edges, 1300, np.ones(1300)) == []


def test_sites_without_trust_join_nobody() -> None:
    trusted = np.ones(40)
    trusted[[1, 2]] = 0
    assert by_links(alike([0, 1, 2], range(10, 18)), 40, trusted) == []


def test_the_copy_of_a_copy_that_is_not_like_the_leader_stays_outside() -> None:
    # 0 is the strongest; 1 is like 0 (8 of 10), 2 is like 1 but not like 0 (7 of 11).
    trusted = np.linspace(1, 0.1, 60)
    edges = alike([0], range(10, 19)) + alike([1], range(11, 20)) + alike([2], range(12, 21))
    assert by_links(edges, 60, trusted) == [{0, 1}, {1, 2}]


def test_most_of_a_planted_network_is_found_and_no_stranger() -> None:
    random = np.random.default_rng(3)
    edges = [(u, int(t)) for u in range(400) for t in random.integers(600, 5000, 20)]
    shared = random.choice(np.arange(600, 5000), 20, replace=False)
    for site in range(400, 450):  # each leaves out one of the owner's twenty targets
        edges += [(site, int(t)) for t in np.delete(shared, site % 20)]
    found = by_links(edges, 5000, random.random(5000) + 0.1)
    joined = set.union(*found)
    assert joined <= set(range(400, 450))
    assert len(joined) == 50
