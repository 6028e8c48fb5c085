"""A server on loopback that says exactly the bytes a test wants, and remembers who asked what."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backlinkbot.io.crawl.failures import Unfetched, Why
from backlinkbot.io.crawl.resolving import Address


@dataclass(frozen=True)
class Heard:
    """One request."""

    path: str
    headers: dict[str, str]
    connection: int

    @property
    def host(self) -> str:
        return self.headers["host"]


Say = Callable[[Heard], bytes | AsyncIterator[bytes]]


@dataclass
class Speaker:
    """The running server; `connections` counts all there were, `heard` are the requests."""

    port: int = 0
    connections: int = 0
    heard: list[Heard] = field(default_factory=list)

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        """A resolver for which every host is this server, but those of `.invalid`."""
        del port
        if host.endswith(".invalid"):
            raise Unfetched(Why.NO_SUCH_HOST, f"there is no machine of the name {host}")
        return (Address("127.0.0.1", self.port),)


@asynccontextmanager
async def speaking(say: Say, tls: ssl.SSLContext | None = None) -> AsyncIterator[Speaker]:
    """A server that answers each request with what `say` gives, and is gone afterwards."""
    speaker = Speaker()
    at_work: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        at_work.add(task)
        speaker.connections += 1
        number = speaker.connections
        try:
            while True:
                heard = _heard(await reader.readuntil(b"\r\n\r\n"), number)
                speaker.heard.append(heard)
                said = say(heard)
                if isinstance(said, bytes):
                    writer.write(said)
                else:
                    async for piece in said:
                        writer.write(piece)
                        await writer.drain()
                await writer.drain()
                if heard.headers.get("connection") == "close" or said == b"":
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()
            at_work.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    speaker.port = server.sockets[0].getsockname()[1]
    try:
        yield speaker
    finally:
        server.close()
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", page: bool = True) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if page:
        lines.append("Content-Type: text/html")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass(frozen=True)
class Certificates:
    """A server that proves to be `good.example`, one whose proof has expired, and who trusts it."""

    good: ssl.SSLContext
    expired: ssl.SSLContext
    trusting: ssl.SSLContext


@cache
def certificates() -> Certificates:
    """Made once in a process."""
    good, good_key = _certificate(2120)
    expired, expired_key = _certificate(2021)
    trusting = ssl.create_default_context(cadata=(good + expired).decode())
    return Certificates(_server(good, good_key), _server(expired, expired_key), trusting)


def _certificate(last_year: int) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"good.example {last_year}")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(last_year, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("good.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _server(certificate: bytes, key: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.write_bytes(certificate + key)
        context.load_cert_chain(path)
    return context


def _heard(head: bytes, connection: int) -> Heard:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines if line)
    return Heard(first.split(" ")[1], {name.lower(): value for name, _, value in pairs}, connection)
