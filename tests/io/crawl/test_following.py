"""Redirects followed through the caller's own hands."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.crawl.failures import Unfetched, Why
from backlinkbot.io.crawl.fetched import Fetched, Hop
from backlinkbot.io.crawl.following import MOST_HOPS, follow

SITE = "http://site.example"


class Web:
    """Pages that redirect to others, and who asked for them."""

    def __init__(self, redirects: dict[str, str], forbidden: str = "") -> None:
        self.redirects = redirects
        self.forbidden = forbidden
        self.asked: list[str] = []

    async def fetch(self, url: str, *, hops: tuple[Hop, ...]) -> Fetched:
        if url == self.forbidden:
            raise Refused("the site asks crawlers not to read it")
        self.asked.append(url)
        to = self.redirects.get(url)
        return Fetched(
            url=hops[0].url if hops else url, final_url=url, status=301 if to else 200, reason="",
            headers=(("Location", to),) if to else (), body=b"", is_cut=False, is_unread=False,
            fetched_at=datetime(2026, 11, 21, tzinfo=UTC), ip="", hops=hops, took_s=0.0,
        )  # fmt: skip


def test_the_end_of_a_chain_tells_the_way_there() -> None:
    web = Web({f"{SITE}/a": "/b", f"{SITE}/b": "https://other.example/c"})
    fetched = asyncio.run(follow(web.fetch, f"{SITE}/a"))
    assert (fetched.url, fetched.final_url) == (f"{SITE}/a", "https://other.example/c")
    assert fetched.hops == (
        Hop(f"{SITE}/a", 301, f"{SITE}/b"),
        Hop(f"{SITE}/b", 301, "https://other.example/c"),
    )


def test_each_hop_needs_permission() -> None:
    web = Web({f"{SITE}/a": "/b"}, forbidden=f"{SITE}/b")
    with pytest.raises(Refused):
        asyncio.run(follow(web.fetch, f"{SITE}/a"))
    assert web.asked == [f"{SITE}/a"]


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_told_at_its_first_round(length: int) -> None:
    web = Web({f"{SITE}/{n}": f"/{(n + 1) % length}" for n in range(length)})
    with pytest.raises(Unfetched, match="circle") as caught:
        asyncio.run(follow(web.fetch, f"{SITE}/0"))
    assert caught.value.kind is Why.REDIRECT_LOOP
    assert len(web.asked) == length


def test_a_chain_has_an_end() -> None:
    web = Web({f"{SITE}/{n}": f"/{n + 1}" for n in range(MOST_HOPS)})
    assert len(asyncio.run(follow(web.fetch, f"{SITE}/0")).hops) == MOST_HOPS
    web = Web({f"{SITE}/{n}": f"/{n + 1}" for n in range(1_000)})
    with pytest.raises(Unfetched) as caught:
        asyncio.run(follow(web.fetch, f"{SITE}/0"))
    assert caught.value.kind is Why.TOO_MANY_REDIRECTS
    assert len(web.asked) == MOST_HOPS + 1


def test_a_redirect_to_no_web_address_is_the_end() -> None:
    fetched = asyncio.run(follow(Web({f"{SITE}/a": "mailto:a@b.example"}).fetch, f"{SITE}/a"))
    assert (fetched.status, fetched.hops) == (301, ())
