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
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
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
BEGUN = "begun"  # a worker's first word
# A batch this small waits in its worker's pipe, which holds 64 KiB and more, so that the worker
# goes on without waiting for us. A larger one must not: the worker could not send its answer to
# somebody who waits to send it the next batch.
AHEAD_BYTES = 32 * 1024
MOST_TASKS = 2
# So many workers may end one after the other before any has begun: a machine that is short of
# memory for a moment may fail one, a program that cannot be imported fails every one.
MOST_FAILED_STARTS = 3
CANNOT_START = (
    "worker processes {how}, so nothing can be read: a program that starts them must be a file "
    "with its work under `if __name__ == '__main__'`, not piped into Python, and the system must "
    "let it start processes"
)


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
    message: memoryview  # the items as the pipe takes them


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    tasks: deque[_Task[T]] = field(default_factory=deque)  # it works on the first of them
    deadline_s: float = 0.0
    has_begun: bool = False  # it said that it is there; before that nothing it was given can be why


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

    Raises:
        Broken: `work` failed, or no worker process can be started.
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
        self._next: deque[_Task[T]] = deque()  # those that were fetched and wait for a worker
        self._done: dict[int, dict[int, R | Killed[T]]] = {}
        self._parts: dict[int, int] = {}  # batch -> how many answers it will give
        self._given = self._shown = 0  # batches
        self._is_exhausted = False
        self._failed_starts = 0  # since a worker last began

    def run(self, batches: Iterator[list[T]]) -> Iterator[R | Killed[T]]:
        while True:
            self._hand_out(batches)
            while self._shown < self._given and self._is_done(self._shown):
                answers = self._done.pop(self._shown)
                del self._parts[self._shown]
                self._shown += 1
                yield from (answers[part] for part in sorted(answers))
                self._hand_out(batches)
            if self._is_exhausted and self._shown == self._given:
                return
            self._collect()

    def _is_done(self, batch: int) -> bool:
        return len(self._done.get(batch, {})) == self._parts[batch]

    def _hand_out(self, batches: Iterator[list[T]]) -> None:
        """Give batches out as long as there is one, and a worker to take it."""
        while self._next or self._fetch(batches):
            worker = self._worker_for(self._next[0])
            if worker is None:
                return
            self._give(worker, self._next.popleft())

    def _fetch(self, batches: Iterator[list[T]]) -> bool:
        """Fetch the next batch, unless too many wait for an earlier one; whether there is one."""
        outstanding = self._given - self._shown
        if self._is_exhausted or outstanding >= self._wanted * WINDOW_PER_WORKER:
            return False
        batch = next(batches, None)
        if batch is None:
            self._is_exhausted = True
            return False
        self._next.append(_task((self._given, 0), batch))
        self._parts[self._given] = 1
        self._given += 1
        return True

    def close(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()

    def _worker_for(self, task: _Task[T]) -> _Worker[T] | None:
        """An idle worker, a new one, or one that may have the task waiting; else None."""
        least = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
        if least is not None and not least.tasks:
            return least
        if len(self._workers) < self._wanted:
            return self._start()
        most = MOST_TASKS if len(task.message) <= AHEAD_BYTES else 1
        return least if least is not None and len(least.tasks) < most else None

    def _start(self) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, self._limits), daemon=True
        )
        try:
            process.start()
        except (OSError, EOFError) as error:
            raise Broken(CANNOT_START.format(how=f"cannot be started ({error})")) from error
        theirs.close()
        worker: _Worker[T] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker[T], task: _Task[T]) -> None:
        worker.tasks.append(task)
        if len(worker.tasks) == 1:
            self._begin(worker)
        try:
            worker.pipe.send_bytes(task.message)
        except (BrokenPipeError, ConnectionResetError):
            if len(worker.tasks) == 1:
                self._died(worker, "the worker ended before it began")
            # else its end is found, with the reason, where its answer is waited for

    def _begin(self, worker: _Worker[T]) -> None:
        """The worker works on its first task from now on."""
        worker.deadline_s = (
            self._clock.monotonic_s() + self._limits.cpu_s * WALL_FACTOR + WALL_EXTRA_S
        )

    def _collect(self) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.tasks}
        for ready in wait(list(busy), timeout=POLL_S):
            assert isinstance(ready, Connection)  # noqa: S101 - for the type checker; we passed only these
            self._receive(busy[ready])
        now_s = self._clock.monotonic_s()
        for worker in [w for w in self._workers if w.tasks and now_s > w.deadline_s]:
            self._died(worker, "took too long")

    def _receive(self, worker: _Worker[T]) -> None:
        try:
            word, answer = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join()
            self._died(worker, self._why(worker.process.exitcode))
            return
        if word == BEGUN:
            self._has_begun(worker)
        elif word == "memory":
            self._died(worker, self._memory_reason())
        elif word == "error":
            raise Broken(f"a worker failed: {answer}")
        else:
            batch, part = worker.tasks.popleft().order
            self._done.setdefault(batch, {})[part] = answer
            self._begin(worker)

    def _has_begun(self, worker: _Worker[T]) -> None:
        worker.has_begun, self._failed_starts = True, 0
        if worker.tasks:
            self._begin(worker)

    def _why(self, exit_code: int | None) -> str:
        if exit_code == -signal.SIGPROF if hasattr(signal, "SIGPROF") else False:
            return f"took more than {self._limits.cpu_s:g} s of CPU"
        if exit_code in {-signal.SIGABRT, -signal.SIGSEGV}:
            return self._memory_reason()
        return f"ended the worker that read it (exit code {exit_code})"

    def _memory_reason(self) -> str:
        return f"took more than {self._limits.memory_mb} MB of memory"

    def _died(self, worker: _Worker[T], reason: str) -> None:
        """Bury the worker; its batch is tried item by item, a single item is given up.

        A batch that only waited is given to another worker as it is, and so is that of a worker
        which never began.

        Raises:
            Broken: one worker after the other ended before it began.
        """
        is_stillborn = not worker.has_begun and not _said_it_began(worker.pipe)
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        if is_stillborn:
            self._next.extendleft(reversed(worker.tasks))
            self._failed_starts += 1
            if self._failed_starts >= MOST_FAILED_STARTS:
                how = f"end before they begin (exit code {worker.process.exitcode})"
                raise Broken(CANNOT_START.format(how=how))
            return
        if not worker.tasks:
            return
        task = worker.tasks.popleft()
        self._next.extendleft(reversed(worker.tasks))
        batch, part = task.order
        if len(task.items) == 1:
            self._done.setdefault(batch, {})[part] = Killed(task.items[0], reason)
            return
        self._parts[batch] = len(task.items)
        alone = [_task((batch, n), [item]) for n, item in enumerate(task.items)]
        self._next.extendleft(reversed(alone))


def _said_it_began(pipe: Connection) -> bool:
    """Whether the worker's first word waits unread."""
    try:
        return pipe.poll() and pipe.recv()[0] == BEGUN
    except (EOFError, OSError):
        return False


def _task(order: tuple[int, int], items: list[T]) -> _Task[T]:
    return _Task(order, items, ForkingPickler.dumps(items))


def _serve(pipe: Connection, work: Callable[[list[T]], R], limits: Limits) -> None:
    """A worker's life: take a batch, work within the limits, answer; ends when the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _cap_memory(limits.memory_mb)
    pipe.send((BEGUN, None))
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
