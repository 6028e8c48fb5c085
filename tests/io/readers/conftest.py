"""What tests of readers share: small archives built record by record, and a reading to fill."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.core.facts import Facts, RawPage, Rejects
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

HTTP_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def warc_record(
    kind: str = "response",
    *,
    url: str = "https://a.example/",
    block: bytes = HTTP_HTML + b"<p>hello</p>",
    media_type: str = "application/http; msgtype=response",
    length: int | None = None,
    more: str = "",
) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: {media_type}\r\n{more}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Record by record, as WARC wants it; the same bytes every time."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


@pytest.fixture
def reading() -> Reading:
    return Reading(Rejects(), datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def record() -> Callable[..., bytes]:
    return warc_record


@pytest.fixture
def pack() -> Callable[[Iterable[bytes]], bytes]:
    return packed


@pytest.fixture
def read_bytes(tmp_path: Path, reading: Reading) -> Callable[..., list[Facts | RawPage]]:
    """Everything that a file of these bytes gives; what it leaves out goes into `reading`."""

    def _read(stored: bytes, name: str = "given") -> list[Facts | RawPage]:
        path = tmp_path / name
        path.write_bytes(stored)
        return list(read(file_source(path), reading))

    return _read


@pytest.fixture
def rows(
    read_bytes: Callable[..., list[Facts | RawPage]],
) -> Callable[..., list[dict[str, object]]]:
    """The rows of all fact batches of a file of these bytes."""

    def _rows(stored: bytes, name: str = "given") -> list[dict[str, object]]:
        found = read_bytes(stored, name)
        return [
            row for facts in found if isinstance(facts, Facts) for row in facts.batch.to_pylist()
        ]

    return _rows
