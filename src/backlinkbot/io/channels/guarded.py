"""HTTP that goes to public addresses only, judged on the very address it connects to."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from backlinkbot.core.errors import Unreachable
from backlinkbot.core.urls.addresses import check_public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES = 64 * 1024  # of an answer; nobody's receipt is longer


class PublicNetwork(httpcore2.NetworkBackend):
    """Resolves a name once, refuses what is not public, and connects to what was judged.

    A name whose address changes between the look and the connection (DNS rebinding) gains nothing.
    """

    def __init__(self, *, allows_private: bool = False) -> None:
        self._inner = httpcore2.SyncBackend()
        self._allows_private = allows_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one address of the host, if all of them are public.

        Raises:
            Refused: one is not.
            Unreachable: the name has none.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unreachable(f"there is no machine of the name {host}") from error
        addresses = [str(one[4][0]) for one in found]
        if not self._allows_private:
            check_public(host, addresses)
        return self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def post(
    url: str, body: bytes, headers: dict[str, str], *, timeout_s: float, allows_private: bool
) -> int:
    """Send a body and give the status of the answer; follows no redirect.

    Raises:
        Refused: the address is not public.
        Unreachable: no answer in time, or none that is HTTP.
    """
    address = httpx2.URL(url)
    wait = {"connect": timeout_s, "read": timeout_s, "write": timeout_s, "pool": timeout_s}
    pool = httpcore2.ConnectionPool(
        ssl_context=ssl.create_default_context(),
        network_backend=PublicNetwork(allows_private=allows_private),
    )
    with (
        _answering(address.host),
        pool,
        pool.stream(
            "POST",
            str(address),
            headers=[("Host", address.netloc.decode()), *headers.items()],
            content=body,
            extensions={"timeout": wait},
        ) as answer,
    ):
        read = 0
        for chunk in answer.iter_stream():
            read += len(chunk)
            if read > MOST_BYTES:
                break
        return int(answer.status)


@contextmanager
def _answering(host: str) -> Iterator[None]:
    try:
        yield
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        raise Unreachable(
            f"{host} does not answer: {str(error) or type(error).__name__}"
        ) from error
