from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backlinkbot.core.crawl import LeftOut, Outcome
from backlinkbot.core.errors import BadInput
from backlinkbot.io.crawl.frontier import Frontier
from backlinkbot.io.crawl.frontier.adding import MOST_HOSTS
from backlinkbot.io.crawl.frontier.found import Found, Rules, Settled
from backlinkbot.io.crawl.requests import Kind, Request

RULES = Rules(per_site=10, this_year=2026)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    one = Frontier(tmp_path, RULES)
    yield one
    one.close()


def add(frontier: Frontier, *urls: str) -> None:
    frontier.add(Found(url, 0) for url in urls)


def done(request: Request, *found: str, outcome: Outcome = Outcome.PAGE) -> Settled:
    return Settled(request, outcome, found=tuple(Found(url, request.depth + 1) for url in found))


def test_requests_are_handed_out_by_site_in_the_order_they_were_found(frontier: Frontier) -> None:
    add(frontier, "http://a.example/1", "http://b.example/", "http://www.a.example/2")
    assert frontier.sites(10) == ["a.example", "b.example"]
    assert frontier.sites(10) == []
    taken = frontier.take("a.example", 5)
    assert [one.url for one in taken] == ["http://a.example/1", "http://www.a.example/2"]
    assert frontier.take("a.example", 5) == []


def test_an_address_is_kept_once_however_often_it_is_found(frontier: Frontier) -> None:
    add(frontier, "http://a.example/", "http://a.example/", "http://a.example/?PHPSESSID=123456789")
    assert frontier.sizes() == (1, 1, 1)


def test_what_is_done_is_not_handed_out_again_and_what_it_led_to_is(tmp_path: Path) -> None:
    first = Frontier(tmp_path, RULES)
    add(first, "http://a.example/", "http://a.example/other")
    first.sites(1)
    request = first.take("a.example", 1)[0]
    first.settle([done(request, "http://a.example/next")], {})
    first.close()  # "other" was never taken, "/" is done
    again = Frontier(tmp_path, RULES)
    assert again.sites(1) == ["a.example"]
    assert [one.url for one in again.take("a.example", 9)] == [
        "http://a.example/other",
        "http://a.example/next",
    ]
    assert [one.via for one in again.take("a.example", 9)] == []
    again.close()


def test_what_was_handed_out_and_not_settled_waits_again_after_a_crash(tmp_path: Path) -> None:
    first = Frontier(tmp_path, RULES)
    add(first, "http://a.example/")
    first.sites(1)
    assert len(first.take("a.example", 9)) == 1
    first.close()
    again = Frontier(tmp_path, RULES)
    again.sites(1)
    assert [one.url for one in again.take("a.example", 9)] == ["http://a.example/"]
    again.close()


def test_settling_twice_counts_once(frontier: Frontier) -> None:
    add(frontier, "http://a.example/")
    frontier.sites(1)
    request = frontier.take("a.example", 1)[0]
    frontier.settle([done(request, "http://b.example/")], {})
    frontier.settle([done(request, "http://b.example/")], {})
    assert frontier.outcomes() == {("page", ""): 1}
    assert frontier.sizes()[2] == 1


def test_untried_requests_are_handed_out_again(frontier: Frontier) -> None:
    add(frontier, *[f"http://a.example/{n}" for n in range(4)])
    frontier.sites(1)
    taken = frontier.take("a.example", 4)
    frontier.settle([done(taken[0])], {})
    frontier.release("a.example", taken[1:])
    assert frontier.sites(1) == ["a.example"]
    assert [one.url for one in frontier.take("a.example", 9)] == [one.url for one in taken[1:]]


def test_a_site_whose_requests_are_not_settled_is_not_handed_out_meanwhile(
    frontier: Frontier,
) -> None:
    add(frontier, "http://a.example/1")
    frontier.sites(1)
    request = frontier.take("a.example", 1)[0]
    frontier.release("a.example", [])
    assert frontier.sites(1) == []
    frontier.settle([done(request, "http://a.example/2")], {})
    assert frontier.sites(1) == ["a.example"]


def test_a_site_that_has_had_its_pages_gets_no_more(frontier: Frontier) -> None:
    add(frontier, *[f"http://a.example/{n}" for n in range(15)], "http://b.example/")
    frontier.sites(1)
    taken = frontier.take("a.example", 10)
    frontier.settle([done(request, "http://a.example/new") for request in taken], {})
    frontier.release("a.example", [])
    assert frontier.sites(9) == ["b.example"]
    assert frontier.left_out()[LeftOut.BUDGET] == 6
    assert frontier.sizes()[2] == 1


