"""How long a site and a machine are left alone between two requests.

Delays as in Heritrix (a multiple of the last fetch, within bounds) and BUbiNG (besides, a gap for
every IP address), with what robots.txt asks for where that is more. Time comes in as seconds of one
clock that never goes back.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

T = TypeVar("T")

KEPT_PLACES = 65_536  # addresses and sites whose last request is remembered


@dataclass(frozen=True, slots=True)
class Pace:
    """How polite to be. All in seconds, but `factor` (of the last fetch) and `tries`.

    `least_s` .. `most_s`: pause of a site between two requests; `ip_gap_s`: of one IP address,
    whatever sites are on it; `most_crawl_delay_s`: what robots.txt may ask for at most;
    `first_backoff_s`: after a 429, 503 or no answer at all, doubled each time; `most_wait_s`: a
    site that wants to be left alone for longer is; `tries`: requests for one address, at most.
    """

    factor: float = 5.0
    least_s: float = 3.0
    most_s: float = 30.0
    ip_gap_s: float = 0.5
    most_crawl_delay_s: float = 120.0
    first_backoff_s: float = 30.0
    most_wait_s: float = 1_800.0
    tries: int = 4
    scale: float = 1.0

    def scaled(self, by: float) -> Pace:
        """The same pace with every second of ours and of the servers' counted `by` times.

        For servers of one's own: a test cannot wait.
        """
        seconds = (
            "least_s", "most_s", "ip_gap_s", "most_crawl_delay_s", "first_backoff_s", "most_wait_s",
        )  # fmt: skip
        return replace(
            self, scale=self.scale * by, **{name: getattr(self, name) * by for name in seconds}
        )

    def delay_s(self, took_s: float, crawl_delay_s: float | None = None) -> float:
        """The pause after a request that took so long."""
        own = min(max(self.factor * took_s, self.least_s), self.most_s)
        asked = min((crawl_delay_s or 0.0) * self.scale, self.most_crawl_delay_s)
        return max(own, asked)

    def backoff_s(self, failures: int, retry_after_s: float | None = None) -> float:
        """The pause after so many refusals or silences in a row, 1 or more."""
        own = self.first_backoff_s * 2.0 ** (failures - 1)
        return min(max(own, (retry_after_s or 0.0) * self.scale), self.most_wait_s)

    def is_too_long(self, retry_after_s: float | None) -> bool:
        """Whether a server wants to be left alone for longer than a crawl waits."""
        return (retry_after_s or 0.0) * self.scale > self.most_wait_s


@dataclass(slots=True)
class _Machine(Generic[T]):
    holder: T | None = None
    free_at_s: float = 0.0
    queue: deque[T] = field(default_factory=deque)


class Machines(Generic[T]):
    """One request at a time to an IP address, and a gap after it; who waits is served in turn."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._known: dict[str, _Machine[T]] = {}

    def ask(self, ip: str, who: T, now_s: float) -> float | None:
        """When `who` may send its request to the address; None: it is told when another is done."""
        machine = self._known.get(ip)
        if machine is None:
            self._make_room(now_s)
            machine = self._known[ip] = _Machine()
        if machine.holder is None:
            machine.holder = who
        elif machine.holder is not who:
            if who not in machine.queue:
                machine.queue.append(who)
            return None
        return machine.free_at_s

    def done(self, ip: str, now_s: float, *, was_used: bool = True) -> tuple[T, float] | None:
        """The holder's request is over; who is next, and from when on it may ask."""
        machine = self._known[ip]
        if was_used:
            machine.free_at_s = now_s + self._gap_s
        machine.holder = machine.queue.popleft() if machine.queue else None
        return None if machine.holder is None else (machine.holder, machine.free_at_s)

    def let_all_go(self, now_s: float) -> None:
        """Nobody holds or waits for an address any more; what was held had a request on its way."""
        for machine in self._known.values():
            machine.queue.clear()
            if machine.holder is not None:
                machine.holder = None
                machine.free_at_s = max(machine.free_at_s, now_s + self._gap_s)

    def _make_room(self, now_s: float) -> None:
        if len(self._known) < KEPT_PLACES:
            return
        rested = [
            ip for ip, one in self._known.items() if one.holder is None and one.free_at_s <= now_s
        ]
        for ip in rested:
            del self._known[ip]


class Rests:
    """Until when each site is left alone, also while nothing of it is being worked on.

    `floor_s`: until when all are: after a crash nobody knows when each was asked last.
    """

    def __init__(self, floor_s: float = 0.0) -> None:
        self._floor_s = floor_s
        self._until_s: dict[str, float] = {}

    def set(self, site: str, until_s: float, now_s: float) -> None:
        """Leave the site alone until then."""
        if len(self._until_s) >= KEPT_PLACES:
            self._until_s = {name: at for name, at in self._until_s.items() if at > now_s}
        self._until_s[site] = until_s

    def of(self, site: str) -> float:
        """Until when the site is left alone; the floor where nothing is known."""
        return self._until_s.get(site, self._floor_s)
