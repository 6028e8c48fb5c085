"""A WAT record (what Common Crawl read from a page) as the same columns as a page of our own.

A WAT tells links, anchors, rel and metas, and nothing about where on the page a link stands: its
placement, context and position stay unknown.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.links import (
    MOST_ANCHOR_CHARS,
    NO_REL,
    PageLinks,
    RawLink,
    assembled,
    head_links,
)
from backlinkbot.core.pages.rel import rel_facts
from backlinkbot.core.pages.walk import Walk, without_elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.core.facts import RawPage

NOT_READABLE = "WAT record is not valid JSON of a page"
IMAGE_LINK = "A/IMG@/src"  # our own path: a link that holds an image and no words
# What Common Crawl's path column says about the element; all else are scripts, styles and images.
KIND_OF_PATH = {
    "A@/href": LinkKind.TEXT,
    "AREA@/href": LinkKind.AREA,
    "FORM@/action": LinkKind.FORM,
    "IFRAME@/src": LinkKind.FRAME,
    "FRAME@/src": LinkKind.FRAME,
    IMAGE_LINK: LinkKind.IMAGE,
}
# A page's scheme and host, up to its first slash, where nothing about them has to be worked out.
_HOME = re.compile(r"https?://[a-z0-9.-]+/(?=.{0,2000}\Z)")
# Addresses that cannot leave the page's host: paths, names of files, queries and fragments. Blanks,
# backslashes and early colons are left to the parser, which strips or turns them.
_STAYS = re.compile(
    r"(?:/(?![/\\])|[?#]|(?:\.{1,2}/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*(?=[/?#]|\Z))"
    r"[^\x00-\x20\\]{0,2000}\Z"
)
_PLAIN = re.compile(r"[^\x00-\x20\\]{0,2000}\Z")


class _Link(msgspec.Struct):
    path: str = ""
    url: str = ""
    text: str = ""
    alt: str = ""
    rel: str = ""
    target: str = ""
    title: str = ""


class _HeadLink(msgspec.Struct):
    url: str = ""
    rel: str = ""


class _Meta(msgspec.Struct, rename={"http_equiv": "http-equiv"}):
    name: str | None = None
    content: str | None = None
    property: str | None = None
    http_equiv: str | None = None


class _Head(msgspec.Struct, rename="pascal"):
    title: str = ""
    base: str = ""
    metas: list[_Meta] = []
    link: list[_HeadLink] = []


class _Html(msgspec.Struct, rename="pascal"):
    head: _Head = msgspec.field(default_factory=_Head)
    links: list[_Link] = []


class _Response(msgspec.Struct):
    html: _Html = msgspec.field(default_factory=_Html, name="HTML-Metadata")
    headers: dict[str, Any] = msgspec.field(default_factory=dict, name="Headers")


class _Payload(msgspec.Struct):
    response: _Response = msgspec.field(default_factory=_Response, name="HTTP-Response-Metadata")


class _Envelope(msgspec.Struct):
    payload: _Payload = msgspec.field(default_factory=_Payload, name="Payload-Metadata")


class _Wat(msgspec.Struct):
    envelope: _Envelope = msgspec.field(default_factory=_Envelope, name="Envelope")


_decoder = msgspec.json.Decoder(_Wat)


def read_wat(
    raw: RawPage, *, internal: bool = True
) -> tuple[PageLinks, tuple[tuple[str, str], ...]] | None:
    """The links and the HTTP headers a WAT record tells; None when it is not readable.

    Without `internal`, links that plainly stay on the page's host are counted, not listed: most
    links do, and each costs as much to resolve as one that leads away.
    """
    try:
        response = _decoder.decode(raw.body).envelope.payload.response
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    headers = tuple(_headers(response.headers))
    page = _walk(response.html.head)
    _mark_image_links(response.html.links)
    items = [item for item in response.html.links if item.path in KIND_OF_PATH]
    listed = items if internal else _away(items, raw.url, page.base)
    found = assembled(
        page, raw.url, [_raw_link(item) for item in listed] + head_links(page), headers
    )
    found.unlisted = len(items) - len(listed)
    return found, headers


def _mark_image_links(items: list[_Link]) -> None:
    """Give links without words the image they hold.

    A WAT lists a link where it ends, so the image inside it stands right before it.
    """
    for image, link in pairwise(items):
        if image.path == "IMG@/src" and link.path == "A@/href" and not link.text:
            link.path, link.alt = IMAGE_LINK, image.alt


def _away(items: list[_Link], url: str, base: str | None) -> list[_Link]:
    """The links without those that stay on the page's host for sure; all where that is unsure.

    A `rel` may name an author, so links with one are listed anyway.
    """
    home = _HOME.match(url)
    if home is None or base is not None:
        return items
    return [item for item in items if item.rel or not _is_at(home[0], item.url)]


def _is_at(home: str, href: str) -> bool:
    """Whether `href` surely stays on the host of `home`."""
    if href.startswith(home):
        return _PLAIN.match(href) is not None
    return _STAYS.match(href) is not None


def _headers(told: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """A header that came twice is a list in a WAT."""
    for name, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield name.lower(), one


def _walk(head: _Head) -> Walk:
    page = without_elements()
    page.title = " ".join(head.title.split())
    page.base = head.base or None
    page.metas = [
        {
            "name": meta.name,
            "content": meta.content,
            "property": meta.property,
            "http-equiv": meta.http_equiv,
        }
        for meta in head.metas
    ]
    page.head_links = [{"href": link.url, "rel": link.rel} for link in head.link]
    return page


def _raw_link(item: _Link) -> RawLink:
    kind = KIND_OF_PATH[item.path]
    text = " ".join((item.text or item.alt).split())[:MOST_ANCHOR_CHARS]
    rel = rel_facts(item.rel) if item.rel else NO_REL
    attributes = {"href": item.url, "rel": item.rel, "target": item.target}
    return RawLink(item.url, kind, text, rel, attributes, 0, -1)
