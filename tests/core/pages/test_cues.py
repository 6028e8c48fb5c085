"""Hints in tags, roles, schema.org and class words of several languages."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages import cues


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("mainNavigation", "nav"),
        ("site-footer", "footer"),
        ("piedepagina", "footer"),
        ("fusszeile", "footer"),
        ("barra-lateral", "sidebar"),
        ("rightcol", "sidebar"),
        ("wp-block-comments", "comment"),
        ("kommentare", "comment"),
        ("commentaires", "comment"),
        ("comentarios", "comment"),
        ("entry-content", "content"),
        ("artikelText", "article"),
        ("autor_bio", "author"),
        ("brotkrumen", "breadcrumb"),
        ("wp-pagenavi", "pagination"),
        ("related-posts", "related"),
        ("addtoany_share", "share"),
        ("tagcloud", "tag"),
        ("blogroll", "links"),
        ("cookie-consent", "legal"),
    ],
)
def test_class_words_hint_in_several_languages(value: str, hint: str) -> None:
    hints, _ = cues.class_hints(value)
    assert hints & cues.WORD_BIT[hint]


@pytest.mark.parametrize("value", ["css-1x2y3z", "mt-4 px-2", "a", "x" * 5000, "\ud800"])
def test_classes_that_name_nothing_hint_nothing(value: str) -> None:
    assert cues.class_hints(value)[0] == 0


def test_designs_that_differ_in_numbers_only_are_one() -> None:
    assert cues.class_hints("post-17 item")[1] == cues.class_hints("post-2 item")[1]
    assert cues.class_hints("post item")[1] != cues.class_hints("page item")[1]


@pytest.mark.parametrize(
    ("attributes", "hint"),
    [
        ({"role": "Navigation"}, "nav"),
        ({"itemtype": "https://schema.org/Comment"}, "item_comment"),
        ({"itemprop": "articleBody"}, "item_body"),
        ({"itemtype": "http://schema.org/WPFooter"}, "item_footer"),
        ({"style": "DISPLAY : none"}, "hidden"),
        ({"hidden": None}, "hidden"),
        ({"style": "position:absolute; left:-9999px"}, "hidden"),
    ],
)
def test_explicit_attributes_hint(attributes: dict[str, str | None], hint: str) -> None:
    assert cues.attribute_hints(attributes) & cues.STRUCTURE_BIT[hint]


def test_all_bits_fit_a_column() -> None:
    assert len(cues.STRUCTURE) < 63
    assert len(cues.WORDS) < 63
