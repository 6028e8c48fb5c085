"""Who is told, and notices on their way."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from backlinkbot.core.errors import NotFound
from backlinkbot.core.notices import Notifier, Sending, Wants
from backlinkbot.io.state.outgoing import Outgoing
from backlinkbot.io.state.watch_tables import notices, notifiers

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.io.state.store import State


class Notifiers:
    """Notifiers and notices of all clients of one installation."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._outgoing = Outgoing(state, notices, notices.c.notifier)

    def add(self, one: Notifier) -> Notifier:
        """Keep a notifier."""
        with self._state.writing() as connection:
            connection.execute(
                insert(notifiers).values(
                    id=one.id,
                    client=one.client,
                    kind=one.kind,
                    target=one.target,
                    secret=one.secret,
                    wants=one.wants.value,
                    created_at=one.created_at,
                    allows_private=one.allows_private,
                )
            )
        return one

    def all(self, client: str) -> list[Notifier]:
        """The notifiers of a client, the oldest first."""
        asked = select(notifiers).where(notifiers.c.client == client)
        with self._state.reading() as connection:
            rows = connection.execute(asked.order_by(notifiers.c.created_at, notifiers.c.id))
            return [_notifier(row) for row in rows]

    def one(self, notifier_id: str) -> Notifier:
        """One notifier.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.reading() as connection:
            asked = select(notifiers).where(notifiers.c.id == notifier_id)
            row = connection.execute(asked).first()
        if row is None:
            raise NotFound(f"there is no notifier {notifier_id}; see: backlinkbot notify list")
        return _notifier(row)

    def remove(self, notifier_id: str) -> None:
        """Forget a notifier and its notices."""
        with self._state.writing() as connection:
            connection.execute(delete(notices).where(notices.c.notifier == notifier_id))
            connection.execute(delete(notifiers).where(notifiers.c.id == notifier_id))

    def put(self, sending: Sending) -> None:
        """Keep a notice that has to go out; one of the same id is the same notice."""
        self._outgoing.put(asdict(sending))

    def due(self, now: datetime) -> list[Sending]:
        """The notices whose next try is due, the oldest first."""
        return [_sending(row) for row in self._outgoing.due(now)]

    def take(self, sending: Sending, until: datetime) -> bool:
        """Make a try this worker's: False when another one was quicker."""
        return self._outgoing.take(sending.id, sending.attempts, until)

    def put_off(self, notifier_id: str, until: datetime) -> None:
        """Let nothing that waits for a notifier be due before a moment."""
        self._outgoing.put_off(notifier_id, until)

    def note(self, sending_id: str, state: str, next_at: datetime, message: str) -> None:
        """Write down what became of a try."""
        self._outgoing.note(sending_id, state, next_at, message)

    def sendings(self, notifier_id: str) -> list[Sending]:
        """The latest notices to a notifier, the newest first."""
        return [_sending(row) for row in self._outgoing.latest(notifier_id)]


def _notifier(row: Any) -> Notifier:
    return Notifier(
        id=row.id,
        client=row.client,
        kind=row.kind,
        target=row.target,
        wants=Wants(row.wants),
        created_at=row.created_at,
        secret=row.secret,
        allows_private=row.allows_private,
    )


def _sending(row: Any) -> Sending:
    return Sending(
        row.id, row.notifier, row.payload, row.state, row.attempts, row.next_at, row.message
    )
