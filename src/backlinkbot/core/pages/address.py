"""The address that a saved page tells of itself."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from backlinkbot.core.pages.rel import rel_facts
from backlinkbot.core.urls import canonical

LOOKED_AT_BYTES = 256 * 1024  # a head is rarely a tenth of it; scanning this much takes 2 ms
MOST_TAG_CHARS = 4_000  # of one tag of a head, its address included

# What stands between these is no markup of the page; the closing one is found by plain search.
_ASIDE = re.compile(r"<(!--|(?:script|style|template|noscript|svg)\b)", re.IGNORECASE)
_TAG = re.compile(rf"<(link|meta|base)\b([^<>]{{0,{MOST_TAG_CHARS}}})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![a-z:-])([a-z:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
# What browsers write into a page they save: "<!-- saved from url=(0023)https://blog.example/ -->".
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S{1,4000}?)\s*-->", re.IGNORECASE)


class Told(NamedTuple):
    """A page's address in canonical form, and by what the page tells it, in words.

    `is_own`: something in the page says that it stands there. A canonical link alone does not: a
    copy of an article on another site names the original by it. `against`: an address of another
    host that the page tells too.
    """

    url: str
    by: str
    is_own: bool = True
    against: str = ""


def told_address(html: bytes) -> Told | None:
    """The address a page tells in its own HTML; None where it tells no whole http(s) address.

    What a browser wrote when it saved the page is where the page stood; only a canonical link that
    differs from it by the query is better. Else the canonical link counts where `og:url` or
    `<base>`, which may name only the page's folder, are of the same host; then these alone. A
    canonical link that nothing confirms is told as not its own.
    """
    text = _as_text(html[:LOOKED_AT_BYTES])
    saved_from = _SAVED_FROM.search(text)
    found: dict[str, str] = {}
    for tag in _TAG.finditer(_markup(text)):
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(tag[2])
        }
        if by := _says(tag[1].lower(), attributes):
            found.setdefault(by, attributes.get("href") or attributes.get("content") or "")
    if saved_from:
        found[SAVED] = unescape(saved_from[1])
    urls = {by: canonical(text.strip()) for by, text in found.items()}
    return _judged({by: url for by, url in urls.items() if url is not None})


CANONICAL, GRAPH, BASE = "its canonical link", "its og:url", "its base address"
SAVED = "the comment of the browser that saved it"


def _judged(told: dict[str, str]) -> Told | None:
    """The address to believe out of what the page tells, by who tells it."""
    named, saved = told.get(CANONICAL), told.get(SAVED)
    if saved:
        is_named = named is not None and _page(named) == _page(saved)
        return Told(named, CANONICAL) if named and is_named else Told(saved, SAVED)
    own = next(((told[by], by) for by in (GRAPH, BASE) if by in told), None)
    if named is None:
        return Told(*own) if own else None
    if own is None:
        return Told(named, CANONICAL, is_own=False)
    if _host(own[0]) == _host(named):
        return Told(named, CANONICAL)
    return Told(named, CANONICAL, is_own=False, against=own[0])


def _host(url: str) -> str:
    """The host less a leading www."""
    return url.split("/", 3)[2].removeprefix("www.")


def _page(url: str) -> str:
    """Host and path: a page saved with what trackers put behind its address is the same page."""
    return _host(url) + "/" + url.split("/", 3)[3].split("?", 1)[0].rstrip("/")


def _says(tag: str, attributes: dict[str, str]) -> str:
    """By what this tag tells an address; empty when it tells none."""
    if tag == "link":
        return CANONICAL if "canonical" in rel_facts(attributes.get("rel", "")).others else ""
    if tag == "base":
        return BASE if "href" in attributes else ""
    name = attributes.get("property") or attributes.get("name") or ""
    return GRAPH if name.strip().lower() == "og:url" else ""


def _markup(text: str) -> str:
    """The text without comments, scripts and what else holds tags that are none of the page's."""
    lower = text.lower()
    kept: list[str] = []
    at = 0
    while aside := _ASIDE.search(text, at):
        kept.append(text[at : aside.start()])
        name = aside[1].lower()
        end = lower.find("-->" if name == "!--" else f"</{name}", aside.end())
        if end < 0:
            return " ".join(kept)
        at = end + len("-->")
    return " ".join([*kept, text[at:]])


def _as_text(html: bytes) -> str:
    """The bytes as text; tags and addresses are ASCII in every encoding but UTF-16."""
    if html.startswith((b"\xff\xfe", b"\xfe\xff")):
        return html.decode("utf-16", "replace")
    return html.decode("utf-8", "replace")
