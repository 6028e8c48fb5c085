"""How politely the engine goes about what goes wrong, by the log of the server."""

from __future__ import annotations

from itertools import pairwise

from virtual_hosts import TEXT, Answer, Asked, Logged, Resolving, VirtualWeb, fixed, page

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.engine import Engine
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.requests import Exchange
from backlinkbot.io.crawl.resolving import Address
from backlinkbot.io.crawl.session import Manner, Session
from backlinkbot.io.crawl.visits import Listed, Visit

SCALE = 0.01
SLACK_S = 0.002  # the server notes a request's end before the crawler has read it


def fetched(
    web: VirtualWeb,
    urls: list[str],
    *,
    scale: float = SCALE,
    resolver: Resolving | None = None,
) -> tuple[Engine, dict[str, Visit]]:
    """The engine after it has fetched a list, and how each of it ended."""
    ended: dict[str, Visit] = {}
    manner = Manner(
        "BacklinkBot/0.1",
        pace=Pace().scaled(scale),
        resolver=resolver or web.resolver,
        allows_private=True,
    )
    listed = Listed(urls, lambda one: ended.update({one.url: one}), {})
    with Session(manner, listed, listed.finished) as session:
        session.run()
    return session.engine, ended


def gaps(requests: list[Logged]) -> list[float]:
    return [after.began_s - (one.ended_s or one.began_s) for one, after in pairwise(requests)]


def test_the_gap_that_robots_asks_for_is_kept_from_its_answer_on_and_after_refusals() -> None:
    def host(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"User-agent: *\nCrawl-delay: 60\n", 200, TEXT)
        return Answer(b"", 503) if asked.target == "/a" and asked.times == 1 else page()

    with VirtualWeb({"a.example": host}) as web:
        fetched(web, ["http://a.example/a", "http://a.example/b"])
    assert [one.target for one in web.log] == ["/robots.txt", "/a", "/a", "/b"]
    assert min(gaps(web.log)) >= 60 * SCALE - SLACK_S


def test_a_request_on_a_kept_connection_that_is_closed_is_sent_again_after_the_pause() -> None:
    def host(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"", 404)
        return Answer(b"", is_raw=True) if asked.times == 1 else page()

    with VirtualWeb({"a.example": host}) as web:
        engine, ended = fetched(web, ["http://a.example/a"])
    assert [one.target for one in web.log] == ["/robots.txt", "/a", "/a"]
    assert min(gaps(web.log)) >= 3 * SCALE - SLACK_S
    assert engine.requested == len(web.log)
    assert ended["http://a.example/a"].last.outcome is Outcome.PAGE


class HalfDead(Resolving):
    """Every host has an address of its own where nobody is, and one that it shares with all."""

    def __init__(self, web: VirtualWeb) -> None:
        super().__init__(web.addresses, web.port)
        self._web = web

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        del port
        number = int(host.partition(".")[0][1:])
        return Address(f"127.9.0.{number + 1}", 9), Address("127.1.0.77", self._web.port)


def test_the_gap_of_a_machine_holds_for_the_address_that_is_connected_to() -> None:
    scale = 0.05
    hosts = {f"s{n}.example": fixed({"/": page()}, "") for n in range(8)}
    with VirtualWeb(hosts) as web:
        urls = [f"http://{name}/" for name in hosts]
        engine, ended = fetched(web, urls, scale=scale, resolver=HalfDead(web))
    assert {one.ip for one in web.log} == {"127.1.0.77"}
    assert {one.last.outcome for one in ended.values()} == {Outcome.PAGE}
    log = sorted(web.log, key=lambda one: one.began_s)
    assert min(gaps(log)) >= Pace().ip_gap_s * scale - SLACK_S
    assert engine.requested == len(log) == 16


def test_a_server_that_wants_a_long_rest_before_its_rules_is_left_alone() -> None:
    def host(asked: Asked) -> Answer:
        if asked.target == "/robots.txt" and asked.times == 1:
            return Answer(b"", 429, (("Retry-After", "3600"),))
        return page() if asked.target != "/robots.txt" else Answer(b"", 404)

    with VirtualWeb({"a.example": host}) as web:
        _, ended = fetched(web, ["http://a.example/", "http://a.example/b"], scale=0.0005)
    assert [one.target for one in web.log] == ["/robots.txt"]
    assert [told(one.last) for one in ended.values()] == [(Outcome.BUSY, "429")] * 2


def told(exchange: Exchange) -> tuple[Outcome, str]:
    return exchange.outcome, exchange.reason
