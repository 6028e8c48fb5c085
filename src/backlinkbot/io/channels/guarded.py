"""HTTP that goes to public addresses only, judged on the very address it connects to."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore2
import httpx2

from backlinkbot.core.clock import SystemClock
from backlinkbot.core.errors import Unreachable
from backlinkbot.core.urls.addresses import check_public
from backlinkbot.io.channels.limited import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WRITTEN_AT_ONCE = 16 * 1024  # bytes; between two such parts the time that is left is looked at


class _TimeLeft:
    """Seconds that all steps of one request have together."""

    def __init__(self, limit_s: float) -> None:
        self._clock = SystemClock()
        self._ends_s = self._clock.monotonic_s() + limit_s

    def seconds(self) -> float:
        """What is left; raises httpcore2.ReadTimeout where nothing is."""
        left = self._ends_s - self._clock.monotonic_s()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left


class _TimedStream(httpcore2.NetworkStream):
    """A connection each of whose steps has only what the steps before have left."""

    def __init__(self, inner: httpcore2.NetworkStream, left: _TimeLeft) -> None:
        self._inner = inner
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._inner.read(max_bytes, self._left.seconds())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        for start in range(0, len(buffer), WRITTEN_AT_ONCE):
            part = buffer[start : start + WRITTEN_AT_ONCE]
            self._inner.write(part, self._left.seconds())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        del timeout
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left.seconds())
        return _TimedStream(inner, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class PublicNetwork(httpcore2.NetworkBackend):
    """Resolves a name once, refuses what is not public, and connects to what was judged.

    A name whose address changes between the look and the connection (DNS rebinding) gains nothing.
    All that is done over it, from the first question on, takes `limit_s` seconds at most.
    """

    def __init__(self, limit_s: float, *, allows_private: bool = False) -> None:
        self._inner = httpcore2.SyncBackend()
        self._allows_private = allows_private
        self._left = _TimeLeft(limit_s)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one address of the host, if all of them are public.

        Raises:
            Refused: one is not.
            Unreachable: the name has none, or the resolver does not answer.
        """
        del timeout
        addresses = _resolved(host, port, self._left)
        if not self._allows_private:
            check_public(host, addresses)
        stream = self._inner.connect_tcp(
            addresses[0], port, self._left.seconds(), local_address, socket_options
        )
        return _TimedStream(stream, self._left)


def post(
    url: str, body: bytes, headers: dict[str, str], *, timeout_s: float, allows_private: bool
) -> int:
    """Send a body and give the status of the answer; what follows it is not read.

    Follows no redirect. `timeout_s`: for all of it, however the seconds are spent.

    Raises:
        Refused: the address is not public.
        Unreachable: no answer in time, none that is HTTP, or a name that no machine can have.
    """
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise Unreachable("no machine can have the name in this address") from error
    pool = httpcore2.ConnectionPool(
        ssl_context=ssl.create_default_context(),
        network_backend=PublicNetwork(timeout_s, allows_private=allows_private),
    )
    with (
        _answering(address.host),
        pool,
        pool.stream(
            "POST",
            str(address),
            headers=[("Host", address.netloc.decode()), *headers.items()],
            content=body,
        ) as answer,
    ):
        return int(answer.status)


def _resolved(host: str, port: int, left: _TimeLeft) -> list[str]:
    """The addresses of a name, however long its resolver would like to take."""
    try:
        answers = within(
            left.seconds(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
    except TimeoutError as error:
        raise Unreachable(f"nobody says in time which machine has the name {host}") from error
    except (OSError, UnicodeError) as error:  # UnicodeError: a label longer than names have
        raise Unreachable(f"there is no machine of the name {host}") from error
    return [str(one[4][0]) for one in answers]


@contextmanager
def _answering(host: str) -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise Unreachable(f"{host} does not answer in time") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise Unreachable(
            f"{host} does not answer: {str(error) or type(error).__name__}"
        ) from error
