"""Host names: cleaned, judged, reversed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import (
    clean_host,
    is_ip_address,
    is_on_the_web,
    is_strict_hostname,
    reversed_name,
    unreversed_name,
)

LABEL = st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True)
HOSTS = st.lists(LABEL, min_size=1, max_size=5).map(".".join)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.example.com", "www.example.com"),
        (" WWW.Example.COM. ", "www.example.com"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("BÜCHER.de", "xn--bcher-kva.de"),
        ("xn--bcher-kva.de", "xn--bcher-kva.de"),
        ("a。b", "a.b"),
        ("my_shop.example.com", "my_shop.example.com"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
        ("[2001:db8::1]", "[2001:db8::1]"),
    ],
)
def test_a_name_is_cleaned(text: str, host: str) -> None:
    assert clean_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            ".",
            "..",
            "www.example,com",
            "www example.com",
            "www..example.com",
            ".example.com",
        ),
        *(
            "http://example.com",
            "example.com/path",
            "example.com:80",
            "user@example.com",
            "a?b",
            "a#b",
        ),
        *(
            "a%2eb",
            "a\\b",
            "1.2.3",
            "0x7f.1",
            "999.1.1.1",
            "[::g]",
            "[0:0:0:0:0:0:0:1]",
            "exam!ple.com",
        ),
        *(
            "a" * 64 + ".com",
            ".".join(["a" * 60] * 5),
            "a\x00b.com",
            "a\tb.com",
            "\ud800.com",
            "ä,b.com",
        ),
        "example.com..",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    assert clean_host(text) is None


@given(st.text())
def test_cleaning_never_fails_and_cleaning_twice_changes_nothing(text: str) -> None:
    host = clean_host(text)
    assert host is None or clean_host(host) == host


@pytest.mark.parametrize("host", ["example.com", "3com.com", "a-b.example", "xn--bcher-kva.de"])
def test_letters_digits_and_inner_hyphens_are_strict(host: str) -> None:
    assert is_strict_hostname(host)


@pytest.mark.parametrize("host", ["a_b.com", "-a.com", "a-.com", "", "a..b", "192.0.2.1", "A.com"])
def test_other_names_are_not_strict(host: str) -> None:
    assert not is_strict_hostname(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.1", "255.255.255.255", "[::1]"])
def test_addresses_are_known(host: str) -> None:
    assert is_ip_address(host)


@pytest.mark.parametrize(
    "host", ["256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4.example", "", "[x]", "a]"]
)
def test_names_are_no_addresses(host: str) -> None:
    assert not is_ip_address(host)


@pytest.mark.parametrize("host", ["a.example", "xn--p1ai.example", "8.8.8.8", "[2606:4700::1]"])
def test_what_everybody_can_reach_is_on_the_web(host: str) -> None:
    assert is_on_the_web(host)


@pytest.mark.parametrize(
    "host",
    ["localhost", "intranet", "-", "a.localhost", "printer.local", "x.internal", "nas.home.arpa",
     "127.0.0.1", "10.1.2.3", "192.168.0.1", "[::1]", "[fe80::1]"],
)  # fmt: skip
def test_what_a_network_keeps_to_itself_is_not(host: str) -> None:
    assert not is_on_the_web(host)


def test_a_name_is_reversed_by_its_labels() -> None:
    assert reversed_name("www.example.co.uk") == "uk.co.example.www"
    assert unreversed_name("uk.co.example.www") == "www.example.co.uk"


def test_an_address_has_no_reverse() -> None:
    assert reversed_name("192.0.2.1") == "192.0.2.1"
    assert unreversed_name("[2001:db8::1]") == "[2001:db8::1]"


@given(HOSTS)
def test_reversing_twice_gives_the_name_back(host: str) -> None:
    assert unreversed_name(reversed_name(host)) == host
