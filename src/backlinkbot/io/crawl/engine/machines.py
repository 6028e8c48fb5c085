"""One request to a server, when it is the turn of the machine that it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.asked import asked
from backlinkbot.io.crawl.connections import MOST_TRIED
from backlinkbot.io.crawl.failures import ClosedMeanwhile, RefusedPlace, Unconnected, Why
from backlinkbot.io.crawl.fetch import ANY_TYPE, PAGE_TYPES
from backlinkbot.io.crawl.politeness import Machines
from backlinkbot.io.crawl.requests import Kind

if TYPE_CHECKING:
    from backlinkbot.io.crawl.engine.timetable import Timetable
    from backlinkbot.io.crawl.fetch import Fetcher
    from backlinkbot.io.crawl.fetched import Fetched, Hop
    from backlinkbot.io.crawl.lanes import Lane
    from backlinkbot.io.crawl.requests import Request
    from backlinkbot.io.crawl.resolving import Address
    from backlinkbot.io.crawl.tally import Tally


class Wait(Exception):
    """The lane's turn is over; it goes on by itself later."""


class Asking:
    """Asks servers for the lanes; one request at a time to a machine."""

    def __init__(self, fetcher: Fetcher, timetable: Timetable, tally: Tally) -> None:
        self._fetcher, self._timetable, self._tally = fetcher, timetable, tally
        self._machines: Machines[Lane] = Machines(timetable.pace.ip_gap_s)

    async def ask(self, lane: Lane, request: Request, hops: tuple[Hop, ...] = ()) -> Fetched:
        """One request to a server, when it is the turn of its machine.

        Raises:
            RefusedPlace, Unfetched: there is no answer.
            Wait: it is not its turn yet; the lane is called again.
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
            self._timetable.pause(lane)
            raise Wait from error
        except Unconnected as error:
            self._tally.add(requests=-1)
            if await self._passes(lane, request.url, address):
                self._timetable.put(lane, self._timetable.now_s())
                raise Wait from error
            raise
        finally:
            self.let_go(lane, was_used=True)

    def let_go(self, lane: Lane, *, was_used: bool = False) -> None:
        """Hand on the turn of the machine that a lane holds, if it holds one."""
        if not lane.machine:
            return
        ip, lane.machine = lane.machine, ""
        following = self._machines.done(ip, self._timetable.now_s(), was_used=was_used)
        if following is not None:
            other, at_s = following
            other.machine = ip
            self._timetable.put(other, at_s)
            self._timetable.wake.set()

    def let_all_go(self) -> None:
        """Nobody holds or waits for a machine any more."""
        self._machines.let_all_go(self._timetable.now_s())

    async def _reach(self, lane: Lane, url: str) -> Address:
        """Come to hold the turn of the machine that the address leads to, and say which."""
        address = (await self._left(lane, url))[0]
        ip = address.ip
        if lane.machine != ip:
            self.let_go(lane)
        now_s = self._timetable.now_s()
        at_s = self._machines.ask(ip, lane, now_s)
        if at_s is None:  # whoever holds it hands it on
            raise Wait
        lane.machine = ip
        if at_s > now_s:
            self._timetable.put(lane, at_s)
            raise Wait
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
