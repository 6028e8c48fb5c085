"""Which sites count as well known, and how much."""

from __future__ import annotations

import pytest

from backlinkbot.core.urls import is_public_suffix, registered_domain
from backlinkbot.core.urls.platforms import has_pages_of_strangers
from backlinkbot.logic.judge.disavow.facts import (
    Fame,
    authority_fame,
    place_fame,
    together,
    well_known,
    well_known_version,
)
from backlinkbot.logic.judge.disavow.lines import Severity


@pytest.mark.parametrize(
    ("place", "severity"),
    [(1, Severity.ERROR), (1_000, Severity.ERROR), (1_001, Severity.WARNING), (10_000, "warning")],
)
def test_the_first_thousand_are_errors_and_the_first_ten_thousand_warnings(
    place: int, severity: str
) -> None:
    fame = place_fame("tranco", place)
    assert fame is not None
    assert fame.severity == severity
    assert fame.words == f"place {place:,} of the web by tranco"


def test_below_the_first_ten_thousand_a_place_says_nothing() -> None:
    assert place_fame("tranco", 10_001) is None


def test_authority_counts_by_its_low_end_and_in_large_populations() -> None:
    assert authority_fame(49.9, 1_000_000) is None
    assert authority_fame(90.0, 99_999) is None
    assert authority_fame(float("nan"), 1_000_000) is None
    warned, sure = authority_fame(50.0, 1_000_000), authority_fame(60.0, 1_000_000)
    assert warned is not None
    assert sure is not None
    assert (warned.severity, sure.severity) == (Severity.WARNING, Severity.ERROR)


def test_several_reasons_are_as_grave_as_the_gravest() -> None:
    both = together([Fame("one", Severity.WARNING), Fame("two")])
    assert both == Fame("one; two", Severity.ERROR)


def test_our_list_keeps_its_rule() -> None:
    assert well_known_version() == "2026-11"
    assert len(well_known()) > 400
    for name in well_known():
        assert registered_domain(name) == name
        assert not is_public_suffix(name)
        assert not has_pages_of_strangers(name)


def test_every_site_of_our_list_says_what_it_is() -> None:
    assert all(fame.words.startswith("well known: a") for fame in well_known().values())
