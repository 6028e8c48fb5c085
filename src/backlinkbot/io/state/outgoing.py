"""What is on its way to somebody: tried when it is due, by one worker, and noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Column, Row, Table

    from backlinkbot.io.state.store import State

WAITING = "waiting"
MOST_LISTED = 100


class Outgoing:
    """The rows of a table that go out: `receiver` is its column of whom each goes to."""

    def __init__(self, state: State, table: Table, receiver: Column[str]) -> None:
        self._state, self._table, self._receiver = state, table, receiver

    def put(self, values: Mapping[str, object]) -> None:
        """Keep what has to go out; one of the same id is the same."""
        with self._state.writing() as connection:
            same = select(self._table.c.id).where(self._table.c.id == values["id"])
            if connection.execute(same).first() is None:
                connection.execute(insert(self._table).values(**values))

    def due(self, now: datetime) -> Sequence[Row[Any]]:
        """What is to be tried now, the oldest first."""
        column = self._table.c
        waiting = and_(column.state == WAITING, column.next_at <= now)
        asked = select(self._table).where(waiting).order_by(column.next_at, column.id)
        with self._state.reading() as connection:
            return connection.execute(asked.limit(MOST_LISTED)).all()

    def take(self, row_id: str, attempts: int, until: datetime) -> bool:
        """Make a try this worker's: False when another one was quicker."""
        column = self._table.c
        same = and_(column.id == row_id, column.state == WAITING, column.attempts == attempts)
        tried = update(self._table).where(same).values(attempts=attempts + 1, next_at=until)
        with self._state.writing() as connection:
            return bool(connection.execute(tried).rowcount)

    def put_off(self, receiver: str, until: datetime) -> None:
        """Let nothing that waits for a receiver be due before a moment."""
        column = self._table.c
        early = and_(self._receiver == receiver, column.state == WAITING, column.next_at < until)
        with self._state.writing() as connection:
            connection.execute(update(self._table).where(early).values(next_at=until))

    def note(self, row_id: str, state: str, next_at: datetime, message: str) -> None:
        """Write down what became of a try."""
        noted = update(self._table).where(self._table.c.id == row_id)
        with self._state.writing() as connection:
            connection.execute(noted.values(state=state, next_at=next_at, message=message))

    def latest(self, receiver: str) -> Sequence[Row[Any]]:
        """The latest for a receiver, the newest first."""
        column = self._table.c
        asked = select(self._table).where(self._receiver == receiver)
        newest = asked.order_by(column.next_at.desc(), column.id).limit(MOST_LISTED)
        with self._state.reading() as connection:
            return connection.execute(newest).all()
