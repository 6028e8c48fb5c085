"""Who may do what: accounts, the clients they work for, and what a request may touch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

HOME = "home"  # the client that every workspace has: the workspace itself


class Role(StrEnum):
    """What an account may do, the mightiest first."""

    OWNER = "owner"  # everything, in every client, and accounts, clients and settings
    MEMBER = "member"  # every verb in the clients he is a member of
    CLIENT = "client"  # reads the client he belongs to


class Scope(StrEnum):
    """What an API token may do; never more than its account."""

    EXPORT = "export"  # the addresses of exports and feeds alone, where it stands in the address
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Client:
    """A tenant: a workspace of its own, with its own index, sites, decisions and reports."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in; `clients`: slugs, of no meaning for an owner, who has all."""

    email: str
    name: str
    role: Role
    clients: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as it is listed; its secret is shown once and kept as a hash only.

    `client`: the one it works in, empty for all of an owner's; `last_used_at`: to the hour, so that
    reading costs no write.
    """

    id: str
    label: str
    account: str
    client: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: an account by session or token, or the one user of a machine without accounts.

    `name`: the account's e-mail address; `clients` None: all of them; `client`: the one he means
    when he names none; `token`: its id, empty for a session; `address`: from where he asks.
    """

    name: str
    role: Role
    clients: tuple[str, ...] | None
    scope: Scope = Scope.WRITE
    client: str = HOME
    token: str = ""
    address: str = ""

    def may_see(self, client: str) -> bool:
        """Whether anything of that client may be known to him, even that it exists."""
        return self.clients is None or client in self.clients

    def may_write(self, client: str) -> bool:
        """Whether he may change something in that client."""
        writes = self.scope is Scope.WRITE and self.role is not Role.CLIENT
        return writes and self.may_see(client)

    @property
    def may_manage(self) -> bool:
        """Whether he may change accounts, clients and settings."""
        return self.role is Role.OWNER and self.scope is Scope.WRITE and self.clients is None

    @property
    def may_see_people(self) -> bool:
        """Whether he may know whom outreach writes to, and the words; a client sees what came."""
        return self.role is not Role.CLIENT

    @property
    def is_local(self) -> bool:
        """Whether he is the user of this machine, without an account."""
        return self.name == LOCAL.name


# The user of a machine on which nobody made an account: everything is his.
LOCAL = Principal("local user", Role.OWNER, None)


@dataclass(frozen=True, slots=True)
class AccessEvent:
    """One line of the audit log: who did what to what, when, from where."""

    at: datetime
    who: str
    client: str
    action: str
    object: str = ""
    address: str = ""
