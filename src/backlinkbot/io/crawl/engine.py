"""Fetches what it is given as politely as it is told: one queue per site and per IP address.

Whoever gives it requests (`Requests`) hears of the end of each through `finished`, also of those
that robots.txt forbids or that nobody answers. What is on its way is held in memory only.
"""

from __future__ import annotations

import asyncio
import heapq
from itertools import count
from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.asked import asked
from backlinkbot.io.crawl.connections import MOST_TRIED
from backlinkbot.io.crawl.failures import (
    ClosedMeanwhile,
    RefusedPlace,
    Unconnected,
    Unfetched,
    Why,
)
from backlinkbot.io.crawl.fetch import ANY_TYPE, PAGE_TYPES
from backlinkbot.io.crawl.fetched import OK
from backlinkbot.io.crawl.following import next_hop
from backlinkbot.io.crawl.lanes import Budget, Lane
from backlinkbot.io.crawl.politeness import Machines, Pace, Rests
from backlinkbot.io.crawl.requests import Exchange, Kind, Request
from backlinkbot.io.crawl.robots import Robots, product_of
from backlinkbot.io.crawl.robots_cache import RobotsCache, robots_url
from backlinkbot.io.crawl.sitemaps import urls_of
from backlinkbot.io.crawl.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.clock import Clock
    from backlinkbot.core.urls.asked import Asked
    from backlinkbot.io.crawl.fetch import Fetcher
    from backlinkbot.io.crawl.fetched import Fetched, Hop
    from backlinkbot.io.crawl.requests import Requests
    from backlinkbot.io.crawl.resolving import Address

IN_FLIGHT = 256  # requests at once over all sites
LANES = 5_000  # sites worked on at once, most of them at rest; the others wait in the frontier
FREE_ANSWERS = 64  # requests of one site that end without a server, before others have a turn
TURN_S = 0.005  # or as soon as they took so long
SHARE = 100.0  # a site rests so many times as long as we worked for it: 1 % of a core at most
LONG_RULES_BYTES = 16 * 1024  # of robots.txt, beyond which it is read beside the event loop
BUFFER = 8  # requests of a site held in memory
LOOK_EVERY_S = 0.05  # for sites that came to have something to fetch
MANY_LANES = 500  # from which on the look costs more than it can bring
LOOK_SELDOM_S = 0.5
KEPT_DEAD = 65_536
MOST_CAUTION = 8.0  # how many times longer the pauses of a site become that said "too many"
CALMER = 0.9  # and by how much less with each good answer
TRIES_IN_SILENCE = 2  # requests for one address that nobody answers
TOO_MANY, UNAVAILABLE = 429, 503
# Nothing on the whole origin will answer, however often it is asked today.
_HOPELESS = frozenset({Why.NO_SUCH_HOST, Why.TLS, Why.PRIVATE_ADDRESS, Why.FORBIDDEN_PORT})
# The machine did not answer; another page, or the same later, may fare better.
_SILENT = frozenset(
    {
        Why.RESOLVER_FAILED, Why.CONNECTION_REFUSED, Why.NO_ROUTE, Why.TIMEOUT, Why.BROKEN_OFF,
        Why.NO_HTTP,
    }
)  # fmt: skip


def nothing() -> None:
    """What happens every now and then where nobody wants anything."""


class _Wait(Exception):
    """The lane's turn is over; it goes on by itself later."""


