from __future__ import annotations

import pyarrow as pa
import pytest

from backlinkbot.logic.judge.clues.hiding import how_hidden, may_hide

LINK = '<a href="https://acme.example/x">Acme</a>'


def around(style: str) -> str:
    return f'<div class="x" style="{style}">some <b>words</b> {LINK} more</div>'


@pytest.mark.parametrize(
    ("style", "how"),
    [
        ("display:none", "not displayed"),
        ("color:red;DISPLAY : None !important", "not displayed"),
        ("visibility:hidden", "invisible"),
        ("opacity:0", "invisible"),
        ("opacity:.05", "invisible"),
        ("font-size:0", "of no size"),
        ("font-size:1px", "of no size"),
        ("height:0;overflow:hidden", "of no size"),
        ("width:1px; height:20px; overflow:hidden", "of no size"),
        ("position:absolute;left:-9999px", "off the screen"),
        ("position:fixed;top:-100em", "off the screen"),
        ("text-indent:-5000px", "off the screen"),
        ("margin-left:-2000px", "off the screen"),
        ("color:#fff;background:#FFFFFF", "in the colour of its ground"),
        ("color:white;background-color:#fff", "in the colour of its ground"),
        ("color:transparent", "in the colour of its ground"),
    ],
)
def test_ways_to_hide_a_link(style: str, how: str) -> None:
    assert how_hidden(around(style), "acme.example") == how


@pytest.mark.parametrize(
    "style",
    [
        "",
        "display:block",
        "visibility:visible",
        "opacity:0.9",
        "opacity:100%",
        "font-size:0.8em",
        "font-size:12px",
        "height:0",
        "height:300px;overflow:hidden",
        "width:100%;overflow:hidden",
        "left:-9999px",
        "text-indent:-10px",
        "margin-left:-40px",
        "color:#000;background:#fff",
        "background:url(white.png)",
        "color:inherit;background:inherit",
    ],
)
def test_styles_that_hide_nothing(style: str) -> None:
    assert how_hidden(around(style), "acme.example") == ""


def test_what_stands_beside_the_link_does_not_hide_it() -> None:
    html = f'<p><span style="display:none">x</span>{LINK}<i style="font-size:0">y</i></p>'
    assert how_hidden(html, "acme.example") == ""


def test_only_the_link_to_the_target_is_looked_at() -> None:
    other = '<a style="display:none" href="https://other.example/">x</a>'
    assert how_hidden(f"<p>{other} {LINK}</p>", "acme.example") == ""
    assert how_hidden(f"<p>{LINK} {other}</p>", "other.example") == "not displayed"


def test_the_link_itself_and_the_hidden_attribute_count() -> None:
    own = '<a style="display:none" href="https://acme.example/">x</a>'
    assert how_hidden(own, "acme.example") == "not displayed"
    assert how_hidden(f"<div hidden>{LINK}</div>", "acme.example") == "not displayed"
    assert how_hidden(f'<marquee height="1">{LINK}</marquee>', "acme.example") == "of no size"


def test_what_the_link_holds_and_buttons_of_one_colour_are_seen() -> None:
    icon = '<a href="https://acme.example/"><em style="display:none"></em>Acme</a>'
    button = '<a style="color:#fff;background:#fff" href="https://acme.example/">Acme</a>'
    assert how_hidden(icon, "acme.example") == how_hidden(button, "acme.example") == ""


def test_an_unclosed_element_holds_what_follows() -> None:
    assert how_hidden(f'<p style="font-size:0">x<div>{LINK}', "acme.example") == "of no size"
    assert how_hidden(f'<p style="font-size:0">x</b>{LINK}', "acme.example") == "of no size"
    assert how_hidden(f'</p></b><p style="font-size:0">x</p>{LINK}', "acme.example") == ""


def test_the_ground_of_an_outer_element_counts() -> None:
    html = f'<div style="background:#123456"><p style="color:#123456">{LINK}</p></div>'
    assert how_hidden(html, "acme.example") == "in the colour of its ground"


def test_rows_that_cannot_hide_are_not_read() -> None:
    links = pa.table({"context_html": [LINK, around("display:none"), None, around("left:-900px")]})
    assert may_hide(links).tolist() == [1, 3]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["<div ", '<a style="', "<a <a ", "</", "style='display:none' ", "\"'"]
)
def test_hostile_html_hides_nothing(part: str) -> None:
    assert not how_hidden(part * 20_000, "acme.example")
