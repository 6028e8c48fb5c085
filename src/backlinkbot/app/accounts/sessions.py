"""Sign-in, sign-out and who a browser's session is of."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from backlinkbot.app.accounts.log import log
from backlinkbot.app.accounts.passwords import is_password
from backlinkbot.app.accounts.people import email_named
from backlinkbot.app.accounts.throttle import SignInRefused, attempt
from backlinkbot.core.access import HOME, Account, Principal, Role
from backlinkbot.core.errors import BadInput
from backlinkbot.io.state.accounts import change_password_hash, kept_account, password_hash
from backlinkbot.io.state.sessions import (
    end_session,
    keep_session,
    kept_session,
    see_session,
    sweep_sessions,
)

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)  # so that looking at a page does not write each time
SECRET_BYTES = 32
WRONG = "the e-mail address or the password is wrong"

__all__ = ["SignInRefused", "digest", "principal_of_account", "principal_of_session", "sign_in"]


def sign_in(
    root: Workspace, email: str, password: str, *, address: str = "", previous: str = ""
) -> str:
    """The secret of a new session, for a cookie; `previous`, what the browser had, is ended.

    The answer and its time are the same for an unknown account, a deactivated one and a wrong
    password.

    Raises:
        SignInRefused: wrong, or tried too often.
    """
    try:
        name = email_named(email)
    except BadInput:
        name = ""
    with root.state.reading() as connection:
        kept = password_hash(connection, name)
    with attempt(root, name, address) as tried:
        answer = is_password(password, kept)
        tried.is_right = answer.is_right
    return (
        _signed_in(root, name, answer.fresh, address, previous)
        if tried.is_right
        else _failed(root, name if kept else "", address)
    )


def sign_out(root: Workspace, secret: str, *, address: str = "") -> None:
    """End a session; one that is over already is no error."""
    with root.state.writing() as connection:
        if account := end_session(connection, digest(secret)):
            who = Principal(account, Role.CLIENT, (), address=address)
            log(connection, root, who, "sign-out", account)


def principal_of_session(root: Workspace, secret: str, *, address: str = "") -> Principal | None:
    """Who has this session; None where it is over or never was."""
    if not secret:
        return None
    key, now = digest(secret), root.clock.now()
    with root.state.reading() as connection:
        session = kept_session(connection, key)
        account = kept_account(connection, session.account) if session else None
    if session is None or account is None or not account.is_active:
        return None
    if now - session.seen_at > IDLE or now - session.began_at > LONGEST:
        return None
    if now - session.seen_at > SEEN_EVERY:
        with root.state.writing() as connection:
            see_session(connection, key, now)
    return replace(principal_of_account(account), address=address)


def principal_of_account(account: Account) -> Principal:
    """What an account may do today."""
    clients = None if account.role is Role.OWNER else account.clients
    if clients is None or HOME in clients or not clients:
        return Principal(account.email, account.role, clients)
    return Principal(account.email, account.role, clients, client=clients[0])


def digest(secret: str) -> str:
    """By what a secret is found; 256 random bits need no slow hash."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _signed_in(root: Workspace, email: str, fresh: str, address: str, previous: str) -> str:
    secret, now = secrets.token_urlsafe(SECRET_BYTES), root.clock.now()
    with root.state.writing() as connection:
        account = kept_account(connection, email)
        if account is None or not account.is_active:  # since the password was looked at
            raise SignInRefused(WRONG)
        if fresh:
            change_password_hash(connection, email, fresh)
        sweep_sessions(connection, unseen_since=now - IDLE, begun_before=now - LONGEST)
        if previous:
            end_session(connection, digest(previous))
        keep_session(connection, digest(secret), email, now)
        who = replace(principal_of_account(account), address=address)
        log(connection, root, who, "sign-in", email)
    return secret


def _failed(root: Workspace, email: str, address: str) -> str:
    """Says no; a name that is no account is not kept, as people type passwords there too."""
    who = Principal(email or "unknown", Role.CLIENT, (), address=address)
    with root.state.writing() as connection:
        log(connection, root, who, "sign-in.failed", email)
    raise SignInRefused(WRONG)
