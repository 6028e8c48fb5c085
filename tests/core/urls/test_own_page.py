"""A page of ours: the site's own or a subdomain's, and nobody else's."""

from __future__ import annotations

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.own_page import own_page


@pytest.mark.parametrize(
    ("told", "page"),
    [
        ("https://shop.example/guide", "https://shop.example/guide"),
        (" http://SHOP.example ", "http://shop.example/"),
        ("https://help.shop.example/a?b=1#c", "https://help.shop.example/a?b=1"),
        ("https://ann@shop.example:8443/", "https://shop.example:8443/"),
        ("", ""),
        ("  \n", ""),
    ],
)
def test_a_page_of_the_site_stands_in_its_one_form(told: str, page: str) -> None:
    assert own_page("shop.example", told) == page


@pytest.mark.parametrize(
    "told",
    [
        "https://other.example/guide", "https://shop.example.evil.example/", "https://shop.com/",
        "https://shop.example@evil.example/", "ftp://shop.example/a", "mailto:a@shop.example",
        "javascript:alert(1)", "shop.example/guide", "/guide", "no page", "https://",
        "https://shop.example/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_what_is_no_page_of_it_is_refused(told: str) -> None:
    with pytest.raises(BadInput, match=r"is no page of shop\.example; give one like"):
        own_page("shop.example", told)


def test_neighbours_on_a_platform_are_strangers() -> None:
    assert own_page("ann.github.io", "https://ann.github.io/x") == "https://ann.github.io/x"
    with pytest.raises(BadInput):
        own_page("ann.github.io", "https://bob.github.io/x")
