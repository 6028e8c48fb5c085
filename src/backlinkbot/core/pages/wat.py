"""A WAT record (what Common Crawl read from a page) as the same columns as a page of our own.

A WAT tells links, anchors, rel and metas, and nothing about where on the page a link stands: its
placement, context and position stay unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.links import (
    MOST_ANCHOR_CHARS,
    NO_REL,
    PageLinks,
    RawLinks,
    add_head_links,
    assembled,
)
from backlinkbot.core.pages.rel import rel_facts
from backlinkbot.core.pages.walk import Walk, without_elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
NO_ATTRIBUTES: Mapping[str, str | None] = {}  # a WAT tells none that anybody asks for
# A page's scheme and host, up to its first slash, where nothing about them has to be worked out.
_HOME = re.compile(r"https?://[a-z0-9.-]+/(?=.{0,2000}\Z)")
SHORT_CHARS = 2_000  # hrefs up to here stay valid addresses however much of them is escaped
TURNS = "/\\\t\r\n"  # what makes an address of a host out of the slash before it, or vanishes
# Names of files, queries and fragments, which cannot leave the page's host. Blanks, backslashes
# and early colons are left to the parser, which strips or turns them.
_stays = re.compile(r"[?#]|(?:\.{1,2}/)*+[A-Za-z0-9_-][A-Za-z0-9_.-]*+(?=[/?#]|\Z)").match


class _Link(msgspec.Struct, gc=False):
    path: str = ""
    url: str = ""
    text: str = ""
    alt: str = ""
    rel: str = ""


class _HeadLink(msgspec.Struct, gc=False):
    url: str = ""
    rel: str = ""


class _Meta(msgspec.Struct, gc=False, rename={"http_equiv": "http-equiv"}):
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


class _Capture(msgspec.Struct):
    truncated: str = msgspec.field(default="", name="WARC-Truncated")


class _Envelope(msgspec.Struct):
    payload: _Payload = msgspec.field(default_factory=_Payload, name="Payload-Metadata")
    capture: _Capture = msgspec.field(default_factory=_Capture, name="WARC-Header-Metadata")


class _Wat(msgspec.Struct):
    envelope: _Envelope = msgspec.field(default_factory=_Envelope, name="Envelope")


_decoder = msgspec.json.Decoder(_Wat)


@dataclass(frozen=True, slots=True)
class WatPage:
    """What a WAT record tells: the page's links, its HTTP headers, whether its capture was cut."""

    links: PageLinks
    headers: tuple[tuple[str, str], ...]
    is_cut: bool


def read_wat(raw: RawPage, *, internal: bool = True) -> WatPage | None:
    """What a WAT record tells; None when it is not readable.

    Without `internal`, links that plainly stay on the page's host are counted, not listed: most
    links do, and each costs as much to resolve as one that leads away.
    """
    try:
        envelope = _decoder.decode(raw.body).envelope
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    response = envelope.payload.response
    headers = tuple(_headers(response.headers))
    page = _walk(response.html.head)
    home = None if internal or page.base is not None else _HOME.match(raw.url)
    listed, unlisted = _listed(response.html.links, home[0] if home else "")
    links = _columns(listed)
    add_head_links(links, page)
    found = assembled(page, raw.url, links, headers)
    found.unlisted = unlisted
    return WatPage(found, headers, bool(envelope.capture.truncated))


def _listed(items: list[_Link], home: str) -> tuple[list[_Link], int]:
    """The links without those that stay on the page's host for sure, and how many those are.

    All are listed where there is no `home`. A `rel` may name an author, so links with one are
    listed anyway. A WAT lists a link where it ends, so the image inside one without words stands
    right before it.
    """
    listed: list[_Link] = []
    unlisted, before = 0, ""
    alt = ""
    for item in items:
        path = item.path
        if path in KIND_OF_PATH:
            if before == "IMG@/src" and path == "A@/href" and not item.text:
                item.path, item.alt = IMAGE_LINK, alt
            href = item.url
            if (  # written out, as a call for each link took as long as reading the JSON
                home
                and not item.rel
                and len(href) <= SHORT_CHARS
                and (
                    href[1:2] not in TURNS
                    if href[:1] == "/"
                    else href.startswith(home) or _stays(href)
                )
            ):
                unlisted += 1
            else:
                listed.append(item)
        elif path == "IMG@/src":
            alt = item.alt
        before = path
    return listed, unlisted


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


def _columns(items: list[_Link]) -> RawLinks:
    count = len(items)
    return RawLinks(
        hrefs=[item.url for item in items],
        kinds=[KIND_OF_PATH[item.path] for item in items],
        anchors=[" ".join((item.text or item.alt).split())[:MOST_ANCHOR_CHARS] for item in items],
        rels=[rel_facts(item.rel) if item.rel else NO_REL for item in items],
        attributes=[NO_ATTRIBUTES] * count,
        element=[0] * count,
        row=[-1] * count,
    )
