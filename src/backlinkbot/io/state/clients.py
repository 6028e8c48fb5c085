"""Questions about clients, which are tenants; each over a connection of the root's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from backlinkbot.core.access import Client
from backlinkbot.io.state.access_tables import clients

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def kept_clients(connection: Connection) -> list[Client]:
    """All clients but `home`, by their names in addresses."""
    found = [Client(row.slug, row.name) for row in connection.execute(select(clients))]
    return sorted(found, key=lambda one: one.slug)


def is_client(connection: Connection, slug: str) -> bool:
    """Whether a client of that slug was added."""
    found = select(clients.c.slug).where(clients.c.slug == slug)
    return connection.execute(found).first() is not None


def keep_client(connection: Connection, client: Client, now: datetime) -> None:
    """Add a client."""
    values = {"slug": client.slug, "name": client.name, "added_at": now}
    connection.execute(insert(clients).values(values))
