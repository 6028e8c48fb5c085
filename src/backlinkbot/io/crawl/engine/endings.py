"""How requests end, with an answer or without; origins of which nothing more is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.failures import RefusedPlace, Why
from backlinkbot.io.crawl.requests import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.clock import Clock
    from backlinkbot.io.crawl.failures import Unfetched
    from backlinkbot.io.crawl.fetched import Fetched
    from backlinkbot.io.crawl.lanes import Lane
    from backlinkbot.io.crawl.requests import Request

KEPT_DEAD = 65_536
# Nothing on the whole origin will answer, however often it is asked today.
HOPELESS = frozenset({Why.NO_SUCH_HOST, Why.TLS, Why.PRIVATE_ADDRESS, Why.FORBIDDEN_PORT})


class Endings:
    """Tells whoever gave the requests of the end of each."""

    def __init__(self, finished: Callable[[Exchange], None], clock: Clock) -> None:
        self._finished, self._clock = finished, clock
        self._dead: dict[str, tuple[Outcome, str, str]] = {}

    def answered(self, request: Request, fetched: Fetched, sitemaps: tuple[str, ...] = ()) -> None:
        """A request ends with an answer."""
        outcome, reason = _outcome_of(fetched), _reason_of(fetched)
        self._finished(
            Exchange(request, outcome, fetched.fetched_at, fetched, reason, sitemaps=sitemaps)
        )

    def busy(self, lane: Lane, fetched: Fetched) -> None:
        """The first request ends with the answer of a server that has no time."""
        request, lane.tries = lane.requests.popleft(), 0
        reason = str(fetched.status)
        self._finished(Exchange(request, Outcome.BUSY, fetched.fetched_at, fetched, reason))

    def unanswered(self, lane: Lane, outcome: Outcome, reason: str, sentence: str = "") -> None:
        """The first request ends without an answer."""
        request, lane.tries = lane.requests.popleft(), 0
        self._finished(Exchange(request, outcome, self._clock.now(), None, str(reason), sentence))

    def bury(self, origin: str, outcome: Outcome, reason: str, sentence: str) -> None:
        """Nothing more is asked of this origin."""
        if len(self._dead) >= KEPT_DEAD:
            del self._dead[next(iter(self._dead))]
        self._dead[origin] = (outcome, reason, sentence)

    def of_dead(self, origin: str) -> tuple[Outcome, str, str] | None:
        """How requests to an origin end of which nothing more is asked; None where it lives."""
        return self._dead.get(origin)


def silence_of(error: RefusedPlace | Unfetched) -> Outcome:
    """How a request ends that brought no answer."""
    return Outcome.REFUSED if isinstance(error, RefusedPlace) else Outcome.UNREACHABLE


def _outcome_of(fetched: Fetched) -> Outcome:
    """What an answer means for the request."""
    if fetched.is_not_modified:
        return Outcome.NOT_MODIFIED
    if fetched.status >= 400:  # noqa: PLR2004 - HTTP's first error
        return Outcome.ERROR
    return Outcome.REDIRECTED if fetched.status >= 300 else Outcome.PAGE  # noqa: PLR2004 - HTTP


def _reason_of(fetched: Fetched) -> str:
    """The status, where it says more than that all is well."""
    return "" if fetched.status == 200 else str(fetched.status)  # noqa: PLR2004 - nothing to say
