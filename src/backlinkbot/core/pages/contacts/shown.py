"""Every place of a page where an address is published, with the part of the page it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.contacts import How, Zone
from backlinkbot.core.pages.contacts import coded
from backlinkbot.core.pages.contacts.spelled import addresses_in
from backlinkbot.core.pages.cues import STRUCTURE_BIT, WORD_BIT
from backlinkbot.core.pages.main_text import text_map
from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.core.pages.links import PageLinks
    from backlinkbot.core.pages.walk import Walk

MOST_PLACES = 400  # of addresses on one page; a page with more is a list of people
DECOY_CHARS = 40  # of a hidden piece in the middle of an address
MOST_STYLE_CHARS = 200_000
_CODED = re.compile(rb"data-(?:cfemail|mailto-token|enc-email|domain)\b", re.IGNORECASE)
_BIDI = re.compile(rb"bidi-override|direction\s*:\s*rtl|dir\s*=\s*[\"']?rtl", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_NAMED = re.compile(r"[.#]([\w-]{1,60})")
_IS_REVERSED = re.compile(r"unicode-bidi\s*:\s*bidi-override", re.IGNORECASE)
_IS_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STYLED = re.compile(r"direction\s*:\s*rtl|bidi-override", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One place where an address is published; `at`: in the walk's text, `words`: of its link."""

    address: str
    how: How
    zone: Zone
    at: int
    end: int
    words: str = ""


def places_of(links: PageLinks, html: bytes) -> list[Place]:
    """Where a page publishes addresses, in no order; at most `MOST_PLACES`."""
    walk = links.walk
    if not len(walk.elements):
        return []
    names = _styled_names(walk, html)
    zones = _Zones(walk, names.hidden)
    found: list[Place] = []
    for one in _found(links, html, zones, names):
        found.append(one)
        if len(found) >= MOST_PLACES:
            break
    return found


def _found(links: PageLinks, html: bytes, zones: _Zones, names: _Names) -> Iterator[Place]:
    walk = links.walk
    yield from _in_links(walk, zones)
    yield from _in_text(links.domain, zones)
    if _CODED.search(html):
        for number, node in enumerate(walk.nodes):
            for address in coded.in_attributes(node.attributes):
                how = How.CLOUDFLARE if "data-cfemail" in node.attributes else How.SCRIPT
                yield _place(walk, zones, number, address, how)
    if names.reversed or _BIDI.search(html):
        yield from _reversed(walk, links.domain, zones, names.reversed)
    if b"addy" in html:
        for number in np.flatnonzero(walk.elements.tag == TAG_CODE["script"]).tolist():
            for address in coded.in_script(walk.nodes[number].text() or ""):
                yield _place(walk, zones, number, address, How.SCRIPT)


def _in_links(walk: Walk, zones: _Zones) -> Iterator[Place]:
    for element, told in zip(walk.link_element, walk.link_attributes, strict=True):
        href = (told.get("href") or "").strip()
        how, found = _behind(href)
        for address in found:
            yield _place(walk, zones, element, address, how)


def _behind(href: str) -> tuple[How, list[str]]:
    """The addresses that a link leads to, and in what form it holds them."""
    if href[:40].lower().startswith("mailto:"):
        return How.LINK, coded.mailto_addresses(href)
    if coded.CLOUDFLARE_LINK in href:
        found = coded.cloudflare_link(href)
        return How.CLOUDFLARE, [found] if found else []
    if "uncryptmailto" in href[:200].lower():
        found = coded.typo3_link(href)
        return How.SCRIPT, [found] if found else []
    return How.LINK, []


def _place(walk: Walk, zones: _Zones, element: int, address: str, how: How) -> Place:
    start, end = int(walk.elements.first_char[element]), int(walk.elements.last_char[element])
    words = " ".join(walk.text[start : min(end, start + 120)].split())
    return Place(address, how, zones.of_element(element), start, max(start, end), words)


def _in_text(domain: str, zones: _Zones) -> Iterator[Place]:
    text, starts, shifts = zones.without_decoys()
    for one in addresses_in(text, domain):
        shift = shifts[bisect_right(starts, one.start) - 1]
        at, end = one.start + shift, one.end + shift
        yield Place(one.address, one.how, zones.of_char(at), at, end)


def _reversed(walk: Walk, domain: str, zones: _Zones, names: frozenset[str]) -> Iterator[Place]:
    """Texts that styles turn round: `gro.etis@ofni` is read as `info@site.org`."""
    elements = walk.elements
    for number, node in enumerate(walk.nodes):
        start, end = int(elements.first_char[number]), int(elements.last_char[number])
        if not 5 < end - start < 200 or not _is_reversed(node.attributes, names):  # noqa: PLR2004
            continue
        for one in addresses_in(walk.text[start:end].strip()[::-1], domain):
            yield Place(one.address, How.REVERSED, zones.of_element(number), start, end)


