"""Several links of one page to one target keep their own histories."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backlinkbot.io.index.occurrences import Look, Sighting, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

A, T = "a.example/1", "t.example/x"


def page(web: Any, day: int, *anchors: str) -> list[Any]:
    """The page as read on a day: links with these anchors in this order."""
    links = [
        web.link(A, T, day, anchor=anchor, occurrence=place) for place, anchor in enumerate(anchors)
    ]
    return [*links, web.page(A, day, external_links=len(links))]


def read(web: Any, day: int, *anchors: str) -> list[Any]:
    """The page as read on a day, in the names of a story."""
    return [*web.told(*page(web, day, *anchors))]


def told(web: Any) -> dict[str, tuple[str, int, int]]:
    """By anchor: state, first and last day."""
    return {
        row["anchor"]: (
            row["state"],
            *((row[k] - web.day(0)).days for k in ("first_seen", "last_seen")),
        )
        for row in web.links()
    }


def a_link_added_above_another_has_a_history_of_its_own(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "old")
    yield read(web, 5, "new", "old")
    assert told(web) == {"old": ("live", 1, 5), "new": ("live", 5, 5)}
    yield read(web, 9, "new")
    assert told(web) == {"old": ("lost", 1, 5), "new": ("live", 5, 9)}


def the_upper_of_two_links_goes_and_the_lower_one_stays(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "up", "low")
    yield read(web, 5, "low")
    assert told(web) == {"up": ("lost", 1, 1), "low": ("live", 1, 5)}


def two_links_that_changed_places_are_the_same_two(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "one", "two", "three")
    yield read(web, 5, "three", "one", "two")
    assert told(web) == dict.fromkeys(("one", "two", "three"), ("live", 1, 5))


def an_edited_anchor_is_still_its_link(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "one", "two")
    yield read(web, 5, "one", "two, edited")
    assert told(web) == {"one": ("live", 1, 5), "two, edited": ("live", 1, 5)}


def a_link_that_comes_after_one_went_is_new(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "one", "two")
    yield read(web, 3, "one")
    yield read(web, 5, "one", "three")
    assert told(web)["two"] == ("lost", 1, 1)
    assert told(web)["three"] == ("live", 5, 5)


def of_equal_anchors_rel_and_place_choose(web: Any) -> Iterator[list[Any]]:
    ad = {"nofollow": True, "followed": False, "placement": "footer"}
    both = [web.link(A, T, 1, anchor="x"), web.link(A, T, 1, anchor="x", occurrence=1, **ad)]
    yield web.told(*both, web.page(A, 1))
    yield web.told(web.link(A, T, 5, anchor="x", **ad), web.page(A, 5))
    found = {row["nofollow"]: row["state"] for row in web.links()}
    assert found == {False: "lost", True: "live"}


def readings_under_another_address_of_the_page_are_of_the_same_links(
    web: Any,
) -> Iterator[list[Any]]:
    yield read(web, 1, "old")
    new = [
        web.link(A, T, 5, anchor=anchor, occurrence=place, source_url="https://www." + A)
        for place, anchor in enumerate(("new", "old"))
    ]
    yield web.told(*new, web.page("www." + A, 5, domain="a.example"))
    yield read(web, 9, "old")
    shown = {row["anchor"]: row["state"] for row in web.links() if row["source_url"].endswith(A)}
    assert shown["old"] == "live"


def a_vendors_word_follows_its_anchor(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "old") + web.told(web.link(A, T, 2, by="moz", anchor="old"))
    yield read(web, 5, "new", "old")
    assert {r["anchor"]: r["sources"] for r in web.links()} == {
        "old": ["moz", "warc"],
        "new": ["warc"],
    }


def the_same_reading_again_changes_nothing(web: Any) -> Iterator[list[Any]]:
    yield read(web, 1, "old")
    yield read(web, 5, "new", "old")
    before = web.links()
    yield read(web, 5, "new", "old")
    yield read(web, 1, "old")
    assert web.links() == before


def test_told_step_by_step(tell: Callable[..., Any]) -> None:
    stories = {
        story.__name__: story
        for story in (
            a_link_added_above_another_has_a_history_of_its_own,
            the_upper_of_two_links_goes_and_the_lower_one_stays,
            two_links_that_changed_places_are_the_same_two,
            an_edited_anchor_is_still_its_link,
            a_link_that_comes_after_one_went_is_new,
            of_equal_anchors_rel_and_place_choose,
            readings_under_another_address_of_the_page_are_of_the_same_links,
            a_vendors_word_follows_its_anchor,
            the_same_reading_again_changes_nothing,
        )
    }
    assert {name: end for name, end in tell(stories).items() if end} == {}


def test_files_read_in_any_order_or_together_tell_the_links_apart_alike(same: Any) -> None:
    first, second, third = (
        lambda web, day=day, anchors=anchors: page(web, day, *anchors)
        for day, anchors in ((1, ("old",)), (5, ("new", "old")), (9, ("new",)))
    )
    (links,) = same(
        {
            "1": [[first], [second], [third]],
            "1/b": [[second], [first], [third]],
            "1/c": [[third], [second], [first]],
            "1/d": [[first, second, third]],
        }
    )[:1]
    assert len(links) == 2


ROWS = 100_000  # of a day
DAY_ONE = datetime(2026, 1, 1)  # noqa: DTZ001 - as the index keeps moments
anchors = some.lists(some.sampled_from("abcd"), min_size=1, max_size=4, unique=True)


def seen(days: list[list[str]]) -> list[Sighting]:
    """Readings of one page day after day, as fresh sightings."""
    return [
        Sighting(
            row=ROWS * day + place,
            is_known=False,
            occurrence=place,
            reading="r",
            first=DAY_ONE + timedelta(days=day),
            last=DAY_ONE + timedelta(days=day),
            look=Look("content", "", is_link=True, anchor=anchor),
        )
        for day, names in enumerate(days)
        for place, anchor in enumerate(names)
    ]


@given(some.lists(anchors, min_size=1, max_size=4))
def test_no_two_links_of_one_reading_become_one_and_numbers_have_no_gap(
    days: list[list[str]],
) -> None:
    sightings = seen(days)
    moves = moved(sightings)
    places = {s.row: moves.get(s.row, s.occurrence) for s in sightings}
    for day, names in enumerate(days):
        assert len({places[ROWS * day + n] for n in range(len(names))}) == len(names)
    assert set(places.values()) == set(range(max(places.values()) + 1))


@given(some.permutations("abcd"))
def test_the_same_links_in_another_order_are_the_same(order: list[str]) -> None:
    sightings = seen([list("abcd"), order])
    moves = moved(sightings)
    for place, anchor in enumerate(order):
        assert moves.get(ROWS + place, place) == "abcd".index(anchor)


@pytest.mark.timeout(60)  # each with each would take hours
def test_very_many_equal_links_are_told_apart() -> None:
    sightings = seen([["x"] * 20_000, ["y", *["x"] * 20_000]])
    assert len(moved(sightings)) == 20_001
