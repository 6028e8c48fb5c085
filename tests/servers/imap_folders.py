"""An IMAP server that lets everybody in by a token and knows nothing but its folders."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from imapclient.imap_utf7 import encode


@contextmanager
def imap_folders(folders: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Its port, for as long as it is there; of each folder the name and its mark."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, folders), daemon=True).start()
        yield listening.getsockname()[1]


def _serve(listening: socket.socket, folders: Sequence[tuple[str, str]]) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"* OK ready\r\n")
                for line in lines:
                    tag, _, command = line.strip().partition(b" ")
                    word = command.split(b" ")[0].upper()
                    if word == b"CAPABILITY":
                        connection.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SPECIAL-USE\r\n")
                    if word == b"AUTHENTICATE":
                        connection.sendall(b"+ \r\n")
                        lines.readline()
                    if word == b"LIST":
                        for name, mark in folders:
                            told = b'* LIST (%s) "/" "%s"\r\n' % (mark.encode(), encode(name))
                            connection.sendall(told)
                    connection.sendall(tag + b" OK done\r\n")
                    if word == b"LOGOUT":
                        break
