"""Questions about accounts; each over a connection of the root's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from backlinkbot.core.access import Account, Role
from backlinkbot.io.state.access_tables import account_clients, accounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def has_accounts(connection: Connection) -> bool:
    """Whether anybody ever made an account."""
    return connection.execute(select(accounts.c.email).limit(1)).first() is not None


def kept_accounts(connection: Connection) -> list[Account]:
    """All accounts, by their e-mail addresses."""
    rows = connection.execute(select(accounts)).all()
    told: dict[str, list[str]] = {}
    for row in connection.execute(select(account_clients)).all():
        told.setdefault(row.account, []).append(row.client)
    found = [_account(row, sorted(told.get(row.email, ()))) for row in rows]
    return sorted(found, key=lambda one: one.email)


def kept_account(connection: Connection, email: str) -> Account | None:
    """One account, None where there is none."""
    row = connection.execute(select(accounts).where(accounts.c.email == email)).first()
    if row is None:
        return None
    of_his = select(account_clients.c.client).where(account_clients.c.account == email)
    return _account(row, sorted(connection.scalars(of_his)))


def active_owners(connection: Connection) -> int:
    """How many accounts can manage this installation."""
    owners = (accounts.c.role == Role.OWNER.value) & accounts.c.is_active
    counted = connection.execute(select(func.count()).select_from(accounts).where(owners))
    return int(counted.scalar_one())


def password_hash(connection: Connection, email: str) -> str | None:
    """The kept hash of an account that may sign in, None where there is none."""
    may = (accounts.c.email == email) & accounts.c.is_active
    told = connection.execute(select(accounts.c.password).where(may)).scalar()
    return None if told is None else str(told)


def keep_account(connection: Connection, account: Account, password: str, now: datetime) -> None:
    """Add an account with the hash of its password."""
    values = _values(account) | {"email": account.email, "password": password, "added_at": now}
    connection.execute(insert(accounts).values(values))
    _keep_clients(connection, account.email, account.clients)


def change_account(connection: Connection, account: Account) -> None:
    """Put the account of that e-mail address as it is told; its password stays."""
    known = accounts.c.email == account.email
    connection.execute(update(accounts).where(known).values(_values(account)))
    of_his = account_clients.c.account == account.email
    connection.execute(delete(account_clients).where(of_his))
    _keep_clients(connection, account.email, account.clients)


def change_password_hash(connection: Connection, email: str, password: str) -> None:
    """Put another hash to an account."""
    known = accounts.c.email == email
    connection.execute(update(accounts).where(known).values(password=password))


def _keep_clients(connection: Connection, email: str, slugs: Iterable[str]) -> None:
    if rows := [{"account": email, "client": slug} for slug in slugs]:
        connection.execute(insert(account_clients), rows)


def _values(account: Account) -> dict[str, Any]:
    return {"name": account.name, "role": account.role.value, "is_active": account.is_active}


def _account(row: Any, slugs: Sequence[str]) -> Account:
    return Account(row.email, row.name, Role(row.role), tuple(slugs), is_active=row.is_active)
