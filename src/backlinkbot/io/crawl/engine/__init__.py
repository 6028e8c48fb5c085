"""Fetches what it is given as politely as it is told: one queue per site and per IP address.

Whoever gives it requests (`Requests`) hears of the end of each through `finished`, also of those
that robots.txt forbids or that nobody answers. What is on its way is held in memory only.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.asked import asked
from backlinkbot.io.crawl.engine.endings import Endings
from backlinkbot.io.crawl.engine.machines import Asking, Wait
from backlinkbot.io.crawl.engine.pages import Pages
from backlinkbot.io.crawl.engine.rules import Rules
from backlinkbot.io.crawl.engine.timetable import Timetable
from backlinkbot.io.crawl.failures import Why
from backlinkbot.io.crawl.lanes import Budget, Lane
from backlinkbot.io.crawl.politeness import Pace, Rests
from backlinkbot.io.crawl.robots import product_of
from backlinkbot.io.crawl.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.clock import Clock
    from backlinkbot.io.crawl.fetch import Fetcher
    from backlinkbot.io.crawl.requests import Exchange, Request, Requests

IN_FLIGHT = 256  # requests at once over all sites
LANES = 5_000  # sites worked on at once, most of them at rest; the others wait in the frontier
FREE_ANSWERS = 64  # requests of one site that end without a server, before others have a turn
TURN_S = 0.005  # or as soon as they took so long
BUFFER = 8  # requests of a site held in memory
LOOK_EVERY_S = 0.05  # for sites that came to have something to fetch
MANY_LANES = 500  # from which on the look costs more than it can bring
LOOK_SELDOM_S = 0.5


def nothing() -> None:
    """What happens every now and then where nobody wants anything."""


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
        self._tally = tally or Tally()
        self._sent_before = self._tally.requests
        self._requests, self._tick = requests, tick
        self._budget, self._most = budget or Budget(), in_flight
        self._timetable = Timetable(clock, pace or Pace())
        self._rests = Rests(clock.monotonic_s() + rest_s)
        self._endings = Endings(finished, clock)
        self._asking = Asking(fetcher, self._timetable, self._tally)
        agent = product_of(fetcher.user_agent)
        self._rules = Rules(agent, self._asking, self._timetable, self._endings)
        self._pages = Pages(self._asking, self._timetable, self._endings, self._budget.spent)
        self._lanes: set[Lane] = set()
        self._turns: set[asyncio.Task[None]] = set()
        self._fault: BaseException | None = None
        self._looked_s = 0.0
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
        return self._pages.count

    async def run(self) -> bool:
        """Fetch until nothing waits or the budget is spent; False when `pause` was called before.

        Raises:
            BaseException: what `finished` or `tick` raised.
        """
        self._is_paused = False
        self._timetable.wake = asyncio.Event()
        try:
            while not self._is_over():
                self._tick()
                self._timetable.wake.clear()
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
        return self._budget.pages is not None and self._pages.count >= self._budget.pages

    def _admit(self, *, at_once: bool = False) -> None:
        """Take up sites that have something to fetch, as far as there is room."""
        now_s = self._timetable.now_s()
        room = LANES - len(self._lanes)
        every_s = LOOK_EVERY_S if len(self._lanes) < MANY_LANES else LOOK_SELDOM_S
        if self._is_paused or room <= 0 or not (at_once or now_s - self._looked_s >= every_s):
            return
        self._looked_s = now_s
        for site in self._requests.sites(room):
            lane = Lane(site, pages=self._requests.fetched_of(site))
            self._lanes.add(lane)
            self._timetable.put(lane, self._rests.of(site))

    def _begin(self) -> None:
        """Let every lane whose time has come take its turn."""
        if self._is_paused or self._is_spent() or self._requests.is_full:
            return
        now_s = self._timetable.now_s()
        while len(self._turns) < self._most and (lane := self._timetable.due(now_s)) is not None:
            turn = asyncio.create_task(self._turn(lane))
            self._turns.add(turn)
            turn.add_done_callback(self._turn_ended)

    def _turn_ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        if not turn.cancelled():
            self._fault = self._fault or turn.exception()
        self._timetable.wake.set()

    async def _rest(self) -> None:
        """Wait for the next thing to do."""
        now_s = self._timetable.now_s()
        until_s = now_s + LOOK_EVERY_S
        if len(self._lanes) >= LANES or len(self._turns) >= self._most:
            until_s = now_s + 1.0
        first_s = self._timetable.first_at_s()
        if first_s is not None and len(self._turns) < self._most and not self._requests.is_full:
            until_s = min(until_s, max(first_s, now_s))
        if until_s <= now_s:
            await asyncio.sleep(0)
            return
        wake = self._timetable.wake
        handle = asyncio.get_running_loop().call_later(until_s - now_s, wake.set)
        await wake.wait()
        handle.cancel()

    def _let_all_go(self) -> None:
        self._asking.let_all_go()
        for lane in list(self._lanes):
            lane.machine = ""
            self._retire(lane)
        self._timetable.clear()

    def _retire(self, lane: Lane) -> None:
        self._asking.let_go(lane)
        self._lanes.discard(lane)
        self._rests.set(lane.site, lane.ready_at_s, self._timetable.now_s())
        self._requests.release(lane.site, list(lane.requests))
        lane.requests.clear()

    # One lane's turn: at most one request to a server, and any number of answers without one.

    async def _turn(self, lane: Lane) -> None:
        try:
            began_s = self._timetable.now_s()
            for _ in range(FREE_ANSWERS):
                request = self._first(lane)
                if request is None:
                    self._retire(lane)
                    return
                if await self._served(lane, request):
                    break
                if self._timetable.now_s() - began_s > TURN_S:
                    self._timetable.rest_of_work(lane, began_s)
                    break
            else:  # others have their turn in between
                self._timetable.rest_of_work(lane, began_s)
        except Wait:
            return
        self._asking.let_go(lane)

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
            self._endings.unanswered(lane, Outcome.REFUSED, Why.FORBIDDEN_PORT, str(error))
            return False
        if dead := self._endings.of_dead(place.origin):
            self._endings.unanswered(lane, *dead)
            return False
        known = self._rules.of(place.origin)
        if known is None:
            await self._rules.ask(lane, place)
            return True
        if not self._rules.permits(lane, request, known):
            return False
        await self._pages.ask(lane, request, place.origin)
        return True
