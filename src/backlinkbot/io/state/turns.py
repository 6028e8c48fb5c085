"""One at a time: a turn that ends with the process that has it, however it ends."""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from backlinkbot.io.state.store import State

SENDERS = 0xB0C  # the first half of PostgreSQL's lock; `engine.TURN` is another


@contextmanager
def turn(state: State, name: str) -> Iterator[Callable[[], bool] | None]:
    """The turn of that name, None where somebody else has it in this database.

    What it gives tells, each time it is asked, whether the turn is still ours: a database server
    may have ended our connection while we slept, and the turn with it.

    It waits for nobody. It is a lock of the operating system beside SQLite's file, or one of the
    PostgreSQL server, so no clock has a say in it and `kill -9` gives it back.

    Raises:
        Unreachable: the database does not answer.
    """
    path = state.file
    if path is None:
        with state.reading() as connection:
            # some servers end transactions that wait for long, and the turn with them
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            asked = "SELECT pg_try_advisory_xact_lock(:first, hashtext(current_schema() || :name))"
            told = connection.execute(text(asked), {"first": SENDERS, "name": name}).scalar()
            yield partial(_answers, connection) if told else None
        return
    with _lock_file(path, name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield _always  # nobody but this process can give it back


def _answers(connection: Connection) -> bool:
    """Whether a connection is there; its turn lasts as long as it does."""
    try:
        connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _always() -> bool:
    return True


def _lock_file(path: Path, name: str) -> Path:
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return path.with_name(f"turn-{digest}.lock")
