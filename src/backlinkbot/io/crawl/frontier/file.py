"""The file of a frontier: a connection that reads and one that writes."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_S = 30.0


class File:
    """`reader`: a connection that never waits for what is being written.

    Raises:
        BadInput: the file is no frontier.
        Refused: another process has it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()  # around the writing connection
        try:
            self.reader = _connection(path)
            self._writer = _connection(path)
            schema = files("backlinkbot.io.crawl.frontier").joinpath("schema.sql")
            self._writer.executescript(schema.read_text("utf-8"))
        except sqlite3.DatabaseError as error:
            raise BadInput(f"{path} is no frontier of a crawl: {error}") from error

    def close(self) -> None:
        """Close the file."""
        for connection in (self.reader, self._writer):
            connection.close()

    @contextmanager
    def asking(self) -> Iterator[sqlite3.Connection]:
        """The writing connection, for questions that must see all that was written."""
        with self._lock:
            yield self._writer

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """One transaction: all of it is written down, or nothing.

        Raises:
            Refused: another process has the file.
        """
        with self._lock:
            try:
                cursor = self._writer.execute("begin immediate")
            except sqlite3.OperationalError as error:
                raise Refused(f"{self._path} cannot be written: {error}") from error
            try:
                yield cursor
            except BaseException:
                self._writer.execute("rollback")
                raise
            self._writer.execute("commit")


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")  # the archive tells what a power cut took
    return connection
