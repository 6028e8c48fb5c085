"""What a browser would open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls.engine import MAX_HREF_CHARS, resolve, resolver

PAGE = "https://www.example.com/blog/post.html?id=1"

# Pieces that hostile and careless hrefs are made of.
PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP:",
            "//",
            "/",
            "\\",
            "..",
            ".",
            "%2e",
            "%2E",
            "%",
            "%zz",
            "%41",
        ),
        *(
            "example.com",
            "EXAMPLE.COM",
            "xn--",
            "xn--a",
            "bücher.de",
            "ẞ.de",
            "[::1]",
            "0x7f.1",
            "a_b",
        ),
        *("@", ":", ":80", ":443", "?", "#", "&", "=", "utm_source=x", ";jsessionid=1", "amp;"),
        *(" ", "\t", "\n", "\x00", "\ud800", "|", "^", "[", "'", "javascript:", "data:", "mailto:"),
    ]
)
HREFS = st.one_of(st.text(), st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join))


@pytest.mark.parametrize(
    ("href", "opened"),
    [
        ("other.html", "https://www.example.com/blog/other.html"),
        ("../up", "https://www.example.com/up"),
        ("//cdn.example.net/x", "https://cdn.example.net/x"),
        ("?id=2", "https://www.example.com/blog/post.html?id=2"),
        ("#top", "https://www.example.com/blog/post.html?id=1#top"),
        ("", PAGE),
        (" \thttps:\\\\example.org\\a\n", "https://example.org/a"),
        ("mailto:someone@example.com", "mailto:someone@example.com"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("http://exa mple.com/", None),
        ("http://999.1.1.1/", None),
    ],
)
def test_an_href_opens_what_a_browser_would_open(href: str, opened: str | None) -> None:
    assert resolve(href, PAGE) == opened


def test_without_a_page_only_absolute_hrefs_resolve() -> None:
    assert resolve("/path") is None
    assert resolve("https://example.com") == "https://example.com/"


def test_a_page_that_is_no_url_is_as_good_as_none() -> None:
    assert resolver("not a url")("https://example.com") == "https://example.com/"
    assert resolver("not a url")("path") is None


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert resolve("/\ud800", PAGE) == "https://www.example.com/%EF%BF%BD"
    assert resolver(PAGE)("/\ud800") == "https://www.example.com/%EF%BF%BD"


def test_an_absurdly_long_href_is_refused_unparsed() -> None:
    assert resolve("https://example.com/" + "a" * MAX_HREF_CHARS) is None
    assert resolver(PAGE)("a" * (MAX_HREF_CHARS + 1)) is None


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://xn--a.example/", "xn--a.example"),
        ("https://FAẞ.de/", "xn--fa-hia.de"),
        ("https://fa%E1%BA%9E.de/", "xn--fa-hia.de"),
        ("//FAẞ.de/", "xn--fa-hia.de"),
    ],
)
def test_new_host_rules_hold_for_the_links_of_a_page_too(href: str, host: str) -> None:
    url = resolver(PAGE)(href)
    assert url is not None
    assert url.split("/")[2] == host


def test_a_page_on_a_host_of_the_new_rules_has_links() -> None:
    page = resolver("http://xn--a.example/folder/page")
    assert page("x") == "http://xn--a.example/folder/x"
    assert page("https://example.com/") == "https://example.com/"


@given(
    HREFS, st.sampled_from([None, PAGE, "http://bücher.de/ä/ö", "http://xn--a.b/c", "file:///x/y"])
)
def test_the_quick_way_agrees_with_the_exact_one(href: str, base: str | None) -> None:
    exact, quick = resolve(href, base), resolver(base)(href)
    if exact is None or exact.startswith(("http://", "https://")):
        # The quick engine leaves a caret raw in paths; `canonical` escapes it either way.
        assert (quick or "").replace("^", "%5E") == (exact or "").replace("^", "%5E")
