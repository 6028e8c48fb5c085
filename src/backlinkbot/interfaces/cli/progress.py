"""Progress on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backlinkbot.core.clock import SystemClock

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

LINE_EVERY_S = 10.0


class Shown:
    """Shows the stages of long work; use it as a context."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._name, self._unit = "", ""
        self._total: float | None = None
        self._clock = SystemClock()
        self._said_s = self._clock.monotonic_s()

    def __enter__(self) -> Shown:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.fields[reached]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars:
            self._bars.stop()

    def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
        """A new stage begins."""
        self._name, self._total, self._unit = name, total, unit
        if self._bars:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(name, total=total, reached="")

    def reached(self, done: float) -> None:
        """So much of the stage is done."""
        if self._bars and self._task is not None:
            self._bars.update(self._task, completed=done, reached=self._text(done))
            return
        now_s = self._clock.monotonic_s()
        if now_s - self._said_s >= LINE_EVERY_S:
            self._said_s = now_s
            sys.stderr.write(f"{self._name}: {self._text(done)}\n")

    def _text(self, done: float) -> str:
        if self._unit == "bytes":
            of = f" of {self._total / 1e6:,.1f}" if self._total else ""
            return f"{done / 1e6:,.1f}{of} MB"
        of = f" of {self._total:,.0f}" if self._total else ""
        return f"{done:,.0f}{of} {self._unit}".rstrip()
