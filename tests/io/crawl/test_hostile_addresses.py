"""Addresses that would lead a crawler into private networks: no connection is ever made to one.

Whatever address a connection is asked for, it is made to a canary on loopback, which counts.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from speaking_server import Speaker, answer, speaking

from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, Refused, Unreachable
from backlinkbot.io.crawl import connections
from backlinkbot.io.crawl.failures import RefusedPlace, Why
from backlinkbot.io.crawl.fetch import Fetcher
from backlinkbot.io.crawl.following import follow
from backlinkbot.io.crawl.network import CrawlStream, connected
from backlinkbot.io.crawl.resolving import KEPT_S, Address, Resolver

PUBLIC = "93.184.216.34"

LOOPBACK_SPELT = (
    "http://127.0.0.1/",
    "http://127.255.255.254/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://127.0.0.1./",
    "http://127.0.0.1:80/",
    "http://%31%32%37.0.0.1/",
    "http://１２７.0.0.1/",  # noqa: RUF001 - full-width digits
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://127.0.\t0.\n1/",
    "http:\\\\127.0.0.1\\",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "http://user@127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://example.com:80@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://127.0.0.1\\@example.com/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:0:0:0:0:80ff:fffe]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ip6-localhost/",
    "http://a.localhost/",
)
PRIVATE_SPELT = (
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://3232235521/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xA9FEA9FE/",
    "http://2852039166/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://192.0.0.192/",
    "http://100.100.100.200/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[5f00::1]/",
)
PRIVATE_IPS = (
    "127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "::", "fe80::1%eth0",  # noqa: S104 - judged, never bound
    "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.168.1.1", "fd00::1", "nonsense",
)  # fmt: skip


class Named:
    """A resolver that tells these addresses, one set after the other and then again."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = itertools.cycle(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        del host
        self.asked += 1
        return tuple(Address(ip, port) for ip in next(self._answers))


def counted(
    monkeypatch: pytest.MonkeyPatch,
    trip: Callable[[Fetcher], Awaitable[None]],
    resolver: Resolver | None = None,
    said: bytes = b"",
) -> tuple[Speaker, list[str]]:
    """The canary after a trip, and the addresses that connections were asked for."""
    wanted: list[str] = []

    async def whole() -> Speaker:
        async with speaking(lambda _: said or answer(b"canary")) as canary:

            async def to_canary(
                address: Address, tls: ssl.SSLContext | None, name: str | None
            ) -> CrawlStream:
                wanted.append(address.ip)
                return await connected(Address("127.0.0.1", canary.port), tls, name)

            monkeypatch.setattr(connections, "connected", to_canary)
            async with Fetcher(resolver=resolver) as fetcher:
                await trip(fetcher)
            await asyncio.sleep(0.01)
            return canary

    return asyncio.run(whole()), wanted


def test_a_public_address_does_reach_the_canary(monkeypatch: pytest.MonkeyPatch) -> None:
    async def trip(fetcher: Fetcher) -> None:
        assert (await fetcher.fetch(f"http://{PUBLIC}/")).body == b"canary"
        assert (await fetcher.fetch("http://site.example/")).ip == PUBLIC

    canary, wanted = counted(monkeypatch, trip, Named((PUBLIC,)))
    assert (canary.connections, wanted) == (2, [PUBLIC, PUBLIC])


def test_no_spelling_of_a_private_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    async def trip(fetcher: Fetcher) -> None:
        for scheme in ("http", "https"):
            for url in (*LOOPBACK_SPELT, *PRIVATE_SPELT):
                with pytest.raises((Refused, BadInput, Unreachable)):  # unreachable: no such name
                    await fetcher.fetch(scheme + url.removeprefix("http"))

    canary, wanted = counted(monkeypatch, trip)  # with the machine's own resolver
    assert (canary.connections, wanted) == (0, [])


@pytest.mark.parametrize("url", LOOPBACK_SPELT[:-4])
def test_each_spelling_that_is_an_address_is_refused_by_name(url: str) -> None:
    async def trip() -> None:
        async with Fetcher(resolver=Named((PUBLIC,))) as fetcher:
            await fetcher.fetch(url)

    with pytest.raises((RefusedPlace, BadInput)):
        asyncio.run(trip())


@pytest.mark.parametrize("ip", PRIVATE_IPS)
def test_no_name_of_a_private_address_is_connected_to(
    ip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trip(fetcher: Fetcher) -> None:
        with pytest.raises(RefusedPlace) as caught:
            await fetcher.fetch("http://innocent.example/")
        assert caught.value.kind is Why.PRIVATE_ADDRESS

    for addresses in ((ip,), (PUBLIC, ip), (ip, PUBLIC)):
        canary, wanted = counted(monkeypatch, trip, Named(addresses))
        assert (canary.connections, wanted) == (0, [])


@pytest.mark.parametrize("to", [*LOOPBACK_SPELT[:6], *PRIVATE_SPELT[:6], "http://localhost/"])
def test_no_redirect_leads_to_a_private_address(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def trip(fetcher: Fetcher) -> None:
        with pytest.raises(RefusedPlace):
            await follow(fetcher.fetch, f"http://{PUBLIC}/")

    said = answer(b"", f"Location: {to}", status="302 Found")
    canary, wanted = counted(monkeypatch, trip, said=said)
    assert (canary.connections, wanted) == (1, [PUBLIC])


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    resolver = Named((PUBLIC,), ("127.0.0.1",))
    refused = 0

    async def trip(_: Fetcher) -> None:
        nonlocal refused
        async with Fetcher(resolver=resolver, clock=clock) as fetcher:
            for _turn in range(10):
                try:
                    fetched = await fetcher.fetch("http://rebinding.example/")
                except RefusedPlace:
                    refused += 1
                else:
                    assert fetched.ip == PUBLIC
                clock.moment += timedelta(seconds=KEPT_S + 1)

    canary, wanted = counted(monkeypatch, trip)
    assert resolver.asked == 10
    assert refused == 5
    assert wanted == [PUBLIC] * 5
    assert canary.connections == 5


def test_a_private_network_of_ones_own_is_crawled_where_that_is_allowed() -> None:
    async def trip() -> bytes:
        async with (
            speaking(lambda _: answer(b"ours")) as speaker,
            Fetcher(allows_private=True) as fetcher,
        ):
            return (await fetcher.fetch(f"http://127.0.0.1:{speaker.port}/")).body

    assert asyncio.run(trip()) == b"ours"
