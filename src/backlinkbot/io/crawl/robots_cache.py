"""What is known of each site's robots.txt, for how long, and what its absence means.

It asks nobody: the crawl tells it what came of a request, and asks whether the next is due.
Source: RFC 9309 §2.3 and §2.4.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.fetched import NO_VALIDATORS, NOT_MODIFIED, Fetched, Validators
from backlinkbot.io.crawl.robots import MOST_BYTES, Decision, Robots

if TYPE_CHECKING:
    from backlinkbot.core.urls.asked import Asked

FRESH = timedelta(hours=24)  # RFC 9309 §2.4: at most
STALE = timedelta(days=30)  # RFC 9309 §2.3.1.4: how long an old copy may stand in for a silent site
# After a failure the file is asked for again soon, then ever more seldom.
FIRST_RETRY = timedelta(minutes=5)
MOST_RETRY = timedelta(hours=24)
MOST_KEPT_BYTES = 128 * 1024 * 1024  # of memory; the longest unused go first
ENTRY_BYTES = 2_048  # what a site costs here beside its file

CLIENT_ERROR, SERVER_ERROR = 400, 500
PARTIAL = 206
TOO_MANY_REQUESTS = 429  # "not now" is no "there is none"
# Answers to what was not asked: who gives them may well have rules.
_NO_FILE = {
    NOT_MODIFIED: "the server says that it is what it was, and nobody knows what it was",
    PARTIAL: "the server sends a part of it",
}
# A redirect that leads nowhere is a file that is not there (RFC 9309 §2.3.1.2).
_NOT_THERE = {Why.TOO_MANY_REDIRECTS, Why.REDIRECT_LOOP}


@dataclass(frozen=True)
class Known:
    """What a site's robots.txt lets us do until `until`.

    `robots` is None when the file could not be had, and then nothing may be fetched; `note` says
    why in one sentence, and is empty when the site itself spoke. `asked_at` is of the last attempt,
    `spoke_at` of the last answer, `failures` are the attempts since.
    """

    robots: Robots | None
    note: str
    until: datetime
    asked_at: datetime
    spoke_at: datetime | None
    validators: Validators = NO_VALIDATORS
    failures: int = 0
    size_bytes: int = 0

    def allows(self, agent: str, url: str) -> Decision:
        """Whether the agent may fetch the address; where nothing is known, it may not."""
        if self.robots is None:
            return Decision(allowed=False, rule=self.note)
        return self.robots.allows(agent, url)

    def delay_s(self, agent: str) -> float | None:
        """The gap that the site asks for; None where it does not."""
        return None if self.robots is None else self.robots.delay_s(agent)


class RobotsCache:
    """The robots.txt of every site lately visited, by origin (`https://www.example.com`)."""

    def __init__(self, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self._kept: OrderedDict[str, Known] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def known(self, origin: str, now: datetime) -> Known | None:
        """What holds for the origin now; None when its robots.txt must be asked for first."""
        kept = self._kept.get(origin)
        if kept is None or kept.until <= now:
            return None
        self._kept.move_to_end(origin)
        return kept

    def validators(self, origin: str) -> Validators | None:
        """What to ask with, so that an unchanged file is not sent again."""
        kept = self._kept.get(origin)
        return kept.validators if kept and kept.robots and any(kept.validators) else None

    def answered(
        self,
        origin: str,
        answer: Fetched | Unfetched | RefusedPlace,
        now: datetime,
        rules: Robots | None = None,
    ) -> Known:
        """Take what came of asking for the file, and say what holds from now on.

        `rules`: the body of the answer, where it was read before.
        """
        before = self._kept.get(origin)
        if isinstance(answer, Fetched):
            known = _of_answer(answer, before, now, rules)
        elif answer.kind in _NOT_THERE:
            known = _absent(now)
        else:
            known = _unreachable(str(answer), before, now)
        self._keep(origin, known)
        return known

    def _keep(self, origin: str, known: Known) -> None:
        before = self._kept.pop(origin, None)
        self._bytes += known.size_bytes + ENTRY_BYTES
        if before is not None:
            self._bytes -= before.size_bytes + ENTRY_BYTES
        self._kept[origin] = known
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.size_bytes + ENTRY_BYTES


def robots_url(place: Asked) -> str:
    """Where the rules for an address stand."""
    return f"{place.origin}/robots.txt"


def _of_answer(answer: Fetched, before: Known | None, now: datetime, rules: Robots | None) -> Known:
    status = answer.status
    if status >= SERVER_ERROR or status == TOO_MANY_REQUESTS:
        return _unreachable(f"robots.txt could not be read: the server says {status}", before, now)
    if status == NOT_MODIFIED and before is not None and before.robots is not None:
        return Known(
            before.robots, "", now + FRESH, now, now, before.validators, 0, before.size_bytes
        )
    if status in _NO_FILE:
        return _unreachable(f"robots.txt could not be read: {_NO_FILE[status]}", before, now)
    if status // 100 != 2:  # noqa: PLR2004 - every 4xx, and a redirect to nowhere
        return _absent(now)
    if answer.is_cut and len(answer.body) < MOST_BYTES:  # not by its length, which is no fault
        return _unreachable("robots.txt could not be read: it does not unpack", before, now)
    robots = rules or Robots.parse(answer.body)
    return Known(robots, "", now + FRESH, now, now, answer.validators, 0, robots.size_bytes)


def _absent(now: datetime) -> Known:
    return Known(Robots.parse(b""), "", now + FRESH, now, now)


def _unreachable(note: str, before: Known | None, now: datetime) -> Known:
    """Nothing may be fetched, or what the site said last still holds."""
    failures = before.failures + 1 if before else 1
    until = now + min(FIRST_RETRY * 2 ** min(failures - 1, 20), MOST_RETRY)
    if before and before.robots and before.spoke_at and now - before.spoke_at <= STALE:
        return Known(
            before.robots, note, until, now, before.spoke_at, before.validators, failures,
            before.size_bytes,
        )  # fmt: skip
    return Known(None, note, until, now, None, failures=failures)
