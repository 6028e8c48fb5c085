"""What the index tells of the sites that link somewhere."""

from __future__ import annotations

from typing import Any

SITES = ["a.example", "b.example"]


def test_linking_pages_come_with_a_few_others_of_their_site(web: Any) -> None:
    web.put(*(web.page(f"a.example/{n}", 1, text="0123456789") for n in range(6)))
    found = web.index.linking_sites(SITES).pages(["https://a.example/5"], more=2, most_chars=4)
    assert found["url"].to_pylist() == [f"https://a.example/{n}" for n in (0, 1, 5)]
    assert set(found["text"].to_pylist()) == {"0123"}


def test_pages_of_other_sites_are_left_out(web: Any) -> None:
    web.put(web.page("z.example/1", 1))
    assert web.index.linking_sites(SITES).pages([], more=3, most_chars=10).num_rows == 0


def test_where_sites_link_is_told_once_a_pair_with_how_widely_it_is_shared(web: Any) -> None:
    web.put(
        web.link("a.example/1", "shop.example/", 3),
        web.link("a.example/2", "shop.example/", 5),
        web.link("z.example/1", "shop.example/", 5),
        web.link("a.example/1", "a.example/2", 5),
        web.edge("b.example", "shop.example"),
    )
    rows = web.index.linking_sites(SITES).out_links(most=10).to_pylist()
    assert [(r["source_domain"], r["target_domain"], r["links"], r["sources"]) for r in rows] == [
        ("a.example", "shop.example", 2, 3),
        ("b.example", "shop.example", 1, 3),
    ]
    assert rows[0]["first_seen"] == web.day(3)


def test_of_many_targets_those_that_fewest_share_are_kept(web: Any) -> None:
    shared = [web.link(f"z{n}.example/", "famous.example/", 1) for n in range(3)]
    web.put(
        *shared,
        web.link("a.example/1", "famous.example/", 1),
        web.link("a.example/1", "rare.example/", 1),
    )
    rows = web.index.linking_sites(SITES).out_links(most=1).to_pylist()
    assert [row["target_domain"] for row in rows] == ["rare.example"]


def test_links_back_come_from_the_owner_first(web: Any) -> None:
    web.put(
        *(web.link(f"c{n}.example/", "a.example/", 1) for n in range(3)),
        web.link("ours.example/", "a.example/", 1),
        web.edge("b.example", "a.example"),
    )
    found = web.index.linking_sites(SITES).in_links(["ours.example"], most=2)
    assert found["source_domain"].to_pylist() == ["b.example", "ours.example"]


def test_referring_domains_of_the_linking_sites_are_counted_once(web: Any) -> None:
    web.put(
        web.link("c.example/1", "a.example/", 1),
        web.link("c.example/2", "a.example/", 1),
        web.edge("c.example", "a.example"),
    )
    found = web.index.linking_sites(SITES).referring_domains()
    assert found.to_pylist() == [{"domain": "a.example", "referring_domains": 1}]


def test_footprints_say_on_how_many_domains_they_were_seen(web: Any) -> None:
    told = {"owner_ids": ["ga:UA-1"], "ip": "192.0.2.7", "template": 5}
    web.put(
        web.page("a.example/1", 1, **told),
        web.page("a.example/2", 1, **told),
        web.page("z.example/1", 1, **told | {"ip": "192.0.2.9"}),
    )
    rows = web.index.linking_sites(SITES).footprints().to_pylist()
    assert {(r["domain"], r["kind"], r["value"], r["domains"]) for r in rows} == {
        ("a.example", "owner id", "ga:UA-1", 2),
        ("a.example", "server", "192.0.2.7", 1),
        ("a.example", "block", "192.0.2.0/24", 2),
        ("a.example", "template", "5", 2),
    }


def test_an_ipv6_block_is_its_first_48_bits(web: Any) -> None:
    web.put(
        web.page("a.example/1", 1, ip="2001:db8:7:1::9"),
        web.page("b.example/1", 1, ip="2001:db8::1"),
    )
    rows = web.index.linking_sites(SITES).footprints().to_pylist()
    blocks = {(row["domain"], row["value"]) for row in rows if row["kind"] == "block"}
    assert blocks == {("a.example", "2001:db8:7::/48"), ("b.example", "2001:db8:0::/48")}


