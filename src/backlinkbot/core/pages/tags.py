"""HTML's tags by number, and what each one means for reading a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.cues import tag_hints

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAGS = (
    "#other", "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base",
    "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "label",
    "legend", "li", "link", "main", "map", "menu", "meta", "nav", "noembed", "noframes",
    "noscript", "object", "ol", "optgroup", "option", "p", "param", "picture", "pre", "script",
    "search", "section", "select", "source", "span", "strong", "style", "summary", "svg", "table",
    "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
    "u", "ul", "video", "wbr",
)  # fmt: skip
TAG_CODE = {name: code for code, name in enumerate(TAGS)}
OTHER = 0  # any element not in TAGS
TEXT = len(TAGS)  # a text node
SILENT = len(TAGS) + 1  # comments, the doctype, the document itself

BLOCKS = (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html iframe "
    "legend li main map menu nav noscript ol optgroup option p pre search section select summary "
    "table tbody td textarea tfoot th thead tr ul video"
)
UNSEEN = (
    "audio canvas head iframe noembed noframes noscript object option script select style svg "
    "template textarea title video"
)
VOID = "base br col embed hr input link meta param source track wbr"
LINKS = "a area frame iframe form"
LINES = "br hr"


def having(names: str) -> NDArray[np.bool_]:
    """Per tag number (TEXT and SILENT too), whether it is one of these."""
    wanted = np.zeros(len(TAGS) + 2, np.bool_)
    wanted[[TAG_CODE[name] for name in names.split()]] = True
    return wanted


IS_BLOCK = having(BLOCKS)
IS_UNSEEN = having(UNSEEN)
IS_LINK = having(LINKS)
IS_LINE = having(LINES)
# What holds other nodes and so is an element of the walk; an image holds none, but is counted.
IS_HOLDER = ~having(VOID) & (np.arange(len(TAGS) + 2) < TEXT)
STRUCTURE = np.array([tag_hints(name) for name in TAGS], np.int64)


@cache
def parser_numbers() -> dict[int, int]:
    """The parser's tag numbers to ours; its numbers may change with its version.

    Numbers that are missing belong to elements that are not in `TAGS`.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser("<!doctype html><!-- x --><body>x")
    numbers = {tree.create_node(name).tag_id: code for name, code in TAG_CODE.items() if code}
    if tree.root is not None:
        for node in tree.root.traverse(include_text=True):
            if not node.is_element_node:
                numbers[node.tag_id] = TEXT if node.is_text_node else SILENT
    return numbers
