"""A fixed list fetched politely, with the redirects from it."""

from __future__ import annotations

from itertools import pairwise

from virtual_hosts import Answer, Asked, VirtualWeb, fixed, page, redirect

from backlinkbot.core.crawl import Outcome
from backlinkbot.io.crawl.fetched import Validators
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.requests import Exchange, Kind
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.crawl.visits import Visit, visit

PACE = Pace().scaled(0.005)


def visited(
    web: VirtualWeb, urls: list[str], **more: object
) -> tuple[dict[str, Visit], list[Exchange]]:
    ended: dict[str, Visit] = {}
    heard: list[Exchange] = []
    manner = Manner("BacklinkBot/0.1", pace=PACE, resolver=web.resolver, allows_private=True)
    visit(urls, manner, lambda one: ended.update({one.url: one}), heard=heard.append, **more)  # type: ignore[arg-type]  # by name
    return ended, heard


def outcomes(one: Visit) -> list[Outcome]:
    return [exchange.outcome for exchange in one.exchanges]


def test_every_address_ends_once_with_all_that_led_to_its_end() -> None:
    hosts = {
        "a.example": fixed(
            {
                "/": page(),
                "/moved": redirect("http://b.example/there"),
                "/round": redirect("/round2"),
                "/round2": redirect("/round"),
                "/forbidden": page(),
            },
            "User-agent: *\nDisallow: /forbidden",
        ),
        "b.example": fixed({"/there": page()}, "User-agent: *\nDisallow: /closed"),
        "c.example": fixed({"/": redirect("http://b.example/closed")}),
    }
    urls = [f"http://a.example{path}" for path in ("/", "/moved", "/round", "/forbidden", "/gone")]
    urls += ["http://c.example/", "http://nobody.example/"]
    with VirtualWeb(hosts) as web:
        ended, heard = visited(web, urls)
    assert set(ended) == set(urls)
    assert outcomes(ended[urls[0]]) == [Outcome.PAGE]
    assert outcomes(ended[urls[1]]) == [Outcome.REDIRECTED, Outcome.PAGE]
    assert ended[urls[1]].last.request.url == "http://b.example/there"
    assert outcomes(ended[urls[2]]) == [Outcome.REDIRECTED, Outcome.UNREACHABLE]
    assert ended[urls[2]].last.reason == "redirect_loop"
    assert outcomes(ended[urls[3]]) == [Outcome.FORBIDDEN]
    assert ended[urls[3]].last.reason == "Disallow: /forbidden"
    assert outcomes(ended[urls[4]]) == [Outcome.ERROR]
    assert ended[urls[4]].last.reason == "404"
    assert outcomes(ended[urls[5]]) == [Outcome.REDIRECTED, Outcome.FORBIDDEN]
    assert ended[urls[6]].last.reason == "no_such_host"
    assert sum(one.request.kind is Kind.ROBOTS for one in heard) == 3
    assert "/closed" not in web.targets_of("b.example")


def test_a_page_can_be_asked_for_only_if_it_changed() -> None:
    def host(asked: Asked) -> Answer:
        is_same = asked.headers.get("if-none-match") == '"1"'
        return Answer(b"", 304 if is_same else 404)

    with VirtualWeb({"a.example": host}) as web:
        known = {"http://a.example/": Validators('"1"')}
        ended, _ = visited(web, ["http://a.example/", "http://a.example/x"], validators=known)
    assert ended["http://a.example/"].last.outcome is Outcome.NOT_MODIFIED
    assert ended["http://a.example/x"].last.outcome is Outcome.ERROR


def test_a_server_that_wants_a_long_rest_is_not_asked_again() -> None:
    def host(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"", 404)
        return Answer(b"", 503, (("Retry-After", "86400"),))

    with VirtualWeb({"a.example": host}) as web:
        ended, _ = visited(web, [f"http://a.example/{n}" for n in range(30)])
    assert [one.last.outcome for one in ended.values()] == [Outcome.BUSY] * 30
    assert len(web.targets_of("a.example")) == 1


def test_hosts_on_one_machine_are_asked_one_after_the_other() -> None:
    names = [f"h{n}.site{n}.example" for n in range(20)]
    hosts = {name: fixed({"/": page()}) for name in names}
    with VirtualWeb(hosts, addresses=dict.fromkeys(names, "127.1.7.7")) as web:
        ended, _ = visited(web, [f"http://{name}/" for name in names])
    assert len(ended) == 20
    log = sorted(web.log, key=lambda one: one.began_s)
    for one, after in pairwise(log):
        assert one.ended_s
        assert after.began_s - one.ended_s >= PACE.ip_gap_s - 0.0005


def test_what_a_listener_raises_ends_the_visits() -> None:
    class Stop(BaseException):
        pass

    def stop() -> None:
        raise Stop

    with VirtualWeb({"a.example": fixed({"/": page()})}) as web:
        try:
            visited(web, ["http://a.example/"], tick=stop)
        except Stop:
            return
    raise AssertionError
