"""Names under which strangers publish, and whose a host is."""

from __future__ import annotations

import pytest

from backlinkbot.core.urls import is_private_suffix, registered_domain
from backlinkbot.core.urls.domain import holds_private_suffixes
from backlinkbot.core.urls.platforms import (
    Platform,
    has_pages_of_strangers,
    listed_platforms,
    owned_name,
    platform,
    platform_above,
    platform_list_version,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("github.io", Platform.SUFFIX),
        ("herokuapp.com", Platform.SUFFIX),
        ("s3.amazonaws.com", Platform.SUFFIX),
        ("amazonaws.com", Platform.HOLDER),
        ("wordpress.com", Platform.HOSTS),
        ("facebook.com", Platform.PAGES),
        ("user.github.io", None),
        ("user.wordpress.com", None),
        ("m.facebook.com", None),
        ("example.com", None),
        ("co.uk", None),
        ("com", None),
        ("192.0.2.1", None),
    ],
)
def test_a_platforms_kind_is_known_by_its_name(name: str, kind: Platform | None) -> None:
    assert platform(name) is kind


@pytest.mark.parametrize(
    ("host", "above"),
    [
        ("www.user.wordpress.com", "wordpress.com"),
        ("user.github.io", "github.io"),
        ("github.io", ""),
        ("m.facebook.com", ""),
        ("www.example.co.uk", ""),
        ("192.0.2.1", ""),
    ],
)
def test_the_platform_above_a_host(host: str, above: str) -> None:
    assert platform_above(host) == above


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("www.user.github.io", "user.github.io"),
        ("www.user.wordpress.com", "user.wordpress.com"),
        ("shop.user.wordpress.com", "shop.user.wordpress.com"),
        ("www.wordpress.com", "wordpress.com"),
        ("wordpress.com", "wordpress.com"),
        ("m.facebook.com", "facebook.com"),
        ("kiev.ua", "kiev.ua"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_widest_name_of_one_owner(host: str, owned: str) -> None:
    assert owned_name(host) == owned
    assert owned_name(owned) == owned


def test_registries_and_operators_suffixes_are_told_apart() -> None:
    assert is_private_suffix("github.io")
    assert is_private_suffix("GitHub.io.")
    assert not is_private_suffix("co.uk")
    assert not is_private_suffix("example.com")
    assert holds_private_suffixes("amazonaws.com")
    assert not holds_private_suffixes("s3.amazonaws.com")
    assert not holds_private_suffixes("com")


def test_our_list_keeps_its_rule() -> None:
    assert platform_list_version() == "2026-11b"
    for name in listed_platforms():
        assert registered_domain(name) == name
        assert is_private_suffix(name) == (platform(name) is Platform.SUFFIX)
        assert holds_private_suffixes(name) or platform(name) is not Platform.HOLDER


def test_only_a_platforms_own_name_has_pages_of_strangers() -> None:
    assert has_pages_of_strangers("facebook.com")
    assert not has_pages_of_strangers("wordpress.com")
