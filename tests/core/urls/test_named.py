"""The domain that a user means."""

from __future__ import annotations

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("example.com", "example.com"),
        (" WWW.Example.co.uk. ", "example.co.uk"),
        ("https://www.example.com/a?b", "example.com"),
        ("www.example.com/a", "example.com"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("docs.user.github.io", "user.github.io"),
    ],
)
def test_a_domain_is_known_by_any_of_its_addresses(typed: str, domain: str) -> None:
    assert domain_named(typed) == domain


@pytest.mark.parametrize("typed", ["", "example", "exa mple.com", "a,b.com", "co.uk", "github.io"])
def test_what_is_nobodys_domain_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="domain"):
        domain_named(typed)
