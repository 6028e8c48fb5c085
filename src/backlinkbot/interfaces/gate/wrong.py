"""Counts wrong tries of one address, so that whoever guesses is soon told to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backlinkbot.core.clock import Clock

AT_ONCE = 20.0  # wrong tries that are answered one after the other
PER_S = 0.1  # and so many a second after that
MOST_ADDRESSES = 10_000


class WrongTries:
    """How many wrong tries each address has left; it gets more by the second."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait_s(self, address: str) -> int:
        """Count a wrong try; 0, or after how many seconds another one is looked at."""
        now = self._clock.monotonic_s()
        left, at = self._left.get(address, (AT_ONCE, now))
        left = min(AT_ONCE, left + (now - at) * PER_S)
        if len(self._left) >= MOST_ADDRESSES:
            self._left.clear()
        self._left[address] = (max(0.0, left - 1), now)
        return 0 if left >= 1 else int((1 - left) / PER_S) + 1
