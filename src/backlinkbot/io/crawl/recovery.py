"""What an archive holds that the frontier does not know yet: read again after a crash.

An exchange counts when its last record is whole; what is behind the last one that counts is cut
off, so that the archive can be gone on with.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.fetched import Fetched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEP_BYTES = 256 * 1024
GZIP = 31
_ANSWERS = frozenset({"response", "revisit"})
_KEPT = "x-crawler-"


@dataclass(frozen=True, slots=True)
class Recovered:
    """An exchange as the archive tells it; `offset`: of its main record."""

    url: str
    outcome: Outcome
    reason: str
    offset: int
    end: int
    fetched: Fetched | None = None


class _Record(NamedTuple):
    start: int
    end: int
    fields: dict[str, str]
    block: bytes


def recovered(path: Path, since: int) -> Iterator[Recovered]:
    """The exchanges of an open archive from an offset on; what is half written is cut off."""
    good = since
    with path.open("rb") as file:
        os.fsync(file.fileno())  # what is read here counts as done from now on
        begun: _Record | None = None
        for record in _records(file, since):
            kind = record.fields.get("warc-type", "")
            if kind == "warcinfo":
                good = record.end
            elif kind in _ANSWERS:
                begun = record
            elif kind == "metadata":
                yield _exchange(record, begun)
                good, begun = record.end, None
    with path.open("r+b") as file:
        file.truncate(good)


def stored_answer(path: Path, offset: int) -> Fetched | None:
    """The answer whose record begins at an offset of an archive; None where it is there no more."""
    try:
        with path.open("rb") as file:
            record = next(_records(file, offset), None)
    except OSError:
        return None
    if record is None or record.fields.get("warc-type") != "response":
        return None
    return _fetched(record, 0.0)


def _exchange(told: _Record, answer: _Record | None) -> Recovered:
    facts = _fields(told.block)
    is_of_it = answer is not None and answer.fields.get("warc-target-uri") == told.fields.get(
        "warc-target-uri"
    )
    took_s = float(facts.get("fetchtimems", "0")) / 1000
    return Recovered(
        url=told.fields.get("warc-target-uri", ""),
        outcome=Outcome(facts["outcome"]),
        reason=facts.get("reason", ""),
        offset=answer.start if answer is not None and is_of_it else told.start,
        end=told.end,
        fetched=_fetched(answer, took_s) if answer is not None and is_of_it else None,
    )


def _fetched(record: _Record, took_s: float) -> Fetched:
    head, _, body = record.block.partition(b"\r\n\r\n")
    status, _, lines = head.decode("latin-1").partition("\r\n")
    headers = []
    for line in lines.split("\r\n"):
        name, _, value = line.partition(": ")
        if not name.lower().startswith(_KEPT):
            headers.append((name, value))
    url = record.fields.get("warc-target-uri", "")
    moment = datetime.strptime(record.fields["warc-date"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007
    words = status.split(" ", 2)
    return Fetched(
        url=url,
        final_url=url,
        status=int(words[1]),
        reason=words[2] if len(words) > 2 else "",  # noqa: PLR2004 - version, status, reason
        headers=tuple(headers),
        body=body,
        is_cut="warc-truncated" in record.fields,
        is_unread=False,
        fetched_at=moment.replace(tzinfo=UTC),
        ip=record.fields.get("warc-ip-address", ""),
        hops=(),
        took_s=took_s,
    )


def _records(file: BinaryIO, since: int) -> Iterator[_Record]:
    """The whole records from an offset on; ends before the first that is not whole."""
    start = since
    while True:
        file.seek(start)
        member = _member(file)
        if member is None:
            return
        plain, size = member
        head, _, rest = plain.partition(b"\r\n\r\n")
        fields = _fields(head.partition(b"\r\n")[2])
        length = int(fields.get("content-length", "0"))
        yield _Record(start, start + size, fields, rest[:length])
        start += size


def _member(file: BinaryIO) -> tuple[bytes, int] | None:
    """The gzip member that begins here, unpacked, and its stored size; None where it is cut off."""
    unpacker = zlib.decompressobj(GZIP)
    parts, read = [], 0
    while not unpacker.eof:
        chunk = file.read(STEP_BYTES)
        if not chunk:
            return None
        read += len(chunk)
        try:
            parts.append(unpacker.decompress(chunk))
        except zlib.error:
            return None
    return b"".join(parts), read - len(unpacker.unused_data)


def _fields(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return {name.lower(): value for name, colon, value in pairs if colon}
