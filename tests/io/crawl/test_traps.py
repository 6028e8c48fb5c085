from __future__ import annotations

import pytest

from backlinkbot.core.crawl import LeftOut
from backlinkbot.io.crawl.traps import MOST_OF_MANY, shape, trap

YEAR = 2026


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://a.example/x/y/x/y/x/y/", LeftOut.REPEATS),
        ("http://a.example/x/x/x", LeftOut.REPEATS),
        ("http://a.example/a/q/a/w/a/e/a/r/a", LeftOut.REPEATS),
        ("http://a.example/" + "".join(f"{n}/" for n in range(21)), LeftOut.DEEP_PATH),
        ("http://a.example/" + "x" * 1_000, LeftOut.LONG),
        ("http://a.example/calendar/2031/04", LeftOut.CALENDAR),
        ("http://a.example/events?month=3&year=1902", LeftOut.CALENDAR),
        ("http://a.example/cal?date=2099-12-01", LeftOut.CALENDAR),
        ("http://a.example/photo.JPG", LeftOut.NO_PAGE),
        ("http://a.example/report.pdf?download=1", LeftOut.NO_PAGE),
    ],
)
def test_what_machines_make_without_end_is_recognised(url: str, why: LeftOut) -> None:
    assert trap(url, YEAR) is why


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "http://a.example/2026/11/21/a-post",
        "http://a.example/archive/1999/05/",
        "http://a.example/events/2027/spring",
        "http://a.example/model/2099",
        "http://a.example/item?id=3000",
        "http://a.example/calendar-of-saints",
        "http://a.example/a/b/a/c",
        "http://a.example/1/1/1/2",
        "http://a.example/why-pdf",
        "http://a.example/cheap-zip/",
    ],
)
def test_ordinary_addresses_are_fetched(url: str) -> None:
    if url.endswith("/1/1/1/2"):
        assert trap(url, YEAR) is LeftOut.REPEATS  # numbers too, when they follow each other
    else:
        assert trap(url, YEAR) is None


def test_the_order_of_a_query_and_session_ids_make_no_new_address() -> None:
    one = shape("http://a.example/l?size=1&colour=2")
    assert shape("http://a.example/l?colour=2&size=1").key == one.key
    assert shape("http://a.example/l?colour=2&size=1&PHPSESSID=0123456789abcdef").key == one.key
    assert shape("http://a.example/l?colour=2&size=2").key != one.key
    bare = shape("http://a.example/l")
    assert shape("http://a.example/l?sid=0123456789abcdef").key == bare.key
    assert shape("http://a.example/l?sid=7").key != bare.key


@pytest.mark.parametrize(
    "pair", ["sid=generalchat", "sessionid=chapter-two", "sid=announcements2026", "sess=summer2025"]
)
def test_a_section_by_its_name_is_no_session(pair: str) -> None:
    assert shape(f"http://a.example/l?{pair}").key != shape("http://a.example/l").key


@pytest.mark.parametrize(
    "value", ["0123456789abcdef", "9f86d081884c7d659a2feaa0", "k3v9x2m8q1z7w5t4"]
)
def test_a_value_drawn_by_lot_is_a_session(value: str) -> None:
    assert shape(f"http://a.example/l?sid={value}").key == shape("http://a.example/l").key


def test_numbered_pages_of_one_name_are_not_bounded_and_combinations_are() -> None:
    assert shape("http://a.example/article?id=7").family == 0
    many = shape("http://a.example/l?a=1&b=2&c=3")
    assert many.most == MOST_OF_MANY
    assert shape("http://a.example/l?a=1&b=2&d=3&e=4").family == many.family
    assert shape("http://a.example/other?a=1&b=2&c=3").family != many.family
