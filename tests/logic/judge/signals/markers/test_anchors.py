from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]
PROSE = (
    "We walked along the river until the rain began and then sat in the old mill, where somebody "
    "had left a stove burning and a pot of soup on it, so that nobody wanted to leave before the "
    "evening came and the clouds had gone over the hill towards the sea, which was grey and calm. "
)


def test_what_an_anchor_sells_decides(said: Ask) -> None:
    found = said(
        "money-anchor",
        {"anchor": "online casino bonus"},
        {"anchor": "casino"},
        {"anchor": "cheap running shoes"},
        {"anchor": "running shoes"},
        {"anchor": "Acme"},
        {"anchor": "what they wrote about the hill"},
        {"anchor": None},
    )
    assert [found[row] for row in range(6)] == pytest.approx([0.95, 0.6, 0.6, 0.35, 0, 0])
    assert isnan(found[6])
    assert "of the trade casino" in found.sentence(0)
    assert "words of selling" in found.sentence(2)


@pytest.mark.parametrize(
    "anchor", ["acheter viagra", "онлайн казино", "chwilówki online", "Kredit ohne Schufa"]
)
def test_anchors_of_foreign_trades_are_known_in_other_languages(said: Ask, anchor: str) -> None:
    assert said("money-anchor", {"anchor": anchor})[0] == pytest.approx(0.95)


def test_a_casinos_own_words_are_nothing_foreign(said: Ask) -> None:
    assert said("money-anchor", {"anchor": "best casino"}, topics=("casino games",))[0] < 0.7


def test_a_headline_that_speaks_of_a_casino_is_a_headline(said: Ask) -> None:
    headline = "Mayor says the old casino at the harbour will be a school by autumn"
    assert said("money-anchor", {"anchor": headline})[0] == 0


def run_of(anchor: str, sites: int, others: int) -> list[dict[str, Any]]:
    same = [{"source_domain": f"s{n}.example", "anchor": anchor} for n in range(sites)]
    return same + [
        {"source_domain": f"t{n}.example", "anchor": f"their note {n}"} for n in range(others)
    ]


def test_one_wording_on_many_sites_is_a_run(said: Ask) -> None:
    found = said("identical-anchor-run", *run_of("cheap running shoes", 20, 40))
    assert found[0] == 1
    assert found[30] == 0
    assert "on 20 of 60 linking sites (33.3%)" in found.sentence(0)


@pytest.mark.parametrize("anchor", ["Acme", "https://acme.example/", "click here"])
def test_names_addresses_and_generic_words_are_no_run(said: Ask, anchor: str) -> None:
    assert said("identical-anchor-run", *run_of(anchor, 20, 40))[0] == 0


def test_headlines_that_reporters_copy_count_half_at_most(said: Ask) -> None:
    headline = "New running shoes for the hills were shown at the fair in town"
    assert said("identical-anchor-run", *run_of(headline, 20, 40))[0] <= 0.5


def test_words_that_sell_nothing_count_less(said: Ask) -> None:
    sold = said("identical-anchor-run", *run_of("cheap things", 8, 40))[0]
    other = said("identical-anchor-run", *run_of("lovely things", 8, 40))[0]
    assert 0 < other < sold


def test_an_anchor_that_fits_the_text_is_told_from_one_that_was_hung_in(said: Ask) -> None:
    texts = {
        "fits.example": PROSE + "Here are pictures of the river in spring.",
        "hung.example": PROSE + "Here are wooden garden sheds in spring.",
        "twice.example": PROSE + "Sheds are useful. Here are wooden garden sheds in spring.",
    }
    anchors = ("pictures of the river", "wooden garden sheds", "wooden garden sheds")
    links = [
        {"source_domain": site, "anchor": anchor}
        for site, anchor in zip(texts, anchors, strict=True)
    ]
    pages = [{"domain": site, "text": text} for site, text in texts.items()]
    found = said("anchor-unlike-page", *links, pages=pages)
    assert [found[row] for row in range(3)] == pytest.approx([0, 0.45, 0])


def test_what_stands_in_a_footer_or_names_the_target_fits_anywhere(said: Ask) -> None:
    links = [
        {"anchor": "wooden garden sheds", "placement": "footer"},
        {"anchor": "the running club"},
        {"anchor": "sheds"},
    ]
    found = said("anchor-unlike-page", *links, pages=[{"text": PROSE}])
    assert [found[row] for row in range(3)] == [0, 0, 0]


def test_letters_that_neither_page_nor_target_writes_are_foreign(said: Ask) -> None:
    links = [
        {"anchor": "купить кроссовки"},
        {"anchor": "купить кроссовки", "source_language": "ru"},
        {"anchor": "cheap red sheds", "source_language": "ru"},
    ]
    found = said("anchor-unlike-page", *links, pages=[{"text": PROSE}], languages=frozenset({"en"}))
    assert found[0] == pytest.approx(0.8)
    assert found[1] < 0.5
    assert found[2] < 0.5


def test_without_the_text_of_the_page_nothing_is_said(said: Ask) -> None:
    assert isnan(said("anchor-unlike-page", {"anchor": "wooden garden sheds"})[0])
