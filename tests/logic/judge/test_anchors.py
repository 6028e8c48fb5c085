"""The seven anchor classes and their order."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchors import (
    CLASSES,
    NOT_TOLD,
    anchor_class,
    anchor_classes,
    anchor_words,
)
from backlinkbot.logic.judge.words import GENERIC_PHRASES, folded

WORDS = anchor_words(
    "cambridge-audio.co.uk",
    name="Cambridge Audio",
    brand_words=["CXN"],
    topic_words=["network streamer", "amplifier"],
    titles=[
        "Network players | Cambridge Audio",
        "How to choose the right turntable for a small living room | Cambridge Audio",
        "Contact | Cambridge Audio",
    ],
)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("", AnchorClass.IMAGE_EMPTY),
        ("  » ", AnchorClass.IMAGE_EMPTY),
        ("https://www.cambridge-audio.co.uk/x?y=1", AnchorClass.NAKED_URL),
        ("www.cambridge-audio.co.uk", AnchorClass.NAKED_URL),
        ("Cambridge-Audio.co.uk", AnchorClass.NAKED_URL),
        ("shop.cambridge-audio.co.uk", AnchorClass.NAKED_URL),
        ("other.com", AnchorClass.NAKED_URL),
        ("node.js", AnchorClass.OTHER),
        ("example.photography/portfolio", AnchorClass.NAKED_URL),
        ("Cambridge Audio", AnchorClass.BRANDED),
        ("CAMBRIDGEAUDIO", AnchorClass.BRANDED),
        ("the new CXN", AnchorClass.BRANDED),
        ("the Cambridge Audio network streamer", AnchorClass.BRANDED),
        ("network streamer", AnchorClass.EXACT),
        ("The Network Streamer!", AnchorClass.EXACT),
        ("network players", AnchorClass.EXACT),
        ("best network streamer 2026", AnchorClass.PARTIAL),
        ("an amplifier", AnchorClass.EXACT),
        ("choose the right turntable", AnchorClass.PARTIAL),
        ("click here", AnchorClass.GENERIC),
        ("Read the full article", AnchorClass.GENERIC),
        ("hier klicken", AnchorClass.GENERIC),
        ("cliquez ici", AnchorClass.GENERIC),
        ("más información", AnchorClass.GENERIC),
        ("scopri di più", AnchorClass.GENERIC),
        ("lees verder", AnchorClass.GENERIC),
        ("saiba mais", AnchorClass.GENERIC),
        ("dowiedz się więcej", AnchorClass.GENERIC),
        ("читать далее", AnchorClass.GENERIC),
        ("こちら", AnchorClass.GENERIC),
        ("[1]", AnchorClass.GENERIC),
        ("what we heard last weekend", AnchorClass.OTHER),
    ],
)
def test_an_anchor_has_the_first_class_that_fits(anchor: str, expected: AnchorClass) -> None:
    assert anchor_class(anchor, WORDS) is expected


def test_a_title_that_most_pages_share_is_a_brand() -> None:
    words = anchor_words("x1.example", titles=["Shoes | Foo Bar", "Hats | Foo Bar", "Foo Bar"])
    assert anchor_class("Foo-Bar", words) is AnchorClass.BRANDED
    assert anchor_class("Bar", words) is AnchorClass.OTHER


def test_the_first_word_of_a_brand_is_its_short_form_where_it_stands_alone() -> None:
    for words in (
        anchor_words("x1.example", brand_words=["Acme Tents"]),
        anchor_words("acme-tents.example"),
        anchor_words("acmetents.example", name="Acme Tents"),
    ):
        assert anchor_class("Acme", words) is AnchorClass.BRANDED
        assert anchor_class("Tents", words) is AnchorClass.OTHER
        assert anchor_class("acme cheap loans", words) is AnchorClass.OTHER


def test_a_word_of_the_trade_or_of_the_topic_is_no_short_form() -> None:
    for name in ("cheap-tents.example", "garden-tools.example", "casino-royal.example"):
        first = name.partition("-")[0]
        assert anchor_class(first, anchor_words(name)) is AnchorClass.OTHER
    words = anchor_words("acme-tents.example", topic_words=["acme"])
    assert anchor_class("Acme", words) is AnchorClass.EXACT


def test_two_titles_prove_no_brand() -> None:
    words = anchor_words("x1.example", titles=["Foo Bar", "Foo Bar"])
    assert anchor_class("Foo Bar", words) is AnchorClass.EXACT


def test_a_brand_of_two_letters_counts_only_alone() -> None:
    words = anchor_words("hp.example")
    assert anchor_class("HP", words) is AnchorClass.BRANDED
    assert anchor_class("hp printers compared", words) is AnchorClass.OTHER


def test_an_international_domain_is_known_by_its_readable_name() -> None:
    words = anchor_words("xn--mnchen-3ya.example")
    assert anchor_class("München", words) is AnchorClass.BRANDED


def test_a_broken_punycode_label_is_taken_as_it_is() -> None:
    assert anchor_words("xn--ñ.example").brands


def test_images_are_image_empty_whatever_their_alt_and_null_stays_untold() -> None:
    codes = anchor_classes(
        pa.chunked_array([["Acme", "Acme", None, None]]),
        pa.chunked_array([["text", "image", "area", "text"]]),
        anchor_words("acme.example"),
    )
    image = CLASSES.index(AnchorClass.IMAGE_EMPTY)
    assert codes.tolist() == [CLASSES.index(AnchorClass.BRANDED), image, image, NOT_TOLD]


def test_no_links_have_no_classes() -> None:
    none = pa.chunked_array([pa.array([], pa.string())])
    assert len(anchor_classes(none, none, WORDS)) == 0


def test_every_generic_phrase_is_written_as_folding_leaves_it() -> None:
    assert [phrase for phrase in GENERIC_PHRASES if folded(phrase) != phrase] == []


@given(st.text(max_size=60))
def test_any_text_has_a_class_that_case_and_spaces_do_not_change(text: str) -> None:
    once = anchor_class(text, WORDS)
    assert once in AnchorClass
    assert anchor_class(f"  {folded(text)} ", WORDS) is once


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ["a." * 50_000, "a " * 50_000, "http://" + "a/" * 50_000])
def test_a_hostile_anchor_has_a_class(text: str) -> None:
    assert anchor_class(text, WORDS) in AnchorClass
