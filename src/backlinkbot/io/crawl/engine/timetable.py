"""When the turn of each site comes, and how long it is left alone before."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backlinkbot.core.clock import Clock
    from backlinkbot.io.crawl.lanes import Lane
    from backlinkbot.io.crawl.politeness import Pace

SHARE = 100.0  # a site rests so many times as long as we worked for it: 1 % of a core at most


class Timetable:
    """The lanes that wait for a moment, the earliest first, and the pauses of a pace.

    `wake`: set it where somebody's turn came earlier than whoever waits could know.
    """

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self.clock, self.pace = clock, pace
        self.wake = asyncio.Event()
        self._due: list[tuple[float, int, Lane]] = []
        self._number = count()

    def now_s(self) -> float:
        """Seconds of the clock that never goes back."""
        return self.clock.monotonic_s()

    def put(self, lane: Lane, at_s: float) -> None:
        """Give a lane its next turn at that moment."""
        lane.ready_at_s = at_s
        heapq.heappush(self._due, (at_s, next(self._number), lane))

    def pause(self, lane: Lane, took_s: float = 0.0, work_s: float = 0.0) -> None:
        """Give it its next turn after a request that took so long, and our own work with it."""
        self.put(lane, max(self._after_s(lane, took_s), self.now_s() + work_s * SHARE))

    def leave_alone(self, lane: Lane, pause_s: float) -> None:
        """Give it its next turn after so long, but not before its pause is over."""
        self.put(lane, max(self.now_s() + pause_s, self._after_s(lane, 0.0)))

    def rest_of_work(self, lane: Lane, began_s: float) -> None:
        """Let a site rest that kept us busy since then without a request to it."""
        now_s = self.now_s()
        self.put(lane, now_s + (now_s - began_s) * SHARE)

    def first_at_s(self) -> float | None:
        """When the earliest turn is; None where nobody waits."""
        return self._due[0][0] if self._due else None

    def due(self, now_s: float) -> Lane | None:
        """The lane whose turn came first; None where no turn has come. It waits no longer."""
        return heapq.heappop(self._due)[2] if self._due and self._due[0][0] <= now_s else None

    def clear(self) -> None:
        """Nobody waits any more."""
        self._due.clear()

    def _after_s(self, lane: Lane, took_s: float) -> float:
        """When the site may be asked again."""
        return self.now_s() + self.pace.delay_s(took_s, lane.crawl_delay_s) * lane.caution
