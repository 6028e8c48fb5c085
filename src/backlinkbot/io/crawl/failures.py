"""Why a fetch brought no answer, told apart for whoever has to act on it."""

from __future__ import annotations

from enum import StrEnum

from backlinkbot.core.errors import Refused, Unreachable


class Why(StrEnum):
    """What happened instead of an answer."""

    NO_SUCH_HOST = "no_such_host"  # the name has no address: the only sign that a host is gone
    RESOLVER_FAILED = "resolver_failed"  # nobody could say whether the name has one
    CONNECTION_REFUSED = "connection_refused"
    NO_ROUTE = "no_route"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN_OFF = "broken_off"  # the connection ended before the answer did
    NO_HTTP = "no_http"  # what came is not HTTP
    TOO_BIG = "too_big"  # headers without end
    UNKNOWN_CODING = "unknown_coding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_ADDRESS = "private_address"
    FORBIDDEN_PORT = "forbidden_port"


class Unfetched(Unreachable):
    """Somebody else's machine did not answer as it should; `kind` says in which way."""

    def __init__(self, kind: Why, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class Unconnected(Unfetched):
    """No connection came about, so nothing was asked; another address of the host may answer."""


class ClosedMeanwhile(Unfetched):
    """A connection that was kept open ended with our request on it, which may have been read."""


class RefusedPlace(Refused):
    """A machine or port that no request of ours may go to."""

    def __init__(self, kind: Why, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