def life(web: Any, site: str = "a.example") -> dict[str, Any]:
    rows = web.index.linking_sites([site]).lives().to_pylist()
    return dict(rows[0]) if rows else {}


def crawl(web: Any, *days: float, sites: int = 6) -> list[dict[str, Any]]:
    """Other sites that are read on each of these days."""
    return [web.page(f"z{n}.example/", day) for n in range(sites) for day in days]


def test_a_site_that_comes_while_others_are_read_again_is_new(web: Any) -> None:
    web.put(*crawl(web, 5, 200), web.page("a.example/1", 201))
    assert life(web)["first_seen"] == web.day(201)
    assert life(web, "z1.example")["first_seen"] is None


def test_where_a_whole_crawl_is_new_nobody_knows_since_when_its_sites_exist(web: Any) -> None:
    new = [web.page(f"y{n}.example/", 200) for n in range(9)]
    web.put(*crawl(web, 5, 200), *new, web.page("a.example/1", 200))
    assert life(web)["first_seen"] is None


def test_a_site_was_away_only_while_others_were_read(web: Any) -> None:
    web.put(web.page("a.example/1", 5), web.page("a.example/1", 205))
    assert life(web)["gap_days"] is None
    web.put(*crawl(web, 60, 130))
    assert life(web)["gap_days"] == 200
    assert life(web)["back_at"] == web.day(205)
    assert life(web, "z1.example")["gap_days"] is None


def test_a_site_is_gone_only_where_somebody_asked_again(web: Any) -> None:
    web.put(web.page("a.example/1", 5))
    assert life(web)["last_seen"] is None
    web.put(web.page("a.example/1", 90, status=404))
    assert life(web)["last_seen"] == web.day(5)
    assert life(web)["gap_days"] == 0


def blog(web: Any, page: str, day: float, *targets: str) -> list[dict[str, Any]]:
    """One page of a site as it was read whole on a day."""
    links = [web.link(page, f"{target}.example/", day) for target in targets]
    return [web.page(page, day, external_links=len(targets)), *links]


def turnover(web: Any) -> dict[str, Any]:
    rows = web.index.linking_sites(["a.example"]).turnover({"a.example": web.day(300)}).to_pylist()
    return dict(rows[0])


def test_a_site_that_came_back_with_other_links_lost_the_old_ones(web: Any) -> None:
    web.put(*blog(web, "a.example/", 5, "old", "older", "kept"))
    web.put(*blog(web, "a.example/", 300, "new", "newer", "kept"))
    assert turnover(web) == {
        "domain": "a.example", "before": 3, "gone": 2, "now": 3, "fresh": 2, "stayed": 0,
        "asked_again": 0, "was_gone": False,
    }  # fmt: skip


def test_a_site_of_which_other_pages_are_read_later_lost_nothing(web: Any) -> None:
    web.put(*blog(web, "a.example/1", 5, "old", "older"))
    web.put(*blog(web, "a.example/2", 300, "new", "newer"))
    assert (turnover(web)["gone"], turnover(web)["fresh"], turnover(web)["stayed"]) == (0, 2, 0)


def test_a_page_that_answers_before_and_after_speaks_for_the_same_owner(web: Any) -> None:
    web.put(*blog(web, "a.example/1", 5, "old"), *blog(web, "a.example/2", 5, "older"))
    web.put(*blog(web, "a.example/1", 300, "new"), web.page("a.example/2", 300, status=404))
    assert (turnover(web)["gone"], turnover(web)["stayed"]) == (2, 1)


def test_a_site_was_gone_where_its_front_page_or_several_pages_failed(web: Any) -> None:
    web.put(*blog(web, "a.example/", 5, "old"), *blog(web, "a.example/", 300, "new"))
    web.put(web.page("a.example/1", 150, status=404), web.page("a.example/", 160, status=403))
    assert not turnover(web)["was_gone"]
    web.put(web.page("a.example/", 170, status=502))
    assert turnover(web)["was_gone"]


def test_an_empty_index_knows_nothing(web: Any) -> None:
    sites = web.index.linking_sites([])
    assert sites.pages([], more=1, most_chars=1).num_rows == 0
    assert sites.out_links(most=1).num_rows == sites.in_links([], most=1).num_rows == 0
    assert sites.footprints().num_rows == sites.lives().num_rows == 0
    assert sites.referring_domains().num_rows == sites.turnover({}).num_rows == 0
