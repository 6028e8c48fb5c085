"""A file at an http(s) address, read as one stream although the connection may drop."""

from __future__ import annotations

import io
import socket
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NoReturn

from backlinkbot.core.clock import Clock, SystemClock
from backlinkbot.core.errors import NotFound, Refused, Unreachable
from backlinkbot.core.settings import Settings
from backlinkbot.core.urls.addresses import is_public_address
from backlinkbot.io.readers.stored import StoredSource

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import httpx2
    from _typeshed import WriteableBuffer

CHUNK_BYTES = 64 * 1024
LONGEST_WAIT_S = 60.0  # a server that wants us to wait longer is down for our purposes
PATIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})  # may be gone in a moment
PARTIAL, OK, RANGE_BEYOND_END = 206, 200, 416
GONE_STATUSES = frozenset({404, 410})


@dataclass(frozen=True)
class Fetch:
    """How to fetch: `attempts` in a row without one new byte before we give up.

    The wait doubles from `backoff_s` on. Of an address that never answered, `connect_s` is what
    one attempt may take to reach it and `patience_s` what all may take. `transport` replaces the
    network. `public_only`: also the first address must be of the public internet, because whoever
    named it is not whose machine this is.
    """

    user_agent: str = Settings().user_agent
    attempts: int = 6
    backoff_s: float = 1.0
    timeout_s: float = 30.0
    connect_s: float = 4.0
    patience_s: float = 10.0  # somebody waits at a screen, and a typed address is often a wrong one
    clock: Clock = field(default_factory=SystemClock)
    transport: httpx2.BaseTransport | None = None
    public_only: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What tells one version of a remote file from another; empty where the server is silent."""

    etag: str = ""
    modified: str = ""
    size_bytes: int | None = None

    @property
    def validator(self) -> str:
        """What `If-Range` may carry: a strong entity tag, else the date of the last change."""
        return self.modified if not self.etag or self.etag.startswith("W/") else self.etag

    def is_same(self, other: Version) -> bool:
        """Whether both surely are one version: they have a validator and agree in everything."""
        return bool(self.validator) and self == other


def is_public(host: str) -> bool:
    """Whether every address a host name resolves to is public; a name that has none is not."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(is_public_address(str(address[4][0])) for address in found)


