"""Which forms of a name are looked for, and which words name a trade."""

from __future__ import annotations

import pytest

from backlinkbot.logic.prospect.names import brand_names, topics_of


def test_a_given_name_and_the_address_are_looked_for_and_nothing_is_guessed() -> None:
    found = brand_names("acme-tents.co.uk", ["Acme  Tents", ""], {"acmetents"}, [])
    assert found == (("Acme Tents", "acme-tents.co.uk"), False)


def test_titles_show_how_a_name_is_written() -> None:
    titles = ["Soil - Acme Tents", "Rain | Acme Tents"]
    assert brand_names("acmetents.com", [], {"acmetents"}, titles) == (
        ("Acme Tents", "acmetents.com"), False,
    )  # fmt: skip


def test_a_name_made_from_the_address_alone_is_a_guess() -> None:
    assert brand_names("cambridge-audio.com", [], set(), []) == (
        ("Cambridge Audio", "cambridge-audio.com"), True,
    )  # fmt: skip


def test_a_short_address_is_no_name_by_itself() -> None:
    assert brand_names("bbc.com", [], set(), []) == (("bbc.com",), False)


@pytest.mark.parametrize(
    ("given", "keywords", "topics"),
    [
        (["soil testing", " "], [("about", "us")], ("soil testing",)),
        (
            [],
            [("about", "us"), ("pruning", "roses"), ("roses",), ("top", "10")],
            ("pruning roses",),
        ),
        ([], [], ()),
    ],
)
def test_topics_are_those_given_else_phrases_of_titles(
    given: list[str], keywords: list[tuple[str, ...]], topics: tuple[str, ...]
) -> None:
    assert topics_of(given, keywords) == topics
