"""Names to addresses: kept for a while, judged each time, and failures told apart."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest

from backlinkbot.core.clock import FixedClock
from backlinkbot.io.crawl import resolving
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.resolving import KEPT_S, Address, Addresses, SystemResolver

PUBLIC = "93.184.216.34"


class Counting:
    """A resolver that counts how often each host is asked for."""

    def __init__(self, ip: str = PUBLIC) -> None:
        self.ip = ip
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        self.asked.append(host)
        return (Address(self.ip, port),)


def test_a_name_is_asked_for_once_in_a_while(fixed_clock: FixedClock) -> None:
    resolver = Counting()
    addresses = Addresses(resolver, fixed_clock)
    for _ in range(3):
        assert asyncio.run(addresses.of("a.example", 80)) == (Address(PUBLIC, 80),)
    assert resolver.asked == ["a.example"]
    fixed_clock.moment += timedelta(seconds=KEPT_S)
    asyncio.run(addresses.of("a.example", 80))
    assert resolver.asked == ["a.example"] * 2


def test_an_address_needs_no_resolver_and_is_judged_as_well(fixed_clock: FixedClock) -> None:
    resolver = Counting()
    addresses = Addresses(resolver, fixed_clock)
    assert asyncio.run(addresses.of(PUBLIC, 8080)) == (Address(PUBLIC, 8080),)
    with pytest.raises(RefusedPlace):
        asyncio.run(addresses.of("::1", 80))
    assert resolver.asked == []


def test_what_was_refused_is_judged_again(fixed_clock: FixedClock) -> None:
    resolver = Counting("10.0.0.1")
    addresses = Addresses(resolver, fixed_clock)
    for _ in range(2):
        with pytest.raises(RefusedPlace):
            asyncio.run(addresses.of("a.example", 80))
    resolver.ip = PUBLIC
    assert asyncio.run(addresses.of("a.example", 80))
    assert len(resolver.asked) == 3


def test_no_more_names_are_kept_than_may_be(
    fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "MOST_KEPT", 2)
    resolver = Counting()
    addresses = Addresses(resolver, fixed_clock)
    for host in "abcba":
        asyncio.run(addresses.of(host, 80))
    assert resolver.asked == ["a", "b", "c", "a"]


@pytest.fixture
def system() -> SystemResolver:
    return SystemResolver()


def test_the_machines_resolver_gives_each_address_once(system: SystemResolver) -> None:
    found = asyncio.run(system.resolve("localhost", 8080))
    assert set(found) <= {Address("127.0.0.1", 8080), Address("::1", 8080)}
    assert len(found) == len(set(found)) >= 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Why.NO_SUCH_HOST),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), Why.RESOLVER_FAILED),
        (socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure"), Why.RESOLVER_FAILED),
        (OSError("out of files"), Why.RESOLVER_FAILED),
        (UnicodeError("label too long"), Why.RESOLVER_FAILED),
    ],
)
def test_a_name_that_is_gone_is_told_from_a_resolver_that_fails(
    system: SystemResolver, error: Exception, kind: Why, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unfetched) as caught:
        asyncio.run(system.resolve("gone.example", 80))
    assert caught.value.kind is kind
    assert "gone.example" in str(caught.value)


def test_no_more_look_ups_run_at_once_than_may_and_nobody_waits_for_the_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolving, "THREADS", 2)
    at_once, most, lock = 0, 0, threading.Lock()

    def slowly(*_: Any, **__: Any) -> list[Any]:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.02)
        with lock:
            at_once -= 1
        return [(2, 1, 6, "", (PUBLIC, 0))]

    async def whole() -> None:
        resolver = SystemResolver()
        forgotten = [asyncio.create_task(resolver.resolve(f"{n}", 80)) for n in range(2)]
        await asyncio.sleep(0)
        for task in forgotten:
            task.cancel()
        found = await asyncio.gather(*(resolver.resolve(f"{n}", 80) for n in range(6)))
        assert found == [(Address(PUBLIC, 80),)] * 6

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    asyncio.run(whole())
    assert most == 2


def test_the_clock_is_the_callers() -> None:
    clock = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    assert asyncio.run(Addresses(Counting(), clock).of("a.example", 443))[0].port == 443
