"""Whether a quote that holds a name speaks of the brand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.prospect.brand import Brand

ACME = Brand(("Acme Tents", "acme.example"))
APPLE = Brand(("Apple",), frozenset(("Apple",)))


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("all of it from Acme Tents, she said", "Acme Tents"),
        ("die Acme-Tents-Leute aus Kiel", None),
        ("we like ACME TENTS best", "ACME TENTS"),
        ("see www.acme.example/shop for more", "acme.example"),
        ("write to info@acme.example", None),
        ("Follow us on Acme Tents", None),
        ("the acme of tents", None),
        ("Acme Tentsmiths of York", None),
    ],
)
def test_a_name_counts_where_it_stands_by_itself(quote: str, name: str | None) -> None:
    told = ACME.in_page([quote], is_on_topic=True)
    assert (told.name if told else None) == name


def test_a_word_is_a_name_inside_a_sentence_on_its_topic_alone() -> None:
    quote = "she bought it at Apple in May"
    assert APPLE.in_page([quote], is_on_topic=True) is not None
    assert APPLE.in_page([quote], is_on_topic=False) is None
    assert APPLE.in_page(["It rained. Apple trees bloom"], is_on_topic=True) is None


def test_a_form_that_texts_write_small_is_a_common_word() -> None:
    quotes = ["at Apple in May", "an apple a day", "the apple tree"]
    assert Brand.learnt(("Apple",), quotes).common == {"Apple"}
    assert Brand.learnt(("Apple",), quotes[:1] * 20).common == frozenset()
    assert Brand.learnt(("adidas",), ["by adidas itself"]).common == frozenset()


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_around_a_name_breaks_anything(before: str, after: str) -> None:
    quote = f"{before}Acme Tents{after}"
    told = ACME.in_page([quote], is_on_topic=True)
    assert told is None or 0 < told.sureness <= 1
    assert Brand.learnt(ACME.forms, [quote]).forms == ACME.forms
