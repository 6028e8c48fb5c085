"""Accounts: who there is, what he may do, in which clients."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.accounts.log import log
from backlinkbot.app.accounts.passwords import checked_password, is_password, kept_password
from backlinkbot.app.accounts.throttle import SignInRefused, attempt
from backlinkbot.app.clients import need_client, need_manager
from backlinkbot.core.access import Account, Principal, Role
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.io.state.accounts import (
    active_owners,
    change_account,
    change_password_hash,
    has_accounts,
    keep_account,
    kept_account,
    kept_accounts,
    password_hash,
)
from backlinkbot.io.state.sessions import end_sessions
from backlinkbot.io.state.tokens import end_tokens

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.state.engine import Connection

LONGEST_EMAIL = 254
LONGEST_NAME = 100
LAST_OWNER = "{} is the last owner that can sign in; make another one first"


@dataclass(frozen=True, slots=True)
class AccountEdit:
    """What to change of an account; None leaves it as it is."""

    name: str | None = None
    role: Role | None = None
    clients: tuple[str, ...] | None = None
    is_active: bool | None = None


def is_team(root: Workspace) -> bool:
    """Whether somebody made an account; until then this machine's user is the owner."""
    with root.state.reading() as connection:
        return has_accounts(connection)


def list_accounts(root: Workspace, *, by: Principal) -> list[Account]:
    """All accounts, by their e-mail addresses.

    Raises:
        Refused: he is no owner.
    """
    need_manager(by)
    with root.state.reading() as connection:
        return kept_accounts(connection)


def show_account(root: Workspace, email: str, *, by: Principal) -> Account:
    """One account; his own, or any for an owner.

    Raises:
        NotFound: there is none, or none that he may see.
    """
    email = email_named(email)
    with root.state.reading() as connection:
        found = kept_account(connection, email)
    if found is None or not (by.may_manage or by.name == email):
        raise NotFound(f"there is no account {email}")
    return found


def add_account(root: Workspace, account: Account, password: str, *, by: Principal) -> Account:
    """Make an account; the first one is an owner's, so that somebody can manage the rest.

    Raises:
        BadInput: an address or password that cannot be used, or a role without a client.
        NotFound: no such client.
        Refused: he may not.
    """
    need_manager(by)
    account = _checked(root, account)
    checked_password(password, account)
    kept = kept_password(password)
    root.write()
    with root.state.writing() as connection:
        if kept_account(connection, account.email):
            raise BadInput(f"there is an account {account.email} already")
        if not has_accounts(connection) and account.role is not Role.OWNER:
            raise BadInput("the first account is an owner's: who else could make the others?")
        keep_account(connection, account, kept, root.clock.now())
        log(connection, root, by, "account.add", f"{account.email} {_in_words(account)}")
    return account


def edit_account(root: Workspace, email: str, edit: AccountEdit, *, by: Principal) -> Account:
    """Change an account. One that is no longer active has no sessions and tokens any more.

    Raises:
        NotFound: no such account or client.
        BadInput: a role without a client.
        Refused: he may not, or nobody could manage the installation afterwards.
    """
    need_manager(by)
    email = email_named(email)
    with root.state.writing() as connection:
        known = _known(connection, email)
        wanted = _checked(root, _edited(known, edit))
        change_account(connection, wanted)
        if not active_owners(connection):
            raise Refused(LAST_OWNER.format(email))
        if not wanted.is_active:
            end_sessions(connection, email)
            end_tokens(connection, email)
        log(connection, root, by, "account.edit", f"{email} {_in_words(wanted)}")
    return wanted


def change_password(root: Workspace, email: str, new: str, *, by: Principal, old: str = "") -> None:
    """Give an account another password, which ends all its sessions.

    `old`: the password until now, which everybody but an owner, who resets another's, must know.

    Raises:
        NotFound: no such account, or none of his.
        BadInput: the new password cannot be used.
        Refused: the old one is wrong, or was tried too often.
    """
    account = show_account(root, email, by=by)
    if by.token:
        raise Refused("a password is changed by a person who signed in, not by a token")
    if by.name == account.email:
        with root.state.reading() as connection:
            kept = password_hash(connection, account.email)
        with attempt(root, account.email, by.address) as tried:
            tried.is_right = is_password(old, kept).is_right
        if not tried.is_right:
            raise SignInRefused("the password until now is wrong")
    checked_password(new, account)
    fresh = kept_password(new)
    with root.state.writing() as connection:
        change_password_hash(connection, account.email, fresh)
        end_sessions(connection, account.email)
        log(connection, root, by, "account.password", account.email)


def email_named(text: str) -> str:
    """An e-mail address as accounts are found by it: small letters, no spaces around.

    Raises:
        BadInput: it is none.
    """
    told = unicodedata.normalize("NFC", text.strip()).lower()
    name, _, host = told.rpartition("@")
    is_clean = all(c.isprintable() and not c.isspace() and c not in "<>\"',;" for c in told)
    if not (name and host and is_clean and "@" not in name and len(told) <= LONGEST_EMAIL):
        raise BadInput(f"{text!r:.80} is no e-mail address")
    return told


def _checked(root: Workspace, account: Account) -> Account:
    name = one_line(account.name)
    if len(name) > LONGEST_NAME:
        raise BadInput(f"a name has {LONGEST_NAME} characters at most")
    slugs = () if account.role is Role.OWNER else tuple(dict.fromkeys(account.clients))
    if account.role is not Role.OWNER and not slugs:
        raise BadInput(f"say for which client this {account.role.value} is")
    for slug in slugs:
        need_client(root, slug)
    return replace(account, email=email_named(account.email), name=name, clients=slugs)


def _edited(known: Account, edit: AccountEdit) -> Account:
    return Account(
        email=known.email,
        name=known.name if edit.name is None else edit.name,
        role=known.role if edit.role is None else edit.role,
        clients=known.clients if edit.clients is None else edit.clients,
        is_active=known.is_active if edit.is_active is None else edit.is_active,
    )


def _known(connection: Connection, email: str) -> Account:
    found = kept_account(connection, email)
    if found is None:
        raise NotFound(f"there is no account {email}")
    return found


def _in_words(account: Account) -> str:
    parts = [account.role.value, *account.clients]
    return " ".join(parts if account.is_active else [*parts, "deactivated"])
