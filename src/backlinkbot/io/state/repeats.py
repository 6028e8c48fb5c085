"""Questions about what was answered to requests that may come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Table, Text, delete, insert, select, update

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import metadata

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

repeats = Table(
    "repeat",
    metadata,
    Column("client", String(63), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """One request with a key: `digest` of what was asked; `answer` empty while it is worked on."""

    client: str
    key: str
    digest: str
    answer: str
    at: datetime


def kept_repeat(connection: Connection, client: str, key: str) -> Repeat | None:
    """What is known of a key of a client."""
    row = connection.execute(select(repeats).where(_of(client, key))).first()
    return Repeat(row.client, row.key, row.digest, row.answer, row.at) if row else None


def begin_repeat(connection: Connection, one: Repeat, forget_before: datetime) -> None:
    """Keep that a request is worked on, and forget those of long ago."""
    connection.execute(delete(repeats).where(repeats.c.at < forget_before))
    connection.execute(delete(repeats).where(_of(one.client, one.key)))
    connection.execute(
        insert(repeats).values(
            client=one.client, key=one.key, digest=one.digest, answer=one.answer, at=one.at
        )
    )


def end_repeat(connection: Connection, client: str, key: str, answer: str) -> None:
    """Keep what was answered; a request without an answer was not answered, and is forgotten."""
    if answer:
        connection.execute(update(repeats).where(_of(client, key)).values(answer=answer))
    else:
        connection.execute(delete(repeats).where(_of(client, key)))


def _of(client: str, key: str):  # type: ignore[no-untyped-def]  # a condition of SQLAlchemy
    return (repeats.c.client == client) & (repeats.c.key == key)
