"""Memory for long bodies while they come in: one budget for all that are on their way at once."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Room:
    """So many bytes; who finds no room waits, and is let in in the order of asking."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._taken_bytes = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def taken(self, size_bytes: int) -> AsyncIterator[None]:
        """Hold so many bytes, at most all there are."""
        size_bytes = min(size_bytes, self._most_bytes)
        if self._waiting or self._taken_bytes + size_bytes > self._most_bytes:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append((size_bytes, turn))
            try:
                await turn
            except BaseException:
                if turn.done() and not turn.cancelled():  # it was let in, and goes at once
                    self._taken_bytes -= size_bytes
                self._let_in()
                raise
        else:
            self._taken_bytes += size_bytes
        try:
            yield
        finally:
            self._taken_bytes -= size_bytes
            self._let_in()

    def _let_in(self) -> None:
        while self._waiting:
            size_bytes, turn = self._waiting[0]
            if not turn.done():
                if self._taken_bytes + size_bytes > self._most_bytes:
                    return
                self._taken_bytes += size_bytes
                turn.set_result(None)
            self._waiting.popleft()
