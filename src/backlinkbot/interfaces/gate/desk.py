"""Who asks: the account of a session or token, or the one user of a machine without accounts."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from fastapi import HTTPException

from backlinkbot.core.access import HOME, LOCAL, Client, Principal
from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.gate.pool import Pool

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from backlinkbot.app.workspace import Workspace

SESSION_COOKIE = "bb_session"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
SIGN_IN = "Sign in, or send a token as `Authorization: Bearer …`."
NO_ACCOUNTS = (
    "Nobody made an account yet, so only this machine itself is answered; make one with: "
    "backlinkbot account add you@example.com --role owner"
)


class Gate:
    """The root workspace, the open workspaces of its clients, and the key that signs forms."""

    def __init__(self, root: Workspace) -> None:
        self.root = root
        self.key = root.key("forms")
        self.pool = Pool(self.open_client)

    @property
    def is_team(self) -> bool:
        """Whether there are accounts; without one, whoever sits at this machine is the owner."""
        return False

    def open_client(self, slug: str) -> Workspace:
        """A workspace of a client, opened anew.

        Raises:
            NotFound: there is no such client.
        """
        if slug != HOME:
            raise NotFound(f"there is no client {slug}")
        return type(self.root)(self.root.settings, self.root.clock)

    def clients(self, principal: Principal) -> list[Client]:
        """The clients he may see, home first."""
        every = [Client(HOME, "Home")]
        return [one for one in every if principal.may_see(one.slug)]

    def principal(self, request: HTTPConnection) -> Principal:
        """Who asks.

        Raises:
            HTTPException: 401, nobody we know.
        """
        if not self.is_team:
            if is_local(request):
                return LOCAL
            raise HTTPException(401, NO_ACCOUNTS)
        raise HTTPException(401, SIGN_IN, {"WWW-Authenticate": "Bearer"})


def is_local(request: HTTPConnection) -> bool:
    """Whether the request was made on this machine, for all that can be known.

    A proxy on this machine forwards requests of others; then nobody is taken for local.
    """
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.client.host)


def is_loopback(host: str) -> bool:
    """Whether this address or name is the machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def gate_of(request: HTTPConnection) -> Gate:
    """The gate of the application that a request came to."""
    gate: Gate = request.app.state.gate
    return gate
