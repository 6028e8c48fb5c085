"""What the engine fetches next: the frontier's requests, with what is known of each page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.io.crawl.requests import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.crawl.ledger import Ledger
    from backlinkbot.io.crawl.frontier import Frontier
    from backlinkbot.io.crawl.remembered import Remembered
    from backlinkbot.io.crawl.requests import Request


class Feed:
    """Requests for the engine; see `io.crawl.requests.Requests`."""

    def __init__(self, frontier: Frontier, remembered: Remembered, ledger: Ledger) -> None:
        self._frontier, self._remembered, self._ledger = frontier, remembered, ledger

    def sites(self, most: int) -> list[str]:
        """Sites with something to take."""
        return self._frontier.sites(most)

    def take(self, site: str, most: int) -> list[Request]:
        """The next requests of a site; pages fetched before are asked for if they changed."""
        return [self._with_validators(one) for one in self._frontier.take(site, most)]

    def fetched_of(self, site: str) -> int:
        """Pages of a site that were fetched."""
        return self._frontier.fetched_of(site)

    def release(self, site: str, untried: Sequence[Request]) -> None:
        """Let go of a site."""
        self._frontier.release(site, untried)

    @property
    def is_full(self) -> bool:
        """Whether what was fetched is to be worked through first."""
        return self._ledger.is_full

    @property
    def is_settled(self) -> bool:
        """Whether all that was fetched is worked through."""
        return self._ledger.is_settled

    def _with_validators(self, request: Request) -> Request:
        if request.kind is not Kind.PAGE:
            return request
        known = self._remembered.of(request.url)
        return replace(request, validators=known.validators) if known else request
