"""The tables of who may come in; filled in the application database of the root alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)

from backlinkbot.io.state.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Dialect

EMAIL = String(254)  # the longest address that mail can be sent to
SLUG = String(40)
DIGEST = String(64)  # SHA-256 in hexadecimal digits


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is taken off and put on here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        told: datetime = value
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def _account() -> ForeignKey:
    return ForeignKey("account.email", ondelete="CASCADE")


# Tenants beside `home`; each has a folder, and on PostgreSQL a schema, of its own.
clients = Table(
    "client",
    metadata,
    Column("slug", SLUG, primary_key=True),
    Column("name", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
)

# `password`: an argon2 hash, never more.
accounts = Table(
    "account",
    metadata,
    Column("email", EMAIL, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(10), nullable=False),
    Column("password", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("added_at", Moment, nullable=False),
)

account_clients = Table(
    "account_client",
    metadata,
    Column("account", EMAIL, _account(), nullable=False),
    Column("client", SLUG, nullable=False),
    PrimaryKeyConstraint("account", "client"),
)

# `digest`: of the secret, which only the browser has.
sessions = Table(
    "session",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("account", EMAIL, _account(), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_session_account", "account"),
)

# `client` empty: every client of its account, who is an owner.
tokens = Table(
    "token",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("label", Text, nullable=False),
    Column("account", EMAIL, _account(), nullable=False),
    Column("client", SLUG, nullable=False),
    Column("scope", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("last_used_at", Moment),
    Index("ix_token_digest", "digest", unique=True),
    Index("ix_token_account", "account"),
)

# `subject`: the digest of an account, an address or both, so that no typed password (in the place
# of an e-mail address) is kept in clear.
sign_in_failures = Table(
    "sign_in_failure",
    metadata,
    Column("subject", DIGEST, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# The audit log; a row is never changed.
access_events = Table(
    "access_event",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("client", SLUG, nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("ix_access_event_at", "at"),
)
