"""What a request for an address consists of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.asked import Asked, asked


@pytest.mark.parametrize(
    ("url", "what"),
    [
        (
            "http://Example.COM",
            Asked("http://example.com/", "http", "example.com", 80, "example.com", "/"),
        ),
        (
            "https://user:secret@example.com.:8443/a/../b?c=%7e#d",
            Asked(
                "https://example.com:8443/b?c=%7e",
                "https", "example.com", 8443, "example.com:8443", "/b?c=%7e",
            ),
        ),
        (
            "https://bücher.example:443/ä",
            Asked(
                "https://xn--bcher-kva.example/%C3%A4",
                "https", "xn--bcher-kva.example", 443, "xn--bcher-kva.example", "/%C3%A4",
            ),
        ),
        (
            "http://[2606:4700::1111]:81/",
            Asked(
                "http://[2606:4700::1111]:81/",
                "http", "2606:4700::1111", 81, "[2606:4700::1111]:81", "/",
            ),
        ),
        (
            "http://2130706433/",
            Asked("http://127.0.0.1/", "http", "127.0.0.1", 80, "127.0.0.1", "/"),
        ),
    ],
)  # fmt: skip
def test_known_addresses(url: str, what: Asked) -> None:
    assert asked(url) == what


def test_an_address_may_stand_on_a_page() -> None:
    assert asked("../b?c", "https://example.com/a/x/y#z").url == "https://example.com/a/b?c"
    assert asked("//other.example", "https://example.com/").origin == "https://other.example"


def test_tracking_parameters_are_asked_for_as_they_stand() -> None:
    assert asked("http://example.com/?utm_source=a").target == "/?utm_source=a"


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "/a", "ftp://example.com/", "javascript:alert(1)", "http://",
        "http://a b/", "http://example.com/?utm_source=" + "a" * 9_000,
        "http://exa_mple..com/", "http://example.com:99999/", "http://example.com/" + "a" * 9_000,
        "http://" + "a" * 300 + ".com/", "file:///etc/passwd", "data:text/html,x",
    ],
)  # fmt: skip
def test_what_nobody_could_ask_for_is_refused_with_its_reason(url: str) -> None:
    with pytest.raises(BadInput, match=r"is not a web address: [a-z]") as caught:
        asked(url)
    assert len(str(caught.value)) < 400


@given(st.text(max_size=60))
def test_whatever_is_asked_for_can_be_sent(text: str) -> None:
    try:
        place = asked(f"http://example.com/{text}")
    except BadInput:
        return
    assert place.target.isascii()
    assert place.target.startswith("/")
    assert not set(place.target) & set(" \t\r\n#")
    assert asked(place.url) == place
