"""Who wrote a page, as the page says it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.pages.links import PageLinks
    from backlinkbot.core.pages.told import Told

MOST_NAME_CHARS = 80  # longer is a sentence about somebody
MOST_NAME_WORDS = 6
AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
                "sailthru.author", "citation_author", "og:article:author")  # fmt: skip
_LD_AUTHOR = re.compile(
    r'"author"\s*:\s*\[?\s*(?:\{[^{}]{0,600}?"name"\s*:\s*("(?:[^"\\]|\\.){1,200}")'
    r'|("(?:[^"\\]|\\.){1,200}"))'
)
_BY = re.compile(r"(?i)^(?:by|von|par|por|di|door|autor|author|written by)[:\s]+")


def author(told: Told, links: PageLinks) -> str | None:
    """The first believable name: JSON-LD, metas, a link marked as the author's; else None."""
    for said in _said(told, links):
        name = _BY.sub("", " ".join(said.split()))
        if _is_name(name):
            return name
    return None


def _said(told: Told, links: PageLinks) -> Iterator[str]:
    for match in _LD_AUTHOR.finditer(told.json_ld):
        try:
            yield json.loads(match[1] or match[2])
        except json.JSONDecodeError:
            continue
    for name, content in told.metas:
        if name in AUTHOR_METAS:
            yield content
    for anchor, rel in zip(links.anchors, links.rels, strict=True):
        if "author" in rel.others:
            yield anchor


def _is_name(text: str) -> bool:
    if not text or len(text) > MOST_NAME_CHARS or len(text.split()) > MOST_NAME_WORDS:
        return False
    return "://" not in text and "@" not in text and any(map(str.isalpha, text))
