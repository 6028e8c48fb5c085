"""Prose around links, and items of like build."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.pages.features import FEATURES, matrix
from backlinkbot.core.pages.links import read_links

PROSE = "Loose leaf tea keeps for years in a tin and steeps best just off the boil. "
MENU = "".join(f"<li><a href=/m{i}>Menu {i}</a></li>" for i in range(8))
ENTRIES = "".join(
    f"<li><a href='https://shop{i}.example/'>Shop {i}</a> sells tea of the year {2000 + i}</li>"
    for i in range(6)
)


def rows(html: str) -> dict[str, dict[str, float]]:
    page = read_links(html.encode(), "https://a.example/page")
    values = matrix([page]).tolist()
    return {
        target.removeprefix("https://a.example"): dict(zip(FEATURES, row, strict=True))
        for target, row in zip(page.targets, values, strict=True)
    }


@pytest.fixture(name="page")
def page_of_all() -> dict[str, dict[str, float]]:
    return rows(
        f"<ul>{MENU}</ul><div><p>{PROSE * 2}</p><p>{PROSE}<a href=/in>source</a> {PROSE}</p>"
        f"<p>{PROSE * 2}</p></div><ul>{ENTRIES}</ul>"
    )


def test_a_link_among_paragraphs_is_in_the_run_of_prose_and_a_menu_is_not(
    page: dict[str, dict[str, float]],
) -> None:
    assert page["/in"]["flow_in_run"] == 1
    assert page["/m0"]["flow_in_run"] == 0
    assert page["/in"]["flow_prose_2"] > page["/m0"]["flow_prose_2"]


def test_paragraphs_hand_their_score_to_the_element_around_them(
    page: dict[str, dict[str, float]],
) -> None:
    assert page["/in"]["handed_top"] == 1
    assert page["/in"]["handed_parent"] == pytest.approx(1)
    assert page["/m0"]["handed_parent"] < page["/in"]["handed_parent"]


def test_items_of_like_build_are_counted_with_what_they_hold(
    page: dict[str, dict[str, float]],
) -> None:
    entry = page["https://shop1.example/"]
    assert (entry["item_count"], entry["item_links"], entry["item_one_outward"]) == (6, 1, 1)
    assert entry["item_words"] == 8
    assert entry["item_outward_share"] == 1
    assert page["/m0"]["item_count"] == 8
    assert page["/m0"]["item_outward"] == 0


def test_a_page_without_prose_has_no_run() -> None:
    page = rows(f"<ul>{MENU}</ul>")
    assert page["/m0"]["flow_in_run"] == 0
    assert np.isfinite(list(page["/m0"].values())).all()
