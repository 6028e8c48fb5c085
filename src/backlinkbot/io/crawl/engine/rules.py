"""The rules of an origin: its robots.txt asked for, and what may be fetched by it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.engine.endings import HOPELESS, silence_of
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched
from backlinkbot.io.crawl.fetched import OK
from backlinkbot.io.crawl.following import next_hop
from backlinkbot.io.crawl.requests import Kind, Request
from backlinkbot.io.crawl.robots import Robots
from backlinkbot.io.crawl.robots_cache import RobotsCache, robots_url
from backlinkbot.io.crawl.sitemaps import urls_of

if TYPE_CHECKING:
    from backlinkbot.core.urls.asked import Asked
    from backlinkbot.io.crawl.engine.endings import Endings
    from backlinkbot.io.crawl.engine.machines import Asking
    from backlinkbot.io.crawl.engine.timetable import Timetable
    from backlinkbot.io.crawl.fetched import Fetched
    from backlinkbot.io.crawl.lanes import Lane
    from backlinkbot.io.crawl.robots_cache import Known

LONG_RULES_BYTES = 16 * 1024  # of robots.txt, beyond which it is read beside the event loop


class Rules:
    """What every origin asks `agent` not to fetch, as far as it was asked."""

    def __init__(self, agent: str, asking: Asking, timetable: Timetable, endings: Endings) -> None:
        self._robots = RobotsCache()
        self._agent, self._asking = agent, asking
        self._timetable, self._endings = timetable, endings
        self._clock, self._pace = timetable.clock, timetable.pace

    def of(self, origin: str) -> Known | None:
        """What the origin asks for; None where it has to be asked first."""
        known = self._robots.known(origin, self._clock.now())
        is_open = known is None or (known.robots is None and known.failures < self._pace.tries)
        return None if is_open else known

    def permits(self, lane: Lane, request: Request, known: Known) -> bool:
        """Whether the first request may be sent; it ends here where it may not."""
        lane.crawl_delay_s = known.delay_s(self._agent) or 0.0
        decision = known.allows(self._agent, request.url)
        if decision.allowed:
            return True
        is_told = known.robots is not None
        outcome = Outcome.FORBIDDEN if is_told else Outcome.ROBOTS_UNREACHABLE
        self._endings.unanswered(lane, outcome, decision.rule if is_told else "", known.note)
        return False

    async def ask(self, lane: Lane, place: Asked) -> None:
        """Ask for the rules of an origin, one redirect at a time.

        Raises:
            Wait: it is not its turn yet; the lane is called again.
        """
        origin, hops = place.origin, lane.hops.get(place.origin, ())
        request = Request(
            hops[-1].to if hops else robots_url(place),
            lane.site,
            Kind.ROBOTS,
            hops=len(hops),
            validators=None if hops else self._robots.validators(origin),
        )
        try:
            fetched = await self._asking.ask(lane, request, hops)
            if (hop := next_hop(fetched)) is not None:
                lane.hops[origin] = (*hops, hop)
                self._endings.answered(request, fetched)
                self._timetable.pause(lane, fetched.took_s)
                return
        except (RefusedPlace, Unfetched) as error:
            lane.hops.pop(origin, None)
            self._failed(lane, origin, error)
            return
        lane.hops.pop(origin, None)
        await self._answered(lane, place, request, fetched)

    async def _answered(self, lane: Lane, place: Asked, request: Request, fetched: Fetched) -> None:
        """Take the answer in, and let the site rest as long as that asks for."""
        began_s = self._timetable.now_s()
        rules = await self._read(fetched.body)
        work_s = self._timetable.now_s() - began_s
        known = self._robots.answered(place.origin, fetched, self._clock.now(), rules)
        maps = known.robots.sitemaps if known.robots and fetched.status == OK else ()
        self._endings.answered(request, fetched, tuple(urls_of(maps, place.url)))
        lane.crawl_delay_s = known.delay_s(self._agent) or 0.0
        wish_s = fetched.retry_after_s if known.failures else None
        if self._pace.is_too_long(wish_s):
            wish = f"wants {wish_s:.0f} s of rest"
            self._endings.bury(place.origin, Outcome.BUSY, str(fetched.status), wish)
            self._timetable.pause(lane, fetched.took_s)
        elif known.failures:
            self._timetable.leave_alone(lane, self._pace.backoff_s(known.failures, wish_s))
        else:
            self._timetable.pause(lane, fetched.took_s, work_s)

    async def _read(self, body: bytes) -> Robots | None:
        """The rules of a long file, ready to be asked; None of a short one, which costs nothing."""
        if len(body) < LONG_RULES_BYTES:
            return None
        return await asyncio.to_thread(_parsed, body, self._agent)

    def _failed(self, lane: Lane, origin: str, error: RefusedPlace | Unfetched) -> None:
        if error.kind in HOPELESS:
            self._endings.bury(origin, silence_of(error), error.kind, str(error))
            self._timetable.pause(lane)
            return
        known = self._robots.answered(origin, error, self._clock.now())
        if known.robots is None and known.failures >= self._pace.tries:
            self._endings.bury(origin, Outcome.UNREACHABLE, error.kind, str(error))
        self._timetable.leave_alone(lane, self._pace.backoff_s(max(known.failures, 1)))


def _parsed(body: bytes, agent: str) -> Robots:
    robots = Robots.parse(body)
    robots.allows(agent, "/")  # puts the rules for the agent in order
    return robots
