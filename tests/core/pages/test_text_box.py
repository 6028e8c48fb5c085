from __future__ import annotations

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.text_box import COLUMNS, columns
from backlinkbot.core.pages.walk import walk

PROSE = "Die Rebe wächst an steilen Hängen über dem Fluss und trägt im Herbst. " * 4
PAGE = (
    "<body><ul class='menu'>"
    + "".join(f"<li><a href='/{i}'>Punkt {i}</a></li>" for i in range(9))
    + f"</ul><div><p>{PROSE}</p><p>Hier <a href='/x'>ein Verweis</a> im Text. {PROSE}</p></div>"
)


def test_a_link_in_the_text_is_told_from_one_in_the_menu() -> None:
    page = walk(LexborHTMLParser(PAGE))
    at = np.array(page.link_element)
    found = columns([page], at, np.zeros(len(at), np.int64))
    inside = dict(zip(COLUMNS, found[-1].tolist(), strict=True))
    menu = dict(zip(COLUMNS, found[0].tolist(), strict=True))
    assert (inside["in_box"], inside["in_text_block"], inside["in_other"]) == (1, 1, 0)
    assert (menu["in_box"], menu["in_text_block"], menu["in_other"]) == (0, 0, 1)
    assert 0 <= inside["text_position"] <= 1
    assert menu["text_position"] < 0


def test_pages_of_a_batch_do_not_mix_and_pages_without_text_are_all_zero() -> None:
    full, bare = walk(LexborHTMLParser(PAGE)), walk(LexborHTMLParser("<a href='/x'>x</a>"))
    at = np.array(full.link_element)
    alone = columns([full], at, np.zeros(len(at), np.int64))
    both = columns(
        [bare, full],
        np.concatenate((np.array(bare.link_element), at)),
        np.concatenate(([0], np.ones(len(at), np.int64))),
    )
    assert not both[0].any()
    np.testing.assert_array_equal(both[1:], alone)
