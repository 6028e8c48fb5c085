"""The language a page is written in, as a two- or three-letter code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.core.pages.walk import Walk

ENOUGH_CHARS = 60  # of text, below which a guess is worth less than none
LOOKED_AT_CHARS = 1000  # of text: more does not change the answer, and costs
LANGUAGE_METAS = {"og:locale", "content-language"}
_CODE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*(?:,|$))")


def language(walk: Walk, headers: Iterable[tuple[str, str]], text: str) -> str | None:
    """What the page says about itself (html lang, Open Graph, header), else a guess from its text.

    None where it says nothing and holds too little text.
    """
    for said in _said(walk, headers):
        if match := _CODE.match(said):
            return match[1].lower()
    return _guessed(text)


def _said(walk: Walk, headers: Iterable[tuple[str, str]]) -> Iterable[str]:
    if walk.nodes and walk.elements.tag[0] == TAG_CODE["html"]:
        root = walk.nodes[0].attributes
        yield root.get("lang") or root.get("xml:lang") or ""
    for meta in walk.metas:
        if LANGUAGE_METAS & {meta.get("property"), (meta.get("http-equiv") or "").lower()}:
            yield meta.get("content") or ""
    for name, value in headers:
        if name.lower() == "content-language":
            yield value


def _guessed(text: str) -> str | None:
    text = text[:LOOKED_AT_CHARS]
    if len(text) < ENOUGH_CHARS:
        return None
    import py3langid

    code: str = py3langid.classify(text)[0]
    return code
