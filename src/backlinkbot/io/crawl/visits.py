"""Fetches a fixed list of addresses politely and follows their redirects: for looking again."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.io.crawl.engine import nothing
from backlinkbot.io.crawl.failures import Unfetched
from backlinkbot.io.crawl.following import next_hop
from backlinkbot.io.crawl.requests import Exchange, Kind, Request
from backlinkbot.io.crawl.session import Manner, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backlinkbot.io.crawl.fetched import Validators


__all__ = ["Listed", "Manner", "Visit", "visit"]


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one address: its exchanges, each but the last a redirect to the next."""

    url: str
    exchanges: tuple[Exchange, ...]

    @property
    def last(self) -> Exchange:
        """How it ended."""
        return self.exchanges[-1]


def visit(
    urls: Iterable[str],
    manner: Manner,
    ended: Callable[[Visit], None],
    *,
    validators: dict[str, Validators] | None = None,
    heard: Callable[[Exchange], None] | None = None,
    tick: Callable[[], None] = nothing,
) -> None:
    """Fetch each address and tell `ended` of it as soon as it is known; returns when all are.

    Robots.txt, pauses and gaps are kept as in a crawl, also at each redirect. `heard` is told of
    every exchange, those of robots.txt too: whoever archives listens there; `tick` is called many
    times a second, so that it can stop all by raising. They are called one at a time, in the
    caller's thread, and must not wait.

    Raises:
        BadInput: one of them is no web address.
    """
    listed = Listed(urls, ended, validators or {}, heard)
    with Session(manner, listed, listed.finished, tick=tick) as session:
        session.run()


class Listed:
    """The addresses of a list, each in the queue of its site, and the redirects from them."""

    def __init__(
        self,
        urls: Iterable[str],
        ended: Callable[[Visit], None],
        validators: dict[str, Validators],
        heard: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._ended, self._heard = ended, heard
        self._waiting: dict[str, deque[Request]] = defaultdict(deque)
        self._held: set[str] = set()
        self._paths: dict[int, tuple[str, tuple[Exchange, ...]]] = {}
        for number, url in enumerate(dict.fromkeys(urls)):
            self._paths[number] = (url, ())
            self._add(Request(url, domain_of(url), validators=validators.get(url), place=number))

    def _add(self, request: Request) -> None:
        self._waiting[request.site].append(request)

    def sites(self, most: int) -> list[str]:
        """Sites with something to take that are not held."""
        found = [site for site in self._waiting if site not in self._held][:most]
        self._held.update(found)
        return found

    def take(self, site: str, most: int) -> list[Request]:
        """The next requests of a site."""
        queue = self._waiting.get(site)
        taken = [queue.popleft() for _ in range(min(most, len(queue)))] if queue else []
        if not queue:
            self._waiting.pop(site, None)
        return taken

    def fetched_of(self, site: str) -> int:
        """Nothing here is counted by site."""
        del site
        return 0

    def release(self, site: str, untried: Sequence[Request]) -> None:
        """Let go of a site."""
        self._held.discard(site)
        self._waiting[site].extendleft(reversed(untried))
        if not self._waiting[site]:
            del self._waiting[site]

    @property
    def is_full(self) -> bool:
        """Nothing has to be worked through here."""
        return False

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def finished(self, exchange: Exchange) -> None:
        """Go on where a redirect leads, or say how the visit ended."""
        if self._heard is not None:
            self._heard(exchange)
        request = exchange.request
        if request.kind is not Kind.PAGE:
            return
        url, before = self._paths[request.place]
        following = exchange
        try:
            to = self._next(exchange, before)
        except Unfetched as error:
            to = ""
            following = replace(
                exchange, outcome=Outcome.UNREACHABLE, reason=error.kind, sentence=str(error)
            )
        path = (*before, following)
        if to:
            self._paths[request.place] = (url, path)
            self._add(
                replace(request, url=to, site=domain_of(to), hops=request.hops + 1, via=request.url,
                        validators=None)
            )  # fmt: skip
            return
        del self._paths[request.place]
        self._ended(Visit(url, path))

    @staticmethod
    def _next(exchange: Exchange, before: tuple[Exchange, ...]) -> str:
        """Where a redirect leads; empty where nowhere.

        Raises:
            Unfetched: in a circle, or too far.
        """
        if exchange.fetched is None or exchange.outcome is not Outcome.REDIRECTED:
            return ""
        hops = tuple(
            hop for one in before if one.fetched and (hop := next_hop(one.fetched)) is not None
        )
        hop = next_hop(replace(exchange.fetched, hops=hops))
        return (canonical(hop.to) or "") if hop else ""
