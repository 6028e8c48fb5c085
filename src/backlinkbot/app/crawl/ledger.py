"""Writes down what a crawl fetched: first into archives, then, with where it leads, as done.

A request is done in the frontier only after its record is on the disk; until then it is "pending"
here, and what is in the archive behind the first pending record is read again after a crash.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from backlinkbot.app.crawl.links import Led, LinkReader, Page
from backlinkbot.core.crawl import LeftOut, Outcome
from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.io.crawl.frontier.found import Found, Settled
from backlinkbot.io.crawl.recovery import Recovered, recovered, stored_answer
from backlinkbot.io.crawl.remembered import Known
from backlinkbot.io.crawl.requests import Exchange, Kind
from backlinkbot.io.crawl.warc_writer import ENDING, OPEN, WarcWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backlinkbot.core.clock import Clock
    from backlinkbot.core.crawl import CrawlPlan
    from backlinkbot.io.crawl.fetched import Fetched
    from backlinkbot.io.crawl.frontier import Frontier
    from backlinkbot.io.crawl.remembered import Remembered
    from backlinkbot.io.engines.local import Limits

SETTLE_EVERY_S = 0.2  # a sync of the disk costs some milliseconds, whatever was written
MOST_PENDING = 600  # exchanges held in memory; their pages are with the workers
MOST_HELD_BYTES = 64 * 1024 * 1024  # of their bodies
MAP_PATH = "sitemap.xml"  # where it is when robots.txt names none
UNREADABLE = "pages that could not be read for links"
HALF_READ = "sitemaps that could not be read to their end"
MISSING = frozenset({404, 410})
_HTML = frozenset({"", "text/html", "application/xhtml+xml"})


@dataclass(slots=True)
class _Pending:
    """An exchange that is archived and not settled."""

    exchange: Exchange
    archive: int
    offset: int
    size_bytes: int = 0  # of the body that is with the workers
    depth_before: int | None = None  # it was settled at that depth, and a shorter way was found

    @property
    def is_again(self) -> bool:
        return self.depth_before is not None


class Ledger:
    """The books of one run of a crawl. `take` is called by the engine, in its thread.

    `seeds`: the registrable domains where the crawl began, whose sitemaps are read; `named`: the
    addresses that were made of bare names, for which `http:` is tried where `https:` is silent.
    """

    def __init__(  # noqa: PLR0913 - each is a part of its own
        self,
        folder: Path,
        plan: CrawlPlan,
        frontier: Frontier,
        remembered: Remembered,
        *,
        agent: str,
        clock: Clock,
        seeds: frozenset[str],
        named: frozenset[str],
        workers: int,
        limits: Limits,
    ) -> None:
        self._folder, self._plan, self._agent, self._clock = folder, plan, agent, clock
        self._frontier, self._remembered = frontier, remembered
        self._seeds, self._named = seeds, named
        self._writer: WarcWriter | None = None
        self._archive = 0
        self._lock = Lock()
        self._sealing = Lock()
        self._number = 0
        self._pending: dict[int, _Pending] = {}
        self._ends: dict[int, int] = {}  # of each open archive: up to where it is written
        self._ready: list[tuple[int, Settled]] = []
        self._names: dict[int, str] = {}
        self._held_bytes = 0  # of pages with the workers
        self._full: dict[int, WarcWriter] = {}  # archives that wait for their last exchanges
        self._fault: BaseException | None = None
        self._stop = Event()
        self._links = LinkReader(self._led, workers=workers, limits=limits, clock=clock)
        self._thread = Thread(target=self._settle_on, name="ledger", daemon=True)
        self._thread.start()

    # What the engine asks.

    @property
    def is_full(self) -> bool:
        """Whether the engine should wait."""
        return len(self._pending) > MOST_PENDING or self._held_bytes > MOST_HELD_BYTES

    @property
    def is_settled(self) -> bool:
        """Whether all that was taken is written down."""
        return not self._pending and not self._frontier.again

    def look(self) -> None:
        """Raises what went wrong in the threads of the ledger."""
        if fault := self._fault or self._links.fault:
            raise fault

    def take(self, exchange: Exchange) -> None:
        """Archive an exchange and have it looked through."""
        writer = self._open()
        placed = writer.write(exchange)
        self._put(exchange, self._archive, placed.offset)
        self._ends[self._archive] = placed.end  # not before it is pending

    def recover(self) -> int:
        """Take what open archives hold and the frontier does not know; how many exchanges."""
        times = 0
        for number, name, settled, is_sealed, _ in self._frontier.archives():
            path = self._folder / f"{name}{ENDING}{OPEN}"
            if is_sealed or not path.is_file():
                if not is_sealed:  # the crash came between its new name and the note of it
                    self._frontier.seal(number)
                continue
            self._names[number] = name
            for one in recovered(path, settled):
                times += self._recovered(one, number)
            self._full[number] = WarcWriter(self._folder, name, self._agent, self._clock.now())
        self.drain()
        return times

    def _recovered(self, one: Recovered, archive: int) -> bool:
        request = self._frontier.waiting_request(one.url)
        if request is None:
            return False
        at = one.fetched.fetched_at if one.fetched else self._clock.now()
        exchange = Exchange(request, one.outcome, at, one.fetched, one.reason)
        self._put(exchange, archive, one.offset)
        while self.is_full:
            self.look()
            self._clock.sleep(SETTLE_EVERY_S / 10)
        return True

    def drain(self) -> None:
        """Wait until all that was taken is written down, and seal the archives."""
        while not self.is_settled:
            self.look()
            self._clock.sleep(SETTLE_EVERY_S / 10)
        if self._writer is not None:
            self._full[self._archive] = self._writer
            self._writer = None
        self._seal_full()

    def close(self) -> None:
        """Write down what is ready, and end; what is not is found again in the archive."""
        if self._fault is None and self._links.fault is None:
            self._links.close()
        self._stop.set()
        self._thread.join()
        if self._writer is not None:
            self._writer.close()

    # Archives.

    def _open(self) -> WarcWriter:
        if self._writer is not None and not self._writer.is_long:
            return self._writer
        name = f"{self._folder.name}-{len(self._frontier.archives()) + 1:05}"
        number = self._frontier.add_archive(name)
        writer = WarcWriter(self._folder, name, self._agent, self._clock.now())
        with self._lock:
            if self._writer is not None:
                self._full[self._archive] = self._writer
            self._names[number], self._ends[number] = name, writer.size_bytes
            self._writer, self._archive = writer, number
        return writer

    def _seal_full(self) -> None:
        """Seal the archives whose exchanges are all settled; both threads come here."""
        with self._sealing:
            with self._lock:
                busy = {one.archive for one in self._pending.values()}
                done = {number: w for number, w in self._full.items() if number not in busy}
                for number in done:
                    del self._full[number]
            for number, writer in done.items():
                writer.seal()
                self._frontier.seal(number)
                self._ends.pop(number, None)

    # What an exchange leads to.

    def _put(
        self, exchange: Exchange, archive: int, offset: int, depth_before: int | None = None
    ) -> None:
        request, fetched = exchange.request, exchange.fetched
        bare = replace(fetched, body=b"") if fetched else None
        with self._lock:
            self._number += 1
            number = self._number
            kept = replace(exchange, fetched=bare)
            self._pending[number] = _Pending(kept, archive, offset, depth_before=depth_before)
        answer = self._to_look_through(exchange)
        if answer is not None:
            with self._lock:
                self._held_bytes += len(answer.body)
                self._pending[number].size_bytes = len(answer.body)
            self._links.put(Page(number, request.kind, request.url, answer.headers, answer.body))
            return
        self._done(number, list(self._found_without_body(exchange)), Counter())

    def _found_without_body(self, exchange: Exchange) -> Iterable[Found]:
        request, fetched = exchange.request, exchange.fetched
        if request.kind is Kind.ROBOTS:
            return self._sitemaps(exchange)
        if exchange.outcome is Outcome.REDIRECTED and fetched:
            return self._redirect(exchange, fetched)
        if exchange.outcome is Outcome.UNREACHABLE and request.url in self._named:
            return [Found("http:" + request.url.removeprefix("https:"), 0)]
        return ()

    def _to_look_through(self, exchange: Exchange) -> Fetched | None:
        """The answer that holds addresses; of an unchanged page the one fetched before."""
        fetched, kind = exchange.fetched, exchange.request.kind
        if fetched is None or kind is Kind.ROBOTS:
            return None
        if kind is Kind.SITEMAP:
            return fetched if exchange.outcome is Outcome.PAGE else None
        if exchange.request.depth >= self._plan.depth:
            return None
        if exchange.outcome is Outcome.NOT_MODIFIED:
            return self._answer_before(exchange.request.url)
        is_page = exchange.outcome is Outcome.PAGE and fetched.media_type in _HTML
        return fetched if is_page and fetched.body else None

    def _redirect(self, exchange: Exchange, fetched: Fetched) -> Iterable[Found]:
        request = exchange.request
        to = canonical(fetched.redirect_to or "")
        if to is not None:
            yield Found(to, request.depth, request.hops + 1, request.kind)

    def _sitemaps(self, exchange: Exchange) -> Iterable[Found]:
        site, url = exchange.request.site, exchange.request.url
        if not self._plan.sitemaps or site not in self._seeds or not self._plan.depth:
            return
        if exchange.outcome is Outcome.REDIRECTED:
            return
        names = exchange.sitemaps or (canonical(f"/{MAP_PATH}", url) or "",)
        for name in names:
            if domain_of(name) == site:
                yield Found(name, 1, kind=Kind.SITEMAP)

    def _led(self, led: Led) -> None:
        """Called by the reader of links, in its thread."""
        exchange = self._pending[led.number].exchange
        request = exchange.request
        if request.kind is Kind.SITEMAP:
            own = [Found(url, 1) for url in led.urls if domain_of(url) == request.site]
            maps = [
                Found(url, 1, request.hops + 1, Kind.SITEMAP)
                for url in led.maps
                if domain_of(url) == request.site
            ]
            strange = len(led.urls) + len(led.maps) - len(own) - len(maps)
            left_out = Counter({LeftOut.OTHER_HOSTS: strange, HALF_READ: int(bool(led.fault))})
            self._done(led.number, [*maps, *own], left_out)
            return
        found = [Found(url, request.depth + 1) for url in led.urls]
        left_out = Counter(
            {
                LeftOut.NOFOLLOW: led.nofollow,
                LeftOut.MANY_LINKS: led.beyond,
                UNREADABLE: int(bool(led.fault)),
            }
        )
        self._done(led.number, found, left_out)

    def _done(self, number: int, found: list[Found], left_out: Counter[str]) -> None:
        one = self._pending[number]
        was_read = one.depth_before is not None and one.depth_before < self._plan.depth
        counts = {reason: times for reason, times in left_out.items() if times}
        settled = Settled(
            one.exchange.request,
            one.exchange.outcome,
            one.exchange.reason,
            one.archive,
            one.offset,
            tuple(found),
            None if was_read else counts,
            one.is_again,
        )
        with self._lock:
            self._ready.append((number, settled))

    # Settling, in a thread of its own.

    def _settle_on(self) -> None:
        try:
            while not self._stop.wait(SETTLE_EVERY_S):
                self._settle()
            self._settle()
        except BaseException as error:  # noqa: BLE001 - raised by `look` in the crawl's thread
            self._fault = error

    def _settle(self) -> None:
        with self._lock:
            ready, self._ready = self._ready, []
            writers = [*self._full.values(), *([self._writer] if self._writer else [])]
            ends = dict(self._ends)
        if ready:
            for writer in writers:
                writer.sync()
            self._write_down(ready, ends)
        if self._frontier.again and not self._stop.is_set():
            self._look_again()
        if self._full and not self._stop.is_set():
            self._seal_full()

    def _look_again(self) -> None:
        """Read pages again to which a shorter way was found, out of the archives."""
        with self._lock:
            if any(one.is_again for one in self._pending.values()):  # one round after the other
                return
        files = {number: name for number, name, *_ in self._frontier.archives()}
        for one in self._frontier.nearer():
            path = self._folder / f"{files[one.archive]}{ENDING}"
            if not path.is_file():
                path = path.with_name(path.name + OPEN)
            fetched, outcome = stored_answer(path, one.offset), one.outcome
            if outcome is Outcome.NOT_MODIFIED:
                fetched, outcome = self._answer_before(one.request.url), Outcome.PAGE
            at = fetched.fetched_at if fetched else self._clock.now()
            exchange = Exchange(one.request, outcome, at, fetched)
            self._put(exchange, one.archive, one.offset, one.depth)

    def _answer_before(self, url: str) -> Fetched | None:
        """The answer of a page in an earlier crawl."""
        known = self._remembered.of(url)
        return stored_answer(self._folder.parent / known.archive, known.offset) if known else None

    def _write_down(self, ready: list[tuple[int, Settled]], ends: dict[int, int]) -> None:
        numbers = {number for number, _ in ready}
        with self._lock:
            for number, one in self._pending.items():
                if (
                    number not in numbers and not one.is_again
                ):  # numbers ascend with the offsets of each archive
                    ends[one.archive] = min(ends.get(one.archive, one.offset), one.offset)
        of_robots = [one for _, one in ready if one.request.kind is Kind.ROBOTS]
        self._frontier.settle(
            [one for _, one in ready if one.request.kind is not Kind.ROBOTS], ends
        )
        if maps := [found for one in of_robots for found in one.found]:
            self._frontier.add(maps)
        self._remembered.keep(
            known
            for number, one in ready
            if not one.is_again and (known := self._known(number, one)) is not None
        )
        with self._lock:
            for number in numbers:
                self._held_bytes -= self._pending.pop(number).size_bytes

    def _known(self, number: int, one: Settled) -> Known | None:
        """What to remember of a page for the next time it is asked for."""
        fetched = self._pending[number].exchange.fetched
        if one.outcome is not Outcome.PAGE or fetched is None or fetched.is_cut:
            return None
        validators = fetched.validators
        if one.request.kind is not Kind.PAGE or not any(validators):
            return None
        archive = f"{self._folder.name}/{self._names[one.archive]}{ENDING}"
        return Known(one.request.url, validators, archive, one.offset)
