"""The machine's clock, so much ahead as a test says."""

from __future__ import annotations

from datetime import datetime, timedelta

from backlinkbot.core.clock import SystemClock


class MovedClock(SystemClock):
    """`ahead`: by how much; a test sets it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead
