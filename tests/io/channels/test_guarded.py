"""A receiver has seconds in all, whatever it does; names are such as machines can have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.io.channels.guarded import post
from backlinkbot.io.channels.posting import check_address

LIMIT_S = 0.6
pytestmark = pytest.mark.timeout(60)  # what they wait for never comes
LONG_LABEL = "https://" + "a" * 64 + ".example/h"


class Slow:
    """A receiver that answers with a status, or not, and drips bytes for as long as it is let."""

    def __init__(self, said: bytes) -> None:
        self._said = said
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/told"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._socket.close()

    def _serve(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(self._said)
                while not self._over.wait(0.05):
                    connection.sendall(b"x")
            except OSError:
                return


@pytest.fixture
def slow() -> Iterator[Callable[[bytes], Slow]]:
    opened: list[Slow] = []

    def make(said: bytes) -> Slow:
        opened.append(Slow(said))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_what_follows_the_status_is_not_waited_for(slow: Callable[[bytes], Slow]) -> None:
    receiver = slow(b"HTTP/1.1 202 OK\r\nContent-Length: 60000\r\n\r\n")
    assert post(receiver.url, b"{}", {}, timeout_s=30, allows_private=True) == 202


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX-Long: "])
def test_a_receiver_that_drips_its_answer_has_no_more_time_than_one_that_says_nothing(
    slow: Callable[[bytes], Slow], said: bytes
) -> None:
    with pytest.raises(Unreachable, match="does not answer"):
        post(slow(said).url, b"{}", {}, timeout_s=LIMIT_S, allows_private=True)


def test_a_receiver_that_takes_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/told"
        with pytest.raises(Unreachable):
            post(url, b"x" * 40_000_000, {}, timeout_s=LIMIT_S, allows_private=True)


def test_a_resolver_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        over.wait(200)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    with pytest.raises(Unreachable):
        post("http://a.example/", b"", {}, timeout_s=LIMIT_S, allows_private=True)
    over.set()


@pytest.mark.parametrize(
    "url",
    [LONG_LABEL, "https://a..example/", "https://\u2603.example/", "https://-\u2603.example/"],
)
def test_a_name_no_machine_can_have_is_a_sentence_and_no_fault(url: str) -> None:
    with pytest.raises(Unreachable):
        post(url, b"", {}, timeout_s=LIMIT_S, allows_private=False)


@pytest.mark.parametrize(
    "url",
    [LONG_LABEL, "https://a..example/", "https://" + "a.".join("x" * 60 for _ in range(5)) + "/"],
)
def test_an_address_of_such_a_name_is_refused_when_it_is_given(url: str) -> None:
    with pytest.raises(BadInput, match="no http"):
        check_address(url)


def test_names_that_machines_have_are_taken() -> None:
    for url in ("https://hooks.example/x", "http://m\u00fcnchen.example:8080/", "http://[::1]/",
                "https://a_b.example./"):  # fmt: skip
        check_address(url)
