"""Serves many made-up hosts on loopback, each on an address of its own, and logs every request.

Every host is reached through `Resolving`, which sends it to its address in 127.0.0.0/8, http to
one port and https to another. What a host says is told by a function of the request.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Self

from backlinkbot.core.urls import domain_of
from backlinkbot.io.crawl.failures import Unfetched, Why
from backlinkbot.io.crawl.resolving import Address

HTML = (("Content-Type", "text/html; charset=utf-8"),)
TEXT = (("Content-Type", "text/plain"),)
REASONS = {200: "OK", 302: "Found", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True)
class Asked:
    """A request as it came; `times`: how often this address was asked for, 1 at first."""

    host: str
    target: str
    headers: Mapping[str, str]
    times: int
    scheme: str = "http"


@dataclass(frozen=True)
class Answer:
    """What to say, and after how long; `is_raw`: the body is all of it, then hang up."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = HTML
    wait_s: float = 0.0
    is_raw: bool = False


Host = Callable[[Asked], Answer]
MISSING = Answer(b"<title>Not here</title>", 404)


@dataclass
class Logged:
    """One request: when it came and when it was answered (None: never)."""

    host: str
    target: str
    ip: str
    began_s: float
    agent: str
    ended_s: float | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> str:
        return domain_of(f"http://{self.host}/")


def page(*hrefs: str, text: str = "") -> Answer:
    """A page with links."""
    links = "".join(f'<p><a href="{href}">to {href}</a></p>' for href in hrefs)
    title = f"<title>{text or 'A page'}</title>"
    return Answer(f"<!doctype html><html><head>{title}</head><body>{links}</body></html>".encode())


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(b"", status, (("Location", to),))


@dataclass(frozen=True)
class Fixed:
    """A host of fixed pages, by target."""

    pages: Mapping[str, Answer]

    @property
    def targets(self) -> list[str]:
        return list(self.pages)

    def __call__(self, asked: Asked) -> Answer:
        return self.pages.get(asked.target, MISSING)


def fixed(pages: Mapping[str, Answer], robots: str | Answer | None = None) -> Fixed:
    """A host of fixed pages; without `robots` its robots.txt is a 404."""
    if robots is None:
        return Fixed(pages)
    answer = robots if isinstance(robots, Answer) else Answer(robots.encode(), 200, TEXT)
    return Fixed({**pages, "/robots.txt": answer})


def any_below(host: str) -> str:
    """The name under which all hosts of a domain are served: `*.endless.example`."""
    return f"*.{host.partition('.')[2]}"


class VirtualWeb:
    """The server; use it as a context. `hosts`: by name; `addresses`: where not of its own."""

    def __init__(
        self,
        hosts: Mapping[str, Host],
        *,
        addresses: Mapping[str, str] | None = None,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        self.hosts = dict(hosts)
        self.log: list[Logged] = []
        self.port = self.tls_port = 0
        self.addresses = dict(addresses or {})
        self._times: dict[tuple[str, str], int] = defaultdict(int)
        self._certificate = certificate
        self._ready, self._stop = Event(), asyncio.Event()
        self._thread = Thread(target=self._run, daemon=True)
        for number, name in enumerate(self.hosts):
            self.addresses.setdefault(
                name, f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
            )

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def resolver(self) -> Resolving:
        return Resolving(self.addresses, self.port, self.tls_port)

    def requests_of(self, host: str) -> list[Logged]:
        return [one for one in self.log if one.host == host]

    def targets_of(self, host: str) -> list[str]:
        """What was asked for, robots.txt aside, in order."""
        return [one.target for one in self.requests_of(host) if one.target != "/robots.txt"]

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        plain = await self._loop.create_server(
            lambda: _Connection(self, "http"),
            "0.0.0.0",  # noqa: S104 - strangers are refused
            0,
            backlog=2048,
        )
        self.port = plain.sockets[0].getsockname()[1]
        servers = [plain]
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._certificate)
            secure = await self._loop.create_server(
                lambda: _Connection(self, "https"),
                "0.0.0.0",  # noqa: S104 - strangers are refused
                0,
                ssl=context,
            )
            self.tls_port = secure.sockets[0].getsockname()[1]
            servers.append(secure)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()

    def answer(self, asked: Asked) -> Answer:
        host = self.hosts.get(asked.host) or self.hosts.get(any_below(asked.host))
        return host(asked) if host else MISSING

    def times(self, host: str, target: str) -> int:
        self._times[host, target] += 1
        return self._times[host, target]


