"""Links become plays by their signs, their page and their days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.core.plays import Allowed, Cost, Play, PlayKind, Plays
from backlinkbot.logic.prospect.plays import plays_of

TODAY = date(2026, 11, 1)
BEGIN = (date(2026, 3, 2) - date(1970, 1, 1)).days
DEFAULTS: dict[str, Any] = {
    "source_url": "", "target_url": "https://rival.example/", "anchor": "Rival", "near": "",
    "after": "", "kind": "text", "placement": "content", "page_type": "article", "title": "A day",
    "author": None, "text": "", "site_type": "personal", "group": None, "target_type": None,
    "day": BEGIN, "is_dated": True, "followed": True, "sponsored": False, "words": 600,
    "external_links": 5, "referrers": 40, "authority": 20.0, "network": -1,
    "site_day": None,
}  # fmt: skip
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in (
            "source_domain", "source_url", "target_url", "anchor", "near", "after", "kind",
            "placement", "page_type", "title", "author", "text", "site_type", "group",
            "target_type",
        )),
        ("day", pa.int32()), ("is_dated", pa.bool_()), ("followed", pa.bool_()),
        ("sponsored", pa.bool_()), ("words", pa.int32()), ("external_links", pa.int32()),
        ("referrers", pa.int64()), ("authority", pa.float64()), ("network", pa.int32()),
        ("site_day", pa.int32()),
    ]
)  # fmt: skip


def links(count: int, *, every: int = 5, name: str = "site", **facts: Any) -> list[dict[str, Any]]:
    """So many links from different sites, some days apart."""
    return [
        DEFAULTS
        | {
            "source_domain": f"{name}{n}.example",
            "source_url": f"https://{name}{n}.example/a",
            "day": BEGIN + n * every,
        }
        | {key: value(n) if callable(value) else value for key, value in facts.items()}
        for n in range(count)
    ]


def found(*groups: list[dict[str, Any]]) -> Plays:
    rows = [row for group in groups for row in group]
    began: dict[str, int] = {}
    for row in rows:
        site, day = row["source_domain"], row["site_day"] or row["day"]
        began[site] = min(day, began.get(site, day))
    rows = [row | {"site_day": began[row["source_domain"]]} for row in rows]
    return plays_of(pa.Table.from_pylist(rows, SCHEMA), domain="rival.example", as_of=TODAY)


def only(told: Plays) -> Play:
    assert len(told.plays) == 1, [play.name for play in told.plays]
    return told.plays[0]


GUESTS = {"placement": "author bio"}
DIRECTORY = {
    "placement": "list/directory", "page_type": "directory", "title": "Submit your site",
    "after": "Tools at fair prices, sent to your door by us", "site_type": "directory",
}  # fmt: skip
RESOURCE = {
    "placement": "list/directory", "page_type": "list", "title": "Useful links",
    "target_url": "https://rival.example/guide",
}  # fmt: skip
STUDY = {
    "site_type": "news", "target_url": "https://rival.example/research/water",
    "near": "according to a survey by Rival",
}  # fmt: skip
TOOL = {"target_url": "https://rival.example/tools/calculator"}
TIED = {"network": 3, "words": 120, "referrers": 0, "target_url": "https://rival.example/shop/a"}
SCHOLARSHIP = {
    "placement": "list/directory", "page_type": "list", "title": "Scholarships",
    "target_url": "https://rival.example/scholarship", "site_type": "university",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "count", "every", "kind"),
    [
        (GUESTS, 5, 10, PlayKind.GUEST_POSTS),
        (DIRECTORY, 6, 2, PlayKind.DIRECTORIES),
        (RESOURCE, 5, 12, PlayKind.RESOURCES),
        (STUDY, 6, 1, PlayKind.DIGITAL_PR),
        (TOOL, 8, 30, PlayKind.ASSET),
        (TIED, 5, 9, PlayKind.NETWORK),
        (SCHOLARSHIP, 5, 20, PlayKind.GIVING),
    ],
    ids=lambda one: one.value if isinstance(one, PlayKind) else "",
)
def test_each_kind_is_told_by_its_signs(
    facts: dict[str, Any], count: int, every: int, kind: PlayKind
) -> None:
    told = found(links(count, every=every, **facts), links(4, name="other", every=90))
    play = only(told)
    assert (play.kind, play.domains) == (kind, count)
    assert told.trickle is not None
    assert told.trickle.domains == 4
    assert all(link.signs for link in play.links)


def test_a_pause_ends_a_run() -> None:
    later = links(4, name="later", **GUESTS)
    for row in later:
        row["day"] += 200
    told = found(links(4, **GUESTS), later)
    assert [(p.kind, p.domains) for p in told.plays] == [(PlayKind.GUEST_POSTS, 4)] * 2


def test_two_guest_posts_are_no_run() -> None:
    told = found(links(2, **GUESTS))
    assert told.plays == ()
    assert told.trickle is not None
    assert told.trickle.domains == 2


@pytest.mark.parametrize(
    "text",
    [
        "Would you like to write for us? Guest articles are welcome at any time.",
        "Last year's guest post about hedges was read by many of you.",
    ],
)
def test_a_page_that_speaks_of_guests_was_not_written_by_one(text: str) -> None:
    assert found(links(5, text=text)).plays == ()


def test_a_lovely_week_among_friends_is_no_press() -> None:
    page = "https://rival.example/news/fork"
    assert found(links(6, every=1, target_url=page)).plays == ()


def test_a_burst_stands_out_of_what_its_page_is_linked_anyway() -> None:
    page = {"target_url": "https://rival.example/about", "site_type": "news"}
    assert found(links(30, every=2, **page)).plays == ()


def test_a_page_that_sells_is_no_asset() -> None:
    assert found(links(9, every=30, target_url="https://rival.example/shop/fork")).plays == ()


def test_an_asset_stands_out_among_the_pages_of_its_site() -> None:
    pages = [
        links(6, every=40, name=f"p{n}-", target_url=f"https://rival.example/p/{n}")
        for n in range(4)
    ]
    assert found(*pages).plays == ()


def test_papers_of_one_publisher_are_no_network() -> None:
    tied = {"network": 1, "words": 800, "referrers": 500, "target_url": "https://rival.example/a"}
    assert found(links(4, every=60, **tied)).plays == ()
    sold = found(links(4, every=60, **tied, anchor="buy cheap forks"))
    assert only(sold).kind is PlayKind.NETWORK


def test_sponsors_need_more_than_the_word_in_an_article() -> None:
    assert found(links(5, text="The match was sponsored by the brewery next door.")).plays == ()


def test_a_sponsorship_says_whether_its_links_are_marked() -> None:
    page = {
        "placement": "list/directory", "page_type": "list", "title": "Our sponsors", "kind": "image"
    }  # fmt: skip
    marked = only(found(links(4, **page, sponsored=True))).advice
    unmarked = only(found(links(4, **page))).advice
    assert marked.allowed is unmarked.allowed is Allowed.LIMITED
    assert "as the rules ask" in marked.rule
    assert "most of these are not" in unmarked.rule


def test_edited_directories_of_a_subject_are_no_blast() -> None:
    edited = {
        **DIRECTORY, "title": "Useful links - Rowan Garden Directory", "after": "",
        "site_type": "directory",
    }  # fmt: skip
    kinds = {play.kind for play in found(links(6, every=2, **edited)).plays}
    assert PlayKind.DIRECTORIES not in kinds


def test_what_is_against_the_rules_is_not_to_be_repeated() -> None:
    advice = only(found(links(6, every=2, **DIRECTORY))).advice
    assert (advice.cost, advice.allowed, advice.may_repeat) == (Cost.LOW, Allowed.NO, False)


def test_months_count_each_site_once_and_leave_out_what_has_no_day() -> None:
    undated = links(2, name="undated", is_dated=False)
    twice = [
        row | {"target_url": "https://rival.example/b"} for row in links(4, every=20, **GUESTS)
    ]
    told = found(links(4, every=20, **GUESTS), twice, undated)
    assert [sum(month.domains.values()) for month in told.months] == [2, 1, 1]
    assert (told.referring_domains, told.undated) == (6, 2)
    assert told.months[0].domains[PlayKind.GUEST_POSTS] == 2


def test_a_site_that_linked_before_the_links_shown_is_new_in_no_month() -> None:
    old = links(2, name="old", site_day=BEGIN - 100)
    told = found(links(3, every=1), old)
    assert [sum(month.domains.values()) for month in told.months] == [3]
    assert (told.referring_domains, told.undated) == (5, 0)
    assert told.notes == ("2 of 5 referring domains linked earlier as well; no month counts them.",)


def test_a_site_whose_first_link_has_no_day_is_new_in_no_month() -> None:
    undated = links(2, name="u", is_dated=False)
    dated = [
        row | {"is_dated": True, "day": BEGIN + 90, "target_url": "https://rival.example/b"}
        for row in undated
    ]
    told = found(undated, dated, links(1))
    assert [sum(month.domains.values()) for month in told.months] == [1]
    assert (told.referring_domains, told.undated, told.notes) == (3, 2, ())


def test_a_site_in_a_play_and_in_the_trickle_is_in_a_play() -> None:
    guests = links(4, every=10, **GUESTS)
    also = [
        row | {"placement": "content", "target_url": "https://rival.example/b"} for row in guests
    ]
    told = found(guests, also, links(2, name="other", every=90))
    assert told.trickle is not None
    assert (only(told).domains, told.trickle.domains) == (4, 6)
    assert told.in_no_play == 2


def test_nothing_is_in_two_plays_and_nothing_is_lost() -> None:
    groups = [
        links(5, name="g", **GUESTS), links(6, name="d", every=2, **DIRECTORY),
        links(6, name="s", every=1, **STUDY), links(7, name="o", every=31),
    ]  # fmt: skip
    told = found(*groups)
    plays = [*told.plays, *([told.trickle] if told.trickle else [])]
    pages = [link.source_url for play in plays for link in play.links]
    assert sorted(pages) == sorted(row["source_url"] for group in groups for row in group)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [*links(5, name="g", **GUESTS), *links(6, name="s", every=1, **STUDY)]
    assert found(rows).as_document() == found(rows[::-1]).as_document()


def test_no_links_are_no_plays() -> None:
    told = found([])
    assert (told.plays, told.trickle, told.months) == ((), None, ())
