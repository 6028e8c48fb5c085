"""Whom no verdict may disavow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame, well_known
from backlinkbot.logic.judge.disavow.lines import Severity
from backlinkbot.logic.judge.verdict.protection import protection_of

FACTS = DisavowFacts(
    own=frozenset({"acme.example"}),
    kept=frozenset({"friend.example", "blog.partner.example"}),
    fame={
        "times.example": Fame("place 7 of the web by a list"),
        "mid.example": Fame("place 5,000 of the web by a list", Severity.WARNING),
    },
)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("acme.example", "your own site"),
        ("shop.acme.example", "your own site"),
        ("friend.example", "on your keep list"),
        ("partner.example", "on your keep list"),
        ("times.example", "a well-known site: place 7 of the web by a list"),
        ("mid.example", "a well-known site: place 5,000 of the web by a list"),
        ("co.uk", "a public suffix"),
        ("github.io", "a public suffix"),
        ("wordpress.com", "a name under which strangers have their sites"),
        ("facebook.com", "a platform on which anybody publishes pages"),
        ("192.0.2.7", "an address, which may be another's tomorrow"),
    ],
)
def test_each_is_protected_for_its_reason(unit: str, words: str) -> None:
    assert protection_of(unit, FACTS).words == words


@pytest.mark.parametrize(
    "unit", ["spam.example", "anna.wordpress.com", "anna.github.io", "xn--bcher-kva.example"]
)
def test_an_ordinary_site_and_a_user_of_a_platform_are_not_protected(unit: str) -> None:
    assert protection_of(unit, FACTS).words == ""


def test_the_owners_word_and_the_first_places_spare_a_site_all_questions() -> None:
    spared = [name for name in ("acme.example", "friend.example", "times.example", "mid.example",
              "wordpress.com") if protection_of(name, FACTS).is_spared]  # fmt: skip
    assert spared == ["acme.example", "friend.example", "times.example"]


@given(st.sampled_from(sorted(well_known())))
def test_every_site_of_the_shipped_list_is_protected(name: str) -> None:
    assert protection_of(name, DisavowFacts(fame=well_known())).words
