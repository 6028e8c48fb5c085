"""Addresses that are told, and notices on their way."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from backlinkbot.core.errors import NotFound
from backlinkbot.core.hooks import Delivery, Hook
from backlinkbot.io.state.job_tables import deliveries, hooks
from backlinkbot.io.state.outgoing import Outgoing

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.io.state.store import State


class Hooks:
    """Hooks and deliveries of all clients of one installation."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._outgoing = Outgoing(state, deliveries, deliveries.c.hook)

    def add(self, hook: Hook) -> Hook:
        """Keep a hook."""
        with self._state.writing() as connection:
            connection.execute(
                insert(hooks).values(
                    id=hook.id,
                    client=hook.client,
                    url=hook.url,
                    secret=hook.secret,
                    events=" ".join(hook.events),
                    created_at=hook.created_at,
                    allows_private=hook.allows_private,
                )
            )
        return hook

    def all(self, client: str) -> list[Hook]:
        """The hooks of a client, the oldest first."""
        asked = select(hooks).where(hooks.c.client == client)
        with self._state.reading() as connection:
            found = connection.execute(asked.order_by(hooks.c.created_at, hooks.c.id)).all()
        return [_hook(row) for row in found]

    def one(self, hook_id: str) -> Hook:
        """One hook.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.reading() as connection:
            row = connection.execute(select(hooks).where(hooks.c.id == hook_id)).first()
        if row is None:
            raise NotFound(f"there is no webhook {hook_id}")
        return _hook(row)

    def remove(self, hook_id: str) -> None:
        """Forget a hook and its deliveries."""
        with self._state.writing() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.hook == hook_id))
            connection.execute(delete(hooks).where(hooks.c.id == hook_id))

    def put(self, delivery: Delivery) -> None:
        """Keep a notice that has to go out; one of the same id is the same notice."""
        self._outgoing.put(asdict(delivery))

    def due(self, now: datetime) -> list[Delivery]:
        """The notices whose next try is due, the oldest first."""
        return [_delivery(row) for row in self._outgoing.due(now)]

    def take(self, delivery: Delivery, until: datetime) -> bool:
        """Make a try this worker's: False when another one was quicker."""
        return self._outgoing.take(delivery.id, delivery.attempts, until)

    def put_off(self, hook_id: str, until: datetime) -> None:
        """Let nothing that waits for a hook be due before a moment."""
        self._outgoing.put_off(hook_id, until)

    def note(self, delivery_id: str, state: str, next_at: datetime, message: str) -> None:
        """Write down what became of a try."""
        self._outgoing.note(delivery_id, state, next_at, message)

    def deliveries(self, hook_id: str) -> list[Delivery]:
        """The latest notices to a hook, the newest first."""
        return [_delivery(row) for row in self._outgoing.latest(hook_id)]


def _hook(row: Any) -> Hook:
    return Hook(
        row.id,
        row.client,
        row.url,
        row.secret,
        tuple(row.events.split()),
        row.created_at,
        row.allows_private,
    )


def _delivery(row: Any) -> Delivery:
    return Delivery(
        row.id,
        row.hook,
        row.event,
        row.payload,
        row.state,
        row.attempts,
        row.next_at,
        row.message,
    )
