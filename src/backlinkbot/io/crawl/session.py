"""An engine with its event loop, driven by those who know of neither."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from backlinkbot.core.clock import Clock, SystemClock
from backlinkbot.io.crawl.engine import IN_FLIGHT, Engine, nothing
from backlinkbot.io.crawl.fetch import Fetcher, Limits
from backlinkbot.io.crawl.politeness import Pace

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from backlinkbot.io.crawl.lanes import Budget
    from backlinkbot.io.crawl.requests import Exchange, Requests
    from backlinkbot.io.crawl.resolving import Resolver
    from backlinkbot.io.crawl.tally import Tally


@dataclass(frozen=True)
class Manner:
    """How to go about fetching. `resolver`, `tls`: for tests; `allows_private`: see `Fetcher`."""

    user_agent: str
    pace: Pace = field(default_factory=Pace)
    limits: Limits = field(default_factory=Limits)
    clock: Clock = field(default_factory=SystemClock)
    in_flight: int = IN_FLIGHT
    allows_private: bool = False
    resolver: Resolver | None = None
    tls: ssl.SSLContext | None = None

    def fetcher(self) -> Fetcher:
        """A new fetcher, to be closed by whoever asked for it."""
        return Fetcher(
            self.user_agent,
            limits=self.limits,
            clock=self.clock,
            resolver=self.resolver,
            allows_private=self.allows_private,
            tls=self.tls,
        )


class Session:
    """Fetching that can be stopped for a while and goes on as politely; use it as a context."""

    def __init__(  # noqa: PLR0913 - each is a part of its own
        self,
        manner: Manner,
        requests: Requests,
        finished: Callable[[Exchange], None],
        *,
        budget: Budget | None = None,
        tick: Callable[[], None] = nothing,
        rest_s: float = 0.0,
        tally: Tally | None = None,
    ) -> None:
        self._fetcher = manner.fetcher()
        self._runner = asyncio.Runner()
        self.engine = Engine(
            self._fetcher,
            requests,
            finished,
            clock=manner.clock,
            pace=manner.pace,
            budget=budget,
            in_flight=manner.in_flight,
            tick=tick,
            rest_s=rest_s,
            tally=tally,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._fetcher.__aexit__())
        self._runner.close()

    def run(self, most_s: float | None = None) -> bool:
        """Fetch until all is done, which is True, or for so long.

        Raises:
            BaseException: what the listeners raised.
        """
        return self._runner.run(self._run(most_s))

    async def _run(self, most_s: float | None) -> bool:
        if most_s is None:
            return await self.engine.run()
        timer = asyncio.get_running_loop().call_later(most_s, self.engine.pause)
        try:
            return await self.engine.run()
        finally:
            timer.cancel()
