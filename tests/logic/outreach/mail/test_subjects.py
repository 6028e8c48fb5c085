"""What answers speak of, in several languages."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.mail.subjects import subjects_of


@pytest.mark.parametrize(
    "text",
    [
        "I removed the link.", "Ich habe den Link entfernt.", "J'ai retiré le lien.",
        "He borrado el enlace.", "Ho tolto il link.",
    ],
)  # fmt: skip
def test_what_was_taken_away_has_the_same_name_in_all_languages(text: str) -> None:
    assert {"kremoved", "kthing", "kremoved thing"} <= subjects_of(text)


def test_what_stands_in_two_sentences_does_not_stand_together() -> None:
    assert "kmoney thing" in subjects_of("The link has a price.")
    assert "kmoney thing" not in subjects_of("I saw the link. It has a price.")


def test_an_address_a_sum_and_a_question_are_seen_as_typed() -> None:
    found = subjects_of("Ask press@ours.example, 50 €, or who else?")
    assert {"haddress", "hsite", "hsum", "hnumber", "hasked", "hasked last"} <= found


@pytest.mark.parametrize("text", ["", "\n\n", "xylophone", "\ufdfa" * 500])
def test_a_text_without_such_words_speaks_of_nothing(text: str) -> None:
    assert not subjects_of(text)