def _is_reversed(told: dict[str, str | None], names: frozenset[str]) -> bool:
    if (told.get("dir") or "").lower() == "rtl" or _STYLED.search(told.get("style") or ""):
        return True
    words = f"{told.get('class') or ''} {told.get('id') or ''}".split()
    return not names.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class _Names:
    """Classes and ids that the page's own styles turn round or hide."""

    reversed: frozenset[str]
    hidden: frozenset[str]


def _styled_names(walk: Walk, html: bytes) -> _Names:
    if b"<style" not in html and b"<STYLE" not in html:
        return _Names(frozenset(), frozenset())
    styles = np.flatnonzero(walk.elements.tag == TAG_CODE["style"]).tolist()
    text = "\n".join(walk.nodes[number].text() or "" for number in styles)[:MOST_STYLE_CHARS]
    turned: set[str] = set()
    hidden: set[str] = set()
    for names, rules in _RULE.findall(text):
        last = [part.split()[-1] for part in names.split(",") if part.split()]
        if _IS_REVERSED.search(rules):
            turned.update(name for part in last for name in _NAMED.findall(part))
        if _IS_HIDDEN.search(rules):
            hidden.update(part[1:] for part in last if _NAMED.fullmatch(part))
    return _Names(frozenset(turned), frozenset(hidden))


class _Zones:
    """In which part of a page elements and characters stand."""

    def __init__(self, walk: Walk, hidden: frozenset[str]) -> None:
        elements = walk.elements
        self._walk = walk
        structure, words = elements.structure, elements.words
        whole = np.isin(elements.tag, [TAG_CODE[tag] for tag in ("html", "body", "main", "head")])
        for number in np.flatnonzero(elements.tag == TAG_CODE["h1"]).tolist():
            whole |= (np.arange(len(elements)) < number) & (elements.end > number)
        comment = (structure & STRUCTURE_BIT["item_comment"] != 0) | (
            words & WORD_BIT["comment"] != 0
        )
        frame = (
            structure
            & (STRUCTURE_BIT["footer"] | STRUCTURE_BIT["header"] | STRUCTURE_BIT["nav"]
               | STRUCTURE_BIT["aside"])
            != 0
        ) | (words & (WORD_BIT["footer"] | WORD_BIT["sidebar"]) != 0)  # fmt: skip
        is_hidden = structure & STRUCTURE_BIT["hidden"] != 0
        if hidden:
            is_hidden |= self._styled_away(hidden)
        self._own_hidden = is_hidden
        self._hidden = _spread(is_hidden, elements.end)
        self._comment = _spread(comment & ~whole, elements.end)
        self._frame = _spread(frame & ~whole, elements.end) | ~_in_main_text(walk)

    def _styled_away(self, names: frozenset[str]) -> NDArray[np.bool_]:
        elements = self._walk.elements
        away = np.zeros(len(elements), np.bool_)
        short = elements.last_char - elements.first_char <= 3 * DECOY_CHARS
        for number in np.flatnonzero(short).tolist():
            told = self._walk.nodes[number].attributes
            words = f"{told.get('class') or ''} {told.get('id') or ''}".split()
            away[number] = not names.isdisjoint(words)
        return away

    def of_element(self, number: int) -> Zone:
        if self._hidden[number]:
            return Zone.HIDDEN
        if self._comment[number]:
            return Zone.COMMENT
        return Zone.FRAME if self._frame[number] else Zone.CONTENT

    def of_char(self, at: int) -> Zone:
        elements = self._walk.elements
        around = (elements.first_char <= at) & (elements.last_char > at)
        found = np.flatnonzero(around)
        return self.of_element(int(found[-1])) if len(found) else Zone.CONTENT

    def without_decoys(self) -> tuple[str, list[int], list[int]]:
        """The text less short hidden pieces; where its parts begin, and how far each was moved."""
        elements, text = self._walk.elements, self._walk.text
        size = elements.last_char - elements.first_char
        decoys = np.flatnonzero(self._own_hidden & (size > 0) & (size <= DECOY_CHARS)).tolist()
        parts, starts, shifts = [], [0], [0]
        at = kept = 0
        for number in decoys:
            start, end = int(elements.first_char[number]), int(elements.last_char[number])
            if start < at:
                continue
            if "@" in text[start:end]:  # a whole address of its own: judged where it stands
                continue
            parts.append(text[at:start])
            kept += start - at
            starts.append(kept)
            shifts.append(end - kept)
            at = end
        parts.append(text[at:])
        return "".join(parts), starts, shifts


def _in_main_text(walk: Walk) -> NDArray[np.bool_]:
    """Elements inside the one that holds the page's prose; all where a page has none."""
    found = text_map(walk)
    numbers = np.arange(len(walk.elements))
    if found is None:
        return np.ones(len(numbers), np.bool_)
    inside: NDArray[np.bool_] = (numbers >= found.box) & (numbers < walk.elements.end[found.box])
    return inside & ~found.is_other


def _spread(marked: NDArray[np.bool_], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """What is marked, or stands inside of what is."""
    change = np.zeros(len(marked) + 1, np.int64)
    starts = np.flatnonzero(marked)
    np.add.at(change, starts, 1)
    np.subtract.at(change, end[starts], 1)
    return np.cumsum(change[:-1]) > 0
