"""Questions about the sessions of browsers; each over a connection of the root's database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from backlinkbot.io.state.access_tables import sessions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that signed in; `seen_at`: when it last asked, to some minutes."""

    account: str
    began_at: datetime
    seen_at: datetime


def keep_session(connection: Connection, digest: str, account: str, now: datetime) -> None:
    """Begin a session, found by the digest of its secret."""
    values = {"digest": digest, "account": account, "began_at": now, "seen_at": now}
    connection.execute(insert(sessions).values(values))


def kept_session(connection: Connection, digest: str) -> Session | None:
    """The session of a secret with that digest, None where there is none."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest)).first()
    return None if row is None else Session(row.account, row.began_at, row.seen_at)


def see_session(connection: Connection, digest: str, now: datetime) -> None:
    """Remember that a session is used."""
    known = sessions.c.digest == digest
    connection.execute(update(sessions).where(known).values(seen_at=now))


def end_session(connection: Connection, digest: str) -> str:
    """End a session; gives whose it was, empty where there was none."""
    found = kept_session(connection, digest)
    connection.execute(delete(sessions).where(sessions.c.digest == digest))
    return found.account if found else ""


def end_sessions(connection: Connection, account: str) -> int:
    """End all sessions of an account; gives how many."""
    ended = connection.execute(delete(sessions).where(sessions.c.account == account))
    return int(ended.rowcount)


def sweep_sessions(
    connection: Connection, *, unseen_since: datetime, begun_before: datetime
) -> None:
    """Forget the sessions that are over by their age."""
    over = or_(sessions.c.seen_at < unseen_since, sessions.c.began_at < begun_before)
    connection.execute(delete(sessions).where(over))
