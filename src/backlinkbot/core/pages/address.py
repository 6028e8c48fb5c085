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
    """A page's address in canonical form, and by what the page tells it, in words."""

    url: str
    by: str


def told_address(html: bytes) -> Told | None:
    """The address a page tells in its own HTML; None where it tells no whole http(s) address.

    Asked in this order: the canonical link and `og:url`, by which a site names the page; what a
    browser wrote when it saved the page; `<base>`, which may name only the page's folder.
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
        found["the comment of the browser that saved it"] = unescape(saved_from[1])
    for by in _ORDER:
        url = canonical(found[by].strip()) if by in found else None
        if url is not None:
            return Told(url, by)
    return None


_ORDER = (
    "its canonical link",
    "its og:url",
    "the comment of the browser that saved it",
    "its base address",
)


def _says(tag: str, attributes: dict[str, str]) -> str:
    """By which of `_ORDER` this tag tells an address; empty when it tells none."""
    if tag == "link":
        return _ORDER[0] if "canonical" in rel_facts(attributes.get("rel", "")).others else ""
    if tag == "base":
        return _ORDER[3] if "href" in attributes else ""
    name = attributes.get("property") or attributes.get("name") or ""
    return _ORDER[1] if name.strip().lower() == "og:url" else ""


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
