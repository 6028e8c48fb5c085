"""Who owns a host."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import (
    is_public_suffix,
    public_suffix,
    registered_domain,
    suffix_list_version,
)

ENDINGS = st.sampled_from(
    [
        *(
            "com",
            "co.uk",
            "uk",
            "github.io",
            "blogspot.com",
            "kobe.jp",
            "city.kobe.jp",
            "ck",
            "www.ck",
        ),
        *("xn--p1ai", "compute.amazonaws.com", "unlisted", "1.2.3.4", "herokuapp.com", "org.br"),
    ]
)
HOSTS = st.tuples(
    st.lists(st.from_regex(r"[a-z0-9_-]{1,6}", fullmatch=True), max_size=3), ENDINGS
).map(lambda parts: ".".join([*parts[0], parts[1]]))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.com", "example.com"),
        ("WWW.Example.COM.", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("user.github.io", "user.github.io"),
        ("docs.user.github.io", "user.github.io"),
        ("someone.blogspot.com", "someone.blogspot.com"),
        ("a.unlisted", "a.unlisted"),
        ("xn--j1aef.xn--p1ai", "xn--j1aef.xn--p1ai"),
        ("my_shop.example.com", "example.com"),
    ],
)
def test_a_host_belongs_to_what_a_stranger_can_register(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


@pytest.mark.parametrize(
    "host", ["com", "co.uk", "github.io", "192.0.2.1", "[::1]", "localhost", ""]
)
def test_what_has_no_owner_above_it_returns_itself(host: str) -> None:
    assert registered_domain(host) == host


@pytest.mark.parametrize(
    "host", ["com", "kiev.ua", "am.gov.br", "org.br", "github.io", "herokuapp.com"]
)
def test_suffixes_are_nobodys_domain(host: str) -> None:
    assert is_public_suffix(host)


@pytest.mark.parametrize("host", ["example.com", "user.github.io", "192.0.2.1", ""])
def test_domains_and_addresses_are_no_suffixes(host: str) -> None:
    assert not is_public_suffix(host)


def test_the_suffix_of_a_host_is_the_longest() -> None:
    assert public_suffix("a.user.github.io") == "github.io"
    assert public_suffix("www.example.co.uk") == "co.uk"
    assert public_suffix("name.unlisted") == "unlisted"
    assert public_suffix("192.0.2.1") == ""


def test_the_list_tells_its_version() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d_\S+", suffix_list_version())


@given(st.one_of(HOSTS, st.text()))
def test_the_domain_of_a_domain_is_itself(host: str) -> None:
    domain = registered_domain(host)
    assert registered_domain(domain) == domain


@given(HOSTS)
def test_a_host_ends_in_its_domain_and_that_in_its_suffix(host: str) -> None:
    domain = registered_domain(host)
    assert f".{host}".endswith(f".{domain}")
    assert f".{domain}".endswith(f".{public_suffix(host)}") or public_suffix(host) == ""
