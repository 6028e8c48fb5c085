"""Connections for the crawl: to the very address that was judged, with a limit on what comes in."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import httpcore2

if TYPE_CHECKING:
    from backlinkbot.io.crawl.resolving import Address

HIGH_WATER_BYTES = 64 * 1024  # unread bytes beyond which the socket is left alone


async def connected(address: Address, tls: ssl.SSLContext | None, name: str | None) -> CrawlStream:
    """A connection to exactly this address; with `tls`, proven to be `name`.

    Raises:
        OSError: nobody answers there (ssl.SSLError: somebody else does).
    """
    loop = asyncio.get_running_loop()
    _, stream = await loop.create_connection(
        CrawlStream, address.ip, address.port, ssl=tls, server_hostname=name if tls else None
    )
    return stream


class CrawlStream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """One connection; reads stop the socket when nobody takes what came.

    Time is not counted here: whoever fetches puts one deadline over everything.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._error: Exception | None = None
        self._is_over = False
        self._is_paused = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def is_clean(self) -> bool:
        """Whether another request may be sent: the other side is there and said nothing unasked."""
        return not self._is_over and not self._came

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what TCP and TLS give
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) > HIGH_WATER_BYTES and self._transport and not self._is_paused:
            self._transport.pause_reading()
            self._is_paused = True
        self._wake()

    def eof_received(self) -> bool:
        self._is_over = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over = True
        self._error = exc
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109 - the deadline is the caller's
        """What came, at most `max_bytes`; empty when the other side is done.

        Raises:
            httpcore2.ReadError: the connection was torn down.
        """
        while not self._came:
            if self._error is not None:
                raise httpcore2.ReadError(str(self._error)) from self._error
            if self._is_over:
                return b""
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        taken = bytes(self._came[:max_bytes])
        del self._came[:max_bytes]
        if self._is_paused and self._transport and not self._is_over:
            self._transport.resume_reading()
            self._is_paused = False
        return taken

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 - a request is small
        """Send; requests are small enough never to wait.

        Raises:
            httpcore2.WriteError: the connection is gone.
        """
        if self._transport is None or self._is_over:
            raise httpcore2.WriteError("the connection is closed")
        self._transport.write(buffer)

    async def aclose(self) -> None:
        self.abort()

    def abort(self) -> None:
        """Let go at once; what was not sent or read is lost."""
        if self._transport is not None:
            self._transport.abort()

    def get_extra_info(self, info: str) -> Any:
        """Whether the stream is readable, which means of an idle one that it is dead."""
        return not self.is_clean if info == "is_readable" else None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
