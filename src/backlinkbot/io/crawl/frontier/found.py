"""What the frontier is told and tells: addresses that were found, and requests that ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.io.crawl.requests import Kind, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.crawl import Outcome

# So many addresses of a site may wait for each page of its budget; an endless site finds more.
FOUND_PER_PAGE = 4
LEAST_FOUND = 1_000


class Found(NamedTuple):
    """An address that an exchange named."""

    url: str
    depth: int
    hops: int = 0
    kind: Kind = Kind.PAGE


@dataclass(frozen=True, slots=True)
class Settled:
    """One finished request with all that came of it, ready to be written down.

    `archive`, `offset`: where its record lies; `left_out`: what was found and is not wanted,
    None where that was counted before; `is_again`: it was written down before, and was looked at
    again.
    """

    request: Request
    outcome: Outcome
    reason: str = ""
    archive: int = 0
    offset: int = 0
    found: tuple[Found, ...] = ()
    left_out: Mapping[str, int] | None = None
    is_again: bool = False


class Again(NamedTuple):
    """A page whose links are nearer than when it was fetched, and where its answer lies.

    `depth`: how far away it was when it was looked at before.
    """

    request: Request
    outcome: Outcome
    archive: int
    offset: int
    depth: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What may wait. `only`: the registrable domains allowed; empty: all."""

    per_site: int
    this_year: int
    only: frozenset[str] = frozenset()
    allows_local: bool = False

    @property
    def most_found(self) -> int:
        """How many addresses of one site may be kept."""
        return max(LEAST_FOUND, self.per_site * FOUND_PER_PAGE)
