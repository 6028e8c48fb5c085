"""Web archives in ARC, the format before WARC (Heritrix 1, early Common Crawl)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backlinkbot.io.readers.archive import pages
from backlinkbot.io.readers.captured import page
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.records import RecordHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import RawPage
    from backlinkbot.io.readers.format import Head, Reading, Source
    from backlinkbot.io.readers.records import Record

MAGIC = b"filedesc:"
VERSION_BLOCK = "version block of the archive"
# URL, IP address, date of 8 to 14 digits, then media type … and the length as the last field
_LINE = re.compile(
    rb"([a-z][a-z0-9+.-]{1,20}:[^\r\n]*?) (\S+) (\d{8,14}) (\S*)(?: [^\r\n]*)? (\d{1,18})\r?\n",
    re.IGNORECASE,
)


class ArcHeads:
    """ARC: one line of fields between blanks; URLs with blanks in them occur."""

    def begins(self, line: bytes) -> bool:
        return _LINE.match(line) is not None

    def head_size(self, data: bytes) -> int:
        return data.find(b"\n") + 1

    def head(self, data: bytes) -> RecordHead | None:
        line = _LINE.match(data)
        if line is None:
            return None
        url, ip, date, media_type, length = (
            field.decode("utf-8", "replace") for field in line.groups()
        )
        return RecordHead(
            kind="filedesc" if data.startswith(MAGIC) else "response",
            url=url,
            fetched_at=_moment(date),
            media_type=media_type.lower(),
            length=int(length),
            ip="" if ip == "0.0.0.0" else ip,  # noqa: S104  # ARC's way to say that none is known
        )


def _moment(digits: str) -> datetime | None:
    """An ARC date, `20080430204825` or shorter, as a moment; None when it is none."""
    try:
        return datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


class Arc:
    """A page of every HTTP record."""

    grammar = ArcHeads()

    def recognises(self, head: Head) -> bool:
        return head.plain.startswith(MAGIC)

    def read(self, source: Source, reading: Reading) -> Iterator[RawPage]:
        return pages(self, source, reading)

    def page(self, record: Record, reading: Reading) -> RawPage | None:
        if record.head.kind == "filedesc":
            reading.rejects.add(VERSION_BLOCK, record.place, record.head.url)
            return None
        return page(record, "arc", reading.rejects)


formats.add("arc")(Arc())
