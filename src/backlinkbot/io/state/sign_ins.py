"""Questions about failed sign-ins; each over a connection of the root's database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from backlinkbot.io.state.access_tables import sign_in_failures

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a subject failed in a row, and when last; 0: it signed in then."""

    failures: int
    last_at: datetime


def kept_failures(connection: Connection, subjects: Collection[str]) -> dict[str, Failures]:
    """What is known of each subject; those of which nothing is are left out."""
    known = sign_in_failures.c.subject.in_(subjects)
    rows = connection.execute(select(sign_in_failures).where(known)).all()
    return {row.subject: Failures(row.failures, row.last_at) for row in rows}


def keep_failures(connection: Connection, subject: str, told: Failures) -> None:
    """Put what is known of a subject."""
    forget_failures(connection, subject)
    values = {"subject": subject, "failures": told.failures, "last_at": told.last_at}
    connection.execute(insert(sign_in_failures).values(values))


def take_back_failure(connection: Connection, subject: str) -> None:
    """Count one failure less."""
    table = sign_in_failures
    some = (table.c.subject == subject) & (table.c.failures > 0)
    connection.execute(update(table).where(some).values(failures=table.c.failures - 1))


def forget_failures(connection: Connection, subject: str) -> None:
    """Know nothing of a subject any more."""
    known = sign_in_failures.c.subject == subject
    connection.execute(delete(sign_in_failures).where(known))


def sweep_failures(connection: Connection, before: datetime) -> None:
    """Forget what is older."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < before))
