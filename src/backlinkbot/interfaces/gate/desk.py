"""Who asks: the account of a session or token, or the one user of a machine without accounts."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from fastapi import HTTPException

from backlinkbot.app import accounts
from backlinkbot.app.clients import client_workspace, list_clients
from backlinkbot.core.access import LOCAL, Client, Principal
from backlinkbot.core.clock import DatedClock
from backlinkbot.interfaces.gate.pool import Pool
from backlinkbot.interfaces.gate.wrong import WrongTries

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.clock import Clock

SESSION_COOKIE = "bb_session"
BOUND = "__Host-"  # a name that browsers keep to this very host, and to encrypted connections
LATE = time(23)  # of the day that is looked at: all of it has happened
# Pages and REST of outreach, by name: messages go, and answers come, on real days. So these go by
# the real day also where the data are looked at as on another.
OF_TODAY = frozenset((
    "growth", "campaigns", "approval", "outcomes", "inbox", "templates", "sequences", "mailboxes",
    "contacts", "suppressions", "outreach", "budget", "plan", "simulation", "landed",
))  # fmt: skip
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
SIGN_IN = "Sign in, or send a token as `Authorization: Bearer …`."
NO_ACCOUNTS = (
    "Nobody made an account yet, so only this machine itself is answered; make one with: "
    "backlinkbot account add you@example.com --role owner"
)


class Gate:
    """The root workspace, the open workspaces of its clients, and the key that signs forms."""

    def __init__(self, root: Workspace, as_of: date | None = None) -> None:
        self.root = root
        self.as_of = as_of
        self.key = root.key("forms")
        self.pool = Pool(self._opened)
        self.wrong_tries = WrongTries(root.clock)

    @property
    def is_team(self) -> bool:
        """Whether there are accounts; without one, whoever sits at this machine is the owner."""
        return accounts.is_team(self.root)

    def clients(self, principal: Principal) -> list[Client]:
        """The clients he may see, home first."""
        return [one for one in list_clients(self.root) if principal.may_see(one.slug)]

    def principal(self, request: HTTPConnection) -> Principal:
        """Who asks: by token, else by session, else the user of this machine.

        Raises:
            HTTPException: 401, nobody we know.
        """
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return _known(
                accounts.principal_of_token(self.root, secret.strip(), address=address_of(request))
            )
        session = session_of(request)
        if session and (
            found := accounts.principal_of_session(self.root, session, address=address_of(request))
        ):
            return found
        if self.is_team:
            return _known(None)
        if is_local(request):
            return replace(LOCAL, address=address_of(request))
        raise HTTPException(401, NO_ACCOUNTS)

    def exporter(self, request: HTTPConnection) -> Principal:
        """The same for the addresses of exports and feeds, which may hold a token made for that."""
        secret = request.query_params.get("token", "")
        if not secret:
            return self.principal(request)
        return _known(
            accounts.principal_of_token(
                self.root, secret, address=address_of(request), in_address=True
            )
        )

    def clock_of(self, path: str) -> Clock:
        """What the time is for the page or resource at a path: the day looked at, or the real."""
        if self.as_of is None or is_of_today(path):
            return self.root.clock
        return DatedClock(datetime.combine(self.as_of, LATE, UTC))

    def _opened(self, slug: str) -> Workspace:
        return client_workspace(self.root, slug)


def is_of_today(path: str) -> bool:
    """Whether a path is about outreach, which is of the real day."""
    match path.strip("/").split("/"):
        case (
            ["c", _, "s", _, name, *_]
            | ["c", _, name, *_]
            | ["api", "v1", "domains", _, name, *_]
            | ["api", "v1", name, *_]
        ):
            return name in OF_TODAY
    return False


def _known(found: Principal | None) -> Principal:
    if found is None:
        raise HTTPException(401, SIGN_IN, {"WWW-Authenticate": "Bearer"})
    return found


def address_of(request: HTTPConnection) -> str:
    """From where a request came, for the audit log and limits."""
    return request.client.host if request.client else ""


def session_cookie(request: HTTPConnection) -> str:
    """What the cookie with the session is called on this connection."""
    return BOUND + SESSION_COOKIE if request.url.scheme == "https" else SESSION_COOKIE


def session_of(request: HTTPConnection) -> str:
    """The secret of the session that a browser sends, or empty."""
    return request.cookies.get(session_cookie(request), "")


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
