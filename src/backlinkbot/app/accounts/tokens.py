"""API tokens: made, listed, revoked, and who a token speaks for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.accounts.log import log
from backlinkbot.app.accounts.people import show_account
from backlinkbot.app.accounts.sessions import SECRET_BYTES, digest, principal_of_account
from backlinkbot.app.clients import need_client
from backlinkbot.core.access import HOME, Account, Principal, Role, Scope, Token
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.io.state.accounts import kept_account
from backlinkbot.io.state.tokens import (
    end_token,
    keep_token,
    kept_tokens,
    see_token,
    token_named,
    token_of,
)

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

PREFIX = "bb_"  # so that scanners of source code find a token that was published by mistake
ID_BYTES = 6
DAYS = 365  # a token ends by itself, unless told otherwise
MOST_DAYS = 3_650
LONGEST_LABEL = 100
SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token and its secret, which is shown this once and kept nowhere."""

    secret: str
    token: Token


def new_token(  # noqa: PLR0913 - what a token is made of
    root: Workspace,
    account: str,
    label: str,
    *,
    by: Principal,
    scope: Scope = Scope.READ,
    client: str | None = None,
    days: int = DAYS,
) -> NewToken:
    """Make a token for an account: his own, or any for an owner.

    `client`: the one it works in; None: for an owner all of his, else his only one. `days`: until
    it ends, 0 never.

    Raises:
        NotFound: no such account, or it does not work in that client.
        BadInput: a label or number of days that cannot be, or several clients to choose from.
        Refused: the account may not do what the token should, or a token asks.
    """
    if by.token:
        raise Refused("a token is made by a person who signed in, not by a token")
    owner = show_account(root, account, by=by)
    _may_have(owner, scope)
    named = one_line(label)
    if not named or len(named) > LONGEST_LABEL:
        raise BadInput(f"say what the token is for, in {LONGEST_LABEL} characters at most")
    if not 0 <= days <= MOST_DAYS:
        raise BadInput(f"a token ends after 1 to {MOST_DAYS:,} days, or never: 0")
    now = root.clock.now()
    token = Token(
        id=secrets.token_hex(ID_BYTES),
        label=named,
        account=owner.email,
        client=_client(root, owner, client),
        scope=scope,
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with root.state.writing() as connection:
        keep_token(connection, token, digest(secret))
        said = f"{token.id} {scope.value} of {owner.email}: {named}"
        log(connection, root, by, "token.new", said, token.client or HOME)
    return NewToken(secret, token)


def list_tokens(root: Workspace, *, by: Principal) -> list[Token]:
    """The tokens of an account, and for an owner those of all; the oldest first.

    A token that is bound to a client sees those of that client.
    """
    with root.state.reading() as connection:
        found = kept_tokens(connection, "" if by.may_manage else by.name)
    if not by.token or by.clients is None:
        return found
    return [one for one in found if one.client in by.clients]


def revoke_token(root: Workspace, name: str, *, by: Principal) -> Token:
    """End a token at once; gives it back as it was.

    Raises:
        NotFound: there is no token of that id, or none of his.
        Refused: a token asks for another one.
    """
    with root.state.writing() as connection:
        token = token_named(connection, name)
        if token is None or not (by.may_manage or token.account == by.name):
            raise NotFound(f"there is no token {name}")
        if by.token and by.token != token.id:
            raise Refused("a token may revoke itself alone")
        end_token(connection, token.id)
        said = f"{token.id} of {token.account}: {token.label}"
        log(connection, root, by, "token.revoke", said, token.client or HOME)
    return token


def principal_of_token(
    root: Workspace, secret: str, *, address: str = "", in_address: bool = False
) -> Principal | None:
    """Whom a token speaks for; None where it is revoked, over, or never was.

    `in_address`: the token stands in the address of an export or feed, where histories and logs
    keep it: then only tokens made for that are taken, and those are taken nowhere else.
    """
    if not secret.startswith(PREFIX):
        return None
    now = root.clock.now()
    with root.state.reading() as connection:
        token = token_of(connection, digest(secret))
        account = kept_account(connection, token.account) if token else None
    if token is None or account is None or not account.is_active:
        return None
    if (token.scope is Scope.EXPORT) is not in_address:
        return None
    if token.expires_at is not None and now >= token.expires_at:
        return None
    if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
        with root.state.writing() as connection:
            see_token(connection, token.id, now)
    return _principal(account, token, address)


def _principal(account: Account, token: Token, address: str) -> Principal | None:
    """What the token may do: never more than its account does today."""
    whole = principal_of_account(account)
    if token.client and not whole.may_see(token.client):
        return None
    return Principal(
        name=whole.name,
        role=whole.role,
        clients=(token.client,) if token.client else whole.clients,
        scope=token.scope,
        client=token.client or whole.client,
        token=token.id,
        address=address,
    )


def _may_have(owner: Account, scope: Scope) -> None:
    if not owner.is_active:
        raise Refused(f"{owner.email} is deactivated")
    if owner.role is Role.CLIENT and scope is Scope.WRITE:
        raise Refused(f"{owner.email} may only read, and so may his tokens")


def _client(root: Workspace, owner: Account, client: str | None) -> str:
    if client is None and owner.role is Role.OWNER:
        return ""
    if client is None:
        if len(owner.clients) > 1:
            raise BadInput(f"say for which client: {', '.join(owner.clients)}")
        return owner.clients[0]
    if owner.role is Role.OWNER:
        need_client(root, client)
    elif client not in owner.clients:
        raise NotFound(f"there is no client {client}")
    return client
