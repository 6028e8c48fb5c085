"""Host names to addresses: resolved beside the event loop, judged, and kept for a short while."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Protocol

from backlinkbot.core.errors import Refused
from backlinkbot.core.urls.addresses import check_public
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.core.clock import Clock

# Resolving blocks a thread for up to half a minute where a name server is dead; with so many
# threads a few hundred dead domains do not hold up the others.
THREADS = 64
KEPT_S = 300.0  # long enough for one visit of a site; rebinding gains nothing, see `Network`
MOST_KEPT = 65_536
ASKED_S = 15.0  # for all names together that are asked for only to see whether anybody answers
# Of the answers of getaddrinfo, these say that the name has no address; all others say nothing.
_NO_ADDRESS = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class Address(NamedTuple):
    """Where to connect to."""

    ip: str
    port: int


class Resolver(Protocol):
    """Tells the addresses of a host; tests pass their own, which sends every host to loopback."""

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        """All addresses of the host, at least one.

        Raises:
            Unfetched: it has none, or nobody could say.
        """
        ...


class SystemResolver:
    """The machine's own resolver.

    Its threads are nobody's to wait for: a name server that does not answer keeps one busy for half
    a minute, also after the crawl has ended.
    """

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(THREADS)

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        try:
            ips = await self._looked_up(host)
        except socket.gaierror as error:
            if error.errno in _NO_ADDRESS:
                raise Unfetched(
                    Why.NO_SUCH_HOST, f"there is no machine of the name {host}"
                ) from error
            raise _not_asked(host, error) from error
        except (OSError, UnicodeError) as error:
            raise _not_asked(host, error) from error
        return tuple(Address(ip, port) for ip in ips)

    async def _looked_up(self, host: str) -> list[str]:
        loop = asyncio.get_running_loop()
        await self._room.acquire()  # let go when the thread ends, whether somebody waits or not
        answer: asyncio.Future[list[str]] = loop.create_future()

        def settle(told: list[str] | Exception) -> None:
            self._room.release()
            if answer.done():
                return
            if isinstance(told, Exception):
                answer.set_exception(told)
            else:
                answer.set_result(told)

        def look_up() -> None:
            told = _addresses_or_error(host)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, told)

        Thread(target=look_up, name=f"look up {host[:50]}", daemon=True).start()
        return await answer


def _addresses_or_error(host: str) -> list[str] | Exception:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _not_asked(host: str, error: Exception) -> Unfetched:
    return Unfetched(Why.RESOLVER_FAILED, f"the address of {host} could not be asked for: {error}")


def has_any_address(hosts: Iterable[str], resolver: Resolver | None = None) -> bool:
    """Whether one of these names has an address, asked now; no where nobody answers in time.

    `resolver`: the machine's own where none is given.
    """
    return asyncio.run(_has_any(tuple(hosts), resolver or SystemResolver()))


async def _has_any(hosts: tuple[str, ...], resolver: Resolver) -> bool:
    asked = [asyncio.ensure_future(_has_one(host, resolver)) for host in hosts]
    if not asked:
        return False
    answered, _ = await asyncio.wait(asked, timeout=ASKED_S)
    return any(one.result() for one in answered)


async def _has_one(host: str, resolver: Resolver) -> bool:
    with suppress(Unfetched):
        return bool(await resolver.resolve(host, 443))
    return False


class Addresses:
    """The judged addresses of hosts, each asked for once in `KEPT_S`.

    `allows_private`: for tests and private networks only; then nothing is judged.
    """

    def __init__(self, resolver: Resolver, clock: Clock, *, allows_private: bool = False) -> None:
        self._resolver = resolver
        self._clock = clock
        self._allows_private = allows_private
        self._kept: dict[tuple[str, int], tuple[float, tuple[Address, ...]]] = {}

    async def of(self, host: str, port: int) -> tuple[Address, ...]:
        """Where the host can be reached, all public.

        Raises:
            RefusedPlace: one of its addresses is not public.
            Unfetched: it has none, or nobody could say.
        """
        now_s = self._clock.monotonic_s()
        kept = self._kept.get((host, port))
        if kept is not None and kept[0] > now_s:
            return kept[1]
        found = await self._found(host, port)
        if not self._allows_private:
            try:
                check_public(host, (address.ip for address in found))
            except Refused as refused:
                raise RefusedPlace(Why.PRIVATE_ADDRESS, str(refused)) from refused
        self._kept.pop((host, port), None)
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[host, port] = (now_s + KEPT_S, found)
        return found

    async def _found(self, host: str, port: int) -> tuple[Address, ...]:
        try:
            ip = ipaddress.ip_address(host)
        except ValueError:
            return await self._resolver.resolve(host, port)
        return (Address(str(ip), port),)
