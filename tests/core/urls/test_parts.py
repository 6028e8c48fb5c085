"""The parts of a URL."""

from __future__ import annotations

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Url
from backlinkbot.core.urls import domain_of, host_of, scheme_of, split_url


def test_a_url_is_split_in_canonical_form() -> None:
    assert split_url("HTTPS://Docs.User.GitHub.io:443/a?utm_source=x") == Url(
        href="https://docs.user.github.io/a", host="docs.user.github.io", domain="user.github.io"
    )


@pytest.mark.parametrize(
    "url", ["https://www.example.com/a", "https://WWW.Example.com", "https://www.example.com?x=/y"]
)
def test_host_domain_and_scheme_are_told_for_any_spelling(url: str) -> None:
    assert host_of(url) == "www.example.com"
    assert domain_of(url) == "example.com"
    assert scheme_of(url) == "https"


def test_an_address_is_its_own_domain() -> None:
    assert domain_of("http://192.0.2.1:8080/x") == "192.0.2.1"
    assert host_of("http://[2001:DB8::1]/") == "[2001:db8::1]"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("www.example.com", "'www.example.com' is not a web address: cannot be parsed as a URL"),
        ("mailto:a@b.example", "'mailto:a@b.example' is not a web address: not an http or https"),
        ("http://a,b/", "'http://a,b/' is not a web address: names a host that DNS cannot hold"),
    ],
)
def test_what_is_no_web_address_is_said_in_a_sentence(text: str, reason: str) -> None:
    for part in (split_url, host_of, domain_of, scheme_of):
        with pytest.raises(BadInput) as error:
            part(text)
        assert str(error.value).startswith(reason)


@pytest.mark.parametrize("rest", ["", "?page=2", "#top", ":443", "?next=/a/b"])
def test_an_address_that_ends_with_its_host_has_the_whole_host(rest: str) -> None:
    assert host_of("https://www.sass.example" + rest) == "www.sass.example"
    assert domain_of("https://www.sass.example" + rest) == "sass.example"
