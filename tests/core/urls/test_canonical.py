"""One canonical form, rule by rule, and the laws that hold for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import MAX_HREF_CHARS, MAX_URL_CHARS, canonical, resolve, why_refused

PAGE = "https://www.example.com/blog/post.html"

PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "//",
            "/",
            "\\",
            "..",
            "...",
            ".",
            "%2e",
            "%2E",
            "%",
            "%2",
            "%45",
            "%zz",
        ),
        *("example.com", "EXAMPLE.COM.", "xn--", "bücher.de", "[::1]", "0x7f.1", "a_b", "a,b"),
        *("@", ":", ":80", ":8080", "?", "#", "&", "=", "utm_source=x", ";jsessionid=1", "amp;"),
        *(" ", "\t", "\x00", "\ud800", "|", "^", "[", "'", '"', "javascript:", ";"),
    ]
)
HREFS = st.one_of(st.text(), st.lists(PIECES | st.text(max_size=3), max_size=10).map("".join))
PAGES = st.sampled_from(
    [None, PAGE, "http://user@bücher.de:80/a;jsessionid=1/b?x", "http://xn--a.b/c", "file:///x/y"]
)


@pytest.mark.parametrize(
    ("href", "form"),
    [
        ("HTTP://EXAMPLE.com", "http://example.com/"),
        ("https://example.com:443/", "https://example.com/"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("http://example.com./a", "http://example.com/a"),
        ("http://example.com.:8080/a", "http://example.com:8080/a"),
        ("http://user:secret@example.com/a", "http://example.com/a"),
        ("http://bücher.de/ä", "http://xn--bcher-kva.de/%C3%A4"),
        ("http://example.com/%7euser/%c3%a4", "http://example.com/~user/%C3%A4"),
        ("http://example.com/%41%2d%2e%5f", "http://example.com/A-._"),
        ("http://example.com/a%2fb%26", "http://example.com/a%2Fb%26"),
        ("http://example.com/100%", "http://example.com/100%25"),
        ("http://example.com/%2%45", "http://example.com/%252E"),
        ("http://example.com/a|b^c[d]{e}`", "http://example.com/a%7Cb%5Ec%5Bd%5D%7Be%7D%60"),
        ("http://example.com/?a[]=1|2", "http://example.com/?a%5B%5D=1%7C2"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/a/%2E%2e/c", "http://example.com/c"),
        ("http://example.com/a#part", "http://example.com/a"),
        ("http://example.com/a?", "http://example.com/a"),
        ("http://example.com/a?#", "http://example.com/a"),
        ("http://example.com/a?utm_source=x", "http://example.com/a"),
        ("http://example.com/a?b=2&utm_source=x&a=1", "http://example.com/a?b=2&a=1"),
        ("http://example.com/a?utm%5Fsource=x", "http://example.com/a"),
        ("http://example.com/a;jsessionid=0A1B?b=1", "http://example.com/a?b=1"),
        ("http://example.com/a;JSESSIONID=0A;v=1/b", "http://example.com/a;v=1/b"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[2001:DB8::0:1]/", "http://[2001:db8::1]/"),
        ("http:\\\\example.com\\a", "http://example.com/a"),
        (" ht\ntp://exam\tple.com/a ", "http://example.com/a"),
        ("http://my_shop.example.com/", "http://my_shop.example.com/"),
    ],
)
def test_what_a_server_cannot_tell_apart_has_one_form(href: str, form: str) -> None:
    assert canonical(href) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.com/", "https://example.com/"),
        ("http://example.com/", "http://www.example.com/"),
        ("http://example.com/a", "http://example.com/a/"),
        ("http://example.com/a", "http://example.com/A"),
        ("http://example.com/a/b", "http://example.com/a//b"),
        ("http://example.com/a/b", "http://example.com/a%2Fb"),
        ("http://example.com/?a=1&b=2", "http://example.com/?b=2&a=1"),
        ("http://example.com/?a=1", "http://example.com/?a=1&a=1"),
        ("http://example.com/?a", "http://example.com/?a="),
        ("http://example.com/?q=a+b", "http://example.com/?q=a%2Bb"),
        ("http://example.com/?q=a%26b", "http://example.com/?q=a&b"),
        ("http://example.com/", "http://example.com/index.html"),
        ("http://example.com/", "http://example.com:8080/"),
        ("http://example.com/?ref=a", "http://example.com/?ref=b"),
        ("http://example.com/..;jsessionid=1/a", "http://example.com/../a"),
    ],
)
def test_what_may_be_two_pages_stays_two(one: str, other: str) -> None:
    forms = {canonical(one), canonical(other)}
    assert None not in forms
    assert len(forms) == 2


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("javascript:void(0)", "not an http or https address"),
        ("java\nscript:alert(1)", "not an http or https address"),
        ("data:text/html,<a href=x>", "not an http or https address"),
        ("mailto:a@example.com", "not an http or https address"),
        ("http://", "cannot be parsed as a URL"),
        ("http://exa mple.com/", "cannot be parsed as a URL"),
        ("http://example.com:99999/", "cannot be parsed as a URL"),
        ("http://exa,mple.com/", "names a host that DNS cannot hold"),
        ("http://www..example.com/", "names a host that DNS cannot hold"),
        ("http://example.com../", "names a host that DNS cannot hold"),
        (f"http://{'a' * 64}.com/", "names a host that DNS cannot hold"),
        ("/" + "a" * MAX_URL_CHARS, f"longer than {MAX_URL_CHARS} characters"),
        ("a" * (MAX_HREF_CHARS + 1), f"longer than {MAX_HREF_CHARS} characters"),
        ("data:," + "a" * 1_000_000, f"longer than {MAX_HREF_CHARS} characters"),
    ],
)
def test_what_is_no_web_page_is_refused_with_a_reason(href: str, reason: str) -> None:
    assert canonical(href, PAGE) is None
    assert why_refused(href, PAGE) == reason


def test_the_longest_url_is_still_kept() -> None:
    longest = "http://example.com/" + "a" * (MAX_URL_CHARS - len("http://example.com/"))
    assert canonical(longest) == longest
    assert canonical(longest + "a") is None


def test_a_long_fragment_does_not_make_a_page_too_long() -> None:
    assert canonical("/a#" + "x" * 50_000, PAGE) == "https://www.example.com/a"


@given(HREFS, PAGES)
def test_the_form_of_a_form_is_itself(href: str, base: str | None) -> None:
    form = canonical(href, base)
    assert form is None or canonical(form) == form == canonical(form, base)


@given(HREFS, PAGES)
def test_a_refusal_has_a_reason_and_a_form_has_none(href: str, base: str | None) -> None:
    assert (canonical(href, base) is None) == (why_refused(href, base) is not None)


@given(HREFS, PAGES)
def test_the_form_is_plain_ascii_without_spaces_and_fragments(href: str, base: str | None) -> None:
    form = canonical(href, base)
    if form is not None:
        assert form.isascii()
        assert form.isprintable()
        assert not set(form) & set(' "#<>\\^`{}|')
        assert len(form) <= MAX_URL_CHARS


@given(HREFS, PAGES)
def test_the_form_keeps_the_host_a_browser_would_ask(href: str, base: str | None) -> None:
    form, opened = canonical(href, base), resolve(href, base)
    if form is not None:
        assert opened is not None
        authority = opened.split("/")[2].rpartition("@")[2]
        name, colon, port = (
            authority.rpartition(":") if authority[-1] != "]" else (authority, "", "")
        )
        host = f"{name.removesuffix('.')}:{port}" if colon else authority.removesuffix(".")
        assert form.split("/")[2] == host


@given(HREFS, PAGES)
def test_what_a_browser_opens_has_the_same_form(href: str, base: str | None) -> None:
    opened = resolve(href, base)
    assert canonical(href, base) == (None if opened is None else canonical(opened))
