"""A mail server that answers each command as a test wants, also by hanging up or by silence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HANG_UP, SILENCE = "hang up", "silence"
PLAIN = {
    "HELLO": "220 ready", "": "535 5.7.8 no", "AUTH": "235 welcome", "MAIL": "250 ok",
    "EHLO": "250-script\r\n250 AUTH PLAIN LOGIN XOAUTH2", "RCPT": "250 ok", "DATA": "354 go on",
    "END": "250 taken", "NOOP": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


@dataclass
class Script:
    """The answers by command, and what was heard.

    `HELLO`: at the beginning, `END`: after the text, an empty one: to an empty line.

    An answer that is a list is used up from its front; its last stays.
    """

    answers: dict[str, str | list[str]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    port: int = 0

    def answer(self, command: str) -> str:
        told = self.answers.get(command, PLAIN.get(command, "500 what?"))
        if isinstance(told, list):
            return told.pop(0) if len(told) > 1 else told[0]
        return told


@contextmanager
def smtp_script(**answers: str | list[str]) -> Iterator[Script]:
    """A server that goes by a script, for as long as it is used."""
    script = Script(dict(answers))
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        script.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, script, over), daemon=True)
        thread.start()
        try:
            yield script
        finally:
            over.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", script.port), 1):
                pass
            thread.join(5)


def _serve(listening: socket.socket, script: Script, over: threading.Event) -> None:
    while True:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            if over.is_set():
                return
            _talk(connection, script, over)


def _talk(connection: socket.socket, script: Script, over: threading.Event) -> None:
    with connection.makefile("rb") as lines:
        if not _say(connection, script.answer("HELLO"), over):
            return
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            script.heard.append(line)
            command = line.split(" ")[0].upper()
            said = script.answer(command)
            if not _say(connection, said, over):
                return
            if command == "DATA" and said.startswith("354"):
                script.texts.append(_text(lines))
                if not _say(connection, script.answer("END"), over):
                    return
            if command == "QUIT":
                return


def _text(lines: Iterator[bytes]) -> bytes:
    found = []
    for line in lines:
        if line == b".\r\n":
            break
        found.append(line)
    return b"".join(found)


def _say(connection: socket.socket, said: str, over: threading.Event) -> bool:
    """Whether the conversation goes on."""
    if said == HANG_UP:
        return False
    if said == SILENCE:
        over.wait(10)
        return False
    connection.sendall(said.encode() + b"\r\n")
    return True
