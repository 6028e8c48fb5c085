"""Web archives in WARC, as Common Crawl, Heritrix, wget, warcio and Browsertrix write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.io.readers.archive import pages
from backlinkbot.io.readers.captured import page, resource_page
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.warc_heads import MAGIC, WarcHeads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import RawPage
    from backlinkbot.io.readers.format import Head, Reading, Source
    from backlinkbot.io.readers.records import Record

_EXTRACT = re.compile(
    rb"WARC-Type:[ \t]*conversion|WARC-Type:[ \t]*metadata(?:\r?\n[\w-]+:[^\r\n]*)*?"
    rb"\r?\nContent-Type:[ \t]*application/json",
    re.IGNORECASE,
)
SKIPPED = {
    "warcinfo": "warcinfo record",
    "request": "request record",
    "metadata": "metadata record",
    "revisit": "revisit record without body",
    "conversion": "conversion record",
    "continuation": "continuation of a segmented record",
}
NOT_A_PAGE = "resource record that is not an HTML page"
UNKNOWN_KIND = "record of an unknown kind"
REPORTER, OWN_REPORTER = "warc", "crawl"
_OWN = re.compile(
    rb"\AWARC/1\.1\r\nWARC-Type: warcinfo\r\n(?:[^\r\n]+\r\n)+\r\nsoftware: BacklinkBot\r\n"
)


def reporter_of(head: Head) -> str:
    """Who says what an archive holds: "crawl" where our own crawl wrote it, by its first record."""
    return OWN_REPORTER if _OWN.match(head.plain) else REPORTER


class Warc:
    """A page of every response (and HTML resource) record; the other records are counted."""

    grammar = WarcHeads()

    def recognises(self, head: Head) -> bool:
        return head.plain.startswith(MAGIC) and _EXTRACT.search(head.plain) is None

    def read(self, source: Source, reading: Reading) -> Iterator[RawPage]:
        return pages(self, source, reading)

    def page(self, record: Record, reading: Reading) -> RawPage | None:
        kind, reporter = record.head.kind, reading.reporter or REPORTER
        if kind == "response":
            return page(record, reporter, reading.rejects)
        if kind == "resource":
            return resource_page(record, reporter, reading.rejects, NOT_A_PAGE)
        reading.rejects.add(SKIPPED.get(kind, UNKNOWN_KIND), record.place, record.head.url)
        return None


formats.add("warc")(Warc())
