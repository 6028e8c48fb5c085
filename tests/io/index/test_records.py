"""When a link began, as far as anybody can tell, and what that makes of a profile's growth."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from backlinkbot.core.nouns import Growth

Story = Iterator[list[dict[str, Any]]]  # what it yields is published, then it goes on

A, B, T = "a.example/1", "b.example/1", "t.example/x"


def _started(web: Any) -> dict[str, tuple[Any, Any]]:
    """First seen and began, by source domain."""
    return {r["source_domain"]: (r["first_seen"], r["started_on"]) for r in web.links()}


def a_vendors_last_sighting_is_no_first_one(web: Any) -> Story:
    yield web.told(
        web.link(A, T, 9, by="search-console"),
        web.link(B, T, 9, by="ahrefs", last_seen=web.day(9)),
    )
    assert _started(web) == {"a.example": (None, None), "b.example": (None, None)}
    assert {row["last_seen"] for row in web.links()} == {web.day(9)}


def a_first_date_that_a_reporter_tells_is_when_the_link_began(web: Any) -> Story:
    yield web.told(web.link(A, T, 9, by="ahrefs", first_seen=web.day(2), last_seen=web.day(9)))
    yield web.told(web.link(A, T, 7), web.link(A, T, 1, by="search-console"))
    assert _started(web) == {"a.example": (web.day(2), web.day(2))}


def a_first_date_after_the_last_is_never_believed(web: Any) -> Story:
    yield web.told(web.link(A, T, 3, by="ahrefs", first_seen=web.day(9), last_seen=web.day(3)))
    assert _started(web) == {"a.example": (web.day(3), web.day(3))}


def the_first_capture_of_a_page_does_not_tell_when_its_link_began(web: Any) -> Story:
    yield web.told(web.link(A, T, 5), web.page(A, 5))
    assert _started(web) == {"a.example": (web.day(5), None)}
    yield web.told(web.link(A, T, 9, by="ahrefs", first_seen=web.day(8), last_seen=web.day(9)))
    assert _started(web) == {"a.example": (web.day(5), None)}, "it stood before the vendor saw it"


def an_earlier_reading_without_the_link_tells_when_it_began(web: Any) -> Story:
    yield web.told(web.link(A, T, 5), web.page(A, 5), web.link(B, T, 5), web.page(B, 5))
    yield web.told(web.page(A, 2), web.page(B, 2, status=500), web.page(B, 3, cut=True))
    assert _started(web) == {
        "a.example": (web.day(5), web.day(5)),
        "b.example": (web.day(5), None),
    }


def a_page_that_was_not_there_before_had_no_link_before(web: Any) -> Story:
    yield web.told(web.page(A, 2, status=404))
    yield web.told(web.link(A, T, 5), web.page(A, 5))
    assert _started(web) == {"a.example": (web.day(5), web.day(5))}


def a_link_in_an_article_began_when_the_article_was_published(web: Any) -> Story:
    day = date(2025, 6, 2)
    yield web.told(
        web.link(A, T, 5, published_on=day),
        web.link(B, T, 5, published_on=day, placement="footer"),
        web.link("c.example/1", T, 5, published_on=date(2027, 1, 1)),
    )
    assert {name: start and start.date() for name, (_, start) in _started(web).items()} == {
        "a.example": day, "b.example": None, "c.example": None,
    }  # fmt: skip


STORIES = {name: told for name, told in vars().items() if inspect.isgeneratorfunction(told)}


@pytest.mark.parametrize("story", STORIES)
def test_told_step_by_step(ends: dict[str, BaseException | None], story: str) -> None:
    if end := ends[story]:
        raise end


def test_a_first_import_without_first_dates_is_no_spike(web: Any) -> None:
    """One export with the days of last crawling, as Search Console gives it."""
    console = {"by": "search-console", "placement": None, "followed": None}
    web.put(*(web.link(f"site{n}.example/1", T, 90 + n % 7, **console) for n in range(40)))
    counts = web.index.profile("t.example", web.day(100))
    assert (counts.backlinks, counts.referring_domains) == (40, 40)
    assert (counts.new_30d, counts.weeks) == (0, ())
    assert (counts.start_unknown, counts.links_start_unknown) == (40, 40)


def test_a_domain_is_new_only_where_no_link_of_it_may_be_older(web: Any) -> None:
    told = {"by": "ahrefs", "last_seen": web.day(90)}
    web.put(
        web.link(A, T, 80, **told, first_seen=web.day(80)),
        web.link("a.example/2", T, 10, by="search-console"),  # stood 70 days earlier
        web.link(B, T, 81, **told, first_seen=web.day(81)),
        web.link("b.example/2", T, 85, by="search-console"),
    )
    counts = web.index.profile("t.example", web.day(100))
    assert (counts.new_30d, counts.start_unknown) == (1, 1)
    assert counts.weeks == (Growth(date(2026, 3, 23), 1, 0),)
    started = {
        r["source_domain"]: r["started_on"]
        for r in web.index.referring_domains("t.example").to_pylist()
    }
    assert started == {"a.example": None, "b.example": web.day(81)}
