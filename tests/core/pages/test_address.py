"""A saved page's own address: who is asked first, and what is no address."""

from __future__ import annotations

import pytest

from backlinkbot.core.clock import SystemClock
from backlinkbot.core.pages.address import LOOKED_AT_BYTES, told_address

CANONICAL = '<link href="https://a.example/canonical" rel="CANONICAL">'
OPEN_GRAPH = "<meta content=https://a.example/graph property=og:url>"
SAVED = "<!-- saved from url=(0025)https://a.example/saved -->"
BASE = "<base href='https://a.example/base/'>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (SAVED + BASE + OPEN_GRAPH + CANONICAL, "https://a.example/saved"),
        (SAVED.replace("/saved", "/canonical/?ref=1") + CANONICAL, "https://a.example/canonical"),
        (BASE + OPEN_GRAPH + CANONICAL, "https://a.example/canonical"),
        (BASE + CANONICAL, "https://a.example/canonical"),
        (OPEN_GRAPH.replace("//a", "//www.a") + CANONICAL, "https://a.example/canonical"),
        (BASE + OPEN_GRAPH, "https://a.example/graph"),
        (BASE + SAVED, "https://a.example/saved"),
        (BASE, "https://a.example/base/"),
        ('<link rel="canonical" href="/relative">' + BASE, "https://a.example/base/"),
        (
            '<link rel=canonical href="https://a.example/?a=1&amp;b=2">',
            "https://a.example/?a=1&b=2",
        ),
        ('<LINK REL="x canonical" HREF="HTTPS://A.Example">', "https://a.example/"),
    ],
)
def test_the_best_teller_is_believed(html: str, url: str) -> None:
    told = told_address(html.encode())
    assert told is not None
    assert told.url == url


@pytest.mark.parametrize(
    ("html", "is_own", "against"),
    [
        (SAVED + CANONICAL, True, ""),
        (CANONICAL, False, ""),
        (OPEN_GRAPH, True, ""),
        (BASE, True, ""),
        (BASE + CANONICAL, True, ""),
        (OPEN_GRAPH.replace("//a.", "//copy.") + CANONICAL, False, "https://copy.example/graph"),
    ],
)
def test_a_canonical_link_that_nothing_confirms_is_not_the_pages_own_word(
    html: str,
    is_own: bool,  # noqa: FBT001 - a case's value
    against: str,
) -> None:
    told = told_address(html.encode())
    assert told is not None
    assert (told.is_own, told.against) == (is_own, against)


def test_a_copy_that_a_browser_saved_stands_where_the_browser_saw_it() -> None:
    told = told_address((SAVED.replace("//a.", "//copy.") + OPEN_GRAPH + CANONICAL).encode())
    assert told is not None
    assert (told.url, told.is_own) == ("https://copy.example/saved", True)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>no word of it</p>",
        '<link rel="canonical" href="/only/a/path">',
        '<link rel="canonical" href="file:///home/me/page.html">',
        f"<!-- {CANONICAL} -->",
        f"<script>document.write('{CANONICAL}')</script>",
        f"<!-- never closed {CANONICAL}",
        '<link rel="canonical">',
        '<meta name="og:url">',
        "<!-- saved from url=(0020)file:///C:/page.html -->",
    ],
)
def test_what_is_no_whole_address_of_the_page_is_none(html: str) -> None:
    assert told_address(html.encode()) is None


def test_a_page_in_utf_16_tells_its_address_too() -> None:
    told = told_address(f"<html>{CANONICAL}".encode("utf-16"))
    assert told is not None
    assert told.url == "https://a.example/canonical"


@pytest.mark.parametrize(
    "piece",
    ["<link ", "<!--", "<!-- saved from url=(1) ", "<script>", "<link rel=x" + "a" * 3900 + ">",
     "<link " + "=a" * 1900 + ">", "<link a=\"", "<meta " + "a-" * 1900 + ">"],
)  # fmt: skip
def test_a_hostile_head_is_looked_through_in_a_moment(piece: str) -> None:
    html = (piece * (LOOKED_AT_BYTES // len(piece) + 1)).encode()
    clock = SystemClock()
    began_s = clock.monotonic_s()
    told_address(html)
    assert clock.monotonic_s() - began_s < 1.0
