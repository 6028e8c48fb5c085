"""The questions to the index, on a web small enough to count by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backlinkbot.core import columns
from backlinkbot.core.errors import Broken, NotFound
from backlinkbot.core.nouns import BACKLINK_KINDS, Growth, LinkKind, LinkState, Placement
from backlinkbot.io.index.database import Budget, connect
from backlinkbot.io.index.filters import LinkFilter, LinkOrder

A, B, C, T = "a.example/1", "b.example/1", "c.example/1", "t.example/x"


def _small_web(web: Any) -> None:
    web.put(
        web.link(A, T, 1, anchor="Best Shop", ugc=True, external_links=5, source_language="de"),
        web.link("a.example/2", "t.example/deep/page", 2, placement="footer", followed=False),
        web.link(B, T, 40, kind="image", anchor="", by="ahrefs", external_links=90,
                 first_seen=web.day(40)),
        web.link(C, T, 1),
        web.link(C, "u.example/", 1),
        web.page(C, 20, status=404),
        web.page(A, 1, text="about shops"),
        web.edge("d.example", "t.example", links=7),
        web.edge("a.example", "t.example", links=9),
        web.edge("c.example", "t.example", links=1),
        web.edge("e.example", "v.example", links=2, lost_on=web.day(3)),
        web.rank("a.example", 12, list="tranco"),
        web.rank("a.example", 9, list="crux"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(filled: Any) -> Any:
    """Four links of three domains to t.example, one of them lost, and one to another; only read."""
    return filled(_small_web)


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({}, [A, "a.example/2", B, C]),
        ({"states": (LinkState.LOST,)}, [C]),
        ({"followed": False}, ["a.example/2"]),
        ({"ugc": True}, [A]),
        ({"placements": (Placement.FOOTER,)}, ["a.example/2"]),
        ({"kinds": (LinkKind.IMAGE,)}, [B]),
        ({"anchor": "best shop"}, [A]),
        ({"source_domain": "b.example"}, [B]),
        ({"source_url": f"https://{A}"}, [A]),
        ({"target_url": f"https://{T}"}, [A, B, C]),
        ({"target_prefix": "https://t.example/deep/"}, ["a.example/2"]),
        ({"target_host": "t.example"}, [A, "a.example/2", B, C]),
        ({"reporter": "ahrefs"}, [B]),
        ({"best_of_domain": True}, [A, B, C]),
        ({"best_of_domain": False}, ["a.example/2"]),
        ({"external_least": 5, "external_most": 10}, [A]),
        ({"followed": True, "states": (LinkState.LIVE,)}, [A, B]),
    ],
)
def test_a_filter_leaves_what_it_names(
    small: Any, wishes: dict[str, Any], found: list[str]
) -> None:
    asked = LinkFilter(**wishes)
    urls = sorted(small.index.links("t.example", asked)["source_url"].to_pylist())
    assert urls == [f"https://{name}" for name in found]
    assert small.index.count_links("t.example", asked) == len(found)


def test_links_are_filtered_by_when_they_were_first_seen_and_lost(small: Any) -> None:
    index, day = small.index, small.day
    assert index.count_links("t.example", LinkFilter(since=day(2))) == 2
    assert index.count_links("t.example", LinkFilter(until=day(2))) == 2
    assert index.count_links("t.example", LinkFilter(lost_since=day(20))) == 1
    assert index.count_links("t.example", LinkFilter(lost_since=day(21))) == 0


def test_a_hostile_filter_is_only_a_value(small: Any) -> None:
    for text in ("' or 1=1 --", "%", "'); drop table links; --", '"'):
        assert small.index.count_links("t.example", LinkFilter(anchor=text)) == 0
        assert small.index.links(text).num_rows == 0


def test_some_columns_of_links_are_those_of_all(small: Any) -> None:
    whole = small.index.links("t.example")
    some = small.index.links("t.example", only=("state", "left", "source_url"))
    assert some.equals(whole.select(["source_url", "left", "state"]))
    with pytest.raises(Broken, match="no column colour"):
        small.index.links("t.example", only=("colour",))


def test_pages_of_a_list_fit_together(small: Any) -> None:
    whole = small.index.links("t.example").to_pylist()
    parts = [small.index.links("t.example", limit=1, offset=n).to_pylist()[0] for n in range(4)]
    assert parts == whole
    assert whole[0]["source_url"] == f"https://{B}", "newest first"
    by_source = small.index.links("t.example", order=LinkOrder.SOURCE)["source_url"].to_pylist()
    assert by_source == sorted(by_source)


def test_a_profile_counts_what_stands(small: Any) -> None:
    counts = small.index.profile("t.example", small.day(45))
    assert (counts.backlinks, counts.referring_domains, counts.lost) == (3, 2, 1)
    assert counts.only_domains == 1, "d.example; of c.example a page is known, a lost one"
    assert counts.followed_share == pytest.approx(2 / 3)
    assert (counts.new_30d, counts.lost_30d) == (1, 1)
    assert counts.placements.to_pylist()[0] == {
        "placement": "content", "links": 2, "referring_domains": 2,
    }  # fmt: skip
    assert counts.anchors["anchor"].to_pylist() == ["", "Best Shop", "a shop"]
    assert counts.targets["target_url"].to_pylist()[0] == f"https://{T}"
    assert counts.tlds.to_pylist() == [{"tld": "example", "referring_domains": 2, "links": 3}]
    assert counts.languages["language"].to_pylist() == ["de", "unknown"]
    assert (counts.start_unknown, counts.links_start_unknown) == (1, 2), "a.example's two"
    assert counts.weeks == (
        Growth(date(2026, 1, 19), 0, 1, lost_start_unknown=1),
        Growth(date(2026, 2, 9), 1, 0),
    )
    assert small.index.growth("t.example", small.day(45)) == counts.weeks


@pytest.mark.parametrize("kind", [*LinkKind, None])
def test_questions_and_code_mean_the_same_by_a_backlink(kind: LinkKind | None) -> None:
    found = connect(Budget()).execute("select is_backlink($kind)", {"kind": kind}).fetchall()
    assert found == [((kind or LinkKind.UNKNOWN) in BACKLINK_KINDS,)]


def test_frames_forms_and_canonicals_are_kept_but_counted_apart(web: Any) -> None:
    web.put(
        web.link(A, T, 9),
        web.link(A, T, 1, occurrence=1, kind="frame"),
        web.link(B, T, 1, kind="frame"),
        web.link("b.example/2", T, 1, kind="canonical"),
        web.link(C, T, 1, kind="form"),
        web.link(C, T, 2, occurrence=1),
        web.page(C, 2),
        web.page(C, 5),
    )
    counts = web.index.profile("t.example", web.day(45))
    assert (counts.backlinks, counts.referring_domains, counts.lost) == (1, 1, 1)
    assert counts.other_kinds == 3
    assert {row["kind"]: row["links"] for row in counts.kinds.to_pylist()} == {
        "frame": 2, "canonical": 1, "text": 1,
    }  # fmt: skip
    for table in (counts.placements, counts.anchors, counts.targets, counts.tlds):
        assert table["links"].to_pylist() == [1]
    rows = {r["source_domain"]: r for r in web.index.referring_domains("t.example").to_pylist()}
    assert {name: (row["links"], row["state"]) for name, row in rows.items()} == {
        "a.example": (1, "live"), "c.example": (0, "lost"),
    }  # fmt: skip
    assert rows["a.example"]["first_seen"] == web.day(9), "a frame is no first backlink"
    assert web.index.current().referring_domains == 1
    edges = [row for batch in web.index.domain_edges() for row in batch.to_pylist()]
    assert [(row["source_domain"], row["links"]) for row in edges] == [("a.example", 1)]
    assert set(web.index.anchors("t.example")["source_domain"].to_pylist()) == {"a.example"}
    assert len(web.links()) == 6
    backlinks = web.index.links("t.example", LinkFilter(backlinks=True))
    others = web.index.links("t.example", LinkFilter(backlinks=False))
    assert set(backlinks["kind"].to_pylist()) == {"text"}
    assert set(others["kind"].to_pylist()) == {"frame", "form", "canonical"}


def test_the_profile_of_a_stranger_is_empty(small: Any) -> None:
    counts = small.index.profile("nobody.example", small.day(45))
    assert (counts.backlinks, counts.referring_domains, counts.followed_share) == (0, 0, None)
    assert counts.weeks == ()


def test_referring_domains_show_the_best_link_and_those_known_only_by_domain(small: Any) -> None:
    rows = {r["source_domain"]: r for r in small.index.referring_domains("t.example").to_pylist()}
    assert sorted(rows) == ["a.example", "b.example", "c.example", "d.example"]
    assert (rows["a.example"]["links"], rows["a.example"]["placement"]) == (2, "content")
    assert (rows["c.example"]["state"], rows["c.example"]["lost_reason"]) == ("lost", "page_gone")
    assert (rows["d.example"]["links"], rows["d.example"]["basis"]) == (7, "domain")
    live = small.index.referring_domains("t.example", states=["live"])
    assert "c.example" not in live["source_domain"].to_pylist()


def test_each_edge_between_domains_comes_once(small: Any) -> None:
    rows = [row for batch in small.index.domain_edges() for row in batch.to_pylist()]
    assert sorted(
        (r["source_domain"], r["target_domain"], r["links"], r["basis"]) for r in rows
    ) == [
        ("a.example", "t.example", 2, "pages"),
        ("b.example", "t.example", 1, "pages"),
        ("c.example", "t.example", 1, "domain"),
        ("d.example", "t.example", 7, "domain"),
    ]


def test_a_link_that_nobody_placed_tells_whether_its_page_takes_comments(web: Any) -> None:
    web.put(
        web.link(A, "t.example/", 1, placement=None),
        web.link("b.example/1", "t.example/", 1, placement="content"),
        web.link("c.example/1", "t.example/", 1, placement=None),
        *(web.page(url, 1, takes_comments=True) for url in (A, "b.example/1")),
    )
    rows = [row for batch in web.index.domain_edges() for row in batch.to_pylist()]
    assert {r["source_domain"]: r["takes_comments"] for r in rows} == {
        "a.example": True,
        "b.example": None,
        "c.example": None,
    }


def test_footprints_are_ids_and_templates_on_small_servers(web: Any) -> None:
    def page(host: str, ip: str, template: int, words: int, ids: list[str]) -> Any:
        return web.page(f"{host}/", 1, ip=ip, template=template, words=words, owner_ids=ids)

    web.put(
        page("a.example", "192.0.2.1", 7, 300, ["ga:1"]),
        page("b.example", "192.0.2.1", 7, 300, ["ga:1", "ads:2"]),
        page("c.example", "192.0.2.1", 7, 5, []),
        *(page(f"s{i}.example", "192.0.2.9", 8, 300, []) for i in range(4)),
    )
    found = web.index.footprints(most_domains=3, least_words=100)
    rows = sorted((r["domain"], r["footprint"]) for batch in found for r in batch.to_pylist())
    assert rows == [
        ("a.example", "192.0.2.1 7"),
        ("a.example", "ga:1"),
        ("b.example", "192.0.2.1 7"),
        ("b.example", "ads:2"),
        ("b.example", "ga:1"),
    ]


def test_an_owners_id_is_counted_on_all_sites_of_the_index(web: Any) -> None:
    web.put(
        *(web.page(f"s{i}.example/{n}", 1, owner_ids=["ga:1"]) for i in range(3) for n in "ab"),
        web.page("t.example/", 1, owner_ids=["ads:2", "ga:1"]),
        web.page("u.example/", 1),
    )
    found = web.index.owner_id_sites(["ads:2", "ga:1", "ga:9"]).to_pylist()
    assert found == [{"footprint": "ads:2", "sites": 1}, {"footprint": "ga:1", "sites": 4}]
    assert web.index.owner_id_sites([]).num_rows == 0


def test_intersect_finds_who_links_to_several(web: Any) -> None:
    web.put(*(web.link(A, target, 1) for target in ("t.example/", "u.example/", "v.example/")))
    web.put(
        web.link(B, "t.example/", 1), web.link(B, "u.example/", 1), web.link(C, "t.example/", 1)
    )
    found = web.index.intersect(["t.example", "u.example"])
    assert set(found["source_domain"].to_pylist()) == {"a.example", "b.example"}
    three = web.index.intersect(["t.example", "u.example", "v.example"], least=3)
    assert set(three["source_domain"].to_pylist()) == {"a.example"}


def test_pages_are_found_by_domain_and_by_url(small: Any) -> None:
    assert small.index.pages("a.example").schema == columns.page_facts()
    assert small.index.pages("a.example")["url"].to_pylist() == [f"https://{A}"]
    urls = [f"https://{A}", f"https://{C}", "https://nobody.example/"]
    assert small.index.pages(urls)["status"].to_pylist() == [200, 404]
    texts = [row for batch in small.index.page_texts() for row in batch.to_pylist()]
    assert sorted(row["text"] for row in texts) == ["about shops", "words of the page"]


def test_a_page_that_is_gone_keeps_its_last_content(web: Any) -> None:
    web.put(web.page(A, 1, title="Old"))
    web.put(web.page(A, 5, status=404, title=None, text=None))
    row = web.index.pages("a.example").to_pylist()[0]
    assert (row["status"], row["title"], row["fetched_at"]) == (404, "Old", web.day(5))


def test_ranks_give_every_list_a_domain_is_in(small: Any) -> None:
    rows = small.index.ranks(["a.example", "z.example"]).to_pylist()
    assert [(row["list"], row["rank"]) for row in rows] == [("crux", 9), ("tranco", 12)]
    assert small.index.ranks([]).num_rows == 0


def test_every_rank_list_tells_its_length_and_date_whatever_came_after_it(web: Any) -> None:
    assert web.index.rank_lists().num_rows == 0
    old, new = date(2026, 1, 1), date(2026, 2, 1)
    web.put(
        *(web.rank(f"s{n}.example", n, as_of=old) for n in range(1, 6)),
        web.rank("a.example", 1, list="majestic"),
    )
    web.put(*(web.rank(f"s{n}.example", n, as_of=new) for n in range(1, 4)), at=101)
    web.put(web.link(A, T, 1), at=102)
    web.index.compact(web.day(103))
    assert web.index.rank_lists().to_pylist() == [
        {"list": "majestic", "sites": 1, "as_of": None},
        {"list": "top", "sites": 3, "as_of": new},
    ]


def test_the_most_linked_domains_come_first(small: Any) -> None:
    rows = small.index.most_linked(5).to_pylist()
    assert [(row["target_domain"], row["referring_domains"]) for row in rows] == [("t.example", 2)]


def test_anchors_are_counted_by_referring_domain(small: Any) -> None:
    rows = small.index.anchors("t.example").to_pylist()
    assert [(row["anchor"], row["source_domain"]) for row in rows] == [
        ("", "b.example"),
        ("Best Shop", "a.example"),
        ("a shop", "a.example"),
    ]


def test_two_snapshots_tell_what_changed(web: Any) -> None:
    first = web.put(web.link(A, T, 1), web.link(B, T, 1), web.page(A, 1), web.page(B, 1))
    second = web.put(
        web.page(A, 5), web.link(B, T, 5, anchor="else"), web.page(B, 5), web.link(C, T, 5), at=101
    )
    rows = web.index.diff(first.name, second.name, "t.example").to_pylist()
    assert [(row["change"], row["source_domain"]) for row in rows] == [
        ("changed", "b.example"),
        ("lost", "a.example"),
        ("new", "c.example"),
    ]
    with pytest.raises(NotFound, match="no snapshot 000009 is kept; there are: 000001"):
        web.index.diff("000009", second.name, "t.example")


def test_compaction_changes_no_answer(web: Any) -> None:
    small = web
    _small_web(small)
    small.put(small.link(A, T, 50, anchor="later"), small.page(A, 50), at=101)
    small.put(small.page(B, 60), at=102)
    index, at = small.index, small.day(61)
    before = (index.links("t.example"), index.profile("t.example", at), index.current().links)
    index.compact(small.day(103))
    after = (index.links("t.example"), index.profile("t.example", at), index.current().links)
    assert after[0].equals(before[0])
    assert (after[1].weeks, after[1].anchors) == (before[1].weeks, before[1].anchors)
    assert after[2] == before[2]
    assert len({f.segment for f in index.layout.load(index.current().name).files}) == 1
    assert index.verify() == []


def _edges(web: Any) -> list[tuple[str, str, int]]:
    rows = [row for batch in web.index.domain_edges() for row in batch.to_pylist()]
    return sorted((r["source_domain"], r["target_domain"], r["links"]) for r in rows)


def test_edges_of_hosts_add_up_and_reporters_do_not(web: Any) -> None:
    host = {"level": "host", "source_domain": "a.example"}
    web.put(
        web.edge("x.a.example", "t.example", links=2, **host),
        web.edge("y.a.example", "t.example", links=3, **host),
        web.edge("a.example", "t.example", by="search-console", links=4),
    )
    assert _edges(web) == [("a.example", "t.example", 5)]


def test_an_edge_told_again_keeps_its_dates_and_the_newest_count(web: Any) -> None:
    web.put(
        web.edge("a.example", "t.example", links=9, first_seen=web.day(3), last_seen=web.day(3))
    )
    web.put(
        web.edge("a.example", "t.example", links=4, first_seen=web.day(5), last_seen=web.day(8))
    )
    row = web.index.referring_domains("t.example").to_pylist()[0]
    assert (row["links"], row["first_seen"], row["last_seen"]) == (4, web.day(3), web.day(8))


def test_an_edge_that_its_reporter_lost_is_no_edge_until_it_is_seen_again(web: Any) -> None:
    web.put(web.edge("a.example", "t.example", last_seen=web.day(3), lost_on=web.day(4)))
    assert _edges(web) == []
    assert web.index.referring_domains("t.example")["state"].to_pylist() == ["lost"]
    web.put(web.edge("a.example", "t.example", last_seen=web.day(9)))
    assert _edges(web) == [("a.example", "t.example", 1)]


def test_the_newest_rank_list_stands(web: Any) -> None:
    web.put(web.rank("a.example", 5, as_of=date(2026, 3, 1)))
    web.put(web.rank("a.example", 9, as_of=date(2026, 1, 1)))
    assert web.index.ranks(["a.example"])["rank"].to_pylist() == [5]
    web.put(web.rank("a.example", 2, as_of=date(2026, 4, 1)))
    assert web.index.ranks(["a.example"])["rank"].to_pylist() == [2]


@pytest.mark.parametrize("domain", ["t.example", "nobody.example"])
def test_the_main_numbers_are_those_of_the_profile(small: Any, domain: str) -> None:
    for day in (1, 45, 300):
        whole = small.index.profile(domain, small.day(day))
        main = small.index.main_counts(domain, small.day(day))
        names = ("backlinks", "referring_domains", "followed_share", "new_30d", "lost_30d", "weeks")
        assert [getattr(main, n) for n in names] == [getattr(whole, n) for n in names]
