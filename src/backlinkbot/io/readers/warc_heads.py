"""The head of a WARC record (ISO 28500, and the drafts 0.17 and 0.18 that are still around)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from backlinkbot.io.readers.http_message import header_fields
from backlinkbot.io.readers.records import RecordHead

MAGIC = b"WARC/"
_VERSION_LINE = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
LONGEST_LENGTH = 18  # digits: beyond this a length is nonsense, and too large for any disk


class WarcHeads:
    """WARC: a version line, named fields, a blank line."""

    def begins(self, line: bytes) -> bool:
        return _VERSION_LINE.match(line) is not None

    def head_size(self, data: bytes) -> int:
        end = _HEAD_END.search(data)
        return end.end() if end else 0

    def head(self, data: bytes) -> RecordHead | None:
        fields = dict(reversed(header_fields(data.partition(b"\n")[2])))
        length = fields.get("content-length", "")
        if not length.isascii() or not length.isdigit() or len(length) > LONGEST_LENGTH:
            return None
        return RecordHead(
            kind=fields.get("warc-type", "").lower(),
            url=fields.get("warc-target-uri", "").strip("<> "),
            fetched_at=moment(fields.get("warc-date", "")),
            media_type=fields.get("content-type", "").partition(";")[0].strip().lower(),
            length=int(length),
            ip=fields.get("warc-ip-address", ""),
            truncated=fields.get("warc-truncated", ""),
        )


def moment(text: str) -> datetime | None:
    """A W3C date and time as an aware UTC moment to the second; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)
