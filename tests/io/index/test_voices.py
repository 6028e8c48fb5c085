"""What a reporter that names no target page, or no date, adds to a link that others know."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Story = Iterator[list[dict[str, Any]]]  # what it yields is published, then it goes on
TOGETHER = 8  # examples of the law that are checked in the same publications

A, B, T, ROOT = "a.example/1", "b.example/1", "t.example/x", "t.example/"
NO_DATE = {"seen_at": None}


def _stray(web: Any, source: str, seen: float | None, by: str = "search-console") -> dict[str, Any]:
    """A page that links to t.example, nobody says where to; seen on a day, or undated."""
    told = {
        "anchor": None, "kind": "unknown", "followed": None, "nofollow": None, "placement": None,
        "target_known": False,
    }  # fmt: skip
    undated = {} if seen is not None else NO_DATE
    return dict(web.link(source, ROOT, seen or 0, by=by, **told) | undated)


def a_page_that_links_to_the_site_somewhere_confirms_the_link_that_is_known(web: Any) -> Story:
    for page, other in ((A, B), (B, A)):  # whichever is told first
        known, stray = web.link(page, T, 3, anchor="best shop"), _stray(web, page, 9)
        first, second = (known, stray) if page < other else (stray, known)
        yield web.told(first)
        yield web.told(second)
    for record in web.links():
        assert (record["target_url"], record["anchor"]) == (f"https://{T}", "best shop")
        assert record["sources"] == ["search-console", "warc"]
        assert (record["first_seen"], record["last_seen"]) == (web.day(3), web.day(9))
        assert record["evidence"] == ["search-console@9", "warc@3"]
        assert record["target_known"] is None
        assert record["disagreements"] == []
    assert len(web.links()) == 2


def a_page_that_links_to_the_site_somewhere_is_a_link_while_no_other_is_known(
    web: Any,
) -> Story:
    yield web.told(_stray(web, A, 2), _stray(web, A, 5, by="other-console"))
    record = web.one()
    assert (record["target_url"], record["target_known"]) == (f"https://{ROOT}", False)
    assert record["sources"] == ["other-console", "search-console"]
    assert (record["kind"], record["anchor"], record["state"]) == ("unknown", None, "live")


def a_stray_sighting_joins_the_first_link_that_still_stands(web: Any) -> Story:
    yield web.told(
        web.link(A, "t.example/a", 1),
        web.link(A, "t.example/b", 1),
        web.link(A, "t.example/c", 1),
        web.page(A, 1),
    )
    yield web.told(web.link(A, "t.example/b", 5), web.link(A, "t.example/c", 5), web.page(A, 5))
    yield web.told(_stray(web, A, 3))
    sources = {row["target_url"][-1]: row["sources"] for row in web.links()}
    assert sources == {"a": ["warc"], "b": ["search-console", "warc"], "c": ["warc"]}
    yield web.told(web.link(A, "t.example/c", 7), web.page(A, 7))
    sources = {row["target_url"][-1]: row["sources"] for row in web.links()}
    assert sources == {"a": ["warc"], "b": ["warc"], "c": ["search-console", "warc"]}


def stray_sightings_of_two_sites_on_one_page_stay_apart(web: Any) -> Story:
    other = _stray(web, A, 4) | {
        "target_url": "https://u.example/", "target_domain": "u.example",
    }  # fmt: skip
    yield web.told(_stray(web, A, 4), other, web.link(A, "u.example/deep", 1))
    assert web.one()["target_url"] == f"https://{ROOT}"
    assert web.one("u.example")["target_url"] == "https://u.example/deep"


def a_place_is_shown_once_however_often_it_was_read(web: Any) -> Story:
    row = web.link(A, T, 3, by="ahrefs", evidence="export.csv:2")
    yield web.told(row)
    yield web.told(row | {"seen_at": web.day(9)})  # the file was written anew under its old name
    assert web.one()["evidence"] == ["export.csv:2"]
    yield web.told(row | {"seen_at": web.day(5), "reporter": "table"}, web.link(A, T, 7))
    assert web.one()["evidence"] == ["export.csv:2", "warc@7"]


def test_a_complete_report_without_targets_drops_only_the_pages_it_leaves_out(web: Any) -> None:
    vendor = {"by": "ahrefs"}
    web.put(web.link(A, T, 1, **vendor), _stray(web, A, 1), _stray(web, B, 1))
    name = "search-console"
    complete = web.source("full", name=name, reporter=name, complete=True)
    web.put(_stray(web, A, 9), at=10, sources=(complete,))
    states = {row["source_domain"]: (row["state"], row["lost_reason"]) for row in web.links()}
    assert states == {
        "a.example": ("live", None), "b.example": ("lost", "dropped_not_rechecked"),
    }  # fmt: skip


def an_undated_word_adds_its_reporter_but_does_not_revive_what_was_lost(web: Any) -> Story:
    yield web.told(web.link(A, T, 1), web.page(A, 1), web.page(A, 5))
    yield web.told(web.link(A, T, 0, by="ahrefs", **NO_DATE))
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("lost", "removed_from_html")
    assert record["lost_on"] == web.day(5)
    assert record["sources"] == ["ahrefs", "warc"]
    assert record["last_seen"] == web.day(1)


def an_undated_word_does_not_revive_what_another_vendor_dated_as_lost(web: Any) -> Story:
    yield web.told(web.link(A, T, 3, by="ahrefs", lost_on=web.day(5), lost_reason="page_gone"))
    yield web.told(web.link(A, T, 0, by="moz", **NO_DATE))
    assert (web.one()["state"], web.one()["lost_reason"]) == ("lost", "page_gone")


def a_later_file_that_calls_a_link_lost_wins_in_any_order(web: Any) -> Story:
    """The vendor saw it last on the same day in both files; only the later one tells the loss."""
    may = {"by": "ahrefs", "evidence": "may.csv:2"}
    june = {"by": "ahrefs", "evidence": "june.csv:2", "lost_on": web.day(5)}
    yield web.told(web.link(A, T, 3, **may), web.link(B, T, 3, **june))
    yield web.told(web.link(A, T, 3, **june), web.link(B, T, 3, **may))
    for record in web.links():
        assert (record["state"], record["lost_on"]) == ("lost", web.day(5))
        assert record["last_seen"] == web.day(3)
        assert record["evidence"] == ["june.csv:2", "may.csv:2"]
    yield web.told(web.link(A, T, 9, by="ahrefs"), web.link(B, T, 9, by="ahrefs"))
    assert [record["state"] for record in web.links()] == ["live", "live"]


def test_a_link_known_without_a_date_is_lost_by_readings_after_it_came_in_only(web: Any) -> None:
    web.put(web.link(A, T, 0, by="ahrefs", **NO_DATE), web.page(A, 5), at=100)
    record = web.one()
    assert (record["state"], record["first_seen"], record["last_seen"]) == ("live", None, None)
    web.put(web.page(A, 102), at=103)
    record = web.one()
    assert (record["state"], record["lost_reason"]) == ("lost", "removed_from_html")
    assert record["lost_on"] == web.day(102)
    web.put(web.link(A, T, 0, by="moz", **NO_DATE), at=104)
    assert web.one()["state"] == "lost"


def test_a_first_date_alone_is_no_last_sighting_and_the_page_read_later_decides(web: Any) -> None:
    web.put(web.link(A, T, 0, by="ahrefs", first_seen=web.day(1), **NO_DATE), at=100)
    web.put(web.page(A, 99), at=101)
    assert (web.one()["state"], web.one()["first_seen"]) == ("live", web.day(1))
    web.put(web.page(A, 102), at=103)
    assert (web.one()["state"], web.one()["lost_on"]) == ("lost", web.day(102))


def test_the_same_undated_word_later_changes_nothing(web: Any) -> None:
    row = web.link(A, T, 0, by="ahrefs", **NO_DATE)
    first = web.put(row, at=100)
    before = web.one()
    assert web.put(row, at=120) == first
    web.put(row | {"evidence": "again.csv:3"}, at=130)
    assert web.one() == before


def test_what_a_complete_report_dropped_and_lists_again_stands_again(web: Any) -> None:
    row = web.link(A, T, 0, by="ahrefs", **NO_DATE)
    complete = [
        web.source(digest, reporter="ahrefs", complete=True, target="t.example")
        for digest in ("one", "two")
    ]
    web.put(row, at=100)
    web.put(at=110, sources=(complete[0],))
    assert web.one()["lost_reason"] == "dropped_not_rechecked"
    web.put(row, at=120, sources=(complete[1],))
    assert (web.one()["state"], web.one()["lost_reason"]) == ("live", None)


def a_frame_a_form_or_a_canonical_leaves_the_backlink_of_its_page_alone(web: Any) -> Story:
    for number, kind in enumerate(("frame", "form", "canonical")):
        page = f"{'abc'[number]}.example/1"
        text = web.link(page, T, 3, by="ahrefs", anchor="zebra")
        other = web.link(page, T, 3 + number, by="ahrefs", kind=kind, anchor=None, followed=None)
        yield web.told(*((text, other) if number else (other, text)))
    found = [(row["source_domain"], row["kind"], row["anchor"]) for row in web.links()]
    assert found == [
        ("a.example", "text", "zebra"), ("a.example", "frame", None),
        ("b.example", "text", "zebra"), ("b.example", "form", None),
        ("c.example", "text", "zebra"), ("c.example", "canonical", None),
    ]  # fmt: skip
    assert [row["links"] for row in web.referring()] == [1, 1, 1]


def an_image_and_a_form_without_words_are_two(web: Any) -> Story:
    row = web.link(A, T, 3, by="ahrefs", anchor=None, kind="image")
    yield web.told(row)
    yield web.told(row | {"kind": "form", "seen_at": web.day(4)})
    assert [row["kind"] for row in web.links()] == ["image", "form"]


def a_vendors_frame_does_not_join_the_text_that_we_read(web: Any) -> Story:
    yield web.told(web.link(A, T, 3, by="ahrefs", anchor=None, kind="frame"))
    yield web.told(web.link(A, T, 5), web.link(B, T, 5, kind="form", anchor=None))
    yield web.told(web.link(B, T, 6, by="ahrefs", anchor="zebra"))
    found = [(row["source_domain"], row["kind"], row["sources"]) for row in web.links()]
    assert found == [
        ("a.example", "text", ["warc"]), ("a.example", "frame", ["ahrefs"]),
        ("b.example", "form", ["warc"]), ("b.example", "text", ["ahrefs"]),
    ]  # fmt: skip


def a_word_without_kind_and_anchor_goes_with_the_backlink_else_with_what_there_is(
    web: Any,
) -> Story:
    unknown = {"kind": "unknown", "anchor": None, "followed": None}
    wordless = {"kind": "text", "anchor": None}
    yield web.told(web.link(A, T, 4, by="moz", **unknown), web.link(B, T, 4, by="moz", **unknown))
    yield web.told(web.link(A, T, 5, kind="form", anchor=None), web.link(A, T, 5, occurrence=1))
    yield web.told(web.link(B, T, 5, kind="form", anchor=None))
    yield web.told(web.link(B, T, 4, by="se-ranking", **wordless))
    found = [(row["source_domain"], row["kind"], row["sources"]) for row in web.links()]
    assert found == [
        ("a.example", "form", ["warc"]), ("a.example", "text", ["moz", "warc"]),
        ("b.example", "form", ["moz", "se-ranking", "warc"]),
    ]  # fmt: skip


# What files may say of two pages and one site: page, target or none, reporter, day or none.
words = st.lists(
    st.tuples(
        st.sampled_from([A, B]),
        st.sampled_from(["t.example/x", "t.example/y", None]),
        st.sampled_from(["warc", "ahrefs", "search-console"]),
        st.sampled_from([1, 3, 5, None]),
        st.booleans(),
    ),
    min_size=2,
    max_size=8,
    unique_by=lambda word: word[:4],
)


def _rows(web: Any, word: Any) -> list[dict[str, Any]]:
    """What one file says: a link or a stray sighting, or a reading of the page without links."""
    source, target, by, day, is_followed = word
    if by == "warc":
        page = web.page(source, day or 7)
        return [page, web.link(source, target, day or 7)] if target else [page]
    if target is None:
        return [_stray(web, source, day, by=by)]
    dated = {} if day else NO_DATE
    return [dict(web.link(source, target, day or 0, by=by, followed=is_followed) | dated)]


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(words, min_size=TOGETHER, max_size=TOGETHER),
    order=st.randoms(use_true_random=False),
    cuts=st.sets(st.integers(1, 7), max_size=4),
)
def test_any_order_of_files_with_and_without_targets_and_dates_gives_the_same_records(
    same: Any, told: Any, order: Any, cuts: set[int]
) -> None:
    ways = {}
    for number, said in enumerate(told):
        files = [lambda web, word=word: _rows(web, word) for word in said]
        ways[f"{number}"] = [list(files)]
        order.shuffle(files)
        places = itertools.pairwise(sorted({0, *cuts, 8}))
        ways[f"{number}/many"] = [files[start:end] for start, end in places]
    for answers in same(ways):
        named = {row["source_url"] for row in answers if row["target_known"] is None}
        strays = [row["source_url"] for row in answers if row["target_known"] is False]
        assert not named & set(strays)
        assert len(set(strays)) == len(strays), "one record for all who name no target page"


STORIES = {name: told for name, told in vars().items() if inspect.isgeneratorfunction(told)}


@pytest.mark.parametrize("story", STORIES)
def test_told_step_by_step(ends: dict[str, BaseException | None], story: str) -> None:
    if end := ends[story]:
        raise end
