"""One captured answer as a page: is it one, what it says about itself, and its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.facts import CUT_HEADER
from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.author import author
from backlinkbot.core.pages.challenge import is_challenge
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.language import language
from backlinkbot.core.pages.links import links_of, parsed
from backlinkbot.core.pages.main_text import main_text
from backlinkbot.core.pages.owners import owner_ids
from backlinkbot.core.pages.page_type import page_kind
from backlinkbot.core.pages.published import published_on
from backlinkbot.core.pages.template import template
from backlinkbot.core.pages.told import read_told
from backlinkbot.core.pages.wat import NOT_READABLE, read_wat
from backlinkbot.core.urls import canonical, domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backlinkbot.core.facts import RawPage, Rejects
    from backlinkbot.core.pages.links import PageLinks

NO_ADDRESS = "page has no web address"
FIRST_ERROR, FIRST_FINE = 300, 200  # HTTP statuses in between are pages; 0 is "not recorded"
SNIFFED_BYTES = 1024  # where markup begins on a page whose server names no type
BINARY_STARTS = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")


@dataclass(slots=True)
class SeenPage:
    """A capture and what was read from it; `links` is None where the answer is no HTML page."""

    raw: RawPage
    url: str
    domain: str
    links: PageLinks | None = None
    language: str | None = None
    page_type: str | None = None
    published_on: date | None = None
    author: str | None = None
    text: str | None = None
    words: int | None = None
    takes_comments: bool | None = None
    redirect_url: str | None = None
    template: int | None = None
    owner_ids: list[str] | None = None
    cut: bool | None = None


def read_page(raw: RawPage, rejects: Rejects, *, internal: bool = True) -> SeenPage | None:
    """Read one capture; None, with a reject, where nothing can be known about its links.

    Without `internal`, links within the domain may be counted only, where that is faster.
    """
    url = canonical(raw.url)
    if url is None:
        rejects.add(NO_ADDRESS, raw.evidence, raw.url)
        return None
    seen = SeenPage(raw, url, domain_of(url))
    if raw.form == "wat":
        return _read_wat(seen, rejects, internal=internal)
    if not is_page(raw):
        seen.redirect_url = _location(raw.headers, raw.url)
        return seen
    if len(raw.body) > prescan.MOST_BYTES:  # before decoding, which costs memory
        rejects.add(prescan.TOO_LARGE, raw.evidence, raw.url)
        return None
    html = as_utf8(raw.body, raw.headers)
    if refusal := prescan.refusal(html):
        rejects.add(refusal, raw.evidence, raw.url)
        return None
    _read_html(seen, html)
    return seen


def is_found(status: int) -> bool:
    """Whether a status says that the page was there."""
    return status == 0 or FIRST_FINE <= status < FIRST_ERROR


def is_page(raw: RawPage) -> bool:
    """Whether the answer is an HTML page that was found (not an error, redirect or other file)."""
    if not is_found(raw.status) or not raw.body or raw.body.startswith(BINARY_STARTS):
        return False
    told = next((value for name, value in raw.headers if name.lower() == "content-type"), "")
    if told:
        return "html" in told.lower()
    return b"<" in raw.body[:SNIFFED_BYTES].replace(b"\0", b"")


def _location(headers: Iterable[tuple[str, str]], url: str) -> str | None:
    told = next((value for name, value in headers if name.lower() == "location"), "")
    return canonical(told, url) if told else None


def _read_wat(seen: SeenPage, rejects: Rejects, *, internal: bool) -> SeenPage | None:
    """What a WAT record tells; where a page's own text is needed, nothing is said."""
    raw = seen.raw
    read = read_wat(raw, internal=internal)
    if read is None:
        rejects.add(NOT_READABLE, raw.evidence, raw.url)
        return None
    links, headers = read.links, read.headers
    seen.redirect_url = links.redirect_url or _location(headers, raw.url)
    if is_found(raw.status):
        told = read_told(links.walk)
        day = raw.fetched_at.date() if raw.fetched_at else None
        seen.links = links
        seen.cut = read.is_cut
        seen.language = language(links.walk, headers, "")
        seen.published_on = published_on(told, links.walk, seen.url, no_later_than=day)
        seen.author = author(told, links)
    return seen


def _read_html(seen: SeenPage, html: bytes) -> None:
    raw = seen.raw
    links = links_of(parsed(html), raw.url, raw.headers)
    walk = links.walk
    told = read_told(walk)
    day = raw.fetched_at.date() if raw.fetched_at else None
    prose = main_text(walk)
    kind = page_kind(told, walk, html, seen.url, links.external_links)
    seen.links = links
    # A firewall's page is not the page: what it lacks was refused to us and is not gone.
    seen.cut = any(name == CUT_HEADER for name, _ in raw.headers) or is_challenge(
        walk.text, links.title, raw.headers, html
    )
    seen.language = language(walk, raw.headers, prose.text or walk.text)
    seen.page_type = kind.type.value
    seen.takes_comments = kind.takes_comments
    seen.published_on = published_on(told, walk, seen.url, no_later_than=day)
    seen.author = author(told, links)
    seen.text, seen.words = prose.text, prose.words
    seen.redirect_url = links.redirect_url
    seen.template = template(walk)
    seen.owner_ids = owner_ids(html, walk.metas)
