"""Reads the pages of a run in worker processes, while others are still being fetched."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.pages.looked import Wanted, looked
from backlinkbot.core.verifying import PageSeen
from backlinkbot.io.engines.local import Killed, Limits, map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backlinkbot.core.clock import Clock

BATCH_PAGES = 8
BATCH_BYTES = 2 * 1024 * 1024
TICK_S = 0.01  # how often workers are asked for answers while nothing new comes


class Body(NamedTuple):
    """An answer to be read; `number`: by which it is known again."""

    number: int
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_cut: bool
    wanted: Wanted


class Shown(NamedTuple):
    """What an answer shows."""

    number: int
    page: PageSeen


def shown(bodies: list[Body]) -> list[Shown]:
    """What each answer shows: the work of a worker."""
    return [
        Shown(one.number, looked(one.body, one.url, one.headers, one.wanted, is_cut=one.is_cut))
        for one in bodies
    ]


class PageReader:
    """Takes bodies; `take_shown` gives what was read since. The thread ends with `close`."""

    def __init__(self, *, workers: int, limits: Limits, clock: Clock) -> None:
        self._workers, self._limits, self._clock = workers, limits, clock
        self._bodies: SimpleQueue[Body | None] = SimpleQueue()
        self._shown: SimpleQueue[Shown] = SimpleQueue()
        self._out = 0
        self._thread = Thread(target=self._run, name="looks", daemon=True)
        self.fault: BaseException | None = None
        self._thread.start()

    def put(self, body: Body) -> None:
        """Have this answer read."""
        self._bodies.put(body)

    def take_shown(self, told: Callable[[Shown], None]) -> None:
        """Tell what was read since the last time.

        Raises:
            Broken: the workers failed.
        """
        if self.fault is not None:
            raise self.fault
        while True:
            try:
                told(self._shown.get_nowait())
            except Empty:
                return

    def close(self) -> None:
        """Read what was put, and end."""
        self._bodies.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            for answer in map_batches(
                shown,
                self._batches(),
                workers=self._workers,
                limits=self._limits,
                clock=self._clock,
            ):
                if isinstance(answer, Killed):
                    fault = f"the page {answer.reason}"
                    self._tell(Shown(answer.item.number, PageSeen(is_whole=False, fault=fault)))
                    continue
                for one in answer:
                    self._tell(one)
        except BaseException as error:  # noqa: BLE001 - raised by `take_shown` in the verb's thread
            self.fault = error

    def _tell(self, one: Shown) -> None:
        self._out -= 1
        self._shown.put(one)

    def _batches(self) -> Iterator[list[Body]]:
        is_last = False
        while not is_last:
            batch, is_last = self._batch()
            self._out += len(batch)
            yield batch

    def _batch(self) -> tuple[list[Body], bool]:
        batch: list[Body] = []
        size_bytes = 0
        while len(batch) < BATCH_PAGES and size_bytes < BATCH_BYTES:
            try:
                body = self._next(is_first=not batch)
            except Empty:
                break
            if body is None:
                return batch, True
            batch.append(body)
            size_bytes += len(body.body)
        return batch, False

    def _next(self, *, is_first: bool) -> Body | None:
        if not is_first:
            return self._bodies.get_nowait()
        return self._bodies.get(timeout=TICK_S) if self._out else self._bodies.get()
