"""How sightings become records: whose word counts, and when a link is lost."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core import columns

Story = Iterator[list[dict[str, Any]]]  # what it yields is published, then it goes on
TOGETHER = 6  # examples of a law that are checked in the same publications
LAWS = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

A, B, T = "a.example/1", "b.example/1", "t.example/x"


def a_link_seen_once_is_live_and_keeps_its_facts(web: Any) -> Story:
    yield web.told(web.link(A, T, 1, anchor="best shop", position=0.5))
    record = web.one()
    assert record["state"] == "live"
    assert (record["anchor"], record["position"], record["sources"]) == ("best shop", 0.5, ["warc"])
    assert record["first_seen"] == record["last_seen"] == web.day(1)
    assert record["evidence"] == ["warc@1"]
    assert web.index.links("nobody.example").schema == columns.links()


def test_the_same_facts_again_change_nothing_not_even_the_name(web: Any) -> None:
    rows = [web.link(A, T, 1), web.link(B, T, 2), web.page(A, 1), web.page(B, 2)]
    rows += [web.edge("c.example", "t.example"), web.rank("a.example", 7)]
    first = web.put(*rows, sources=(web.source(),))
    before = web.index.links("t.example")
    assert web.put(*rows, at=101, sources=(web.source(),)) == first
    renamed = [row | {"evidence": "copy.warc.gz@9"} for row in rows]
    web.put(*renamed, at=101, sources=(web.source("copy", name="copy.warc.gz"),))
    assert web.index.links("t.example").equals(before), "known to be in both files, else the same"


def test_a_source_with_another_digest_is_remembered_although_its_facts_are_known(web: Any) -> None:
    web.put(web.link(A, T, 1), sources=(web.source("one"),))
    web.put(web.link(A, T, 1), sources=(web.source("two", rejects=(("no target URL", 3),)),))
    assert web.index.knows("two").rejects == (("no target URL", 3),)
    assert web.index.knows("three") is None
    assert web.one()["evidence"] == ["warc@1"]


def first_and_last_seen_reach_over_all_sources(web: Any) -> Story:
    yield web.told(web.link(A, T, 5))
    yield web.told(web.link(A, T, 4, by="ahrefs", first_seen=web.day(-90), last_seen=web.day(9)))
    record = web.one()
    assert (record["first_seen"], record["last_seen"]) == (web.day(-90), web.day(9))
    assert record["sources"] == ["ahrefs", "warc"]
    assert record["evidence"] == ["warc@5", "ahrefs@4"]


def our_own_reading_beats_a_newer_word_of_a_vendor_and_the_difference_is_said(
    web: Any,
) -> Story:
    yield web.told(web.link(A, T, 1, nofollow=False))
    yield web.told(web.link(A, T, 9, by="ahrefs", nofollow=True, sponsored=True))
    record = web.one()
    assert record["nofollow"] is False
    assert record["sponsored"] is True, "the vendor tells what we do not know"
    assert record["disagreements"] == ["nofollow: ahrefs says yes, warc says no"]


def the_same_crawl_as_arc_and_as_warc_is_one_set_of_links_without_disagreement(
    web: Any,
) -> Story:
    warc = [web.link(A, T, 1, occurrence=n, anchor=f"word {n}") for n in range(2)]
    yield web.told(*warc, web.page(A, 1))
    yield web.told(*(row | {"reporter": "arc"} for row in warc), web.page(A, 1, reporter="arc"))
    assert [row["sources"] for row in web.links()] == [["arc", "warc"]] * 2
    assert [row["disagreements"] for row in web.links()] == [[], []]


def a_null_and_an_unknown_placement_never_overwrite_a_fact(web: Any) -> Story:
    yield web.told(web.link(A, T, 1, placement="footer", placement_probability=0.9))
    yield web.told(
        web.link(A, T, 5, by="wat", placement="unknown", placement_probability=0.1, anchor=None)
    )
    record = web.one()
    assert (record["placement"], record["anchor"]) == ("footer", "a shop")
    assert record["placement_probability"] == pytest.approx(0.9)


def the_newest_own_reading_tells_the_facts(web: Any) -> Story:
    yield web.told(web.link(A, T, 5, anchor="new"))
    yield web.told(web.link(A, T, 1, anchor="old"))
    assert web.one()["anchor"] == "new"


def vendor_scores_stay_side_by_side(web: Any) -> Story:
    yield web.told(web.link(A, T, 1, by="ahrefs", vendor_scores=[("ahrefs.dr", 50.0)]))
    yield web.told(web.link(A, T, 2, by="moz", vendor_scores=[("moz.da", 40.0)]))
    assert dict(web.one()["vendor_scores"]) == {"ahrefs.dr": 50.0, "moz.da": 40.0}


def a_vendor_row_joins_the_occurrence_with_its_anchor(web: Any) -> Story:
    yield web.told(
        web.link(A, T, 1, occurrence=0, anchor="logo"),
        web.link(A, T, 1, occurrence=1, anchor="read  More"),
    )
    yield web.told(web.link(A, T, 2, by="ahrefs", anchor="Read more"))
    assert [row["sources"] for row in web.links()] == [["warc"], ["ahrefs", "warc"]]


def a_vendor_row_that_came_first_joins_our_own_reading_later(web: Any) -> Story:
    yield web.told(web.link(A, T, 2, by="ahrefs", anchor="read more"))
    yield web.told(
        web.link(A, T, 1, occurrence=0, anchor="logo"),
        web.link(A, T, 1, occurrence=1, anchor="read more"),
    )
    assert [row["sources"] for row in web.links()] == [["warc"], ["ahrefs", "warc"]]


def a_vendor_row_without_a_known_anchor_joins_the_first_occurrence(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.link(A, T, 1, occurrence=1, anchor="else"))
    yield web.told(web.link(A, T, 2, by="search-console", anchor=None))
    assert [row["sources"] for row in web.links()] == [["search-console", "warc"], ["warc"]]


def two_anchors_of_one_vendor_are_two_links(web: Any) -> Story:
    yield web.told(
        web.link(A, T, 1, by="ahrefs", anchor="one"), web.link(A, T, 1, by="ahrefs", anchor="two")
    )
    yield web.told(web.link(A, T, 1, by="semrush", anchor="two"))
    assert [(r["occurrence"], r["anchor"], r["sources"]) for r in web.links()] == [
        (0, "one", ["ahrefs"]),
        (1, "two", ["ahrefs", "semrush"]),
    ]


def a_page_read_again_without_the_link_loses_it_on_the_first_such_day(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.page(A, 9))
    yield web.told(web.page(A, 5))
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("lost", "removed_from_html")
    assert record["lost_on"] == web.day(5)


def an_older_reading_without_the_link_loses_nothing(web: Any) -> Story:
    yield web.told(web.link(A, T, 5), web.page(A, 5))
    yield web.told(web.page(A, 1))
    assert web.one()["state"] == "live"


def a_link_that_came_back_is_live_again(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.page(A, 5))
    yield web.told(web.link(A, T, 9), web.page(A, 9))
    record = web.one()
    assert (record["state"], record["lost_on"], record["lost_reason"]) == ("live", None, None)


ANSWERS: dict[str, dict[str, Any]] = {
    "page_gone": {"status": 404},
    "gone for ever": {"status": 410},
    "redirected": {"status": 301, "redirect_url": "https://else.example/"},
    "removed_from_html": {"status": 200},
}


def what_the_page_answered_later_gives_the_reason(web: Any) -> Story:
    pages = {f"a.example/{number}": word for number, word in enumerate(ANSWERS)}
    yield web.told(*(web.link(url, T, 1) for url in pages), *(web.page(url, 1) for url in pages))
    yield web.told(*(web.page(url, 5, **ANSWERS[word]) for url, word in pages.items()))
    assert [(row["state"], row["lost_reason"]) for row in web.links()] == [
        ("lost", "page_gone"),
        ("lost", "page_gone"),
        ("lost", "redirected"),
        ("lost", "removed_from_html"),
    ]


def a_refusal_to_us_is_said_and_loses_nothing(web: Any) -> Story:
    refusals = {f"a.example/{status}": status for status in (401, 403, 429, 451)}
    yield web.told(*(web.link(url, T, 1) for url in refusals), *(web.page(u, 1) for u in refusals))
    yield web.told(*(web.page(url, 5, status=status) for url, status in refusals.items()))
    said = [(row["state"], row["lost_reason"], row["lost_on"]) for row in web.links()]
    assert said == [("live", "blocked_to_us", None)] * 4


def a_failed_answer_loses_nothing(web: Any) -> Story:
    failures = {f"a.example/{status}": status for status in (500, 503)}
    yield web.told(*(web.link(url, T, 1) for url in failures), *(web.page(u, 1) for u in failures))
    yield web.told(*(web.page(url, 5, status=status) for url, status in failures.items()))
    assert [(row["state"], row["lost_reason"]) for row in web.links()] == [("live", None)] * 2


def a_page_that_was_not_read_as_html_loses_nothing(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.page(A, 5, external_links=None))
    assert web.one()["state"] == "live"


def a_wat_reading_without_the_link_loses_nothing(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.page(A, 5, reporter="wat"))
    assert web.one()["state"] == "live"


def a_page_that_became_noindex_loses_its_links_though_they_stand_there(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.link(A, T, 5), web.page(A, 5, noindex=True))
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("lost", "noindexed")
    assert record["lost_on"] == web.day(5)


def a_page_that_always_was_noindex_lost_nothing(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1, noindex=True))
    yield web.told(web.link(A, T, 5), web.page(A, 5, noindex=True))
    assert web.one()["state"] == "live"


def a_page_that_now_names_another_canonical_page_loses_its_links(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1, canonical_url="http://www.a.example/1/"))
    assert web.one()["state"] == "live", "the same page under another spelling"
    yield web.told(web.link(A, T, 5), web.page(A, 5, canonical_url="https://a.example/2"))
    assert web.one()["lost_reason"] == "no_longer_canonical"


def a_link_that_became_nofollow_stays_live_and_the_change_is_dated(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    for seen in (9, 5):
        yield web.told(web.link(A, T, seen, followed=False, nofollow=True), web.page(A, seen))
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("live", "became_nofollow")
    assert record["lost_on"] == web.day(5)


def a_vendor_says_lost_until_somebody_sees_it_later(web: Any) -> Story:
    gone = {"lost_on": web.day(5), "lost_reason": "page_gone", "last_seen": web.day(3)}
    yield web.told(web.link(A, T, 3, by="ahrefs", **gone))
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("lost", "page_gone")
    assert record["lost_on"] == web.day(5)
    yield web.told(web.link(A, T, 4))
    assert web.one()["state"] == "lost"
    yield web.told(web.link(A, T, 6))
    assert web.one()["state"] == "live"


def test_a_partial_import_never_loses_a_link(web: Any) -> None:
    web.put(web.link(A, T, 1, by="ahrefs"), web.link(B, T, 1, by="ahrefs"))
    web.put(web.link(A, T, 9, by="ahrefs"), sources=(web.source(reporter="ahrefs"),))
    assert {row["state"] for row in web.links()} == {"live"}


def test_only_a_complete_source_drops_what_its_reporter_no_longer_lists(web: Any) -> None:
    other = "u.example/y"
    web.put(
        *(web.link(page, T, 1, by="ahrefs") for page in (A, B)), web.link(B, other, 1, "ahrefs")
    )
    web.put(web.link("c.example/1", T, 1, by="moz"))
    complete = web.source("full", name="ahrefs", reporter="ahrefs", complete=True)
    web.put(web.link(A, T, 9, by="ahrefs"), at=10, sources=(complete,))
    states = [(row["source_domain"], row["state"], row["lost_reason"]) for row in web.links()]
    assert states == [
        ("a.example", "live", None),
        ("b.example", "lost", "dropped_not_rechecked"),
        ("c.example", "live", None),
    ]
    assert web.one("u.example")["state"] == "live", "the source was about another site"


def test_what_we_read_ourselves_is_not_dropped_by_a_vendor(web: Any) -> None:
    web.put(web.link(A, T, 1, by="ahrefs"), web.link(A, T, 1))
    complete = web.source("full", reporter="ahrefs", complete=True, target="t.example")
    web.put(at=10, sources=(complete,))
    assert web.one()["state"] == "live"


def test_what_another_reporter_saw_lately_is_not_dropped_by_a_complete_source(web: Any) -> None:
    """Days before the complete import of day 100 on which another reporter saw the link."""
    names = {"a": 5, "b": 89, "c": 91, "d": 5, "e": None}
    web.put(*(web.link(f"{name}.example/1", T, 60, by="ahrefs") for name in names), at=61)
    other = {name: {"seen_at": web.day(100 - ago)} for name, ago in names.items() if ago}
    other["d"] |= {"lost_on": web.day(96)}
    said = (web.link(f"{n}.example/1", T, 0, by="moz", **more) for n, more in other.items())
    web.put(*said, at=62)
    complete = web.source("full", reporter="ahrefs", complete=True, target="t.example")
    assert web.put(at=100, sources=(complete,)).lost == 2
    found = {row["source_domain"][0]: row for row in web.links()}
    assert {name: row["state"] for name, row in found.items()} == {
        "a": "live", "b": "live", "c": "lost", "d": "lost", "e": "lost",
    }  # fmt: skip
    assert found["d"]["lost_on"] == web.day(96), "lost before, by the other's word"
    assert found["a"]["disagreements"] == ["state: ahrefs no longer lists it, moz says live"]
    assert found["e"]["disagreements"] == []


def test_an_undated_word_of_another_reporter_holds_a_link_as_long_as_a_dated_one(web: Any) -> None:
    for name in "ab":
        web.put(web.link(f"{name}.example/1", T, 10, by="ahrefs"), at=11)
    web.put(web.link(A, T, 0, by="moz", seen_at=None), at=50)
    web.put(web.link(B, T, 0, by="moz", seen_at=None), at=80)
    complete = web.source("full", reporter="ahrefs", complete=True, target="t.example")
    assert web.put(at=150, sources=(complete,)).lost == 1
    assert [row["state"] for row in web.links()] == ["lost", "live"]


def test_a_newer_file_of_another_reporter_revives_what_a_complete_source_dropped(web: Any) -> None:
    web.put(web.link(A, T, 1, by="ahrefs"), web.link(B, T, 1, by="ahrefs"))
    complete = web.source("full", reporter="ahrefs", complete=True, target="t.example")
    assert web.put(at=100, sources=(complete,)).lost == 2
    crawled = {A: 40, B: 5}
    stray = {"anchor": None, "kind": "unknown", "target_known": False, "followed": None}
    rows = (web.link(p, "t.example/", d, "search-console", **stray) for p, d in crawled.items())
    web.put(*rows, at=105)
    assert [row["state"] for row in web.links()] == ["live", "lost"]
    said = ["state: ahrefs no longer lists it, search-console says live"]
    assert [row["disagreements"] for row in web.links()] == [said, said]


def test_only_the_links_that_a_publication_loses_are_counted(web: Any) -> None:
    assert web.put(web.link(A, T, 1, by="ahrefs"), web.link(B, T, 1, by="ahrefs")).lost == 0
    first = web.source("first", reporter="ahrefs", complete=True, target="t.example")
    assert web.put(web.link(A, T, 2, by="ahrefs"), at=3, sources=(first,)).lost == 1
    again = web.source("again", reporter="ahrefs", complete=True, target="t.example")
    assert web.put(web.link(A, T, 4, by="ahrefs"), at=5, sources=(again,)).lost == 0


def a_link_on_most_pages_of_a_host_is_sitewide(web: Any) -> Story:
    names = [f"a.example/{n}" for n in range(5)]
    yield web.told(
        *(web.page(name, 1) for name in names), *(web.link(name, T, 1) for name in names[:3])
    )
    assert {row["sitewide"] for row in web.links()} == {True}


def pages_read_later_take_the_vote_back(web: Any) -> Story:
    names = [f"a.example/{n}" for n in range(3)]
    yield web.told(
        *(web.page(name, 1) for name in names), *(web.link(name, T, 1) for name in names)
    )
    assert {row["sitewide"] for row in web.links()} == {True}
    yield web.told(*(web.page(f"a.example/other{n}", 2) for n in range(3)))
    assert {row["sitewide"] for row in web.links()} == {False}


def two_pages_are_too_few_for_a_vote(web: Any) -> Story:
    yield web.told(web.page(A, 1), web.page("a.example/2", 1), web.link(A, T, 1))
    assert web.one()["sitewide"] is None


def a_target_that_answers_404_makes_its_links_broken(web: Any) -> Story:
    yield web.told(web.link(A, T, 1))
    yield web.told(web.page(T, 5, status=404))
    assert web.one()["state"] == "broken"
    yield web.told(web.page(T, 9))
    assert web.one()["state"] == "live"


def a_target_that_moved_is_redirected_unless_only_its_spelling_changed(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.link(A, "t.example/y", 1))
    yield web.told(
        web.page(T, 5, status=301, redirect_url="https://www.t.example/x/"),
        web.page("t.example/y", 5, status=301, redirect_url="https://t.example/z"),
    )
    assert sorted(row["state"] for row in web.links()) == ["live", "redirected"]


def a_lost_link_stays_lost_when_only_its_target_is_read_again(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1))
    yield web.told(web.page(A, 5, status=404))
    yield web.told(web.page(T, 9))
    assert (web.one()["state"], web.one()["lost_reason"]) == ("lost", "page_gone")


def a_broken_link_stays_broken_when_only_its_source_is_read_again(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1), web.page(T, 2, status=404))
    assert web.one()["state"] == "broken"
    yield web.told(web.page("a.example/else", 9))
    yield web.told(web.page(A, 3, status=503))
    assert web.one()["state"] == "broken"


def a_sitewide_link_stays_so_when_only_its_target_is_read_again(web: Any) -> Story:
    names = [f"a.example/{n}" for n in range(3)]
    yield web.told(
        *(web.page(name, 1) for name in names), *(web.link(name, T, 1) for name in names)
    )
    yield web.told(web.page(T, 9, status=404))
    assert [(row["state"], row["sitewide"]) for row in web.links()] == [("broken", True)] * 3


def test_a_complete_source_keeps_the_reason_of_what_was_lost_before(web: Any) -> None:
    web.put(web.link(A, T, 1, by="ahrefs"), web.page(A, 3, status=410))
    complete = web.source("full", reporter="ahrefs", complete=True, target="t.example")
    web.put(at=10, sources=(complete,))
    assert web.one()["lost_reason"] == "page_gone"


STEPS = 4


def _steps(web: Any) -> list[list[dict[str, Any]]]:
    """Sightings of one link that come in different files."""
    return [
        [web.link(A, T, 1), web.page(A, 1)],
        [web.link(A, T, 5, followed=False, nofollow=True, anchor="later"), web.page(A, 5)],
        [web.link(A, T, 3, by="ahrefs", first_seen=web.day(-9), lost_on=web.day(4))],
        [web.page(A, 8, status=404)],
    ]


def test_the_order_in_which_files_are_read_does_not_matter(same: Any) -> None:
    def step(number: int) -> Any:
        return lambda web: _steps(web)[number]

    ways = {"whole": [[step(number) for number in range(STEPS)]]}
    for order in itertools.permutations(range(STEPS)):
        ways[f"whole/{order}"] = [[step(number)] for number in order]
    same(ways)


sightings = st.lists(
    st.tuples(
        st.sampled_from(["warc", "wat", "ahrefs", "semrush"]),
        st.integers(0, 6),
        st.sampled_from(["one", "two", None]),
        st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda sighting: sighting[:2],
)


@LAWS
@given(told=st.lists(sightings, min_size=TOGETHER, max_size=TOGETHER), split=st.integers(0, 6))
def test_two_publications_make_the_same_records_as_one(same: Any, told: Any, split: int) -> None:
    def step(by: str, seen: int, anchor: str | None, followed: Any) -> Any:
        return lambda web: [web.link(A, T, seen, by=by, anchor=anchor, followed=followed)]

    ways: dict[str, list[list[Any]]] = {}
    for number, sighted in enumerate(told):
        steps = [step(*sighting) for sighting in sighted]
        ways |= {f"{number}": [steps], f"{number}/two": [steps[:split], steps[split:]]}
    same(ways)


captures = st.lists(
    st.tuples(
        st.sampled_from(["a.example/0", "a.example/1", "a.example/2", "b.example/0", T]),
        st.integers(0, 5),
        st.sampled_from([200, 200, 200, 404, 301, 403, 503]),
        st.booleans(),
        st.sampled_from([True, True, False]),
    ),
    min_size=2,
    max_size=9,
    unique_by=lambda capture: capture[:2],
)


def _captured(web: Any, url: str, day: int, status: int, *, hidden: bool, linked: bool) -> Any:
    """A page as it was captured, and its link to T where it has one."""
    moved = "https://else.example/" if status == 301 else None
    page = web.page(url, day, status=status, noindex=hidden, redirect_url=moved)
    has_link = linked and status == 200 and url != T
    return [page, web.link(url, T, day)] if has_link else [page]


@LAWS
@given(
    told=st.lists(captures, min_size=TOGETHER, max_size=TOGETHER),
    order=st.randoms(use_true_random=False),
    cuts=st.sets(st.integers(1, 8), max_size=4),
)
def test_captures_read_in_any_order_and_number_of_files_make_the_same_records(
    same: Any, told: Any, order: Any, cuts: set[int]
) -> None:
    def step(url: str, day: int, status: int, hidden: bool, linked: bool) -> Any:  # noqa: FBT001
        return lambda web: _captured(web, url, day, status, hidden=hidden, linked=linked)

    ways = {}
    for number, captured in enumerate(told):
        steps = [step(*capture) for capture in captured]
        ways[f"{number}"] = [list(steps)]
        order.shuffle(steps)
        places = itertools.pairwise(sorted({0, *cuts, 9}))
        ways[f"{number}/many"] = [steps[start:end] for start, end in places]
    same(ways)


STORIES = {name: told for name, told in vars().items() if inspect.isgeneratorfunction(told)}


@pytest.mark.parametrize("story", STORIES)
def test_told_step_by_step(ends: dict[str, BaseException | None], story: str) -> None:
    if end := ends[story]:
        raise end