class Download(io.RawIOBase):
    """Bytes of an address from `start` on; goes on where it stopped when the connection drops.

    Two versions of the file are never glued together: the rest is asked for with `If-Range`, and
    where the server knows no ranges or names no version, the file is read again from its start and
    what we already have must come again, byte for byte (by digest).

    Raises:
        NotFound: there is nothing at the address.
        Unreachable: it does not answer, or the file changed while it was read.
    """

    def __init__(self, url: str, fetch: Fetch, *, start: int = 0, version: Version | None = None):
        super().__init__()
        import httpx2

        self.url = url
        self.version = version
        self.position = start
        self._fetch = fetch
        self._hash = blake2b()  # of all bytes handed out since 0; useless when start > 0
        self._has_whole_hash = start == 0
        self._http = httpx2.Client(
            transport=fetch.transport,
            timeout=httpx2.Timeout(fetch.timeout_s, connect=fetch.connect_s),
            follow_redirects=True,
            headers={"User-Agent": fetch.user_agent, "Accept-Encoding": "identity"},
            event_hooks={"request": [self._guard]},
        )
        self._host = httpx2.URL(url).host
        self._error = httpx2.TransportError
        self._not_reached = (httpx2.ConnectError, httpx2.ConnectTimeout)
        self._has_answered = False
        self._hopeless = (httpx2.TooManyRedirects, httpx2.InvalidURL, httpx2.UnsupportedProtocol)
        self._chunks = self._stubborn()
        self._chunk = memoryview(b"")

    def _guard(self, request: httpx2.Request) -> None:
        """Follow no redirect into a private network: only the host that the user typed may be one.

        Raises:
            Refused: a redirect, or with `public_only` the address itself, is not public.
        """
        host = request.url.host
        is_own = host == self._host and not self._fetch.public_only
        if is_own or self._fetch.transport is not None:
            return
        if not is_public(host):
            if host == self._host:
                raise Refused(
                    f"{host} is no public address, and others than the user of this "
                    "machine may have public ones read only"
                )
            raise Refused(f"{self.url} redirects to {host}, which is no public address")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if not self._chunk:
            self._chunk = memoryview(next(self._chunks, b""))
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._chunk))
        target[:count] = self._chunk[:count]
        self._chunk = self._chunk[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._chunks.close()
            self._http.close()
        super().close()

    def _stubborn(self) -> Generator[bytes]:
        """All chunks, over as many connections as it takes."""
        failures = 0
        began_s = self._fetch.clock.monotonic_s()
        while True:
            before = self.position
            try:
                yield from self._connection()
            except self._hopeless as error:
                raise Unreachable(f"{self.url} cannot be read: {error}") from error
            except self._error as error:
                failures = 1 if self.position > before else failures + 1
                reason, asked_s = self._why(error), 0.0
            except _AskAgainError as again:
                failures += 1
                reason, asked_s = str(again), again.wait_s
            else:
                return
            if failures >= self._fetch.attempts or asked_s > LONGEST_WAIT_S:
                raise Unreachable(f"{self.url} could not be read to its end: {reason}")
            wait_s = max(asked_s, self._fetch.backoff_s * 2 ** (failures - 1))
            if not self._has_answered:
                self._check_patience(began_s, wait_s, reason)
            self._fetch.clock.sleep(min(wait_s, LONGEST_WAIT_S))

    def _why(self, error: Exception) -> str:
        if isinstance(error, self._not_reached):
            told = str(error) or f"no connection within {self._fetch.connect_s:g} s"
            return f"nobody answers there ({told})"
        return str(error) or type(error).__name__

    def _check_patience(self, began_s: float, wait_s: float, reason: str) -> None:
        """Stop before somebody waits longer for an address that never answered.

        Raises:
            Unreachable: after the wait there would be no time left for another attempt.
        """
        spent_s = self._fetch.clock.monotonic_s() - began_s
        if spent_s + wait_s + self._fetch.connect_s > self._fetch.patience_s:
            raise Unreachable(f"{self.url} could not be read: {reason}")

    def _connection(self) -> Iterator[bytes]:
        """The chunks that one connection gives before it ends or drops."""
        with self._http.stream("GET", self.url, headers=self._range_headers()) as answer:
            self._has_answered = True
            if self._is_complete(answer):
                return
            self._check_status(answer)
            skip = self._bytes_to_skip(answer)
            known = blake2b()
            for chunk in answer.iter_raw(CHUNK_BYTES):
                if skip:
                    known.update(chunk[:skip])
                    fresh, skip = chunk[skip:], max(0, skip - len(chunk))
                    if not skip and known.digest() != self._hash.digest():
                        self._changed()
                else:
                    fresh = chunk
                if fresh:
                    self._hash.update(fresh)
                    self.position += len(fresh)
                    yield fresh
            if skip:
                self._changed()

    def _range_headers(self) -> dict[str, str]:
        if not self.position or self.version is None or not self.version.validator:
            return {}
        return {"Range": f"bytes={self.position}-", "If-Range": self.version.validator}

    def _is_complete(self, answer: httpx2.Response) -> bool:
        """Whether the server says that there is nothing after what we have."""
        if answer.status_code != RANGE_BEYOND_END or self.version is None:
            return False
        return self.version.size_bytes == self.position

    def _check_status(self, answer: httpx2.Response) -> None:
        status = answer.status_code
        if status in GONE_STATUSES:
            raise NotFound(f"there is nothing at {self.url} (the server says {status})")
        if status in PATIENT_STATUSES:
            raise _AskAgainError(f"the server says {status}", _wait_s(answer))
        if status not in {OK, PARTIAL}:
            raise Unreachable(f"{self.url} cannot be read: the server says {status}")

    def _bytes_to_skip(self, answer: httpx2.Response) -> int:
        """How much of this answer we already have; checks that it is the version we have."""
        found, first = _version_of(answer)
        if self.version is None or not self.position:
            self.version = found
            return 0
        if self.version.validator and not self.version.is_same(found):
            self._changed()
        if first == self.position:
            return 0
        if first or not self._has_whole_hash:
            raise ChangedError(f"{self.url} cannot be resumed: its server ignores byte ranges")
        return self.position

    def _changed(self) -> NoReturn:
        raise ChangedError(f"{self.url} changed on its server while it was read; read it again")


class ChangedError(Unreachable):
    """The file at the address is not the one whose beginning we have."""


class _AskAgainError(Exception):
    """The server is busy, and says for how long or not."""

    def __init__(self, reason: str, wait_s: float) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def _wait_s(answer: httpx2.Response) -> float:
    """Seconds of `Retry-After`; 0 where it is absent or a date."""
    text = answer.headers.get("Retry-After", "").strip()
    return float(text) if text.isdigit() else 0.0


def _version_of(answer: httpx2.Response) -> tuple[Version, int]:
    """The version that an answer is of, and the position of its first byte."""
    headers = answer.headers
    first, size = 0, headers.get("Content-Length", "")
    if answer.status_code == PARTIAL:
        span, _, size = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        start = span.partition("-")[0]
        first = int(start) if start.isdigit() else -1
    version = Version(
        headers.get("ETag", ""),
        headers.get("Last-Modified", ""),
        int(size) if size.isdigit() else None,
    )
    return version, first


def remote_source(url: str, fetch: Fetch) -> StoredSource:
    """A file at an http(s) address; its name is the address."""
    return StoredSource(url, lambda: Download(url, fetch), is_slow_to_open=True)
