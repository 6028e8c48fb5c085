"""The numbers that the placement model sees."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.pages import features
from backlinkbot.core.pages.links import PageLinks, read_links

PAGE = """<!doctype html><html><head><link rel=canonical href=/self></head>
<body class="comment sidebar">
<nav class="mainNav"><ul><li><a href=/1>Home</a></li><li><a href=/2>About us</a></li></ul></nav>
<main><article class="post"><h1>Tea</h1>
<p>Loose leaf tea steeps best just off the boil, as <a href="https://t.example/tea">every grower</a>
will tell who asks, and it keeps for years.</p>
<p>A second paragraph of prose so that the article is the place with the most text of all.</p>
</article>
<ol id="comments"><li class="comment">Nice, see <a href="https://s.example/" rel="nofollow ugc">my
shop</a></li><li class="comment">Thanks for this</li></ol></main>
<footer><a href=/imprint>Imprint</a></footer></body></html>"""


def read(html: str) -> PageLinks:
    return read_links(html.encode(), "https://a.example/page")


@pytest.fixture(name="rows")
def rows_of_the_page() -> dict[str, dict[str, float]]:
    page = read(PAGE)
    values = features.matrix([page]).tolist()
    return {
        target.removeprefix("https://a.example"): dict(zip(features.FEATURES, row, strict=True))
        for target, row in zip(page.targets, values, strict=True)
    }


def test_names_are_unique_and_rows_are_as_long() -> None:
    assert len(set(features.FEATURES)) == len(features.FEATURES)
    assert features.matrix([read(PAGE)]).shape == (6, len(features.FEATURES))


def test_hints_of_all_ancestors_are_seen(rows: dict[str, dict[str, float]]) -> None:
    assert rows["/1"]["in_nav"] == rows["/1"]["word_nav"] == rows["/1"]["in_li"] == 1
    tea = rows["https://t.example/tea"]
    assert (tea["in_article"], tea["in_main"], tea["in_p"], tea["in_nav"]) == (1, 1, 1, 0)
    spam = rows["https://s.example/"]
    assert (spam["word_comment"], spam["rel_ugc"], spam["rel_nofollow"]) == (1, 1, 1)
    assert rows["/imprint"]["in_footer"] == 1


def test_a_body_s_classes_hint_at_no_place(rows: dict[str, dict[str, float]]) -> None:
    assert rows["/1"]["word_comment"] == rows["/1"]["word_sidebar"] == 0


def test_the_nearest_hint_has_its_distance(rows: dict[str, dict[str, float]]) -> None:
    tea = rows["https://t.example/tea"]
    assert tea["near_paragraph"] == 1
    assert tea["near_content"] == 2
    assert tea["near_comment"] == features.FAR


def test_blocks_around_the_link_grow(rows: dict[str, dict[str, float]]) -> None:
    tea = rows["https://t.example/tea"]
    assert tea["block1_words"] == 21
    assert tea["block1_link_share"] == pytest.approx(2 / 21)
    assert tea["block1_words"] < tea["block2_words"] < tea["block3_words"] < tea["block4_words"]
    assert rows["/2"]["block1_link_share"] == 1
    assert tea["in_top_text"] == 1
    assert rows["/1"]["in_top_text"] == 0


def test_repeated_siblings_and_neighbours_are_counted(rows: dict[str, dict[str, float]]) -> None:
    assert rows["/1"]["most_repeats"] == 2
    assert rows["/2"]["gap_before"] == 0
    assert rows["https://t.example/tea"]["gap_after"] == 29


def test_links_of_the_head_have_an_empty_row(rows: dict[str, dict[str, float]]) -> None:
    assert not any(rows["/self"].values())


def test_a_batch_gives_each_page_what_it_gets_alone() -> None:
    pages = [read(PAGE), read("<p>no links"), read(""), read("<a href=/x>x</a>"), read(PAGE * 2)]
    together = features.matrix(pages)
    alone = np.concatenate([features.matrix([page]) for page in pages])
    np.testing.assert_array_equal(together, alone)


def test_wanted_links_get_the_rows_they_have_among_all() -> None:
    pages = [read(PAGE), read(""), read(PAGE)]
    wanted = [page.external for page in pages]
    some = features.matrix(pages, wanted)
    np.testing.assert_array_equal(some, features.matrix(pages)[np.concatenate(wanted)])
    assert len(some) == 4


def test_no_links_give_no_rows() -> None:
    assert features.matrix([read("")]).shape == (0, len(features.FEATURES))


def test_a_page_whose_lists_outweigh_its_prose_has_rows() -> None:
    items = "".join(f"<li><a href=/{i}>one of many labels</a></li>" for i in range(40))
    page = read(f"<div>a few words of prose that stand around the list {'<ul>' + items}</ul></div>")
    assert np.isfinite(features.matrix([page])).all()
