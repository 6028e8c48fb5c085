"""WAT files: the links that Common Crawl took out of its pages, as JSON in metadata records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.facts import RawPage
from backlinkbot.io.readers.archive import pages
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.records import MAX_BLOCK_BYTES
from backlinkbot.io.readers.warc_heads import MAGIC, WarcHeads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.format import Head, Reading, Source
    from backlinkbot.io.readers.records import Record

_JSON_METADATA = re.compile(
    rb"WARC-Type:[ \t]*metadata(?:\r?\n[\w-]+:[^\r\n]*)*?"
    rb"\r?\nContent-Type:[ \t]*application/json",
    re.IGNORECASE,
)
_STATUS = re.compile(rb'"Status"\s*:\s*"?(\d{3})')
OK = 200
NOT_METADATA = "record that is no metadata record"
NOT_A_RESPONSE = "metadata of a record that is no response"
NOT_HTML = "metadata of a response that is not HTML"
NOT_HTTP = "metadata of a capture that is not HTTP"
TOO_LARGE = "metadata record larger than 16 MiB"
CUT = "metadata record cut off by the end of the file"


class Wat:
    """The JSON of every HTML response, still to be read by `core.pages.wat`."""

    grammar = WarcHeads()

    def recognises(self, head: Head) -> bool:
        return head.plain.startswith(MAGIC) and _JSON_METADATA.search(head.plain) is not None

    def read(self, source: Source, reading: Reading) -> Iterator[RawPage]:
        return pages(self, source, reading)

    def page(self, record: Record, reading: Reading) -> RawPage | None:
        return _page(record, reading.rejects)


def _page(record: Record, rejects: Rejects) -> RawPage | None:
    head = record.head
    if head.kind != "metadata":
        rejects.add(NOT_METADATA, record.place, head.url)
        return None
    if head.length > MAX_BLOCK_BYTES:
        rejects.add(TOO_LARGE, record.place, head.url)
        return None
    body = record.block()
    if record.is_damaged:  # counted where the damage is stepped over
        return None
    reason = CUT if record.is_cut else _reason_against(head.url, body)
    if reason:
        rejects.add(reason, record.place, head.url)
        return None
    return RawPage(
        url=head.url,
        status=_status(body),
        headers=(),
        body=body,
        fetched_at=head.fetched_at,
        evidence=record.place,
        reporter="wat",
        form="wat",
        ip=head.ip,
    )


def _reason_against(url: str, body: bytes) -> str:
    """Why a record holds no page; empty when it does. Told from the text: parsing comes later."""
    if b'"HTTP-Response-Metadata"' not in body:
        return NOT_A_RESPONSE
    if not url.lower().startswith(("http://", "https://")):
        return NOT_HTTP
    if b'"HTML-Metadata"' not in body and _status(body) in {0, OK}:
        return NOT_HTML
    return ""


def _status(body: bytes) -> int:
    found = _STATUS.search(body)
    return int(found[1]) if found else 0


formats.add("wat")(Wat())
