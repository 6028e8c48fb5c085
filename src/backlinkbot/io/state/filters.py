"""Questions about the filters that users saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Table, Text, delete, insert, select

from backlinkbot.core.filters import LONGEST_NAME, SavedFilter
from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

saved_filters = Table(
    "saved_filter",
    metadata,
    Column("site", DOMAIN, primary_key=True),
    Column("list", String(40), primary_key=True),
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("query", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
)


def filters_of(connection: Connection, site: str, list_name: str) -> list[SavedFilter]:
    """The filters of one list of a site, by name."""
    chosen = (saved_filters.c.site == site) & (saved_filters.c.list == list_name)
    found = [
        SavedFilter(row.site, row.list, row.name, row.query, row.by, row.saved_at)
        for row in connection.execute(select(saved_filters).where(chosen))
    ]
    return sorted(found, key=lambda one: one.name)


def keep_filter(connection: Connection, one: SavedFilter) -> None:
    """Put a filter in the place of the one of its name."""
    drop_filter(connection, one.site, one.list, one.name)
    connection.execute(
        insert(saved_filters).values(
            site=one.site, list=one.list, name=one.name, query=one.query, by=one.by,
            saved_at=one.saved_at,
        )
    )  # fmt: skip


def drop_filter(connection: Connection, site: str, list_name: str, name: str) -> bool:
    """Forget a filter; whether there was one of that name."""
    chosen = (saved_filters.c.site == site) & (saved_filters.c.list == list_name)
    gone = connection.execute(delete(saved_filters).where(chosen & (saved_filters.c.name == name)))
    return bool(gone.rowcount)
