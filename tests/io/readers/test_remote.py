"""Addresses: resumed after a drop, never two versions glued, plain words when it fails."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import httpx2
import pytest
from answering import answering

from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound, Refused, Unreachable
from backlinkbot.io.readers.remote import Fetch, remote_source

DATA = os.urandom(1_500_000)


@dataclass
class Server:
    """A loopback file server that can be told to misbehave."""

    versions: list[bytes] = field(default_factory=lambda: [DATA])
    drop_after: list[int] = field(default_factory=list)  # bytes sent before each drop
    refuse_with: list[int] = field(default_factory=list)  # statuses of the first answers
    has_ranges: bool = True
    has_etag: bool = True
    asked: list[str | None] = field(default_factory=list)  # the Range header of each request
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.headers.get("Range"))
        if self.refuse_with:
            handler.send_response(self.refuse_with.pop(0))
            handler.send_header("Content-Length", "0")
            handler.send_header("Retry-After", "3")
            handler.end_headers()
            return
        data = self.versions[min(len(self.asked), len(self.versions)) - 1]
        etag = f'"{hash(data):x}"'
        start = 0
        wanted = handler.headers.get("Range")
        if wanted and self.has_ranges and handler.headers.get("If-Range") == etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            handler.send_response(200)
        if self.has_etag:
            handler.send_header("ETag", etag)
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        handler.wfile.write(data[start:][: self.drop_after.pop(0) if self.drop_after else None])
        handler.wfile.flush()
        handler.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()
    with answering(told.answer) as address:
        told.url = f"{address}file"
        yield told


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def fetched(server: Server, clock: FixedClock) -> Callable[[], bytes]:
    def _fetched() -> bytes:
        source = remote_source(server.url, Fetch(attempts=3, clock=clock))
        with source.open_raw() as stream:
            return stream.read()

    return _fetched


def test_a_dropped_connection_goes_on_where_it_stopped(
    server: Server, fetched: Callable[[], bytes]
) -> None:
    server.drop_after = [300_000, 500_000]
    assert fetched() == DATA
    assert server.asked[0] is None
    assert all(asked and int(asked[6:-1]) > 0 for asked in server.asked[1:])
    assert len(server.asked) == 3


@pytest.mark.parametrize(("ranges", "etag"), [(0, 1), (0, 0), (1, 0)])
def test_without_ranges_or_version_the_beginning_is_read_again_and_compared(
    server: Server, fetched: Callable[[], bytes], ranges: int, etag: int
) -> None:
    server.drop_after = [400_000]
    server.has_ranges, server.has_etag = bool(ranges), bool(etag)
    assert fetched() == DATA


@pytest.mark.parametrize("etag", [0, 1])
@pytest.mark.parametrize("ranges", [0, 1])
def test_two_versions_are_never_glued(
    server: Server, fetched: Callable[[], bytes], ranges: int, etag: int
) -> None:
    server.versions = [DATA, os.urandom(len(DATA))]
    server.drop_after = [700_000]
    server.has_ranges, server.has_etag = bool(ranges), bool(etag)
    with pytest.raises(Unreachable, match="changed on its server"):
        fetched()


def test_a_shorter_second_version_without_a_name_is_noticed(
    server: Server, fetched: Callable[[], bytes]
) -> None:
    server.versions = [DATA, DATA[:500_000]]
    server.drop_after = [700_000]
    server.has_etag = False
    with pytest.raises(Unreachable, match="changed on its server"):
        fetched()


def test_a_busy_server_is_asked_again_after_the_time_it_names(
    server: Server, fetched: Callable[[], bytes], clock: FixedClock
) -> None:
    started = clock.now()
    server.refuse_with = [503, 429]
    assert fetched() == DATA
    assert (clock.now() - started).total_seconds() == 6


def test_a_server_that_stays_down_is_unreachable(
    server: Server, fetched: Callable[[], bytes]
) -> None:
    server.refuse_with = [503] * 9
    with pytest.raises(Unreachable, match="the server says 503"):
        fetched()
    assert len(server.asked) == 3


def test_drops_without_one_new_byte_end_after_the_attempts(
    server: Server, fetched: Callable[[], bytes]
) -> None:
    server.drop_after = [300_000] + [0] * 9
    with pytest.raises(Unreachable, match="could not be read to its end"):
        fetched()


def test_a_refused_connection_is_unreachable(clock: FixedClock) -> None:
    source = remote_source("http://127.0.0.1:9/x", Fetch(attempts=2, clock=clock))
    with pytest.raises(Unreachable):
        source.head()


def test_an_address_that_never_answers_is_given_up_in_ten_seconds(clock: FixedClock) -> None:
    def dead(request: httpx2.Request) -> httpx2.Response:
        clock.sleep(Fetch().connect_s)
        raise httpx2.ConnectTimeout("", request=request)

    began = clock.now()
    fetch = Fetch(clock=clock, transport=httpx2.MockTransport(dead))
    with pytest.raises(Unreachable, match=r"could not be read: nobody answers .* within 4 s"):
        remote_source("http://203.0.113.1/x", fetch).head()
    assert (clock.now() - began).total_seconds() <= 10


def test_a_busy_server_that_answers_is_waited_for_longer(server: Server, clock: FixedClock) -> None:
    server.refuse_with = [503] * 9
    began = clock.now()
    with pytest.raises(Unreachable, match="503"):
        remote_source(server.url, Fetch(clock=clock)).head()
    assert (clock.now() - began).total_seconds() > 10


def test_what_is_no_address_is_said_at_once(clock: FixedClock) -> None:
    started = clock.now()
    with pytest.raises(Unreachable, match="cannot be read"):
        remote_source("http://", Fetch(clock=clock)).head()
    assert clock.now() == started


def test_nothing_at_the_address_is_not_found(server: Server, fetched: Callable[[], bytes]) -> None:
    server.refuse_with = [404]
    with pytest.raises(NotFound, match="there is nothing at"):
        fetched()


def test_a_refusal_is_not_repeated(server: Server, fetched: Callable[[], bytes]) -> None:
    server.refuse_with = [403]
    with pytest.raises(Unreachable, match="says 403"):
        fetched()
    assert len(server.asked) == 1


def test_the_head_and_the_whole_cost_one_request(server: Server, clock: FixedClock) -> None:
    server.versions = [gzip.compress(b"1,a.example\n" * 1000)]
    source = remote_source(server.url, Fetch(clock=clock))
    assert source.head().plain.startswith(b"1,a.example")
    with source.open() as stream:
        assert len(stream.read()) == 12_000
    assert len(server.asked) == 1
    assert source.digest() is not None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "2130706433", "0x7f.1"],
)
def test_for_somebody_elsewhere_no_private_address_is_asked(host: str) -> None:
    """Otherwise whoever may import could have the metadata of a cloud, or a router, read to him."""
    with pytest.raises(Refused, match="no public address"):
        remote_source(f"http://{host}:1/secret", Fetch(public_only=True, attempts=1)).open().read()


def test_the_user_of_this_machine_may_read_from_it(server: Server) -> None:
    assert remote_source(server.url, Fetch()).open().read() == DATA
