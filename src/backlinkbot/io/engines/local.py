"""Runs work in local processes with hard limits: what costs more than it may is given up.

HTML from the web can burn CPU inside a C library where no Python handler runs, so the limits are
the kernel's: a profiling timer whose default action ends the process, and a cap on its data
segment. A worker that dies is replaced; its batch is tried again item by item, and the item that
kills a second time is handed back as `Killed`.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Generic, TypeVar

from backlinkbot.core.errors import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from backlinkbot.core.clock import Clock

T = TypeVar("T")
R = TypeVar("R")

WALL_FACTOR = 8.0  # a worker may wait for a busy machine this many times its CPU limit ...
WALL_EXTRA_S = 5.0  # ... and this long for its start
WINDOW_PER_WORKER = 4  # finished batches that may wait for an earlier one, so that order is kept
POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one batch may cost a worker: CPU seconds, and MiB beyond what it had at its start."""

    cpu_s: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Killed(Generic[T]):
    """An item that could not be worked on within its limits, and why."""

    item: T
    reason: str


@dataclass(slots=True)
class _Task(Generic[T]):
    order: tuple[int, int]  # batch, part of the batch
    items: list[T]


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    task: _Task[T] | None = None
    deadline_s: float = 0.0


def map_batches(
    work: Callable[[list[T]], R],
    batches: Iterable[list[T]],
    *,
    workers: int,
    limits: Limits,
    clock: Clock,
) -> Iterator[R | Killed[T]]:
    """Answers of `work` for each batch, in the batches' order; streams, with bounded memory.

    `work` must be importable by name. What it raises is raised here as `Broken`: it must handle
    bad input itself. Items that exceed `limits` come back as `Killed`.
    """
    pool = _Pool(work, max(1, workers), limits, clock)
    try:
        yield from pool.run(iter(batches))
    finally:
        pool.close()


class _Pool(Generic[T, R]):
    def __init__(
        self, work: Callable[[list[T]], R], workers: int, limits: Limits, clock: Clock
    ) -> None:
        self._work, self._limits, self._clock, self._wanted = work, limits, clock, workers
        forks = sys.platform.startswith("linux")
        self._context: ForkServerContext | SpawnContext = (
            multiprocessing.get_context("forkserver")
            if forks
            else multiprocessing.get_context("spawn")
        )
        if forks:
            self._context.set_forkserver_preload([getattr(work, "func", work).__module__])
        self._workers: list[_Worker[T]] = []
        self._retries: deque[_Task[T]] = deque()
        self._done: dict[int, dict[int, R | Killed[T]]] = {}
        self._parts: dict[int, int] = {}  # batch -> how many answers it will give

    def run(self, batches: Iterator[list[T]]) -> Iterator[R | Killed[T]]:
        given, shown, exhausted = 0, 0, False
        while True:
            while idle := self._idle(given - shown, exhausted):
                task = self._retries.popleft() if self._retries else None
                if task is None:
                    batch = next(batches, None)
                    if batch is None:
                        exhausted = True
                        break
                    task = _Task((given, 0), batch)
                    self._parts[given] = 1
                    given += 1
                self._give(idle, task)
            while shown < given and len(self._done.get(shown, {})) == self._parts[shown]:
                answers = self._done.pop(shown)
                del self._parts[shown]
                shown += 1
                yield from (answers[part] for part in sorted(answers))
            if exhausted and shown == given:
                return
            self._collect()

    def close(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()

    def _idle(self, outstanding: int, exhausted: bool) -> _Worker[T] | None:  # noqa: FBT001 - private
        if not self._retries and (exhausted or outstanding >= self._wanted * WINDOW_PER_WORKER):
            return None
        for worker in self._workers:
            if worker.task is None:
                return worker
        return self._start() if len(self._workers) < self._wanted else None

    def _start(self) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, self._limits), daemon=True
        )
        process.start()
        theirs.close()
        worker: _Worker[T] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker[T], task: _Task[T]) -> None:
        worker.task = task
        worker.deadline_s = (
            self._clock.monotonic_s() + self._limits.cpu_s * WALL_FACTOR + WALL_EXTRA_S
        )
        try:
            worker.pipe.send(task.items)
        except (BrokenPipeError, ConnectionResetError):
            self._died(worker, "the worker ended before it began")

    def _collect(self) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.task}
        for ready in wait(list(busy), timeout=POLL_S):
            assert isinstance(ready, Connection)  # noqa: S101 - for the type checker; we passed only these
            self._receive(busy[ready])
        now_s = self._clock.monotonic_s()
        for worker in [w for w in self._workers if w.task and now_s > w.deadline_s]:
            self._died(worker, "took too long")

    def _receive(self, worker: _Worker[T]) -> None:
        try:
            word, answer = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join()
            self._died(worker, self._why(worker.process.exitcode))
            return
        if word == "memory":
            self._died(worker, self._memory_reason())
        elif word == "error":
            raise Broken(f"a worker failed: {answer}")
        else:
            assert worker.task is not None  # noqa: S101 - for the type checker; only busy ones answer
            batch, part = worker.task.order
            self._done.setdefault(batch, {})[part] = answer
            worker.task = None

    def _why(self, exit_code: int | None) -> str:
        if exit_code == -signal.SIGPROF if hasattr(signal, "SIGPROF") else False:
            return f"took more than {self._limits.cpu_s:g} s of CPU"
        if exit_code in {-signal.SIGABRT, -signal.SIGSEGV}:
            return self._memory_reason()
        return f"ended the worker that read it (exit code {exit_code})"

    def _memory_reason(self) -> str:
        return f"took more than {self._limits.memory_mb} MB of memory"

    def _died(self, worker: _Worker[T], reason: str) -> None:
        """Bury the worker; its batch is tried item by item, a single item is given up."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        task = worker.task
        if task is None:
            return
        batch, part = task.order
        if len(task.items) == 1:
            self._done.setdefault(batch, {})[part] = Killed(task.items[0], reason)
            return
        self._parts[batch] = len(task.items)
        self._retries.extend(_Task((batch, n), [item]) for n, item in enumerate(task.items))


def _serve(pipe: Connection, work: Callable[[list[T]], R], limits: Limits) -> None:
    """A worker's life: take a batch, work within the limits, answer; ends when the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _cap_memory(limits.memory_mb)
    while True:
        try:
            items = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            _arm(limits.cpu_s)
            answer = work(items)
            _arm(0.0)
            pipe.send(("answer", answer))
        except MemoryError:
            _arm(0.0)
            pipe.send(("memory", None))
            return
        except Exception as error:  # noqa: BLE001 - a worker reports every failure to its parent
            _arm(0.0)
            pipe.send(("error", f"{type(error).__name__}: {error}"))


def _arm(cpu_s: float) -> None:
    """Let the kernel end this process after so much CPU time; 0 disarms. Not on Windows."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, cpu_s)


def _cap_memory(memory_mb: int) -> None:
    """Cap what this process may add to its data segment, where the system can."""
    if not sys.platform.startswith("linux"):
        return
    import resource
    from pathlib import Path

    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    used_kb = next(
        (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:")), 0
    )
    limit = used_kb * 1024 + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
