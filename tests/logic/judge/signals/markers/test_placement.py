from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]


def test_comments_say_half_and_a_page_that_takes_them_a_quarter(said: Ask) -> None:
    links = [
        {"placement": "comment", "placement_probability": 1.0},
        {"ugc": True},
        {},
        {"placement": "unknown", "source_domain": "open.example"},
        {"placement": "unknown", "source_domain": "closed.example"},
    ]
    pages = [
        {"domain": "open.example", "takes_comments": True},
        {"domain": "closed.example", "takes_comments": False},
    ]
    found = said("comment", *links, pages=pages)
    assert [found[row] for row in range(4)] == [0.5, 0.5, 0, 0.25]
    assert isnan(found[4])


@pytest.mark.parametrize(
    "address",
    [
        "https://board.example/member.php?u=12",
        "https://board.example/memberlist.php?mode=viewprofile&u=9",
        "https://board.example/index.php?action=profile;u=4",
        "https://board.example/members/anna.77/about",
        "https://board.example/u/anna",
    ],
)
def test_members_pages_of_boards_are_known_by_their_address(said: Ask, address: str) -> None:
    assert said("forum-profile", {"source_url": address})[0] == 0.5


def test_an_authors_page_says_less_and_an_article_nothing(said: Ask) -> None:
    found = said("forum-profile", {"page_type": "profile"}, {}, {"page_type": None})
    assert found[0] == pytest.approx(0.3)
    assert found[1] == 0
    assert isnan(found[2])


def test_guestbooks_are_known_by_title_and_address(said: Ask) -> None:
    found = said(
        "guestbook",
        {"source_title": "Our guestbook"},
        {"source_title": "Unser Gästebuch"},
        {"source_title": "Гостевая книга"},
        {"source_url": "https://a.example/guestbook.php?page=3"},
        {"source_title": "A book for guests of the mountain hut"},
    )
    assert [found[row] > 0.5 for row in range(5)] == [True, True, True, True, False]
    assert found[4] == 0


def pages_of_one_site(count: int, placement: str) -> list[dict[str, Any]]:
    return [
        {"source_url": f"https://blog.example/{number}", "placement": placement}
        for number in range(count)
    ]


def test_a_footer_on_hundreds_of_pages_is_sitewide(said: Ask) -> None:
    found = said("sitewide", *pages_of_one_site(250, "footer"))
    assert found["blog.example"] == pytest.approx(0.6)
    assert "250 pages of blog.example link here" in found.sentence("blog.example")


def test_many_articles_that_link_are_not_sitewide(said: Ask) -> None:
    assert said("sitewide", *pages_of_one_site(250, "content"))["blog.example"] == 0


def test_what_is_marked_as_sitewide_counts_from_the_first_page_on(said: Ask) -> None:
    assert said("sitewide", {"sitewide": True})["blog.example"] == pytest.approx(0.4)


def test_where_no_place_is_known_nothing_is_sitewide(said: Ask) -> None:
    assert isnan(said("sitewide", {"placement": None})["blog.example"])


def hidden(style: str) -> dict[str, Any]:
    return {"context_html": f'<div style="{style}">a <a href="https://acme.example/">x</a></div>'}


def test_the_way_it_is_hidden_decides(said: Ask) -> None:
    found = said(
        "hidden-link",
        hidden("display:none"),
        hidden("position:absolute; left:-9999px"),
        hidden("color:red"),
        {"context_html": None},
    )
    assert found[0] == pytest.approx(0.45)
    assert found[1] == pytest.approx(0.9)
    assert found[2] == 0
    assert isnan(found[3])
    assert found.sentence(1) == "The link is off the screen in the page's HTML."
    assert found.evidence(1)[-1].startswith("<div style=")


def credit(number: int, left: str) -> dict[str, Any]:
    return {"source_domain": f"s{number}.example", "placement": "footer", "left": left}


def test_a_credit_on_many_sites_is_bait_and_a_single_one_is_none(said: Ask) -> None:
    many = said("widget-bait", *(credit(n, "Free hit counter by") for n in range(8)))
    assert many[0] == pytest.approx(0.6)
    assert "8 of the linking sites" in many.sentence(0)
    assert said("widget-bait", credit(0, "Free hit counter by"))[0] == 0
    assert said("widget-bait", *(credit(n, "Our friends") for n in range(8)))[0] == 0


def test_words_of_widgets_far_before_the_link_do_not_count(said: Ask) -> None:
    left = "This widget was shown at the fair and everybody came to look at it with"
    assert said("widget-bait", *(credit(n, left) for n in range(8)))[0] == 0