def test_a_refusal_costs_nothing_of_the_budget(frontier: Frontier) -> None:
    add(frontier, *[f"http://a.example/{n}" for n in range(12)])
    frontier.sites(1)
    taken = frontier.take("a.example", 11)
    frontier.settle([done(request, outcome=Outcome.FORBIDDEN) for request in taken], {})
    assert frontier.fetched_of("a.example") == 0
    assert frontier.sizes()[2] == 1


def test_an_address_at_the_end_of_too_many_redirects_is_fetched_where_a_link_leads_to_it(
    frontier: Frontier,
) -> None:
    frontier.add([Found("http://a.example/", 0, 11)])
    frontier.add([Found("http://a.example/", 1)])
    assert frontier.waiting_request("http://a.example/")


def test_the_shortest_way_to_an_address_counts(frontier: Frontier) -> None:
    frontier.add([Found("http://a.example/", 3, 1), Found("http://b.example/", 3)])
    frontier.add([Found("http://a.example/", 1, 2), Found("http://a.example/", 2, 0)])
    request = frontier.waiting_request("http://a.example/")
    assert request
    assert (request.depth, request.hops) == (1, 0)
    frontier.sites(9)
    taken = frontier.take("b.example", 1)[0]
    frontier.add([Found("http://b.example/", 2)])  # while it is fetched
    frontier.settle([done(taken)], {})
    assert frontier.again == 1
    [nearer] = frontier.nearer()
    assert (nearer.request.depth, nearer.depth) == (2, 3)
    frontier.add([Found("http://b.example/", 1)])  # while it is looked at again
    frontier.settle([Settled(nearer.request, Outcome.PAGE, is_again=True)], {})
    [nearer] = frontier.nearer()
    assert nearer.request.depth == 1
    frontier.settle([Settled(nearer.request, Outcome.PAGE, is_again=True)], {})
    assert frontier.again == 0


def test_other_addresses_of_the_same_page_are_counted(frontier: Frontier) -> None:
    add(frontier, "http://a.example/?a=1&b=2", "http://a.example/?b=2&a=1")
    assert frontier.left_out() == {LeftOut.SAME_PAGE: 1}


def test_hosts_of_one_domain_are_bounded(frontier: Frontier) -> None:
    add(frontier, *[f"http://h{n}.a.example/" for n in range(MOST_HOSTS + 5)])
    assert frontier.sizes()[1] == MOST_HOSTS
    assert frontier.left_out() == {LeftOut.HOSTS: 5}


def test_what_is_not_wanted_is_counted_by_its_reason(tmp_path: Path) -> None:
    rules = Rules(per_site=10, this_year=2026, only=frozenset({"a.example"}))
    frontier = Frontier(tmp_path, rules)
    frontier.add(
        [
            Found("http://b.example/", 1),
            Found("http://a.example/x.jpg", 1),
            Found("http://a.example/y", 1, hops=11),
        ]
    )
    told = {LeftOut.OTHER_SITE: 1, LeftOut.NO_PAGE: 1, LeftOut.HOPS: 1}
    assert frontier.left_out() == told
    frontier.close()


def test_hosts_of_no_public_web_are_left_out(frontier: Frontier) -> None:
    add(frontier, "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/a")
    assert frontier.left_out() == {LeftOut.NOT_PUBLIC: 3}


def test_sitemaps_are_counted_apart(frontier: Frontier) -> None:
    frontier.add([Found("http://a.example/map.xml.gz", 1, kind=Kind.SITEMAP)])
    frontier.sites(1)
    frontier.settle([done(frontier.take("a.example", 1)[0])], {})
    assert frontier.outcomes() == {("sitemap", ""): 1}
    assert frontier.fetched_of("a.example") == 0


def test_archives_remember_up_to_where_they_were_worked_through(frontier: Frontier) -> None:
    number = frontier.add_archive("one")
    frontier.settle([], {number: 500})
    frontier.settle([], {number: 400})
    assert frontier.archives() == [(number, "one", 500, False, False)]
    frontier.seal(number)
    frontier.was_read([number])
    assert frontier.archives() == [(number, "one", 500, True, True)]


def test_words_about_the_crawl_are_kept(frontier: Frontier) -> None:
    frontier.tell(plan={"seeds": ["a"]}, is_finished=True)
    assert frontier.told("plan") == {"seeds": ["a"]}
    assert frontier.told("nothing") is None


def test_a_file_that_is_no_frontier_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "frontier.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(BadInput, match=r"frontier\.db is no frontier"):
        Frontier(tmp_path, RULES)


def test_an_error_in_a_batch_writes_none_of_it(frontier: Frontier) -> None:
    add(frontier, "http://a.example/")
    frontier.sites(1)
    request = frontier.take("a.example", 1)[0]
    broken = done(request, "http://b.example/", "no address at all")
    with pytest.raises(BadInput):
        frontier.settle([broken], {})
    assert frontier.outcomes() == {}
    frontier.settle([done(request, "http://b.example/")], {})
    assert frontier.sizes()[2] == 1
