"""What a server said, made plain: accents, addresses, dots in names, replies over several lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.mail.plain_words import LONGEST, plain_words, without_accents


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Empfänger unbekannt: Größe überschritten", "Empfanger unbekannt: Grosse uberschritten"),
        ("użytkownik łódź", "uzytkownik lodz"),
        ("почтовый ящик", "почтовый ящик"),
        ("が配信できません", "が配信できません"),
    ],
)
def test_latin_letters_lose_their_accents_and_no_others(said: str, plain: str) -> None:
    assert without_accents(said) == plain


def test_an_address_is_no_part_of_the_words() -> None:
    assert "unknown" not in plain_words("550 <unknown.user@spam.example> is welcome")


def test_a_dot_in_a_name_ends_no_sentence() -> None:
    assert plain_words("no host a.b.example here. Sorry") == "no host a·b·example here. Sorry"
    assert plain_words("550 5.1.1 at 192.0.2.1 no") == "550 5.1.1 at 192·0·2·1 no"


def test_the_lines_of_one_reply_are_read_as_one() -> None:
    said = "550-5.1.1 The account that you tried to\n550-5.1.1 reach does not\n550 5.1.1 exist"
    assert plain_words(said) == "550-5.1.1 The account that you tried to reach does not exist"


def test_of_a_reply_that_another_server_wrapped_only_the_inner_words_count() -> None:
    said = "5.1.0 - Unknown address error 550-'5.7.1 Access denied' (delivery attempts: 0)"
    assert plain_words(said) == "5.7.1 Access denied' (delivery attempts: 0)"


@given(st.text(max_size=400))
def test_any_text_is_made_plain_and_twice_is_as_once(said: str) -> None:
    plain = plain_words(said)
    assert without_accents(without_accents(said)) == without_accents(said)
    assert len(plain) <= 3 * LONGEST
