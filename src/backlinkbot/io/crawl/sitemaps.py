"""Sitemaps (sitemaps.org), their indexes, plain lists and feeds: which pages a site names itself.

Real ones break their own rules, so names are taken whatever their namespace, and what was read
before a mistake counts. Entities are refused: expanding them is how small files become large.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from backlinkbot.core.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_PLAIN_BYTES = 50 * 1024 * 1024  # sitemaps.org allows 50 MB unpacked
MOST_URLS = 50_000  # in one file, by the same rule
MOST_CHARS = 2_048  # of one address, by the same rule
GZIP = 47  # zlib: gzip or zlib, whichever it is
GZIP_MAGIC = b"\x1f\x8b"
STEP_BYTES = 256 * 1024
MOST_REFUSED = 1_000  # lines that are no addresses, after which a list is none
# Which element of an entry holds its address.
_ENTRIES = {"url": "loc", "sitemap": "loc", "item": "link", "entry": "link"}
_LINES = re.compile(rb"[^\r\n]+")


@dataclass(slots=True)
class Sitemap:
    """What one file names, in its order and canonical: `pages`, and further `maps`.

    `fault`: why the rest could not be read, empty where all was; `refused`: names that are no web
    addresses.
    """

    pages: list[str] = field(default_factory=list)
    maps: list[str] = field(default_factory=list)
    fault: str = ""
    refused: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it names as many as one file may."""
        return len(self.pages) + len(self.maps) >= MOST_URLS


def read_sitemap(body: bytes, base_url: str) -> Sitemap:
    """Read a sitemap, a sitemap index, RSS, Atom, or a list of addresses; also packed with gzip."""
    found = Sitemap()
    plain = _plain(body, found)
    if _is_markup(plain):
        _read_xml(plain, base_url, found)
    else:
        _read_lines(plain, base_url, found)
    return found


def urls_of(names: Iterable[str], base_url: str) -> Iterator[str]:
    """The addresses of sitemaps as a robots.txt names them; what is none is left out."""
    for name in names:
        if (url := canonical(name, base_url)) is not None:
            yield url


def _plain(body: bytes, found: Sitemap) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body
    unpacker = zlib.decompressobj(GZIP)
    parts, size = [], 0
    try:
        for at in range(0, len(body), STEP_BYTES):
            part = unpacker.decompress(body[at : at + STEP_BYTES], MOST_PLAIN_BYTES - size + 1)
            parts.append(part)
            size += len(part)
            if size > MOST_PLAIN_BYTES:
                found.fault = "unpacks to more than 50 MB"
                break
    except zlib.error:
        found.fault = "damaged gzip"
    return b"".join(parts)[:MOST_PLAIN_BYTES]


def _is_markup(plain: bytes) -> bool:
    head = plain[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<")


def _read_lines(plain: bytes, base_url: str, found: Sitemap) -> None:
    for line in _LINES.finditer(plain.removeprefix(b"\xef\xbb\xbf")):
        text = line[0].strip()
        is_address = text[:8].lower().startswith((b"http://", b"https://"))
        if text:
            _add(
                found, found.pages, text.decode("utf-8", "replace") if is_address else "", base_url
            )
        if found.refused > MOST_REFUSED:
            found.fault = found.fault or "is no list of addresses"
        if found.is_full or found.refused > MOST_REFUSED:
            return


def _add(found: Sitemap, names: list[str], text: str, base_url: str) -> None:
    url = canonical(text.strip(), base_url) if text and len(text) <= MOST_CHARS else None
    if url is None:
        found.refused += 1
    elif not found.is_full:
        names.append(url)


class _Refused(Exception):
    """The parser is to stop."""


def _read_xml(plain: bytes, base_url: str, found: Sitemap) -> None:
    parser = expat.ParserCreate()
    reader = _Reader(base_url, found)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    parser.buffer_text = True
    try:
        parser.Parse(plain.lstrip(), True)  # noqa: FBT003 - expat takes it by place
    except expat.ExpatError as error:
        found.fault = found.fault or f"no XML from line {error.lineno} on"
    except _Refused as refusal:
        found.fault = str(refusal)


class _Reader:
    """Collects the addresses of entries while a file is parsed."""

    def __init__(self, base_url: str, found: Sitemap) -> None:
        self._base_url, self._found = base_url, found
        self._stack: list[str] = []
        self._text: list[str] | None = None
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        above = self._stack[-1] if self._stack else ""
        self._stack.append(local)
        self._text = None
        if local in _ENTRIES or _ENTRIES.get(above) == local:
            self._text, self._size = [], 0  # of an entry itself, where people leave out <loc>
        if local == "link" and above == "entry":
            self._text = None
            if attributes.get("rel", "alternate") == "alternate":
                _add(self._found, self._found.pages, attributes.get("href", ""), self._base_url)

    def text(self, data: str) -> None:
        if self._text is not None and self._size <= MOST_CHARS:
            self._text.append(data)
            self._size += len(data)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2].lower()
        self._stack.pop()
        text = "".join(self._text or ()).strip()
        self._text = None
        if text or (local == "loc" and self._stack[-1:] and self._stack[-1] in _ENTRIES):
            is_map = "sitemap" in (local, *self._stack[-1:])
            names = self._found.maps if is_map else self._found.pages
            _add(self._found, names, text, self._base_url)
        if self._found.is_full:
            raise _Refused(f"names more than {MOST_URLS:,} addresses")

    def entity(self, *_: object) -> None:
        raise _Refused("declares entities, which no sitemap needs")
