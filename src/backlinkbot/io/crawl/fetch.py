"""One request to one public machine, with a limit on everything it may cost."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import httpcore2

from backlinkbot.core.clock import Clock, SystemClock
from backlinkbot.core.errors import BadInput
from backlinkbot.core.settings import Settings
from backlinkbot.core.urls.asked import Asked, asked
from backlinkbot.io.crawl.connections import Connection, Connections
from backlinkbot.io.crawl.decompress import ACCEPT_ENCODING, DamagedBody, Decoder, decoder_for
from backlinkbot.io.crawl.failures import ClosedMeanwhile, RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.fetched import Fetched, Headers, Hop, Validators, header_in, media_type
from backlinkbot.io.crawl.ports import may_connect_to
from backlinkbot.io.crawl.resolving import Address, Addresses, Resolver, SystemResolver
from backlinkbot.io.crawl.room import Room

if TYPE_CHECKING:
    import ssl

# What pages are, and what may hold links to them; a server that says nothing is read.
PAGE_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"}
)
ANY_TYPE: frozenset[str] = frozenset()
_SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}\Z")
PARTIAL = 206  # what nobody asks for
# Of a body, what every exchange may hold; of 100 real pages some 90 are no longer.
OWN_BYTES = 256 * 1024
HEADERS_TOO_LONG = 431  # what h11 would have a server answer; it has no other word for it


@dataclass(frozen=True)
class Limits:
    """What one exchange may cost.

    `body_bytes` counts packed and unpacked; `connect_s` runs from the look-up of the name, and
    `total_s` too, to the last byte: who sends a byte now and then is not waited for.
    `long_bytes`: what all long bodies together that are on their way may take; the others wait.
    """

    body_bytes: int = 8 * 1024 * 1024
    long_bytes: int = 64 * 1024 * 1024
    connect_s: float = 15.0
    total_s: float = 60.0
    most_idle: int = 256
    idle_s: float = 60.0  # a polite crawl comes back to a host after 3 to 30 s


class _Wanted(NamedTuple):
    """What a caller wants of an answer; see `Fetcher.fetch`."""

    hops: tuple[Hop, ...]
    types: frozenset[str]
    most_bytes: int
    address: Address | None


class Fetcher:
    """Fetches URLs; robots.txt and waiting times are its caller's business.

    `resolver`: for tests. `allows_private`: requests may go to private addresses, for tests and for
    a network of one's own. Use it as an async context manager, which closes its connections.

    Raises:
        BadInput: the user agent holds what a header cannot.
    """

    def __init__(
        self,
        user_agent: str = Settings().crawler_name,
        *,
        limits: Limits | None = None,
        clock: Clock | None = None,
        resolver: Resolver | None = None,
        allows_private: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not _SENDABLE.match(user_agent):
            raise BadInput(f"{user_agent[:200]!r} cannot be sent as a user agent")
        self.limits = limits or Limits()
        self.user_agent = user_agent
        self._clock = clock or SystemClock()
        self.addresses = Addresses(
            resolver or SystemResolver(), self._clock, allows_private=allows_private
        )
        self._room = Room(self.limits.long_bytes)
        self._connections = Connections(
            self.addresses,
            self._clock,
            tls,
            most_idle=self.limits.most_idle,
            idle_s=self.limits.idle_s,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connections.close()
        await asyncio.sleep(0)  # lets the closed connections leave the event loop

    async def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        hops: tuple[Hop, ...] = (),
        types: frozenset[str] = PAGE_TYPES,
        most_bytes: int | None = None,
        address: Address | None = None,
    ) -> Fetched:
        """One exchange: asks for `url` and gives the answer; a redirect is an answer too.

        `hops` are the redirects that led here. A body of a type that is not in `types` (empty: any)
        is left unread, one beyond `most_bytes` (else the limit) is cut. Whether the address is
        public is judged here, so at each hop again.

        `address`: where to ask, as `addresses` gave it, for a caller who keeps gaps between
        requests to one machine. It hears of a kept connection that was closed meanwhile; without
        it the request is sent again on a new one.

        Raises:
            BadInput: it is no web address.
            RefusedPlace: its host or port is none we may connect to.
            Unfetched: no answer; its `kind` says why. Unconnected: nothing was asked.
            ClosedMeanwhile: see `address`.
        """
        place = asked(url)
        if not may_connect_to(place.port):
            raise RefusedPlace(
                Why.FORBIDDEN_PORT, f"port {place.port} of {place.host} is not for web pages"
            )
        try:
            async with asyncio.timeout(self.limits.total_s):
                most = self.limits.body_bytes if most_bytes is None else most_bytes
                wanted = _Wanted(hops, types, most, address)
                return await self._exchange(place, self._headers(place, validators), wanted)
        except TimeoutError as error:
            raise Unfetched(
                Why.TIMEOUT, f"{place.host} did not answer within {self.limits.total_s:g} s"
            ) from error
        except httpcore2.ProtocolError as error:
            raise _no_http(place, error) from error
        except (httpcore2.NetworkError, ConnectionError) as error:
            raise Unfetched(
                Why.BROKEN_OFF, f"{place.host} broke off: {str(error) or 'it gave no reason'}"
            ) from error

    def _headers(self, place: Asked, validators: Validators | None) -> Headers:
        return (
            ("Host", place.authority),
            ("User-Agent", self.user_agent),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"),
            ("Accept-Encoding", ACCEPT_ENCODING),
            *(validators.headers if validators else ()),
        )

    async def _exchange(self, place: Asked, sent: Headers, wanted: _Wanted) -> Fetched:
        at, began_s = self._clock.now(), self._clock.monotonic_s()
        connection, answer = await self._answer(place, sent, wanted.address)
        headers = _as_text(answer.headers)
        is_unread = bool(wanted.types) and media_type(headers) not in wanted.types
        try:
            body, is_cut = (
                (b"", False)
                if is_unread
                else await _body(answer, headers, wanted.most_bytes, self._room)
            )
            await answer.aclose()
        except BaseException:
            connection.stream.abort()
            raise
        self._connections.keep(place, connection)
        return Fetched(
            url=wanted.hops[0].url if wanted.hops else place.url,
            final_url=place.url,
            status=answer.status,
            reason=answer.extensions["reason_phrase"].decode("latin-1"),
            headers=headers,
            body=body,
            is_cut=is_cut or answer.status == PARTIAL,
            is_unread=is_unread,
            fetched_at=at,
            ip=connection.ip,
            hops=wanted.hops,
            took_s=self._clock.monotonic_s() - began_s,
            request_headers=sent,
        )

    async def _answer(
        self, place: Asked, sent: Headers, address: Address | None
    ) -> tuple[Connection, httpcore2.Response]:
        kept = self._connections.idle(place, address)
        if kept is not None:
            try:
                return kept, await kept.ask(place, sent)
            except (httpcore2.NetworkError, httpcore2.RemoteProtocolError) as error:
                # The server closed it while nobody looked; a new one tells what is the matter.
                if address is not None:
                    raise ClosedMeanwhile(
                        Why.BROKEN_OFF, f"{place.host} closed the connection that was kept"
                    ) from error
        new = await self._connections.new(place, self.limits.connect_s, address)
        return new, await new.ask(place, sent)


async def _body(
    answer: httpcore2.Response, headers: Headers, most: int, room: Room
) -> tuple[bytes, bool]:
    """The body unpacked, and whether it was cut at the limit or broke off while unpacking."""
    try:
        decoder = decoder_for(header_in(headers, "content-encoding"))
    except DamagedBody as damaged:
        raise Unfetched(Why.UNKNOWN_CODING, str(damaged)) from damaged
    body, packed, packed_bytes = bytearray(), bytearray(), 0
    try:
        async with AsyncExitStack() as held:
            pieces = await held.enter_async_context(aclosing(answer.aiter_stream()))
            async for piece in pieces:
                packed += piece
                packed_bytes += len(piece)
                if packed_bytes <= min(OWN_BYTES, most):
                    continue  # is unpacked when it is whole: nothing that was waits for the server
                if packed_bytes - len(packed) <= OWN_BYTES < packed_bytes:
                    await held.enter_async_context(room.taken(most))
                body += _unpacked(decoder, packed, most + 1 - len(body))
                if max(len(body), packed_bytes) > most:
                    return bytes(body[:most]), True
                packed.clear()
        body += _unpacked(decoder, packed, most + 1 - len(body))
        if decoder is not None:
            body += decoder.finish(most + 1 - len(body))
    except DamagedBody:
        return bytes(body[:most]), True
    return bytes(body[:most]), len(body) > most


def _unpacked(decoder: Decoder | None, packed: bytearray, room: int) -> bytes:
    return bytes(packed[:room]) if decoder is None else decoder.feed(bytes(packed), room)


def _as_text(headers: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _no_http(place: Asked, error: httpcore2.ProtocolError) -> Unfetched:
    cause = error.args[0] if error.args else None
    if getattr(cause, "error_status_hint", 0) == HEADERS_TOO_LONG:
        return Unfetched(Why.TOO_BIG, f"{place.host} sends headers without end")
    told = str(error)
    if "without sending" in told or "peer closed connection" in told:
        return Unfetched(Why.BROKEN_OFF, f"{place.host} broke off in the middle of its answer")
    return Unfetched(Why.NO_HTTP, f"{place.host} does not answer as a web server does: {told}")
