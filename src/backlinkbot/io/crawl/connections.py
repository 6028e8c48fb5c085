"""HTTP/1.1 connections to judged addresses, kept open between requests to one host."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore2

from backlinkbot.io.crawl.failures import Unconnected, Unfetched, Why
from backlinkbot.io.crawl.network import CrawlStream, connected

if TYPE_CHECKING:
    from backlinkbot.core.clock import Clock
    from backlinkbot.core.urls.asked import Asked
    from backlinkbot.io.crawl.fetched import Headers
    from backlinkbot.io.crawl.resolving import Address, Addresses

MOST_HEADER_BYTES = 64 * 1024  # common servers send 8 KiB at most; the rest is an attack
MOST_TRIED = 4  # addresses of one host; who has more and answers at none of these is down


class _Http(httpcore2.AsyncHTTP11Connection):
    MAX_INCOMPLETE_EVENT_SIZE = MOST_HEADER_BYTES

    def has_more(self) -> bool:
        """Whether bytes came beyond the answer, which would be taken for the next one."""
        return bool(self._h11_state.trailing_data[0])


@dataclass(eq=False)
class Connection:
    """One connection to one machine; `until_s`: when an idle one is given up."""

    http: _Http
    stream: CrawlStream
    ip: str
    until_s: float = 0.0

    @property
    def is_reusable(self) -> bool:
        """Whether the last answer was read to its end and nothing came after it."""
        return self.http.is_idle() and self.stream.is_clean and not self.http.has_more()

    async def ask(self, place: Asked, headers: Headers) -> httpcore2.Response:
        """The head of the answer; its body is still to be read.

        Raises:
            httpcore2.NetworkError, httpcore2.RemoteProtocolError: there is none.
        """
        request = httpcore2.Request(
            "GET",
            httpcore2.URL(
                scheme=place.scheme, host=place.host, port=place.port, target=place.target
            ),
            headers=list(headers),
        )
        return await self.http.handle_async_request(request)

    async def close(self) -> None:
        await self.http.aclose()


class Connections:
    """Opens connections, and keeps `most_idle` of them for `idle_s` after an answer."""

    def __init__(
        self,
        addresses: Addresses,
        clock: Clock,
        tls: ssl.SSLContext | None,
        *,
        most_idle: int,
        idle_s: float,
    ) -> None:
        self._addresses = addresses
        self._clock = clock
        self._tls = tls
        self._most_idle = most_idle
        self._idle_s = idle_s
        self._idle: dict[str, Connection] = {}

    async def new(
        self, place: Asked, within_s: float, address: Address | None = None
    ) -> Connection:
        """A new connection to an address of the place, judged just now or lately.

        `address`: the only one that may be tried, as `Addresses` gave it.

        Raises:
            RefusedPlace: its address is not public.
            Unfetched: another answers there than should; Unconnected: nobody does.
        """
        try:
            async with asyncio.timeout(within_s):
                addresses = (
                    (address,) if address else await self._addresses.of(place.host, place.port)
                )
                stream, found = await self._connected(place, addresses[:MOST_TRIED], within_s)
        except TimeoutError as error:
            raise Unconnected(
                Why.TIMEOUT, f"{place.host} could not be reached within {within_s:g} s"
            ) from error
        origin = httpcore2.Origin(place.scheme.encode(), place.host.encode(), place.port)
        return Connection(_Http(origin, stream), stream, found.ip)

    async def _connected(
        self, place: Asked, addresses: tuple[Address, ...], within_s: float
    ) -> tuple[CrawlStream, Address]:
        tls = self._context() if place.scheme == "https" else None
        for left, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                async with asyncio.timeout(within_s / len(addresses)):
                    return await connected(address, tls, place.host), address
            except OSError as error:
                if left == 0 or isinstance(error, ssl.SSLError):
                    raise _unreached(place, error) from error
        raise Unfetched(Why.NO_SUCH_HOST, f"{place.host} has no address")

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    def idle(self, place: Asked, address: Address | None = None) -> Connection | None:
        """A connection to the place that is still open, if there is one (to this address)."""
        kept = self._idle.pop(place.origin, None)
        if kept is None:
            return None
        is_there = address is None or kept.ip == address.ip
        if is_there and kept.is_reusable and kept.until_s > self._clock.monotonic_s():
            return kept
        kept.stream.abort()
        return None

    def keep(self, place: Asked, connection: Connection) -> None:
        """Take a connection back after its answer was read; the oldest goes when there are many."""
        if not connection.is_reusable:
            connection.stream.abort()
            return
        connection.until_s = self._clock.monotonic_s() + self._idle_s
        older = self._idle.pop(place.origin, None)
        if older is None and len(self._idle) >= self._most_idle:
            older = self._idle.pop(next(iter(self._idle)))
        if older is not None:
            older.stream.abort()
        self._idle[place.origin] = connection

    def close(self) -> None:
        """Let go of all that are idle."""
        for connection in self._idle.values():
            connection.stream.abort()
        self._idle.clear()


def _unreached(place: Asked, error: OSError) -> Unfetched:
    told = str(error) or type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unfetched(
            Why.TLS, f"the certificate of {place.host} is not valid: {error.verify_message}"
        )
    if isinstance(error, TimeoutError):
        return Unconnected(Why.TIMEOUT, f"{place.host} could not be reached in time")
    if isinstance(error, ConnectionRefusedError):
        return Unconnected(Why.CONNECTION_REFUSED, f"{place.host} refuses connections")
    if isinstance(error, (ssl.SSLError, ConnectionError)) and place.scheme == "https":
        return Unfetched(Why.TLS, f"{place.host} cannot be spoken to over TLS: {told}")
    return Unconnected(Why.NO_ROUTE, f"{place.host} cannot be reached: {told}")
