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


def test_a_life_tells_the_longest_time_between_two_readings(web: Any) -> None:
    for day in (1, 2, 200, 210):
        web.put(web.page("a.example/1", day))
    web.put(web.page("a.example/1", 150, status=404))
    row = web.index.linking_sites(SITES).lives().to_pylist()[0]
    assert (row["first_seen"], row["last_seen"]) == (web.day(1), web.day(210))
    assert (row["gap_days"], row["back_at"]) == (198, web.day(200))


def test_an_empty_index_knows_nothing(web: Any) -> None:
    sites = web.index.linking_sites([])
    assert sites.pages([], more=1, most_chars=1).num_rows == 0
    assert sites.out_links(most=1).num_rows == sites.in_links([], most=1).num_rows == 0
    assert sites.footprints().num_rows == sites.lives().num_rows == 0
    assert sites.referring_domains().num_rows == 0
