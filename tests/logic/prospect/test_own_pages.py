"""Pages of ours by their words: the right one first, with reasons, and none where none fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.prospect.own_pages import (
    LEAST_FIT,
    MOST_SUGGESTED,
    Near,
    OwnPage,
    Shelf,
    Sought,
    nothing_fits,
)

OURS = "https://www.shop.example"
PAGES = (
    OwnPage(f"{OURS}/", "Fernhill Tools"),
    OwnPage(f"{OURS}/guides/composting-at-home", "Composting at home - Fernhill Tools"),
    OwnPage(f"{OURS}/guides/pruning-roses", "Pruning roses - Fernhill Tools"),
    OwnPage(f"{OURS}/guides/prune-apple-trees", "How to prune an apple tree - Fernhill Tools"),
    OwnPage(f"{OURS}/p/17", "", "their guide to clay soil | clay"),
    OwnPage(f"{OURS}/shop/spades", "Garden spades - Fernhill Tools"),
)
SHELF = Shelf(PAGES, ("Fernhill Tools", "shop"))


@pytest.mark.parametrize(
    ("gone", "anchors", "right"),
    [
        ("https://rival.example/how-to-compost", "", "guides/composting-at-home"),
        ("https://rival.example/node/7", "here | your own compost", "guides/composting-at-home"),
        ("https://rival.example/apple_tree_pruning.html", "", "guides/prune-apple-trees"),
        ("https://rival.example/pruning/", "when to cut roses", "guides/pruning-roses"),
        ("https://rival.example/soil/heavy-clay", "", "p/17"),
        ("https://rival.example/%63ompost", "", "guides/composting-at-home"),
    ],
)  # fmt: skip
def test_the_page_about_the_same_comes_first(gone: str, anchors: str, right: str) -> None:
    first = SHELF.fitting(Sought(gone, anchors))[0]
    assert first.page == f"{OURS}/{right}"
    assert LEAST_FIT <= first.fit <= 1
    assert not first.is_sure


def test_it_says_why_in_the_words_of_both() -> None:
    dead = Sought("https://rival.example/a", "here | guide to compost heaps")
    (first,) = SHELF.fitting(dead)
    assert first.reasons == (
        "Your page is called “Composting at home - Fernhill Tools”, the dead one was linked as "
        "“guide to compost heaps”.",
        "Words of both: composting.",
    )
    (clay,) = SHELF.fitting(Sought("https://rival.example/clay-soil"))
    assert clay.reasons[0] == (
        "Others call your page “their guide to clay soil”, the dead one had the address "
        "“/clay-soil”."
    )
    (titled,) = SHELF.fitting(Sought(title="Links for rose lovers: roses"))
    assert "theirs “Links for rose lovers: roses”" in titled.reasons[0]


@pytest.mark.parametrize(
    ("sought", "says"),
    [
        (Sought("https://rival.example/orchids", "repotting orchids"), "None of the 6 pages"),
        (Sought("https://rival.example/17", "here"), "neither address nor words tell"),
        (Sought("https://rival.example/", "compost | roses"), "a home page"),
        (Sought(), "neither address nor words tell"),
    ],
)
def test_where_nothing_fits_nothing_is_suggested_and_said_why(sought: Sought, says: str) -> None:
    assert SHELF.fitting(sought) == []
    assert says in nothing_fits(SHELF.pages, sought)
    assert nothing_fits({}, sought) == "No page of yours is known yet."


def test_the_names_of_either_site_tell_nothing() -> None:
    assert SHELF.fitting(Sought("https://rival.example/fernhill-tools")) == []
    roses = "https://compost-and-roses.example"
    assert SHELF.fitting(Sought(f"{roses}/x1", "Compost and Roses")) == []
    named = SHELF.fitting(Sought(f"{roses}/x1", "Compost and Roses on apple trees"))
    assert [one.page for one in named] == [f"{OURS}/guides/prune-apple-trees"]


def test_pages_that_are_called_alike_are_said_to_be() -> None:
    pages = [OwnPage(f"{OURS}/{n}", "Frost dates") for n in range(2)]
    first = Shelf(pages).fitting(Sought("https://rival.example/frost"))[0]
    assert first.reasons[-1] == "2 pages of yours are called so: look which it is."


def test_several_pages_of_rivals_are_one_wish() -> None:
    alike = ("https://rival.example/apple/pruning", "https://other.example/trees")
    (found,) = SHELF.fitting(Sought(anchors="Rival | Other", alike=alike))
    assert found.page == f"{OURS}/guides/prune-apple-trees"
    bare = SHELF.fitting(Sought(alike=alike))
    assert "they link to a rival's page as “/apple/pruning”" in bare[0].reasons[0]


def test_what_is_said_twice_weighs_more_than_a_folder() -> None:
    found = SHELF.fitting(Sought("https://rival.example/roses/apple", "apple"))
    assert found[0].page == f"{OURS}/guides/prune-apple-trees"


def test_nearness_of_texts_finds_what_shares_no_word() -> None:
    dead = Sought("https://rival.example/humus", "humus")
    near = {f"{OURS}/guides/composting-at-home": Near(0.9, 0.9), f"{OURS}/": Near(0.1, 0.1)}
    (found,) = SHELF.fitting(dead, near)
    assert found.page == f"{OURS}/guides/composting-at-home"
    assert found.reasons[1] == "No word is the same; they are about the same subject."


words = st.text(alphabet='abcdeäß漢 /-.%|{}<"\u202e', max_size=40)


@given(st.lists(st.tuples(words, words), max_size=6), words, words, words)
def test_whatever_stands_in_texts_fits_are_shares_and_few(
    pages: list[tuple[str, str]], path: str, anchors: str, title: str
) -> None:
    shelf = Shelf(
        [OwnPage(f"https://a.example/{n}/{p}", t, t) for n, (p, t) in enumerate(pages)], (title,)
    )
    found = shelf.fitting(Sought(f"https://b.example/{path}", anchors, title))
    assert len(found) <= MOST_SUGGESTED
    assert all(LEAST_FIT <= one.fit <= 1 for one in found)
    assert [one.fit for one in found] == sorted((one.fit for one in found), reverse=True)
    assert all(line.isprintable() for one in found for line in one.reasons)
