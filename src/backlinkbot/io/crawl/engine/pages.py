"""Pages and sitemaps asked for, and what becomes of those that nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.engine.endings import HOPELESS, silence_of
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.requests import Kind

if TYPE_CHECKING:
    from backlinkbot.io.crawl.engine.endings import Endings
    from backlinkbot.io.crawl.engine.machines import Asking
    from backlinkbot.io.crawl.engine.timetable import Timetable
    from backlinkbot.io.crawl.fetched import Fetched
    from backlinkbot.io.crawl.lanes import Lane
    from backlinkbot.io.crawl.requests import Request

MOST_CAUTION = 8.0  # how many times longer the pauses of a site become that said "too many"
CALMER = 0.9  # and by how much less with each good answer
TRIES_IN_SILENCE = 2  # requests for one address that nobody answers
TOO_MANY, UNAVAILABLE = 429, 503
# The machine did not answer; another page, or the same later, may fare better.
_SILENT = frozenset(
    {
        Why.RESOLVER_FAILED, Why.CONNECTION_REFUSED, Why.NO_ROUTE, Why.TIMEOUT, Why.BROKEN_OFF,
        Why.NO_HTTP,
    }
)  # fmt: skip


class Pages:
    """`count`: pages fetched, and those on their way."""

    def __init__(self, asking: Asking, timetable: Timetable, endings: Endings, spent: int) -> None:
        self.count = spent
        self._asking, self._timetable, self._endings = asking, timetable, endings
        self._pace = timetable.pace

    async def ask(self, lane: Lane, request: Request, origin: str) -> None:
        """Ask for the first request of a lane.

        Raises:
            Wait: it is not its turn yet; the lane is called again.
        """
        counts = request.kind is Kind.PAGE
        self.count += counts  # before it is known, so that those on their way count too
        try:
            fetched = await self._asking.ask(lane, request)
        except (RefusedPlace, Unfetched) as error:
            self.count -= counts
            self._failed(lane, origin, error)
            return
        except BaseException:
            self.count -= counts
            raise
        lane.silences.pop(origin, None)
        if fetched.status in {TOO_MANY, UNAVAILABLE}:
            self.count -= counts
            self._put_off(lane, origin, fetched)
            return
        lane.refusals, lane.caution = 0, max(1.0, lane.caution * CALMER)
        lane.pages += counts
        self._timetable.pause(lane, fetched.took_s)
        lane.requests.popleft()
        lane.tries = 0
        self._endings.answered(request, fetched)

    def _put_off(self, lane: Lane, origin: str, fetched: Fetched) -> None:
        """The server has no time now: leave the site alone for a while, and go slower after."""
        lane.tries += 1
        lane.refusals += 1
        lane.caution = min(MOST_CAUTION, lane.caution * 2)
        wish_s = fetched.retry_after_s
        is_long = self._pace.is_too_long(wish_s)
        if not is_long:
            self._timetable.leave_alone(lane, self._pace.backoff_s(lane.refusals, wish_s))
        else:  # what waits for it ends without a request, other hosts of the site go on
            self._timetable.pause(lane, fetched.took_s)
            wish = f"wants {wish_s:.0f} s of rest"
            self._endings.bury(origin, Outcome.BUSY, str(fetched.status), wish)
        if is_long or lane.tries >= self._pace.tries:
            self._endings.busy(lane, fetched)

    def _failed(self, lane: Lane, origin: str, error: RefusedPlace | Unfetched) -> None:
        lane.tries += 1
        if error.kind in HOPELESS:  # what waits for this origin ends with the same words
            self._endings.bury(origin, silence_of(error), error.kind, str(error))
        if error.kind not in _SILENT:
            self._timetable.pause(lane)
            self._endings.unanswered(lane, silence_of(error), error.kind, str(error))
            return
        failures = lane.silences[origin] = lane.silences.get(origin, 0) + 1
        if failures >= self._pace.tries:
            self._endings.bury(origin, Outcome.UNREACHABLE, error.kind, str(error))
        self._timetable.leave_alone(lane, self._pace.backoff_s(failures))
        if lane.tries >= TRIES_IN_SILENCE:
            self._endings.unanswered(lane, Outcome.UNREACHABLE, error.kind, str(error))
