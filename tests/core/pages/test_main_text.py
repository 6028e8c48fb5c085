from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.main_text import MOST_CHARS, main_text
from backlinkbot.core.pages.walk import walk

PROSE = "Die Rebe wächst an steilen Hängen über dem Fluss und trägt im Herbst. " * 4
MENU = "<ul>" + "".join(f'<li><a href="/{i}">Punkt {i} im Menü</a></li>' for i in range(20))


def text_of(html: str) -> str:
    return main_text(walk(LexborHTMLParser(html))).text


def test_prose_is_kept_and_menu_footer_and_comments_are_not() -> None:
    html = (
        f"<nav>{MENU}</ul></nav><div class='post'><h1>Vom Wein</h1><p>{PROSE}</p><p>Zweitens: "
        f"{PROSE}</p></div><ol class='comment-list'><li><p>Leserbrief: {PROSE}</p></li></ol>"
        "<footer><p>Impressum und Rechte, alle vorbehalten seit langer Zeit hier.</p></footer>"
    )
    text = text_of(f"<body>{html}</body>")
    assert "Zweitens" in text
    for other in ("Menü", "Leserbrief", "Impressum"):
        assert other not in text


def test_a_name_around_the_whole_page_means_nothing() -> None:
    assert "Rebe" in text_of(f"<body><div class='sidebar-right'><p>{PROSE}</p></div></body>")


def test_long_texts_are_cut_and_their_words_are_still_counted() -> None:
    page = walk(LexborHTMLParser("<body>" + f"<p>{PROSE}</p>" * 100))
    found = main_text(page)
    assert len(found.text) == MOST_CHARS
    assert found.words == 100 * len(PROSE.split())


@pytest.mark.parametrize("html", ["", "<body></body>", f"<body>{MENU}", "<frameset></frameset>"])
def test_a_page_without_prose_has_no_main_text(html: str) -> None:
    assert text_of(html) == ""
