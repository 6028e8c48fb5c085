"""One exchange with every kind of server, kind and unkind."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator
from typing import Any

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from speaking_server import Heard, Say, Speaker, answer, certificates, speaking

from backlinkbot.core.errors import BadInput
from backlinkbot.io.crawl import connections
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.fetch import ANY_TYPE, Fetcher, Limits
from backlinkbot.io.crawl.fetched import Fetched, Hop, Validators
from backlinkbot.io.crawl.network import connected
from backlinkbot.io.crawl.resolving import Address

USUAL = Limits()
SHORT = Limits(body_bytes=100_000, connect_s=2.0, total_s=0.4)
PAGE = b"<html><body>a page</body></html>"


def exchanged(
    said: bytes | Say, url: str = "http://site.example/a", limits: Limits = USUAL, **asked: Any
) -> tuple[Fetched, Speaker]:
    """What a fetcher makes of a server that says this."""

    async def whole() -> tuple[Fetched, Speaker]:
        say = (lambda _: said) if isinstance(said, bytes) else said
        async with (
            speaking(say) as speaker,
            Fetcher(resolver=speaker, allows_private=True, limits=limits) as fetcher,
        ):
            return await fetcher.fetch(url, **asked), speaker

    return asyncio.run(whole())


def failure(said: bytes | Say, url: str = "http://site.example/a", limits: Limits = SHORT) -> Why:
    with pytest.raises((Unfetched, RefusedPlace)) as caught:
        exchanged(said, url, limits)
    error = caught.value
    assert isinstance(error, Unfetched | RefusedPlace)
    assert "\n" not in str(error)
    assert len(str(error)) < 300
    return error.kind


def test_an_answer_is_told_with_all_that_belongs_to_it() -> None:
    fetched, speaker = exchanged(answer(PAGE, "X-Robots-Tag: noindex", "x-robots-tag: none"))
    assert (fetched.status, fetched.reason, fetched.body) == (200, "OK", PAGE)
    assert fetched.url == fetched.final_url == "http://site.example/a"
    assert fetched.header("X-ROBOTS-tag") == "noindex, none"
    assert fetched.media_type == "text/html"
    assert (fetched.ip, fetched.hops, fetched.is_cut) == ("127.0.0.1", (), False)
    assert 0 < fetched.took_s < 5
    assert dict(fetched.request_headers)["Host"] == speaker.heard[0].host == "site.example"


def test_the_request_says_who_asks_and_nothing_that_is_nobodys_business() -> None:
    url = "http://user:secret@Site.EXAMPLE./ä b?q=[1]|2#part"
    fetched, speaker = exchanged(answer(PAGE), url)
    assert speaker.heard[0].path == "/%C3%A4%20b?q=[1]|2"
    assert fetched.url == "http://site.example/%C3%A4%20b?q=[1]|2"
    assert speaker.heard[0].headers["user-agent"].startswith("BacklinkBot/")
    assert not {"authorization", "cookie", "referer"} & speaker.heard[0].headers.keys()


def test_a_user_agent_that_would_smuggle_a_header_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be sent"):
        Fetcher("Bot\r\nX-Evil: 1")


@pytest.mark.parametrize("url", ["ftp://site.example/", "mailto:a@b.example", "/a", "http://a b/"])
def test_what_is_no_web_address_is_not_asked_for(url: str) -> None:
    with pytest.raises(BadInput, match="not a web address"):
        exchanged(answer(PAGE), url)


@pytest.mark.parametrize("port", [25, 6667, 22, 0])
def test_ports_that_are_not_for_the_web_are_not_spoken_to(port: int) -> None:
    assert failure(answer(PAGE), f"http://site.example:{port}/") is Why.FORBIDDEN_PORT


# Bodies.

CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda plain: brotli.compress(plain, quality=3),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_packed_body_is_unpacked(coding: str) -> None:
    fetched, _ = exchanged(answer(CODINGS[coding](PAGE), f"Content-Encoding: {coding}"))
    assert fetched.body == PAGE
    assert not fetched.is_cut


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_ends_at_the_limit(coding: str) -> None:
    bomb = CODINGS[coding](bytes(50_000_000))
    fetched, _ = exchanged(answer(bomb, f"Content-Encoding: {coding}"), limits=Limits(100_000))
    assert fetched.is_cut
    assert fetched.body == bytes(100_000)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_packed_body_that_breaks_off_is_told_to_be_cut(coding: str) -> None:
    packed = CODINGS[coding](PAGE * 1_000)
    half = answer(packed[: len(packed) // 2], f"Content-Encoding: {coding}")
    assert exchanged(half)[0].is_cut


def test_a_body_packed_twice_is_not_unpacked() -> None:
    twice = gzip.compress(gzip.compress(PAGE))
    assert failure(answer(twice, "Content-Encoding: gzip, gzip")) is Why.UNKNOWN_CODING


@pytest.mark.parametrize("coding", ["utf-8", "none", "gzip"])
def test_a_body_that_is_not_packed_is_taken_as_it_is_whatever_is_said(coding: str) -> None:
    assert exchanged(answer(PAGE, f"Content-Encoding: {coding}"))[0].body == PAGE


def test_a_long_body_is_cut_at_the_limit_and_told_to_be() -> None:
    for size, is_cut in ((100_000, False), (100_001, True)):
        fetched, _ = exchanged(answer(b"a" * size), limits=SHORT)
        assert (len(fetched.body), fetched.is_cut) == (100_000, is_cut)


def test_a_caller_may_want_less_than_the_limit() -> None:
    fetched, _ = exchanged(answer(PAGE * 100), most_bytes=100)
    assert (len(fetched.body), fetched.is_cut) == (100, True)


def test_long_bodies_wait_for_each_other_and_short_ones_for_none() -> None:
    ended: list[str] = []
    long = b"x" * 600_000

    async def say(heard: Heard) -> AsyncIterator[bytes]:
        body = PAGE if heard.path == "/short" else long
        yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:-1]
        await asyncio.sleep(0.4 if heard.path == "/slow" else 0)
        yield body[-1:]

    async def whole() -> None:
        limits = Limits(body_bytes=1_000_000, long_bytes=1_000_000)
        async with (
            speaking(say) as speaker,
            Fetcher(resolver=speaker, allows_private=True, limits=limits) as fetcher,
        ):

            async def one(path: str) -> None:
                assert len((await fetcher.fetch(f"http://{path[1:]}.example{path}")).body) > 0
                ended.append(path)

            slow = asyncio.create_task(one("/slow"))
            await asyncio.sleep(0.1)
            await asyncio.gather(slow, one("/long"), one("/short"))

    asyncio.run(whole())
    assert ended == ["/short", "/slow", "/long"]


def test_a_part_that_nobody_asked_for_is_told_to_be_cut() -> None:
    said = answer(PAGE).replace(b" 200 ", b" 206 ", 1)
    assert exchanged(said)[0].is_cut


def test_a_body_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    fetched, _ = exchanged(head + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
    assert fetched.body == b"abcde"


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "video/mp4"])
def test_a_body_that_nobody_wants_is_left_unread(kind: str) -> None:
    said = answer(b"x" * 1_000, f"Content-Type: {kind}", page=False)
    fetched, _ = exchanged(said)
    assert (fetched.is_unread, fetched.body, fetched.media_type) == (True, b"", kind)
    everything, _ = exchanged(said, types=ANY_TYPE)
    assert (everything.is_unread, len(everything.body)) == (False, 1_000)


def test_a_body_of_no_known_type_is_read() -> None:
    assert exchanged(answer(PAGE, page=False))[0].body == PAGE


# Coming back.


def test_validators_ask_whether_the_page_changed() -> None:
    def say(heard: Heard) -> bytes:
        if heard.headers.get("if-none-match") == '"v1"':
            return answer(b"", status="304 Not Modified")
        return answer(PAGE, 'ETag: "v1"', "Last-Modified: Sat, 21 Nov 2026 09:00:00 GMT")

    first, _ = exchanged(say)
    assert first.validators == Validators('"v1"', "Sat, 21 Nov 2026 09:00:00 GMT")
    second, speaker = exchanged(say, validators=first.validators)
    assert second.is_not_modified
    assert speaker.heard[0].headers["if-modified-since"] == "Sat, 21 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "\x00", "é", "x" * 5_000])
def test_a_validator_that_no_header_can_hold_is_not_sent(value: str) -> None:
    _, speaker = exchanged(answer(PAGE), validators=Validators(value, value))
    assert not {"if-none-match", "x-evil"} & speaker.heard[0].headers.keys()


def test_a_connection_is_used_again() -> None:
    async def whole() -> int:
        async with (
            speaking(lambda _: answer(PAGE)) as speaker,
            Fetcher(resolver=speaker, allows_private=True) as fetcher,
        ):
            for number in range(5):
                await fetcher.fetch(f"http://site.example/{number}")
            return speaker.connections

    assert asyncio.run(whole()) == 1


def test_a_connection_on_which_more_came_than_was_asked_for_is_not_used_again() -> None:
    stray = answer(b"of somebody else")

    async def whole() -> list[bytes]:
        async with (
            speaking(lambda heard: answer(heard.path.encode()) + stray) as speaker,
            Fetcher(resolver=speaker, allows_private=True) as fetcher,
        ):
            return [(await fetcher.fetch(f"http://a.example/{n}")).body for n in range(3)]

    assert asyncio.run(whole()) == [b"/0", b"/1", b"/2"]


def test_a_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    async def whole() -> int:
        async def say(_: Heard) -> AsyncIterator[bytes]:
            yield answer(PAGE)
            raise ConnectionError  # closes it after the answer

        async with (
            speaking(say) as speaker,
            Fetcher(resolver=speaker, allows_private=True) as fetcher,
        ):
            for _ in range(3):
                assert (await fetcher.fetch("http://site.example/")).body == PAGE
            return len(speaker.heard)

    assert asyncio.run(whole()) == 3


def test_no_more_connections_are_kept_than_may_be() -> None:
    async def whole() -> int:
        async with (
            speaking(lambda _: answer(PAGE)) as speaker,
            Fetcher(resolver=speaker, allows_private=True, limits=Limits(most_idle=2)) as fetcher,
        ):
            for host in "abcabc":
                await fetcher.fetch(f"http://{host}.example/")
            return speaker.connections

    assert asyncio.run(whole()) == 6  # the oldest had gone each time


# Redirects are answers; `following` goes after them.


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/b", "http://site.example/b"),
        ("b?c#d", "http://site.example/b?c"),
        ("//other.example", "http://other.example/"),
        ("https://other.example:444/x", "https://other.example:444/x"),
        ("/\u00e4".encode().decode("latin-1"), "http://site.example/%C3%A4"),
        ("mailto:a@b.example", None),
        ("http://[", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_redirect_says_where_it_leads(location: str, to: str | None) -> None:
    fetched, speaker = exchanged(answer(b"", f"Location: {location}", status="301 Moved"))
    assert fetched.redirect_to == to
    assert len(speaker.heard) == 1


def test_hops_stay_with_the_answer_they_led_to() -> None:
    hops = (Hop("http://first.example/", 301, "http://site.example/a"),)
    fetched, _ = exchanged(answer(PAGE), hops=hops)
    assert (fetched.url, fetched.final_url) == ("http://first.example/", "http://site.example/a")
    assert fetched.hops == hops


# Failures, told apart.


def test_a_name_without_an_address_is_no_such_host() -> None:
    assert failure(answer(PAGE), "http://gone.invalid/") is Why.NO_SUCH_HOST


def test_a_closed_port_refuses_connections() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    async def whole() -> None:
        async with Fetcher(allows_private=True) as fetcher:
            await fetcher.fetch(f"http://127.0.0.1:{port}/")

    with pytest.raises(Unfetched) as caught:
        asyncio.run(whole())
    assert caught.value.kind is Why.CONNECTION_REFUSED


async def drip(*pieces: bytes, every_s: float = 0.02) -> AsyncIterator[bytes]:
    """The first piece, then the others again and again."""
    yield pieces[0]
    while True:
        for piece in pieces[1:]:
            await asyncio.sleep(every_s)
            yield piece


SLOW = {
    "silence": (b"", b""),
    "headers one by one": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a header byte by byte": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "a body byte by byte": (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"y"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "empty lines": (b"", b"\r\n"),
}


@pytest.mark.timeout(60)  # they drip for ever
@pytest.mark.parametrize("name", SLOW)
def test_a_server_that_keeps_us_waiting_is_left_in_time(name: str) -> None:
    assert failure(lambda _: drip(*SLOW[name])) in {Why.TIMEOUT, Why.NO_HTTP}


FLOODS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n" * 500),
    "one header": (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 20_000),
    "chunk extensions": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        b"x=y;" * 5_000,
    ),
    "trailers": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        b"X: y\r\n" * 5_000,
    ),
}


@pytest.mark.parametrize("name", FLOODS)
def test_headers_without_end_are_not_read(name: str) -> None:
    patient = Limits(body_bytes=100_000, total_s=10.0)
    assert failure(lambda _: drip(*FLOODS[name], every_s=0), limits=patient) is Why.TOO_BIG


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", Why.NO_HTTP),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", Why.NO_HTTP),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", Why.NO_HTTP),
        (b"", Why.BROKEN_OFF),
        (b"\x00" * 100_000, Why.NO_HTTP),
    ],
)
def test_what_is_no_http_is_told_to_be_none(said: bytes, kind: Why) -> None:
    assert failure(said) is kind


def test_a_body_that_breaks_off_is_no_page() -> None:
    async def say(_: Heard) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
        raise ConnectionError

    assert failure(say) is Why.BROKEN_OFF


class Fixed:
    """A resolver with one answer."""

    def __init__(self, *addresses: Address) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        del host, port
        return self.addresses


@pytest.mark.parametrize(
    ("url", "server", "who", "kind"),
    [
        ("https://good.example/", "good", "trusting", None),
        ("https://other.example/", "good", "trusting", Why.TLS),
        ("https://good.example/", "good", "strange", Why.TLS),
        ("https://good.example/", "expired", "trusting", Why.TLS),
        ("http://good.example/", "good", "trusting", Why.BROKEN_OFF),
    ],
)
def test_a_server_must_prove_who_it_is(url: str, server: str, who: str, kind: Why | None) -> None:
    known = certificates()
    tls = {"good": known.good, "expired": known.expired}[server]

    async def whole() -> bytes:
        async with (
            speaking(lambda _: answer(PAGE), tls) as speaker,
            Fetcher(
                resolver=speaker, allows_private=True, limits=SHORT,
                tls=known.trusting if who == "trusting" else None,
            ) as fetcher,
        ):  # fmt: skip
            return (await fetcher.fetch(url)).body

    if kind is None:
        assert asyncio.run(whole()) == PAGE
        return
    with pytest.raises(Unfetched) as caught:
        asyncio.run(whole())
    assert caught.value.kind is kind


def test_a_server_that_speaks_no_tls_is_told_by_its_kind() -> None:
    async def complain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(answer(b"plain HTTP, please", status="400 Bad Request"))
        await writer.drain()
        writer.close()

    async def whole() -> None:
        server = await asyncio.start_server(complain, "127.0.0.1", 0)
        resolver = Fixed(Address("127.0.0.1", server.sockets[0].getsockname()[1]))
        async with server, Fetcher(resolver=resolver, allows_private=True) as fetcher:
            await fetcher.fetch("https://site.example/")

    with pytest.raises(Unfetched) as caught:
        asyncio.run(whole())
    assert caught.value.kind is Why.TLS


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    async def whole() -> str:
        async with speaking(lambda _: answer(PAGE)) as speaker:
            good = Address("127.0.0.1", speaker.port)
            resolver = Fixed(Address("127.0.0.9", speaker.port), good)
            async with Fetcher(resolver=resolver, allows_private=True) as fetcher:
                return (await fetcher.fetch("http://site.example/")).ip

    assert asyncio.run(whole()) == "127.0.0.1"


def test_an_address_that_swallows_everything_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def whole() -> str:
        async with speaking(lambda _: answer(PAGE)) as speaker:
            good = Address("127.0.0.1", speaker.port)

            async def never(address: Address, *rest: Any) -> Any:
                if address == good:
                    return await connected(address, *rest)
                return await asyncio.sleep(60)

            monkeypatch.setattr(connections, "connected", never)
            resolver = Fixed(Address("127.0.0.9", speaker.port), good)
            limits = Limits(connect_s=0.5)
            async with Fetcher(resolver=resolver, allows_private=True, limits=limits) as fetcher:
                return (await fetcher.fetch("http://site.example/")).ip

    assert asyncio.run(whole()) == "127.0.0.1"


def test_a_name_server_that_does_not_answer_costs_no_more_than_the_time_to_connect() -> None:
    class Dead:
        async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
            del host, port
            await asyncio.sleep(60)
            return ()

    async def whole() -> None:
        limits = Limits(connect_s=0.1)
        async with Fetcher(resolver=Dead(), allows_private=True, limits=limits) as fetcher:
            await fetcher.fetch("http://site.example/")

    with pytest.raises(Unfetched) as caught:
        asyncio.run(whole())
    assert caught.value.kind is Why.TIMEOUT
