"""The only place that asks what time it is, and the only one that waits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time as it is handed to whoever needs it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present day in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...

    def sleep(self, delay_s: float) -> None:
        """Wait this many seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().date()

    def monotonic_s(self) -> float:
        return time.monotonic()

    def sleep(self, delay_s: float) -> None:
        time.sleep(delay_s)


@dataclass
class FixedClock:
    """A clock that stands still until it is told to go on: for tests and simulations."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def monotonic_s(self) -> float:
        return self.moment.timestamp()

    def sleep(self, delay_s: float) -> None:
        self.moment += timedelta(seconds=delay_s)


@dataclass(frozen=True)
class DatedClock(SystemClock):
    """Says a given date and lets seconds run: for worlds with a calendar of their own."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()
