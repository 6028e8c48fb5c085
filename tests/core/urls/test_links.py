"""The links of a page in one go: the same answers as one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import MAX_URL_CHARS, canonical, canonical_links, domain_of, targets
from backlinkbot.core.urls import links as room

PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "http:",
            "//",
            "/",
            "\\",
            "..",
            ".",
            "/.",
            "%2e",
            "%41",
            "%",
            "%2",
        ),
        *(
            "example.com",
            "EXAMPLE.COM",
            "example.co.uk",
            "bücher.de",
            "xn--a",
            "1.2",
            "user@",
            ":80",
        ),
        *(
            "?",
            "#",
            "&",
            "=",
            "a",
            "b",
            "utm_source=x",
            ";jsessionid=1",
            ";",
            ":",
            "'",
            " ",
            "\n",
            "\t",
        ),
        *("javascript:", "\ud800", "|", "é"),
    ]
)
HREFS = st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=7).map("".join))
PAGES = st.sampled_from(
    [
        None,
        "https://www.example.com",
        "https://www.example.com/blog/post.html?id=1#top",
        "HTTP://user@Example.com.:80/a;jsessionid=1/b%41/c|d;jsessionid=2",
        "http://example.com//x//y",
        "http://[::1]:8080/",
        "http://bücher.de/ä/",
        "http://xn--a.b/c",
        "file:///x/y",
        "no url",
    ]
)


@given(PAGES, st.lists(HREFS, max_size=12))
def test_together_and_one_by_one_give_the_same(base: str | None, hrefs: list[str]) -> None:
    urls, domains = targets(base, hrefs)
    assert urls == [canonical(href, base) for href in hrefs]
    assert domains == [None if url is None else domain_of(url) for url in urls]


def test_a_known_host_does_not_hide_what_only_begins_like_it() -> None:
    page = "https://www.example.com/"
    targets(page, ["http://example.co/", "http://example.co/a"])
    assert canonical_links(page, ["http://example.com", "http://example.co:80/b"]) == [
        "http://example.com/",
        "http://example.co/b",
    ]


def test_a_page_without_links_has_no_targets() -> None:
    assert targets("https://example.com/", []) == ([], [])


@pytest.mark.parametrize("length", [MAX_URL_CHARS - 30, MAX_URL_CHARS, MAX_URL_CHARS + 30])
def test_long_links_are_kept_or_refused_as_one_by_one(length: int) -> None:
    page = "https://www.example.com/folder/"
    hrefs = ["/" + "a" * length, "b" * length, "/" + "%" * (length // 3), "/short"]
    assert canonical_links(page, hrefs) == [canonical(href, page) for href in hrefs]


def test_a_broken_line_in_one_href_spoils_no_other() -> None:
    hrefs = ["/a\nb", "/c", "https://example.org/\r\nd"]
    assert canonical_links("https://example.com/", hrefs) == [
        "https://example.com/ab",
        "https://example.com/c",
        "https://example.org/d",
    ]


def test_the_memory_for_hosts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "HOSTS_KEPT", 10)
    targets("https://example.com/", [f"https://host{n}.example/x" for n in range(50)])
    assert len(room._plain_domains) <= 10
