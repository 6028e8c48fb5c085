"""Who is told, and notices on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update

from backlinkbot.core.errors import NotFound
from backlinkbot.core.notices import Notifier, Sending, Wants
from backlinkbot.io.state.watch_tables import notices, notifiers

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.io.state.store import State

MOST_LISTED = 100


class Notifiers:
    """Notifiers and notices of all clients of one installation."""

    def __init__(self, state: State) -> None:
        self._state = state

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
        with self._state.writing() as connection:
            same = select(notices.c.id).where(notices.c.id == sending.id)
            if connection.execute(same).first() is not None:
                return
            connection.execute(
                insert(notices).values(
                    id=sending.id,
                    notifier=sending.notifier,
                    payload=sending.payload,
                    state=sending.state,
                    attempts=sending.attempts,
                    next_at=sending.next_at,
                    message=sending.message,
                )
            )

    def due(self, now: datetime) -> list[Sending]:
        """The notices whose next try is due, the oldest first."""
        waiting = and_(notices.c.state == "waiting", notices.c.next_at <= now)
        asked = select(notices).where(waiting).order_by(notices.c.next_at, notices.c.id)
        with self._state.reading() as connection:
            return [_sending(row) for row in connection.execute(asked.limit(MOST_LISTED))]

    def take(self, sending: Sending, until: datetime) -> bool:
        """Make a try this worker's: False when another one was quicker."""
        same = and_(
            notices.c.id == sending.id,
            notices.c.state == "waiting",
            notices.c.attempts == sending.attempts,
        )
        with self._state.writing() as connection:
            taken = connection.execute(
                update(notices).where(same).values(attempts=sending.attempts + 1, next_at=until)
            )
        return bool(taken.rowcount)

    def put_off(self, notifier_id: str, until: datetime) -> None:
        """Let nothing that waits for a notifier be due before a moment."""
        early = and_(
            notices.c.notifier == notifier_id,
            notices.c.state == "waiting",
            notices.c.next_at < until,
        )
        with self._state.writing() as connection:
            connection.execute(update(notices).where(early).values(next_at=until))

    def note(self, sending_id: str, state: str, next_at: datetime, message: str) -> None:
        """Write down what became of a try."""
        with self._state.writing() as connection:
            connection.execute(
                update(notices)
                .where(notices.c.id == sending_id)
                .values(state=state, next_at=next_at, message=message)
            )

    def sendings(self, notifier_id: str) -> list[Sending]:
        """The latest notices to a notifier, the newest first."""
        asked = select(notices).where(notices.c.notifier == notifier_id)
        latest = asked.order_by(notices.c.next_at.desc(), notices.c.id).limit(MOST_LISTED)
        with self._state.reading() as connection:
            return [_sending(row) for row in connection.execute(latest)]


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
