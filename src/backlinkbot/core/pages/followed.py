"""The links of a page that a crawler may follow: cheaper than reading the page for its facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.links import parsed
from backlinkbot.core.pages.rel import rel_facts, robots_facts
from backlinkbot.core.urls import canonical, canonical_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

MOST_LINKS = 5_000  # of one page: a list of more is nobody's to read
_REFRESH = re.compile(r"^[\s\d.]*[;,]\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)


class Followed(NamedTuple):
    """`urls`: canonical, each once, in page order; `nofollow`: how many the page asks not to.

    `beyond`: links after the first `MOST_LINKS`.
    """

    urls: list[str]
    nofollow: int = 0
    refusal: str = ""
    beyond: int = 0


def followed(body: bytes, url: str, headers: Sequence[tuple[str, str]]) -> Followed:
    """What a crawler follows from a page; a page that would hang the parser is refused.

    Its links without nofollow, ugc and sponsored, where it does not say nofollow itself; its
    canonical address; where it refreshes to.
    """
    headers = tuple((name.lower(), value) for name, value in headers)
    html = as_utf8(body, headers)
    if refusal := prescan.refusal(html):
        return Followed([], 0, refusal)
    tree = parsed(html)
    metas = [node.attributes for node in tree.css("meta")]
    hrefs, refused = _hrefs(tree)
    if robots_facts(metas, headers).nofollow:
        hrefs, refused = [], refused + len(hrefs)
    base = tree.css_first("base[href]")
    told = (base.attributes.get("href") or "") if base is not None else ""
    at = (canonical(told, url) if told else None) or url
    for meta in metas:
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            hrefs.extend([match[1].strip()] if match else [])
    found = [one for one in canonical_links(at, hrefs[:MOST_LINKS]) if one is not None]
    beyond = max(0, len(hrefs) - MOST_LINKS)
    return Followed(list(dict.fromkeys(found)), refused, beyond=beyond)


def _hrefs(tree: LexborHTMLParser) -> tuple[list[str], int]:
    """What may be followed, as written, and how many links may not."""
    found: list[str] = []
    refused = 0
    for node in tree.css("a[href],area[href],frame[src],link[rel=canonical]"):
        attributes = node.attributes
        href = attributes.get("href") or attributes.get("src")
        if not href or href.startswith("#"):
            continue
        rel = rel_facts(attributes.get("rel") or "")
        if rel.nofollow or rel.ugc or rel.sponsored:
            refused += 1
        else:
            found.append(href)
    return found, refused