class _Connection(asyncio.Protocol):
    def __init__(self, web: VirtualWeb, scheme: str) -> None:
        self._web, self._scheme = web, scheme
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("peername")[0].startswith("127."):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._came += data
        if self._came[:1] == b"\x16":  # a handshake, to a port that speaks plainly
            self._transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            self._transport.close()
            return
        while (end := self._came.find(b"\r\n\r\n")) >= 0:
            head, self._came = self._came[:end], self._came[end + 4 :]
            self._asked(head.decode("latin-1"))

    def _asked(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        host, target = headers.get("host", "").partition(":")[0], first.split(" ")[1]
        logged = Logged(
            host,
            target,
            self._transport.get_extra_info("sockname")[0],
            time.monotonic(),
            headers.get("user-agent", ""),
            headers=headers,
        )
        self._web.log.append(logged)
        asked = Asked(host, target, headers, self._web.times(host, target), self._scheme)
        answer = self._web.answer(asked)
        if answer.wait_s:
            asyncio.get_running_loop().call_later(answer.wait_s, self._say, answer, logged)
        else:
            self._say(answer, logged)

    def _say(self, answer: Answer, logged: Logged) -> None:
        if self._transport.is_closing():
            return
        logged.status = answer.status
        logged.ended_s = time.monotonic()  # before it is sent: afterwards others may run first
        if answer.is_raw:
            self._transport.write(answer.body)
            self._transport.close()
        else:
            lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Other')}"]
            lines.extend(f"{name}: {value}" for name, value in answer.headers)
            lines.append(f"Content-Length: {len(answer.body)}")
            self._transport.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + answer.body)


class Resolving:
    """The resolver of a virtual web; other names have no address."""

    def __init__(self, addresses: Mapping[str, str], port: int, tls_port: int = 0) -> None:
        self._addresses, self._port, self._tls_port = addresses, port, tls_port

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        ip = self._addresses.get(host) or self._addresses.get(any_below(host))
        if ip is None:
            raise Unfetched(Why.NO_SUCH_HOST, f"there is no machine of the name {host}")
        return (Address(ip, self._tls_port if port == 443 and self._tls_port else self._port),)


def archived(paths: Iterable[Path]) -> dict[str, Fixed]:
    """The hosts of web archives, each saying what it said then."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    pages: dict[str, dict[str, Answer]] = defaultdict(dict)
    for path in paths:
        with path.open("rb") as file:
            for record in ArchiveIterator(
                file, record_types=WarcRecordType.response, parse_http=True
            ):
                url = record.headers.get("WARC-Target-URI", "")
                if not url.startswith(("http://", "https://")) or record.http_headers is None:
                    continue
                host, _, target = url.partition("://")[2].partition("/")
                kept = [
                    (name, value)
                    for name, value in record.http_headers
                    if name.lower() in {"content-type", "location", "last-modified", "etag"}
                ]
                status = int(record.http_headers.status_code or 200)
                pages[host.lower()].setdefault(
                    "/" + target, Answer(record.reader.read(), status, tuple(kept))
                )
    return {host: fixed(found) for host, found in pages.items()}


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate and its key."""
    crt, key = folder / "server.crt", folder / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=virtual.example", "-keyout", key, "-out", crt],
        check=True, capture_output=True,
    )  # fmt: skip
    return crt, key
