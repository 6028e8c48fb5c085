"""A page as flat columns."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.pages.links import parsed
from backlinkbot.core.pages.tags import TAG_CODE, TAGS
from backlinkbot.core.pages.walk import Walk, count_words, walk


def walked(html: str) -> Walk:
    return walk(parsed(html.encode()))


def of(page: Walk, tag: str) -> int:
    """The number of the first element of that tag."""
    return int(np.flatnonzero(page.elements.tag == TAG_CODE[tag])[0])


def test_the_text_has_a_line_per_block_and_single_spaces() -> None:
    page = walked("<div> <h1>Tea </h1>\n<p>Loose <b>leaf</b>\n tea</p></div>after<br>all")
    assert [line.strip() for line in page.text.strip().split("\n")] == [
        "Tea",
        "Loose leaf tea",
        "after",
        "all",
    ]


@pytest.mark.parametrize(
    "hidden", ["script", "style", "template", "textarea", "select", "noscript", "svg", "title"]
)
def test_what_a_reader_does_not_see_is_no_text(hidden: str) -> None:
    page = walked(f"<body><p>seen</p><{hidden}>unseen</{hidden}><p>too</p>")
    assert page.text.split() == ["seen", "too"]


def test_each_element_holds_its_own_words_links_and_characters() -> None:
    page = walked("<p>one <a href=/1>two three</a> four</p><p>five <a href=/2>six</a></p>")
    first = of(page, "p")
    elements = page.elements
    second = int(elements.end[first])
    assert TAGS[elements.tag[second]] == "p"
    spans = [
        (
            elements.last_word[number] - elements.first_word[number],
            elements.last_link[number] - elements.first_link[number],
            page.text[elements.first_char[number] : elements.last_char[number]],
        )
        for number in (first, second)
    ]
    assert spans == [(4, 1, "one two three four"), (2, 1, "five six")]
    assert page.linked_words().tolist() == [0, 2, 3]


def test_inline_elements_belong_to_the_block_around_them() -> None:
    page = walked("<div><p><b><a href=/x>x</a></b></p></div>")
    assert page.elements.block[of(page, "a")] == of(page, "p")
    assert page.elements.block[of(page, "div")] == of(page, "div")


def test_the_title_is_the_page_s_not_a_drawing_s() -> None:
    page = walked("<svg><title>icon</title></svg><title>late</title>")
    assert walked("<title> The \n page </title><svg><title>icon</title></svg>").title == "The page"
    assert page.title in {"icon", "late"}


def test_metas_links_and_base_are_kept() -> None:
    page = walked("<meta name=a content=b><link rel=canonical href=/c><base href=/d/>")
    assert page.metas == [{"name": "a", "content": "b"}]
    assert page.head_links == [{"rel": "canonical", "href": "/c"}]
    assert page.base == "/d/"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two words", 2),
        ("日本語のページです、長い文です", 7),
        ("Donaudampfschifffahrtsgesellschaft", 1),
        ("ελληνικά κείμενα", 2),
    ],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text: str, words: int) -> None:
    assert count_words(text, len(text.split())) == words
    assert walked(f"<p>{text}</p>").words == words


@pytest.mark.parametrize("html", ["", " ", "plain text", "<!-- only -->", "<!doctype html>"])
def test_a_page_of_almost_nothing_is_walked(html: str) -> None:
    page = walked(html)
    assert page.words == len(html.split() if html == "plain text" else [])
    assert page.link_element == []


def test_names_of_tags_that_html_does_not_know_are_elements_too() -> None:
    page = walked("<my-card><a href=/x>x</a></my-card>")
    assert page.elements.tag[page.elements.parent[of(page, "a")]] == TAG_CODE["#other"]
