"""Questions about API tokens; each over a connection of the root's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from backlinkbot.core.access import Scope, Token
from backlinkbot.io.state.access_tables import tokens

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def keep_token(connection: Connection, token: Token, digest: str) -> None:
    """Add a token, found by the digest of its secret."""
    values = {
        "id": token.id,
        "digest": digest,
        "label": token.label,
        "account": token.account,
        "client": token.client,
        "scope": token.scope.value,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }
    connection.execute(insert(tokens).values(values))


def kept_tokens(connection: Connection, account: str = "") -> list[Token]:
    """The tokens of an account, or of all; the oldest first."""
    asked = select(tokens).order_by(tokens.c.created_at, tokens.c.id)
    if account:
        asked = asked.where(tokens.c.account == account)
    return [_token(row) for row in connection.execute(asked).all()]


def token_of(connection: Connection, digest: str) -> Token | None:
    """The token of a secret with that digest, None where there is none."""
    row = connection.execute(select(tokens).where(tokens.c.digest == digest)).first()
    return None if row is None else _token(row)


def token_named(connection: Connection, name: str) -> Token | None:
    """The token of that id, None where there is none."""
    row = connection.execute(select(tokens).where(tokens.c.id == name)).first()
    return None if row is None else _token(row)


def see_token(connection: Connection, name: str, now: datetime) -> None:
    """Remember that a token is used."""
    connection.execute(update(tokens).where(tokens.c.id == name).values(last_used_at=now))


def end_token(connection: Connection, name: str) -> None:
    """Revoke a token; its secret opens nothing from now on."""
    connection.execute(delete(tokens).where(tokens.c.id == name))


def end_tokens(connection: Connection, account: str) -> int:
    """Revoke all tokens of an account; gives how many."""
    ended = connection.execute(delete(tokens).where(tokens.c.account == account))
    return int(ended.rowcount)


def _token(row: Any) -> Token:
    return Token(
        id=row.id,
        label=row.label,
        account=row.account,
        client=row.client,
        scope=Scope(row.scope),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
