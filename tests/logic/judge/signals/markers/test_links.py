from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]
Rows = list[dict[str, Any]]


def sites(count: int) -> Rows:
    return [{"source_domain": f"s{number}.example"} for number in range(count)]


def edges(*pairs: tuple[str, str]) -> Rows:
    return [{"source_domain": one, "target_domain": other, "links": 1} for one, other in pairs]


def site(number: int) -> str:
    return f"s{number}.example"


def test_one_neighbour_that_is_linked_back_says_next_to_nothing(said: Ask) -> None:
    found = said("reciprocal", *sites(30), in_links=edges(("acme.example", site(3))))
    assert 0 < found[site(3)] < 0.2
    assert found[site(4)] == 0


def test_a_profile_that_was_exchanged_speaks_fully(said: Ask) -> None:
    back = edges(*(("acme.example", site(number)) for number in range(20)))
    found = said("reciprocal", *sites(30), in_links=back)
    assert found[site(0)] > 0.95
    assert "20 of 30" in found.sentence(site(0))


def test_where_the_targets_own_links_are_not_known_nothing_is_reciprocal(said: Ask) -> None:
    assert isnan(said("reciprocal", *sites(3), in_links=edges((site(0), site(1))))[site(0)])


def test_a_site_that_everybody_links_to_exchanges_nothing(said: Ask) -> None:
    found = said(
        "reciprocal",
        *sites(2),
        in_links=edges(("acme.example", site(0)), ("acme.example", site(1))),
        domains=[{"domain": site(0), "referring_domains": 90_000}],
    )
    assert found[site(0)] == 0
    assert found[site(1)] > 0


def test_sites_that_all_link_in_circles_are_a_ring(said: Ask) -> None:
    ring = edges(*permutations(map(site, range(9)), 2))
    found = said("exchange-ring", *sites(12), in_links=ring)
    assert found[site(0)] > 0.7
    assert found[site(10)] == 0
    assert "circles of three" in found.sentence(site(0))


def test_a_chain_is_no_ring(said: Ask) -> None:
    chain = edges(*((site(n), site(n + 1)) for n in range(11)))
    found = said("exchange-ring", *sites(12), in_links=chain)
    assert [found[site(number)] for number in range(12)] == [0.0] * 12


def test_two_sites_with_nearly_one_list_of_rare_targets_are_a_cluster(said: Ask) -> None:
    shared = [(site(n), f"customer{number}.example") for n in (0, 1) for number in range(8)]
    own = [(site(2), f"friend{number}.example") for number in range(8)]
    found = said("co-link-cluster", *sites(3), out_links=edges(*shared, *own))
    assert found[site(0)] == found[site(1)] == 1
    assert found[site(2)] == 0
    assert found.sentence(site(0)).startswith("s0.example shares 8 of its 8 rare targets with")


def test_targets_that_everybody_links_to_make_no_cluster(said: Ask) -> None:
    giants = [f"giant{number}.example" for number in range(8)]
    shared = [(site(n), name) for n in (0, 1) for name in giants]
    spread = [{"domain": name, "sources": 10_000} for name in giants]
    found = said("co-link-cluster", *sites(2), out_links=edges(*shared), spread=spread)
    assert isnan(found[site(0)])


def test_two_common_targets_are_no_cluster(said: Ask) -> None:
    shared = [(site(n), f"customer{number}.example") for n in (0, 1) for number in range(2)]
    assert said("co-link-cluster", *sites(2), out_links=edges(*shared))[site(0)] == 0


def core(members: int, customers: int, honest: int) -> Rows:
    """A seller's sites link to the customers and to one friend; others to friends of their own."""
    bought = [(site(n), f"customer{c}.example") for n in range(members) for c in range(customers)]
    friends = [(site(n), f"friend{n}.example") for n in range(members)]
    others = [
        (site(n), f"friend{n}-{number}.example")
        for n in range(members, members + honest)
        for number in range(6)
    ]
    return edges(*bought, *friends, *others)


def test_many_sites_that_link_to_the_same_customers_are_a_core(said: Ask) -> None:
    found = said("dense-core", *sites(30), out_links=core(12, 5, 18))
    assert found[site(0)] > 0.9
    assert found[site(20)] == 0
    assert "5 of 5 targets that 12 linking sites" in found.sentence(site(0))


def test_customers_whom_many_others_link_to_make_no_core(said: Ask) -> None:
    spread = [{"domain": f"customer{number}.example", "sources": 190} for number in range(5)]
    found = said("dense-core", *sites(30), out_links=core(12, 5, 18), spread=spread)
    assert found[site(0)] == 0


def test_sites_with_many_other_links_are_no_core(said: Ask) -> None:
    more = [(site(n), f"more{n}-{number}.example") for n in range(12) for number in range(30)]
    found = said("dense-core", *sites(30), out_links=[*core(12, 5, 18), *edges(*more)])
    assert found[site(0)] == 0


def test_an_offer_of_exchange_is_told_from_a_mere_list_of_links(said: Ask) -> None:
    found = said(
        "link-page",
        {"source_title": "Link exchange - add your link"},
        {"source_title": "Useful links - Hill walkers"},
        {"source_title": "A walk in the hills"},
        {"source_title": "Linktausch und Partnerseiten"},
        {"source_title": "How the two partners met on the links course at the coast last summer"},
    )
    assert [found[row] > 0.5 for row in range(5)] == [True, False, False, True, False]
    assert 0 < found[1] <= 0.3
    assert found[2] == found[4] == 0


def test_an_address_alone_hints_at_an_exchange_and_the_hosts_name_says_nothing(said: Ask) -> None:
    found = said(
        "link-page",
        {"source_url": "https://shop.example/link-exchange/", "source_title": None},
        {"source_url": "https://trade.example/links", "source_title": None},
        {"source_url": "https://trade.example/", "source_title": None},
    )
    assert found[0] == 0.5
    assert found[1] == 0.25
    assert isnan(found[2])
    assert found.sentence(0) == (
        "The address of the linking page (https://shop.example/link-exchange/) speaks of an "
        "exchange of links."
    )


def test_an_exchange_offered_in_the_text_is_seen(said: Ask) -> None:
    text = "Please link to us first, then add your link and write to us. Reciprocal links only."
    found = said("link-page", {}, pages=[{"text": text}])
    assert found[0] > 0.7


def test_many_links_and_few_words_are_counted(said: Ask) -> None:
    links = [
        {"source_url": "https://a.example/list", "external_links": 120},
        {"source_url": "https://a.example/article", "external_links": 120},
        {"source_url": "https://a.example/short", "external_links": 5},
        {"source_url": "https://a.example/unread", "external_links": 120},
    ]
    pages = [
        {"url": "https://a.example/list", "words": 90},
        {"url": "https://a.example/article", "words": 2_500},
        {"url": "https://a.example/short", "words": 4},
    ]
    found = said("out-links-per-words", *links, pages=pages)
    assert found[0] == pytest.approx(0.8)
    assert found[1] == found[2] == 0
    assert isnan(found[3])
    assert "120 links to other sites and 90 words" in found.sentence(0)


def test_inflated_authority_only_ever_supports(said: Ask) -> None:
    domains = [
        {"domain": site(0), "inflated_share": 1.0, "referring_domains": 5_000},
        {"domain": site(1), "inflated_share": 1.0, "referring_domains": 3},
        {"domain": site(2), "inflated_share": 0.5, "referring_domains": 5_000},
    ]
    found = said("inflated-authority", *sites(4), domains=domains)
    assert found[site(0)] == pytest.approx(0.4)
    assert found[site(1)] == found[site(2)] == 0
    assert isnan(found[site(3)])
