"""Open workspaces, kept for the next request: each is used by one request at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from backlinkbot.app.workspace import Workspace

SIDE_BY_SIDE = (
    4  # requests at work in one client; more wait their turn, which is sooner than swapping
)
KEPT = 8  # idle workspaces in all: each holds a database of some 20 MB


class Pool:
    """Lends workspaces of clients out, and turns them to the newest snapshot before it does."""

    def __init__(self, open_client: Callable[[str], Workspace]) -> None:
        self._open = open_client
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._idle: OrderedDict[str, list[Workspace]] = OrderedDict()

    @asynccontextmanager
    async def workspace(self, client: str) -> AsyncIterator[Workspace]:
        """A workspace of that client for the time of one request.

        Raises:
            NotFound: there is no such client.
        """
        turn = self._turns.setdefault(client, asyncio.Semaphore(SIDE_BY_SIDE))
        async with turn:
            idle = self._idle.get(client)
            lent = idle.pop() if idle else await run_in_threadpool(self._open, client)
            try:
                await run_in_threadpool(lent.refresh)
                yield lent
            finally:
                self._idle.setdefault(client, []).append(lent)
                self._idle.move_to_end(client)
                self._shed()

    def close(self) -> None:
        """Close what nobody uses; for the end of the server."""
        for idle in self._idle.values():
            while idle:
                idle.pop().close()
        self._idle.clear()

    def _shed(self) -> None:
        """Close the workspaces of the clients that were asked of longest ago."""
        while sum(map(len, self._idle.values())) > KEPT:
            oldest = next(client for client, idle in self._idle.items() if idle)
            self._idle[oldest].pop(0).close()
