"""What the engine is asked to fetch, how each request ended, and who hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.core.crawl import Outcome
    from backlinkbot.io.crawl.fetched import Fetched, Validators


class Kind(IntEnum):
    """What is fetched; the number is what the frontier keeps."""

    PAGE = 0
    SITEMAP = 1
    ROBOTS = 2  # the engine's own; kept in archives, in no frontier


@dataclass(frozen=True, slots=True)
class Request:
    """One address to fetch. `site`: the registrable domain of its host, whose queue it stands in.

    `depth`: links away from the seeds; `hops`: redirects that led here; `via`: the address that
    named it; `place`: its number where it is kept.
    """

    url: str
    site: str
    kind: Kind = Kind.PAGE
    depth: int = 0
    hops: int = 0
    via: str = ""
    validators: Validators | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """How one request ended.

    `fetched`: the answer, where there is one; `reason`: a word for why there is none (of
    `failures.Why`), the status of an error, or the rule of robots.txt; `sentence`: the same for
    people, where there is more to say; `sitemaps`: those that a robots.txt names.
    """

    request: Request
    outcome: Outcome
    at: datetime
    fetched: Fetched | None = None
    reason: str = ""
    sentence: str = ""
    sitemaps: tuple[str, ...] = ()


class Requests(Protocol):
    """Hands out requests by site; memory must not grow with what waits."""

    def sites(self, most: int) -> Sequence[str]:
        """Sites with something to take that are not held, at most so many; they are held then."""
        ...

    def take(self, site: str, most: int) -> Sequence[Request]:
        """The next requests of a held site; none where nothing waits now."""
        ...

    def fetched_of(self, site: str) -> int:
        """How many pages of a site were fetched, as far as that is settled."""
        ...

    def release(self, site: str, untried: Sequence[Request]) -> None:
        """The site is held no longer; `untried` of it are to be handed out another time."""
        ...

    @property
    def is_full(self) -> bool:
        """Whether nothing more should be begun until what is finished was worked through."""
        ...

    @property
    def is_settled(self) -> bool:
        """Whether everything finished was worked through, so that no more can come of it."""
        ...
