"""What tells a country, and what does not."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.contacts.countries import (
    countries_in,
    country_named,
    country_of_ending,
)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("USt-IdNr.: DE 123 456 789", "DE"),
        ("UID: ATU12345678", "AT"),
        ("Weg 1\nCH-8001 Z\u00fcrich", "CH"),
        ("12 High Street\n10115 Berlin\nGermany", "DE"),
        ("1 Main St, Springfield, IL 62701", "US"),
        ("221B Baker Street, London NW1 6XE", "GB"),
        ("Amtsgericht Hamburg HRB 12345", "DE"),
        ("SIRET 123 456 789 00012", "FR"),
        ("Tel: +43 1 234567", "AT"),
    ],
)
def test_an_imprint_tells_its_country(text: str, country: str) -> None:
    assert country in [sign.country for sign in countries_in(text)]


def test_prose_that_names_a_country_tells_nothing() -> None:
    assert list(countries_in("We flew to France and Germany in 2019.")) == []


@pytest.mark.parametrize(
    ("domain", "country"),
    [("a.de", "DE"), ("a.co.uk", "GB"), ("a.wien", "AT"), ("a.io", None), ("a.com", None),
     ("a.tv", None), ("a.co", None), ("a.eu", None)],
)  # fmt: skip
def test_an_ending_that_is_sold_to_everybody_tells_no_country(
    domain: str, country: str | None
) -> None:
    sign = country_of_ending(domain)
    assert (sign.country if sign else None) == country


def test_countries_are_known_by_code_and_name() -> None:
    named = [country_named(text) for text in ("Deutschland", "uk", "DE", "United States", "Mars")]
    assert named == ["DE", "GB", "DE", "US", None]
