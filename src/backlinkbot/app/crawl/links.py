"""Finds what fetched pages lead to, in worker processes, while the crawl goes on."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.pages.followed import Followed, followed
from backlinkbot.io.crawl.requests import Kind
from backlinkbot.io.crawl.sitemaps import read_sitemap
from backlinkbot.io.engines.local import Killed, Limits, map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backlinkbot.core.clock import Clock

BATCH_PAGES = 16
BATCH_BYTES = 2 * 1024 * 1024
# While pages are with the workers and none is new, they are asked so often whether they are done.
TICK_S = 0.005


class Page(NamedTuple):
    """An answer to be looked through; `number`: by which it is known again."""

    number: int
    kind: Kind
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Led:
    """Where a page leads: to pages, and a sitemap to further sitemaps.

    `nofollow`, `beyond`: links that are not among `urls`, see `Followed`.
    """

    number: int
    urls: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    nofollow: int = 0
    beyond: int = 0
    fault: str = ""


def led(pages: list[Page]) -> list[Led]:
    """Where each page leads: what a worker does."""
    return [_led(page) for page in pages]


def _led(page: Page) -> Led:
    if page.kind is Kind.SITEMAP:
        found = read_sitemap(page.body, page.url)
        return Led(page.number, tuple(found.pages), tuple(found.maps), fault=found.fault)
    told: Followed = followed(page.body, page.url, page.headers)
    return Led(
        page.number,
        tuple(told.urls),
        nofollow=told.nofollow,
        beyond=told.beyond,
        fault=told.refusal,
    )


class LinkReader:
    """Takes pages and tells `found`, in a thread of its own, where each leads."""

    def __init__(
        self, found: Callable[[Led], None], *, workers: int, limits: Limits, clock: Clock
    ) -> None:
        self._found = found
        self._workers, self._limits, self._clock = workers, limits, clock
        self._pages: SimpleQueue[Page | None] = SimpleQueue()
        self._out = 0  # given to workers and not back
        self._thread = Thread(target=self._run, name="links", daemon=True)
        self.fault: BaseException | None = None
        self._thread.start()

    def put(self, page: Page) -> None:
        """Look this page through."""
        self._pages.put(page)

    def close(self) -> None:
        """Look through what was put, and end."""
        self._pages.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            for answer in map_batches(
                led,
                self._batches(),
                workers=self._workers,
                limits=self._limits,
                clock=self._clock,
            ):
                if isinstance(answer, Killed):
                    self._tell(Led(answer.item.number, fault=f"page {answer.reason}"))
                    continue
                for one in answer:
                    self._tell(one)
        except BaseException as error:  # noqa: BLE001 - told to the thread that looks after us
            self.fault = error

    def _tell(self, one: Led) -> None:
        self._out -= 1
        self._found(one)

    def _batches(self) -> Iterator[list[Page]]:
        """Pages together as they come; an empty batch lets those that are done come back."""
        while True:
            batch, is_last = self._batch()
            self._out += len(batch)
            yield batch
            if is_last:
                return

    def _batch(self) -> tuple[list[Page], bool]:
        batch: list[Page] = []
        size_bytes = 0
        while len(batch) < BATCH_PAGES and size_bytes < BATCH_BYTES:
            try:
                page = self._next(is_waiting=not batch)
            except Empty:
                break
            if page is None:
                return batch, True
            batch.append(page)
            size_bytes += len(page.body)
        return batch, False

    def _next(self, *, is_waiting: bool) -> Page | None:
        if not is_waiting:
            return self._pages.get_nowait()
        return self._pages.get(timeout=TICK_S) if self._out else self._pages.get()
