"""Writes what was fetched as WARC 1.1 (ISO 28500): one gzip member per record, files of one size.

Bodies are stored without their content coding, as Common Crawl does: the headers that no longer
fit are kept under the names `X-Crawler-Content-Encoding`, `-Length` and `-Transfer-Encoding`.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING
from uuid import uuid4

from isal import isal_zlib

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.errors import Refused
from backlinkbot.io.durable import sync

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.io.crawl.fetched import Fetched
    from backlinkbot.io.crawl.requests import Exchange

SOFTWARE = "BacklinkBot"  # by this word of the first record our reader tells our own crawls
OPEN = ".open"  # behind the name of an archive that is still written
ENDING = ".warc.gz"
MOST_BYTES = 256 * 1024 * 1024  # of one archive; the usual size is 1 GB, for crawls a thousandfold
LEVEL = 2  # of 0 to 3: HTML to a fifth at 200 MB/s; higher gains 3 %
GZIP = 31
_OLD = re.compile(r"content-encoding|content-length|transfer-encoding", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n\0]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the main record of an exchange begins and the last one ends."""

    offset: int
    end: int


class WarcWriter:
    """One open archive. Every exchange is written in one go, so that it is there whole or cut off.

    Raises:
        Refused: the place cannot be written to.
    """

    def __init__(self, folder: Path, name: str, agent: str, at: datetime) -> None:
        self.name = name
        self.path = folder / f"{name}{ENDING}{OPEN}"
        try:
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise Refused(f"{self.path} cannot be written: {error.strerror}") from error
        self.size_bytes = os.fstat(self._file).st_size
        if not self.size_bytes:
            self._write(_info(f"{name}{ENDING}", agent, at))

    @property
    def is_long(self) -> bool:
        """Whether it is time for a new one."""
        return self.size_bytes >= MOST_BYTES

    def write(self, exchange: Exchange) -> Placed:
        """Append an exchange; it is safe from a crash of ours now, of the machine after `sync`.

        Raises:
            Refused: the disk is full or broken.
        """
        parts = list(_members(exchange))
        main = sum(map(len, parts[:1])) if len(parts) > 1 else 0
        offset = self.size_bytes + main
        self._write(b"".join(parts))
        return Placed(offset, self.size_bytes)

    def sync(self) -> None:
        """Bring all of it to the disk."""
        os.fsync(self._file)

    def seal(self) -> None:
        """No more will be written: give the file its name."""
        os.fsync(self._file)
        os.close(self._file)
        self.path.rename(self.path.with_name(f"{self.name}{ENDING}"))
        sync(self.path.parent)

    def close(self) -> None:
        """Leave the file as it is, to be gone on with."""
        os.fsync(self._file)
        os.close(self._file)

    def _write(self, data: bytes) -> None:
        start, view = self.size_bytes, memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            os.ftruncate(self._file, start)
            raise Refused(f"{self.path} cannot be written: {error.strerror}") from error
        self.size_bytes = start + len(data)


def _members(exchange: Exchange) -> Iterable[bytes]:
    """The records of an exchange: request, answer, and what we know besides; or only the latter."""
    at, url = exchange.at, exchange.request.url
    if exchange.fetched is None:
        yield _record("metadata", url, at, FIELDS, _facts(exchange))
        return
    fetched = exchange.fetched
    about = [("WARC-Concurrent-To", answer := _id())]
    yield _record("request", url, at, HTTP_REQUEST, _question(fetched), about)
    kind = "revisit" if exchange.outcome is Outcome.NOT_MODIFIED else "response"
    yield _record(kind, url, at, HTTP_ANSWER, _answer(fetched), _of_answer(fetched, kind), answer)
    yield _record("metadata", url, at, FIELDS, _facts(exchange), about)


FIELDS = "application/warc-fields"
HTTP_REQUEST = "application/http; msgtype=request"
HTTP_ANSWER = "application/http; msgtype=response"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def _of_answer(fetched: Fetched, kind: str) -> list[tuple[str, str]]:
    fields = [("WARC-IP-Address", fetched.ip)]
    if kind == "revisit":
        fields.append(("WARC-Profile", UNCHANGED))
    if fetched.is_cut:
        fields.append(("WARC-Truncated", "length"))
    return fields


def _question(fetched: Fetched) -> bytes:
    target = fetched.url[fetched.url.find("/", 8) :].partition("#")[0]
    lines = [f"GET {target} HTTP/1.1", *(f"{a}: {b}" for a, b in fetched.request_headers)]
    return _head(lines, "latin-1")


def _answer(fetched: Fetched) -> bytes:
    reason = fetched.reason or responses.get(fetched.status, "")
    lines = [f"HTTP/1.1 {fetched.status} {reason}"]
    for name, value in fetched.headers:
        lines.append(f"{'X-Crawler-' if _OLD.fullmatch(name) else ''}{name}: {value}")
    lines.append(f"Content-Length: {len(fetched.body)}")
    return _head(lines, "latin-1") + fetched.body


def _facts(exchange: Exchange) -> bytes:
    request = exchange.request
    pairs = [
        ("outcome", str(exchange.outcome)),
        ("reason", exchange.reason),
        ("sentence", exchange.sentence),
        ("via", request.via),
        ("depth", str(request.depth)),
        ("redirects", str(request.hops)),
    ]
    if exchange.fetched:
        pairs.append(("fetchTimeMs", str(round(exchange.fetched.took_s * 1000))))
    return "".join(f"{a}: {_one_line(b)}\r\n" for a, b in pairs if b).encode()


def _info(file_name: str, agent: str, at: datetime) -> bytes:
    block = (
        f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n"
        f"http-header-user-agent: {_one_line(agent)}\r\nrobots: obey\r\n"
    ).encode()
    return _record("warcinfo", "", at, FIELDS, block, [("WARC-Filename", file_name)])


def _record(  # noqa: PLR0913, PLR0917 - the fields that every record has
    kind: str,
    url: str,
    at: datetime,
    media_type: str,
    block: bytes,
    more: Iterable[tuple[str, str]] = (),
    number: str = "",
) -> bytes:
    """One gzip member."""
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: {number or _id()}"]
    lines.append(f"WARC-Date: {moment}")
    if url:
        lines.append(f"WARC-Target-URI: {_one_line(url)}")
    lines.extend(f"{name}: {_one_line(value)}" for name, value in more if value)
    lines.extend((f"Content-Type: {media_type}", f"Content-Length: {len(block)}"))
    packer = isal_zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    return packer.compress(_head(lines) + block + b"\r\n\r\n") + packer.flush()


def _head(lines: Iterable[str], coding: str = "utf-8") -> bytes:
    """Lines as bytes; those of HTTP are Latin-1, as they were read, so that each byte is kept."""
    text = "\r\n".join(_BREAKS.sub(" ", line) for line in lines) + "\r\n\r\n"
    return text.encode(coding, "replace")


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


def _id() -> str:
    return f"<urn:uuid:{uuid4()}>"
