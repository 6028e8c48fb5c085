"""Redirects followed one hop at a time, each through the caller's own permission."""

from __future__ import annotations

from typing import Protocol

from backlinkbot.io.crawl.failures import Unfetched, Why
from backlinkbot.io.crawl.fetched import Fetched, Hop

MOST_HOPS = 10  # browsers give up at 20; chains beyond 10 are traps


class OneFetch(Protocol):
    """One exchange, as `Fetcher.fetch` makes it; a caller may wait and ask robots.txt first."""

    async def __call__(self, url: str, *, hops: tuple[Hop, ...]) -> Fetched:
        """The answer to `url`, reached over `hops`."""
        ...


async def follow(fetch: OneFetch, url: str) -> Fetched:
    """The answer at the end of the redirects from `url` on.

    A redirect to what is no web address is itself the end.

    Raises:
        Unfetched: the redirects go round, or are more than `MOST_HOPS`; what `fetch` raises.
    """
    fetched = await fetch(url, hops=())
    while (hop := next_hop(fetched)) is not None:
        fetched = await fetch(hop.to, hops=(*fetched.hops, hop))
    return fetched


def next_hop(fetched: Fetched) -> Hop | None:
    """Where the answer sends us; None when it is no redirect, or one to no web address.

    Raises:
        Unfetched: we have been there already, or have been sent on too often.
    """
    to = fetched.redirect_to
    if to is None:
        return None
    been = {fetched.final_url, *(hop.url for hop in fetched.hops)}
    if to in been:
        raise Unfetched(Why.REDIRECT_LOOP, f"{fetched.url} is redirected in a circle")
    if len(fetched.hops) >= MOST_HOPS:
        raise Unfetched(
            Why.TOO_MANY_REDIRECTS, f"{fetched.url} is redirected more than {MOST_HOPS} times"
        )
    return Hop(fetched.final_url, fetched.status, to)