class Engine:
    """One crawl's engine; `run` may be called again and goes on as politely as it stopped.

    `finished` is called in the event loop and must not wait, as is `tick`, many times a second.
    `pause` stops it when what is on its way has ended. `rest_s`: for how long every site is left
    alone at first; `tally`: counts the requests.
    """

    def __init__(  # noqa: PLR0913 - each is a part of its own
        self,
        fetcher: Fetcher,
        requests: Requests,
        finished: Callable[[Exchange], None],
        *,
        clock: Clock,
        pace: Pace | None = None,
        budget: Budget | None = None,
        in_flight: int = IN_FLIGHT,
        tick: Callable[[], None] = nothing,
        rest_s: float = 0.0,
        tally: Tally | None = None,
    ) -> None:
        self.pace = pace or Pace()
        self.robots = RobotsCache()
        self._tally = tally or Tally()
        self._sent_before = self._tally.requests
        self._fetcher, self._requests, self._finished = fetcher, requests, finished
        self._tick = tick
        self._clock, self._budget, self._most = clock, budget or Budget(), in_flight
        self._agent = product_of(fetcher.user_agent)
        self._machines: Machines[Lane] = Machines(self.pace.ip_gap_s)
        self._rests = Rests(clock.monotonic_s() + rest_s)
        self._dead: dict[str, tuple[Outcome, str, str]] = {}
        self._pages = self._budget.spent
        self._lanes: set[Lane] = set()
        self._due: list[tuple[float, int, Lane]] = []
        self._number = count()
        self._turns: set[asyncio.Task[None]] = set()
        self._fault: BaseException | None = None
        self._looked_s = 0.0
        self._wake = asyncio.Event()
        self._is_paused = False

    def pause(self) -> None:
        """Begin nothing more; `run` ends when what is on its way has ended."""
        self._is_paused = True

    @property
    def requested(self) -> int:
        """Requests sent by this engine, those for robots.txt too."""
        return self._tally.requests - self._sent_before

    @property
    def lanes(self) -> int:
        """How many sites are being worked on."""
        return len(self._lanes)

    @property
    def pages(self) -> int:
        """Pages fetched, and those on their way."""
        return self._pages

    async def run(self) -> bool:
        """Fetch until nothing waits or the budget is spent; False when `pause` was called before.

        Raises:
            BaseException: what `finished` or `tick` raised.
        """
        self._is_paused = False
        self._wake = asyncio.Event()
        try:
            while not self._is_over():
                self._tick()
                self._wake.clear()
                self._admit()
                self._begin()
                await self._rest()
            return self._is_spent() or not self._is_paused
        finally:
            for turn in self._turns:
                turn.cancel()
            await asyncio.gather(*self._turns, return_exceptions=True)
            self._let_all_go()

    # The round: who may begin, and for how long there is nothing to do.

    def _is_over(self) -> bool:
        if self._fault is not None:
            raise self._fault
        if self._turns:
            return False
        if self._is_paused or self._is_spent():
            return True
        if self._lanes or not self._requests.is_settled:
            return False
        self._admit(at_once=True)
        return not self._lanes and self._requests.is_settled

    def _is_spent(self) -> bool:
        return self._budget.pages is not None and self._pages >= self._budget.pages

    def _admit(self, *, at_once: bool = False) -> None:
        """Take up sites that have something to fetch, as far as there is room."""
        now_s = self._clock.monotonic_s()
        room = LANES - len(self._lanes)
        every_s = LOOK_EVERY_S if len(self._lanes) < MANY_LANES else LOOK_SELDOM_S
        if self._is_paused or room <= 0 or not (at_once or now_s - self._looked_s >= every_s):
            return
        self._looked_s = now_s
        for site in self._requests.sites(room):
            lane = Lane(site, pages=self._requests.fetched_of(site))
            self._lanes.add(lane)
            self._schedule(lane, self._rests.of(site))

    def _schedule(self, lane: Lane, at_s: float) -> None:
        lane.ready_at_s = at_s
        heapq.heappush(self._due, (at_s, next(self._number), lane))

    def _begin(self) -> None:
        """Let every lane whose time has come take its turn."""
        if self._is_paused or self._is_spent() or self._requests.is_full:
            return
        now_s = self._clock.monotonic_s()
        while self._due and self._due[0][0] <= now_s and len(self._turns) < self._most:
            lane = heapq.heappop(self._due)[2]
            turn = asyncio.create_task(self._turn(lane))
            self._turns.add(turn)
            turn.add_done_callback(self._turn_ended)

    def _turn_ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        if not turn.cancelled():
            self._fault = self._fault or turn.exception()
        self._wake.set()

    async def _rest(self) -> None:
        """Wait for the next thing to do."""
        now_s = self._clock.monotonic_s()
        until_s = now_s + LOOK_EVERY_S
        if len(self._lanes) >= LANES or len(self._turns) >= self._most:
            until_s = now_s + 1.0
        if self._due and len(self._turns) < self._most and not self._requests.is_full:
            until_s = min(until_s, max(self._due[0][0], now_s))
        if until_s <= now_s:
            await asyncio.sleep(0)
            return
        handle = asyncio.get_running_loop().call_later(until_s - now_s, self._wake.set)
        await self._wake.wait()
        handle.cancel()

    def _let_all_go(self) -> None:
        self._machines.let_all_go(self._clock.monotonic_s())
        for lane in list(self._lanes):
            lane.machine = ""
            self._retire(lane)
        self._due.clear()

    def _retire(self, lane: Lane) -> None:
        self._let_machine_go(lane, was_used=False)
        self._lanes.discard(lane)
        self._rests.set(lane.site, lane.ready_at_s, self._clock.monotonic_s())
        self._requests.release(lane.site, list(lane.requests))
        lane.requests.clear()

    # One lane's turn: at most one request to a server, and any number of answers without one.

    async def _turn(self, lane: Lane) -> None:
        try:
            began_s = self._clock.monotonic_s()
            for _ in range(FREE_ANSWERS):
                request = self._first(lane)
                if request is None:
                    self._retire(lane)
                    return
                if await self._served(lane, request):
                    break
                if self._clock.monotonic_s() - began_s > TURN_S:
                    self._rest_of_work(lane, began_s)
                    break
            else:
                self._rest_of_work(lane, began_s)  # others have their turn in between
        except _Wait:
            return
        self._let_machine_go(lane, was_used=False)

    def _rest_of_work(self, lane: Lane, began_s: float) -> None:
        """Let a site rest that kept us busy since then without a request to it."""
        now_s = self._clock.monotonic_s()
        self._schedule(lane, now_s + (now_s - began_s) * SHARE)

    def _first(self, lane: Lane) -> Request | None:
        if self._is_spent() or self._is_paused:
            return None
        if self._budget.per_site is not None and lane.pages >= self._budget.per_site:
            return None
        if not lane.requests:
            lane.requests.extend(self._requests.take(lane.site, BUFFER))
        return lane.requests[0] if lane.requests else None

    async def _served(self, lane: Lane, request: Request) -> bool:
        """Deal with the first request; True when a server was asked, so that the lane rests."""
        try:
            place = asked(request.url)
        except BadInput as error:
            self._finish(lane, Outcome.REFUSED, Why.FORBIDDEN_PORT, str(error))
            return False
        if dead := self._dead.get(place.origin):
            self._finish(lane, *dead)
            return False
        known = self.robots.known(place.origin, self._clock.now())
        if known is None or (known.robots is None and known.failures < self.pace.tries):
            await self._ask_robots(lane, place)
            return True
        lane.crawl_delay_s = known.delay_s(self._agent) or 0.0
        decision = known.allows(self._agent, request.url)
        if not decision.allowed:
            is_told = known.robots is not None
            outcome = Outcome.FORBIDDEN if is_told else Outcome.ROBOTS_UNREACHABLE
            self._finish(lane, outcome, decision.rule if is_told else "", known.note)
            return False
        await self._ask_page(lane, request, place.origin)
        return True

    async def _ask(self, lane: Lane, request: Request, hops: tuple[Hop, ...] = ()) -> Fetched:
        """One request to a server, when it is the turn of its machine.

        Raises:
            RefusedPlace, Unfetched: there is no answer.
            _Wait: it is not its turn yet; the lane is called again.
        """
        address = await self._reach(lane, request.url)
        self._tally.add(requests=1)
        types = PAGE_TYPES if request.kind is Kind.PAGE else ANY_TYPE
        try:
            return await self._fetcher.fetch(
                request.url, request.validators, hops=hops, types=types, address=address
            )
        except BadInput as error:
            raise RefusedPlace(Why.FORBIDDEN_PORT, str(error)) from error
        except ClosedMeanwhile as error:  # the server may have read it: its pause comes first
            self._schedule(lane, self._after(lane, 0.0))
            raise _Wait from error
        except Unconnected as error:
            self._tally.add(requests=-1)
            if await self._passes(lane, request.url, address):
                self._schedule(lane, self._clock.monotonic_s())
                raise _Wait from error
            raise
        finally:
            self._let_machine_go(lane, was_used=True)

    async def _reach(self, lane: Lane, url: str) -> Address:
        """Come to hold the turn of the machine that the address leads to, and say which."""
        address = (await self._left(lane, url))[0]
        ip = address.ip
        if lane.machine != ip:
            self._let_machine_go(lane, was_used=False)
        now_s = self._clock.monotonic_s()
        at_s = self._machines.ask(ip, lane, now_s)
        if at_s is None:  # whoever holds it hands it on
            raise _Wait
        lane.machine = ip
        if at_s > now_s:
            self._schedule(lane, at_s)
            raise _Wait
        return address

    async def _left(self, lane: Lane, url: str) -> list[Address]:
        """The addresses of a host that were not tried in vain; all where there are no others."""
        place = asked(url)
        found = (await self._fetcher.addresses.of(place.host, place.port))[:MOST_TRIED]
        passed = lane.passed.get(place.host, set())
        return [one for one in found if one.ip not in passed] or list(found)

    async def _passes(self, lane: Lane, url: str, address: Address) -> bool:
        """Pass over an address at which nobody answers; False when none is left then."""
        host = asked(url).host
        others = [one for one in await self._left(lane, url) if one.ip != address.ip]
        if not others:
            lane.passed.pop(host, None)  # the next try begins with the first again
            return False
        lane.passed.setdefault(host, set()).add(address.ip)
        return True

    def _let_machine_go(self, lane: Lane, *, was_used: bool) -> None:
        if not lane.machine:
            return
        ip, lane.machine = lane.machine, ""
        following = self._machines.done(ip, self._clock.monotonic_s(), was_used=was_used)
        if following is not None:
            other, at_s = following
            other.machine = ip
            self._schedule(other, at_s)
            self._wake.set()

    # Robots.

    async def _ask_robots(self, lane: Lane, place: Asked) -> None:
        """Ask for the rules of an origin, one redirect at a time."""
        origin, hops = place.origin, lane.hops.get(place.origin, ())
        request = Request(
            hops[-1].to if hops else robots_url(place),
            lane.site,
            Kind.ROBOTS,
            hops=len(hops),
            validators=None if hops else self.robots.validators(origin),
        )
        try:
            fetched = await self._ask(lane, request, hops)
            if (hop := next_hop(fetched)) is not None:
                lane.hops[origin] = (*hops, hop)
                self._tell(request, fetched)
                self._schedule(lane, self._after(lane, fetched.took_s))
                return
        except (RefusedPlace, Unfetched) as error:
            lane.hops.pop(origin, None)
            self._robots_failed(lane, origin, error)
            return
        lane.hops.pop(origin, None)
        began_s = self._clock.monotonic_s()
        rules = await self._read(fetched.body)
        work_s = self._clock.monotonic_s() - began_s
        known = self.robots.answered(origin, fetched, self._clock.now(), rules)
        maps = known.robots.sitemaps if known.robots and fetched.status == OK else ()
        self._tell(request, fetched, tuple(urls_of(maps, place.url)))
        lane.crawl_delay_s = known.delay_s(self._agent) or 0.0
        wish_s = fetched.retry_after_s if known.failures else None
        if self.pace.is_too_long(wish_s):
            self._bury(origin, Outcome.BUSY, str(fetched.status), f"wants {wish_s:.0f} s of rest")
            self._schedule(lane, self._after(lane, fetched.took_s))
        elif known.failures:
            self._schedule(lane, self._later(lane, self.pace.backoff_s(known.failures, wish_s)))
        else:
            rested_s = self._clock.monotonic_s() + work_s * SHARE
            self._schedule(lane, max(self._after(lane, fetched.took_s), rested_s))

    async def _read(self, body: bytes) -> Robots | None:
        """The rules of a long file, ready to be asked; None of a short one, which costs nothing."""
        if len(body) < LONG_RULES_BYTES:
            return None
        return await asyncio.to_thread(_read_rules, body, self._agent)

    def _robots_failed(self, lane: Lane, origin: str, error: RefusedPlace | Unfetched) -> None:
        if error.kind in _HOPELESS:
            self._bury(origin, _silence_of(error), error.kind, str(error))
            self._schedule(lane, self._after(lane, 0.0))
            return
        known = self.robots.answered(origin, error, self._clock.now())
        if known.robots is None and known.failures >= self.pace.tries:
            self._bury(origin, Outcome.UNREACHABLE, error.kind, str(error))
        self._schedule(lane, self._later(lane, self.pace.backoff_s(max(known.failures, 1))))

    def _tell(self, request: Request, fetched: Fetched, sitemaps: tuple[str, ...] = ()) -> None:
        outcome, reason = outcome_of(fetched), reason_of(fetched)
        self._finished(
            Exchange(request, outcome, fetched.fetched_at, fetched, reason, sitemaps=sitemaps)
        )

    # Pages and sitemaps.

    async def _ask_page(self, lane: Lane, request: Request, origin: str) -> None:
        counts = request.kind is Kind.PAGE
        self._pages += counts  # before it is known, so that those on their way count too
        try:
            fetched = await self._ask(lane, request)
        except (RefusedPlace, Unfetched) as error:
            self._pages -= counts
            self._page_failed(lane, origin, error)
            return
        except BaseException:
            self._pages -= counts
            raise
        lane.silences.pop(origin, None)
        if fetched.status in {TOO_MANY, UNAVAILABLE}:
            self._pages -= counts
            self._put_off(lane, origin, fetched)
            return
        lane.refusals, lane.caution = 0, max(1.0, lane.caution * CALMER)
        lane.pages += counts
        self._schedule(lane, self._after(lane, fetched.took_s))
        lane.requests.popleft()
        lane.tries = 0
        self._tell(request, fetched)

    def _put_off(self, lane: Lane, origin: str, fetched: Fetched) -> None:
        """The server has no time now: leave the site alone for a while, and go slower after."""
        lane.tries += 1
        lane.refusals += 1
        lane.caution = min(MOST_CAUTION, lane.caution * 2)
        wish_s = fetched.retry_after_s
        is_long = self.pace.is_too_long(wish_s)
        if not is_long:
            self._schedule(lane, self._later(lane, self.pace.backoff_s(lane.refusals, wish_s)))
        else:  # what waits for it ends without a request, other hosts of the site go on
            self._schedule(lane, self._after(lane, fetched.took_s))
            self._bury(origin, Outcome.BUSY, str(fetched.status), f"wants {wish_s:.0f} s of rest")
        if is_long or lane.tries >= self.pace.tries:
            request, lane.tries = lane.requests.popleft(), 0
            reason = str(fetched.status)
            self._finished(Exchange(request, Outcome.BUSY, fetched.fetched_at, fetched, reason))

    def _page_failed(self, lane: Lane, origin: str, error: RefusedPlace | Unfetched) -> None:
        lane.tries += 1
        if error.kind in _HOPELESS:  # what waits for this origin ends with the same words
            self._bury(origin, _silence_of(error), error.kind, str(error))
        if error.kind not in _SILENT:
            self._schedule(lane, self._after(lane, 0.0))
            self._finish(lane, _silence_of(error), error.kind, str(error))
            return
        failures = lane.silences[origin] = lane.silences.get(origin, 0) + 1
        if failures >= self.pace.tries:
            self._bury(origin, Outcome.UNREACHABLE, error.kind, str(error))
        self._schedule(lane, self._later(lane, self.pace.backoff_s(failures)))
        if lane.tries >= TRIES_IN_SILENCE:
            self._finish(lane, Outcome.UNREACHABLE, error.kind, str(error))

    def _bury(self, origin: str, outcome: Outcome, reason: str, sentence: str) -> None:
        """Nothing more is asked of this origin."""
        if len(self._dead) >= KEPT_DEAD:
            del self._dead[next(iter(self._dead))]
        self._dead[origin] = (outcome, reason, sentence)

    def _finish(self, lane: Lane, outcome: Outcome, reason: str, sentence: str = "") -> None:
        """The first request ends without an answer."""
        request, lane.tries = lane.requests.popleft(), 0
        self._finished(Exchange(request, outcome, self._clock.now(), None, str(reason), sentence))

    def _after(self, lane: Lane, took_s: float) -> float:
        """When the site may be asked again."""
        pause_s = self.pace.delay_s(took_s, lane.crawl_delay_s) * lane.caution
        return self._clock.monotonic_s() + pause_s

    def _later(self, lane: Lane, pause_s: float) -> float:
        """When a site that is to be left alone so long may be asked again."""
        return max(self._clock.monotonic_s() + pause_s, self._after(lane, 0.0))


def _read_rules(body: bytes, agent: str) -> Robots:
    robots = Robots.parse(body)
    robots.allows(agent, "/")  # puts the rules for the agent in order
    return robots


def _silence_of(error: RefusedPlace | Unfetched) -> Outcome:
    return Outcome.REFUSED if isinstance(error, RefusedPlace) else Outcome.UNREACHABLE


def outcome_of(fetched: Fetched) -> Outcome:
    """What an answer means for the request."""
    if fetched.is_not_modified:
        return Outcome.NOT_MODIFIED
    if fetched.status >= 400:  # noqa: PLR2004 - HTTP's first error
        return Outcome.ERROR
    return Outcome.REDIRECTED if fetched.status >= 300 else Outcome.PAGE  # noqa: PLR2004 - HTTP


def reason_of(fetched: Fetched) -> str:
    """The status, where it says more than that all is well."""
    return "" if fetched.status == 200 else str(fetched.status)  # noqa: PLR2004 - nothing to say
