"""What looks told, kept on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Change, Check, Standing
from backlinkbot.io.state.checks import (
    HeldLook,
    checks_of_page,
    held_of_pages,
    hold_looks,
    keep_checks,
    kept_checks,
    let_go,
    page_id,
    standings_of,
)
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAGE = "http://blog.example/" + "long/" * 800  # longer than a key may be
CHECK = Check(
    site="shop.example",
    source_url=PAGE,
    target_url="http://shop.example/täa",
    occurrence=1,
    standing=Standing.SUSPECTED,
    checked_at=NOW,
    reason=LostReason.REMOVED_FROM_HTML,
    sentence="the page is there without the link",
    looks=1,
    gone_at=NOW,
    gone_again_at=NOW,
    seen_at=NOW - timedelta(days=9),
    changes=2,
    next_at=NOW + timedelta(days=1),
    evidence="verify.warc.gz@77",
    news=(Change("anchor", "tea", "茶"),),
)


def test_a_check_is_read_back_as_it_was_kept(state: State) -> None:
    with state.writing() as connection:
        keep_checks(connection, [CHECK])
    with state.reading() as connection:
        assert kept_checks(connection, "shop.example") == [CHECK]
        assert checks_of_page(connection, PAGE) == [CHECK]
        assert kept_checks(connection, "other.example") == []


def test_the_newer_look_at_a_link_takes_the_place_of_the_older(state: State) -> None:
    other = replace(CHECK, occurrence=0, standing=Standing.THERE, reason=None, news=())
    lost = replace(CHECK, standing=Standing.LOST, looks=2, checked_at=NOW + timedelta(days=1))
    with state.writing() as connection:
        keep_checks(connection, [CHECK, other])
        keep_checks(connection, [lost])
        assert kept_checks(connection, "shop.example") == [lost, other]
        assert kept_checks(connection, "shop.example", limit=1) == [lost]
        assert kept_checks(connection, "shop.example", standings=[Standing.THERE]) == [other]
        assert standings_of(connection, "shop.example") == {Standing.THERE: 1, Standing.LOST: 1}


def test_many_are_kept_at_once(state: State) -> None:
    many = [replace(CHECK, occurrence=number) for number in range(1_000)]
    with state.writing() as connection:
        keep_checks(connection, many)
        keep_checks(connection, many)
        assert standings_of(connection, "shop.example") == {Standing.SUSPECTED: 1_000}


def test_looks_are_held_until_they_are_let_go_the_oldest_first(state: State) -> None:
    page = page_id(PAGE)
    looks = [
        HeldLook(f"look{day}", page, f"crawls/{day}.warc.gz", ("a", "b"), NOW + timedelta(days=day))
        for day in (2, 1)
    ]
    with state.writing() as connection:
        hold_looks(connection, looks)
        assert held_of_pages(connection, [page, "other"]) == {page: looks[::-1]}
        let_go(connection, looks[:1])
        assert held_of_pages(connection, [page]) == {page: looks[1:]}
