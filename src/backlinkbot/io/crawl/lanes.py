"""The queue of one site while it is worked on, and how much may be fetched in all."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backlinkbot.io.crawl.fetched import Hop
    from backlinkbot.io.crawl.requests import Request


@dataclass(frozen=True, slots=True)
class Budget:
    """Answers to fetch in all and of one site, None without bound; `spent`: fetched before."""

    pages: int | None = None
    per_site: int | None = None
    spent: int = 0


@dataclass(eq=False, slots=True)
class Lane:
    """The queue of one site while it is worked on."""

    site: str
    requests: deque[Request] = field(default_factory=deque)
    pages: int = 0
    ready_at_s: float = 0.0
    crawl_delay_s: float = 0.0  # what robots.txt of the origin asked last wants, unscaled
    caution: float = 1.0
    refusals: int = 0  # 429 and 503 in a row
    silences: dict[str, int] = field(default_factory=dict)  # failures in a row, by origin
    hops: dict[str, tuple[Hop, ...]] = field(default_factory=dict)  # on the way to a robots.txt
    tries: int = 0  # of the first request
    passed: dict[str, set[str]] = field(default_factory=dict)  # addresses that are down, by host
    machine: str = ""  # the address whose turn is held
