from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.published import EARLIEST, day_in, published_on
from backlinkbot.core.pages.told import read_told
from backlinkbot.core.pages.walk import walk

DAY = date(2021, 3, 4)


def found(
    html: str, url: str = "https://site.example/a", *, no_later_than: date | None = None
) -> date | None:
    page = walk(LexborHTMLParser(html))
    return published_on(read_told(page), page, url, no_later_than=no_later_than)


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"datePublished": "2021-03-04T10:00:00Z"}</script>',
        '<meta property="article:published_time" content="2021-03-04T23:10:00+01:00">',
        '<meta name="DC.date.issued" content="2021-03-04">',
        '<time class="entry-date published" datetime="2021-03-04T08:00">gestern</time>',
        '<time datetime="2021-03-04">x</time>',
        '<div class="post-date">4. März 2021</div>',
        '<span class="date">04.03.2021</span>',
        "<h1>Titel</h1><p>March 4, 2021</p><p>Es war einmal.</p>",
    ],
)
def test_the_day_is_read_from_wherever_a_page_says_it(html: str) -> None:
    assert found(f"<body>{html}</body>") == DAY


def test_the_day_in_the_address_counts_when_the_page_is_silent() -> None:
    assert found("<p>x</p>", "https://site.example/2021/03/04/titel/") == DAY
    assert found("<p>x</p>", "https://site.example/2021/03/titel/") is None


def test_a_day_of_change_is_never_taken_for_that_of_publication() -> None:
    changed = '<meta property="article:modified_time" content="2022-01-01">'
    assert found(f"<head>{changed}</head><p>x</p>") is None


def test_what_machines_are_told_is_believed_before_what_is_shown() -> None:
    html = (
        '<head><meta property="article:published_time" content="2021-03-04"></head>'
        '<body><span class="date">05.06.2020</span></body>'
    )
    assert found(html, "https://site.example/2019/01/01/x") == DAY


def test_a_day_after_the_page_was_fetched_is_not_believed() -> None:
    html = '<meta name="date" content="2031-01-01"><time datetime="2021-03-04">x</time>'
    assert found(html, no_later_than=date(2024, 1, 1)) == DAY


@given(day=st.dates(EARLIEST, date(2099, 12, 31)))
def test_a_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}T0000",
        f"{day:%d.%m.%Y}",
        f"{day:%Y}/{day.month}/{day.day}",
    ):
        assert day_in(text) == day


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    assert day_in(text) is None or isinstance(day_in(text), date)


def test_impossible_days_are_no_days() -> None:
    assert day_in("2021-13-45") is None
    assert day_in("31.31.2021") is None
