"""The audit log: who did what to what; rows are added and read, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from backlinkbot.core.access import AccessEvent
from backlinkbot.io.state.access_tables import access_events

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keep_event(connection: Connection, event: AccessEvent) -> None:
    """Add a line to the log."""
    values = {
        "at": event.at,
        "who": event.who,
        "client": event.client,
        "action": event.action,
        "object": event.object,
        "address": event.address,
    }
    connection.execute(insert(access_events).values(values))


def kept_events(
    connection: Connection, limit: int, *, who: str = "", client: str = ""
) -> list[AccessEvent]:
    """The newest lines, the newest first; of one account, of one client, or of all."""
    asked = select(access_events).order_by(access_events.c.number.desc()).limit(limit)
    if who:
        asked = asked.where(access_events.c.who == who)
    if client:
        asked = asked.where(access_events.c.client == client)
    return [
        AccessEvent(row.at, row.who, row.client, row.action, row.object, row.address)
        for row in connection.execute(asked).all()
    ]
