"""One at a time: a turn that ends with the process that has it, however it ends."""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.state.store import State

SENDERS = 0xB0C  # the first half of PostgreSQL's lock; `engine.TURN` is another


@contextmanager
def turn(state: State, name: str) -> Iterator[bool]:
    """Whether the turn of that name is ours; nobody else has it in this database meanwhile.

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
            yield bool(told)
        return
    with _lock_file(path, name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _lock_file(path: Path, name: str) -> Path:
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return path.with_name(f"turn-{digest}.lock")
