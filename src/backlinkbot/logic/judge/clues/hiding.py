"""How the HTML around a link hides it, read from inline styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

FAR = 500  # pixels beside the page from which nobody sees it
SMALL = 2  # pixels, of letters or of a box that cuts off what it holds
FAINT = 0.1  # opacity
_EM_PIXELS = 16
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
                  "source", "track", "wbr"})  # fmt: skip

# RE2, over lower case: what any hidden link's HTML holds.
_SIGNS = (
    r"display\s*:\s*none|visibility\s*:|opacity\s*:|font-size\s*:|text-indent|-\d{3,}|"
    r"overflow\s*:|<marquee|[\s\"']hidden[\s>=]|background|color\s*:\s*transparent"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh)?")


def may_hide(links: pa.Table) -> NDArray[np.int64]:
    """Rows whose HTML could hide the link: few, so that only they are read."""
    import pyarrow.compute as pc

    if "context_html" not in links.column_names:
        return np.empty(0, np.int64)
    html = pc.utf8_lower(pc.fill_null(links["context_html"], ""))
    return np.flatnonzero(pc.match_substring_regex(html, _SIGNS).to_numpy())


def how_hidden(html: str, target_domain: str) -> str:
    """How the first link to `target_domain` is hidden, in words; empty where it is not."""
    ground = ""
    for tag, attributes in _around(html, target_domain):
        style = _declarations(attributes.get("style", ""))
        own = _colour(style.get("background-color") or style.get("background", ""))
        ground = own or ground
        # A link with a ground of its own is a button, which is seen whatever it says.
        how = _by_style(style, "" if own and tag == "a" else ground)
        how = how or _by_attributes(tag, attributes)
        if how:
            return how
    return ""


def _around(html: str, target_domain: str) -> list[tuple[str, dict[str, str]]]:
    """The elements that hold the first link to the domain, outermost first, and the link itself."""
    stack: list[tuple[str, dict[str, str]]] = []
    for close, written, rest in _TAG.findall(html):
        tag = written.lower()
        if close:
            held = [place for place, (name, _) in enumerate(stack) if name == tag]
            del stack[held[-1] if held else len(stack) :]
            continue
        attributes = _attributes(rest)
        if tag not in VOID:
            stack.append((tag, attributes))
        if tag == "a" and target_domain in attributes.get("href", ""):
            return stack
    return []


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _declarations(style: str) -> dict[str, str]:
    parts = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip() for name, colon, value in parts if colon}


def _by_style(style: dict[str, str], ground: str) -> str:
    if style.get("display", "").startswith("none"):
        return "not displayed"
    if style.get("visibility", "").startswith(("hidden", "collapse")) or _is_faint(style):
        return "invisible"
    if _is_tiny(style):
        return "of no size"
    if _is_far(style):
        return "off the screen"
    colour = _colour(style.get("color", ""))
    if colour and (colour in (ground, "transparent")):
        return "in the colour of its ground"
    return ""


def _by_attributes(tag: str, attributes: dict[str, str]) -> str:
    if "hidden" in attributes:
        return "not displayed"
    is_small = any(_pixels(attributes.get(side, "")) <= SMALL for side in ("width", "height"))
    return "of no size" if tag == "marquee" and is_small else ""


def _is_faint(style: dict[str, str]) -> bool:
    value = _LENGTH.match(style.get("opacity", ""))
    return value is not None and not value[2] and float(value[1]) <= FAINT


def _is_tiny(style: dict[str, str]) -> bool:
    if _pixels(style.get("font-size", "")) <= SMALL:
        return True
    cuts = style.get("overflow", "").startswith("hidden")
    return cuts and any(
        _pixels(style.get(side, "")) <= SMALL
        for side in ("height", "width", "max-height", "max-width")
    )


def _is_far(style: dict[str, str]) -> bool:
    moved: tuple[str, ...] = ("text-indent", "margin-left", "margin-top", "margin-right")
    if style.get("position", "").startswith(("absolute", "fixed", "relative")):
        moved += ("left", "top", "right", "bottom")
    return any(_pixels(style.get(name, ""), 0.0) <= -FAR for name in moved)


def _pixels(value: str, unknown: float = float("inf")) -> float:
    """A length in pixels; `unknown` where it is none or relative to something else."""
    found = _LENGTH.match(value.strip())
    if found is None:
        return unknown
    number = float(found[1])
    if found[2] in {"em", "rem"}:
        return number * _EM_PIXELS
    if found[2] in {"%", "vw", "vh"} and number > 0:
        return unknown
    return number


def _colour(value: str) -> str:
    """A colour so that equal ones are equal; empty for what is none (an image, a variable)."""
    word = value.split(maxsplit=1)[0] if value.split() else ""
    if word.startswith("#"):
        digits = word[1:]
        return "#" + ("".join(d * 2 for d in digits) if len(digits) == 3 else digits[:6])  # noqa: PLR2004 - short form
    named = {"white": "#ffffff", "black": "#000000", "transparent": "transparent"}
    return named.get(word, word if word.isalpha() and word not in {"inherit", "none"} else "")
