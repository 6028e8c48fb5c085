"""What looks like a loss and is none: however often it is seen, the link stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from looked_world import SITE, START, TARGET, World, article, to
from virtual_hosts import HTML, Answer, redirect

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Standing

PAGE = "http://blog.example/2024/teas"
SHELL = (
    b'<html><head><title>Blog</title></head><body><div id="root"></div>'
    b'<noscript>Please enable JavaScript.</noscript><script src="/app.js"></script></body></html>'
)
CHECKING = b"<title>Just a moment...</title><p>Checking your browser before accessing blog.</p>"
LOGIN = b"<title>Blog</title><h1>Members</h1><p>Please log in to read this article.</p>"
MENDING = b"<title>Blog</title><h1>Down for maintenance</h1><p>We will be back soon.</p>"
DATABASE = b"<title>Database error</title><h1>Error establishing a database connection</h1>"
ANUBIS = (
    b"<title>Making sure you&#39;re not a bot!</title><main><h1>Making sure you're not a bot!</h1>"
    b"<p>Loading...</p><p>You see this because this site is set up to keep scrapers out. It asks "
    b"for modern JavaScript, which some plugins disable.</p></main>"
)
SITEGROUND = b"<title>Robot Challenge Screen</title><div>Checking the site connection</div>"
PERIMETER = (
    b"<title>Pardon Our Interruption</title><p>Something about your browser made us stop.</p>"
)
IMUNIFY = b"<title>One moment, please...</title><h1>Your request is being verified...</h1>"
# No list of ours names these.
UNNAMED = (
    "<title>Kontrola</title><p>Chwileczkę, sprawdzamy połączenie z serwerem.</p>",
    "<title>Blog</title><form><p>Členská sekce</p><input name=u><input type=password></form>",
    "<title>Nos visiteurs</title><p>Choisissez ce que nous pouvons garder de votre visite.</p>",
    "<title>blog.example</title><div id=x></div><script src=/a1b2.js></script>",
)
LONG = 5 * 1024 * 1024


def robots(world: World, page: str) -> None:
    world.say(page.replace("/2024/teas", "/robots.txt"), b"User-agent: *\nDisallow: /")
    world.say(page, article())


def robots_silent(world: World, page: str) -> None:
    world.say(page.replace("/2024/teas", "/robots.txt"), Answer(b"", 500))
    world.say(page, article())


def cut(world: World, page: str) -> None:
    world.say(page, article() + b"<p>word</p>" * (LONG // 10))


def to_login(world: World, page: str) -> None:
    to = page.replace("/2024/teas", "/login?next=/2024/teas")
    world.say(page, redirect(to, 302))
    world.say(to, b"<title>Login</title><form>Name <input><input type=password></form>")


def to_consent(world: World, page: str) -> None:
    world.say(page, redirect(page.replace("http://", "http://consent.").replace("/2024/teas", "/")))
    world.say(
        page.replace("http://", "http://consent.").replace("/2024/teas", "/"),
        article(title="What we keep of you"),
    )


def to_unnamed_door(world: World, page: str) -> None:
    to = page.replace("/2024/teas", "/vstup?zpet=/2024/teas")
    world.say(page, redirect(to, 302))
    world.say(to, article(title="Vstup pro hosty"))


def unnamed(number: int) -> Callable[[World, str], None]:
    return lambda world, page: world.say(page, UNNAMED[number].encode())


def through_a_wrapper(world: World, page: str) -> None:
    world.say(page, article(to("https://out.example/?u=https%3A%2F%2Fshop.example%2Ftea")))


def with_www(world: World, page: str) -> None:
    world.say(page, redirect(page.replace("http://", "http://www."), 301))
    world.say(page.replace("http://", "http://www."), article(to()))


BESIDE = {"left": "liked by everybody who tried it. Read", "right": "for the rest of it."}
CASES: dict[str, tuple[Standing, Callable[[World, str], None]]] = {
    "401": (Standing.BLOCKED, lambda w, page: w.say(page, Answer(b"", 401))),
    "403": (Standing.BLOCKED, lambda w, page: w.say(page, Answer(b"no", 403))),
    "451": (Standing.BLOCKED, lambda w, page: w.say(page, Answer(b"", 451))),
    "999": (Standing.BLOCKED, lambda w, page: w.say(page, Answer(b"", 999))),
    "429": (Standing.BLOCKED, lambda w, page: w.say(page, Answer(b"", 429))),
    "a firewall's check": (Standing.BLOCKED, lambda w, page: w.say(page, CHECKING)),
    "a firewall that says 404": (
        Standing.BLOCKED,
        lambda w, page: w.say(page, Answer(CHECKING, 404)),
    ),
    "Anubis": (Standing.BLOCKED, lambda w, page: w.say(page, ANUBIS)),
    "SiteGround": (Standing.BLOCKED, lambda w, page: w.say(page, SITEGROUND)),
    "PerimeterX": (Standing.BLOCKED, lambda w, page: w.say(page, PERIMETER)),
    "Imunify360": (Standing.BLOCKED, lambda w, page: w.say(page, IMUNIFY)),
    "a firewall told by its header": (
        Standing.BLOCKED,
        lambda w, page: w.say(
            page, Answer(b"<p>Hm</p>", 200, (*HTML, ("CF-Mitigated", "challenge")))
        ),
    ),
    "redirected to a login": (Standing.BLOCKED, to_login),
    "redirected to a consent host": (Standing.BLOCKED, to_consent),
    "redirected to a door that keeps the address": (Standing.UNTOLD, to_unnamed_door),
    "a wall in words that no list has": (Standing.UNTOLD, unnamed(0)),
    "a login in words that no list has": (Standing.BLOCKED, unnamed(1)),
    "a consent in words that no list has": (Standing.UNTOLD, unnamed(2)),
    "a wall that is drawn by scripts": (Standing.UNTOLD, unnamed(3)),
    "a link by way of a wrapper": (Standing.UNTOLD, through_a_wrapper),
    "robots.txt": (Standing.BLOCKED, robots),
    "a login": (Standing.BLOCKED, lambda w, page: w.say(page, LOGIN)),
    "robots.txt that fails": (Standing.UNREACHABLE, robots_silent),
    "500": (Standing.UNREACHABLE, lambda w, page: w.say(page, Answer(b"", 500))),
    "503": (Standing.UNREACHABLE, lambda w, page: w.say(page, Answer(b"", 503))),
    "maintenance with 200": (Standing.UNREACHABLE, lambda w, page: w.say(page, MENDING)),
    "a database that fails": (Standing.UNREACHABLE, lambda w, page: w.say(page, DATABASE)),
    "broken off": (
        Standing.UNREACHABLE,
        lambda w, page: w.say(page, Answer(b"HTTP/1.1 200 OK\r\nContent-Le", is_raw=True)),
    ),
    "drawn in the browser": (Standing.UNTOLD, lambda w, page: w.say(page, SHELL)),
    "longer than is read": (Standing.UNTOLD, cut),
    "no page but a file": (
        Standing.UNTOLD,
        lambda w, page: w.say(
            page, Answer(b"%PDF-1.7", 200, (("Content-Type", "application/pdf"),))
        ),
    ),
    "empty": (Standing.UNTOLD, lambda w, page: w.say(page, b"")),
    "a bad request": (Standing.UNTOLD, lambda w, page: w.say(page, Answer(b"", 400))),
    "redirected in a circle": (Standing.UNTOLD, lambda w, page: w.say(page, redirect(page))),
    "another scheme or www": (Standing.THERE, with_www),
    "its own canonical": (
        Standing.THERE,
        lambda w, page: w.say(
            page,
            article(to(), head=f'<link rel="canonical" href="{page}/">'),
        ),
    ),
    "a long page about missing pages": (
        Standing.THERE,
        lambda w, page: w.say(page, article(to(), title="What to do about a 404: page not found")),
    ),
}


@pytest.fixture(scope="module")
def stays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every case on a host of its own, looked at three times."""
    with Workspace.open(tmp_path_factory.mktemp("stays") / "w", DatedClock(START)) as workspace:
        world = World(workspace, {})
        pages = {
            name: f"http://stays{number}.example/2024/teas" for number, name in enumerate(CASES)
        }
        world.know_all(pages.values())
        for name, page in pages.items():
            CASES[name][1](world, page)
        for hours in (0, 30, 50):
            world.look(hours)
        world.pages = pages
        yield world


@pytest.mark.parametrize("name", CASES)
def test_three_looks_that_tell_nothing_lose_nothing(stays: World, name: str) -> None:
    for look in stays.told:
        seen = look.of(stays.pages[name])
        assert seen.check.standing is CASES[name][0], seen.check.sentence
        assert seen.check.looks == 0
        assert seen.state == "live"


def test_nothing_became_lost_in_any_of_these_runs(stays: World) -> None:
    assert [look.lost_now for look in stays.looks] == [0, 0, 0]
    assert {link["state"] for link in stays.known()} == {"live"}


def test_a_refusal_is_a_remark_of_the_index(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, Answer(b"no", 403))
    assert world.one().reason is LostReason.BLOCKED_TO_US
    (link,) = world.known()
    assert (link["state"], link["lost_reason"]) == ("live", "blocked_to_us")


def test_a_link_missed_once_and_found_again_was_never_lost(world: World) -> None:
    world.know(PAGE)
    for shown in (article(), article(to()), article(), article(to())):
        world.say(PAGE, shown)
        check = world.one(hours=24)
    assert check.standing is Standing.THERE
    assert world.known()[0]["state"] == "live"
    with world.workspace.state.reading() as connection:
        from backlinkbot.io.state.check_tables import held_looks

        assert not connection.execute(held_looks.select()).all()  # none waits any more


def test_looks_that_tell_nothing_take_nothing_back(world: World) -> None:
    world.know(PAGE)
    shown = [article(), Answer(b"", 503), Answer(b"no", 403), article()]
    standings = []
    for one in shown:
        world.say(PAGE, one)
        standings.append(world.one(hours=24).standing)
    suspected = Standing.SUSPECTED
    assert standings == [suspected, suspected, suspected, Standing.LOST]


def test_a_page_that_moved_with_its_link_is_changed(world: World) -> None:
    world.know(PAGE)
    new = "http://blog.example/teas-of-the-year"
    world.say(PAGE, redirect(new, 301))
    world.say(new, article(to()))
    first = world.one()
    assert (first.standing, first.reason) == (Standing.CHANGED, LostReason.REDIRECTED)
    assert [link["state"] for link in world.known()] == ["live"]
    second = next(one for one in world.look(hours=24).links if one.source_url == PAGE)
    assert second.standing is Standing.CHANGED
    states = {link["source_url"]: link["state"] for link in world.known()}
    assert states == {PAGE: "lost", new: "live"}  # the record moves, the backlink stays


def test_a_link_to_another_page_of_the_site_is_changed(world: World) -> None:
    world.know(PAGE, **BESIDE)
    new = f"https://{SITE}/tea-shop"
    world.say(PAGE, article(to(new)))
    assert world.one().standing is Standing.CHANGED
    states = {link["target_url"]: link["state"] for link in world.known()}
    assert states == {TARGET: "live"}
    world.look(hours=24)
    states = {link["target_url"]: link["state"] for link in world.known()}
    assert states == {TARGET: "lost", new: "live"}


def test_another_link_with_a_common_anchor_is_not_taken_for_it(world: World) -> None:
    world.know(PAGE, anchor="here", left="We tasted forty kinds of tea over", right=None)
    world.say(PAGE, article(to("https://rival.example/", anchor="here")))
    assert world.one().reason is LostReason.REMOVED_FROM_HTML


def test_a_page_that_was_never_to_be_listed_is_as_it_was(world: World) -> None:
    world.know(PAGE, noindex=True)
    world.say(PAGE, article(to(), head='<meta name="robots" content="noindex">'))
    assert world.one().standing is Standing.THERE


def test_where_half_of_all_names_have_no_address_our_own_resolver_is_doubted(
    world: World,
) -> None:
    for number in range(6):
        world.know(f"http://blog{number}.example/teas")
    for _ in range(4):
        found = world.look(hours=30)
    assert {one.standing for one in found.links} == {Standing.UNREACHABLE}
    assert "resolver" in found.notes[0]
    assert {link["state"] for link in world.known()} == {"live"}


@pytest.mark.parametrize("count", [1, 4])
def test_where_no_name_at_all_has_an_address_our_own_resolver_is_doubted(
    world: World, count: int
) -> None:
    for number in range(count):
        world.know(f"http://blog{number}.example/teas")
    for _ in range(4):
        found = world.look(hours=30)
    assert {one.standing for one in found.links} == {Standing.UNREACHABLE}
    assert "resolver" in found.notes[0]
    assert {link["state"] for link in world.known()} == {"live"}


def test_a_look_at_one_link_while_we_are_offline_suspects_nothing(world: World) -> None:
    world.know_all([PAGE, "http://other.example/"])
    (check,) = world.look(all=False, link=PAGE).links
    assert (check.standing, check.reason) == (Standing.UNREACHABLE, None)


def test_an_address_in_numbers_that_answers_says_nothing_for_our_resolver(world: World) -> None:
    world.know_all([PAGE, "http://127.0.0.1/teas"])
    world.say("http://127.0.0.1/teas", article(to()))
    checks = {one.source_url: one for one in world.look().links}
    assert checks[PAGE].standing is Standing.UNREACHABLE


@pytest.mark.parametrize("host", [SITE, f"www.{SITE}"])
def test_a_name_is_gone_where_the_sites_own_has_an_address(world: World, host: str) -> None:
    world.know(PAGE)
    world.say(f"https://{host}/tea", article())
    assert world.one().reason is LostReason.HOST_GONE


def test_a_name_is_gone_where_another_of_the_round_has_an_address(world: World) -> None:
    world.know_all([PAGE, "http://other.example/"])
    world.say("http://other.example/", article(to()))
    checks = {one.source_url: one for one in world.look().links}
    assert checks[PAGE].reason is LostReason.HOST_GONE


def test_an_anchor_that_was_edited_is_told_with_before_and_now(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article(to(anchor="teas of shop.example")))
    check = world.one()
    assert check.standing is Standing.CHANGED
    assert [one.what for one in check.news] == ["anchor"]
    assert check.as_document()["changes"][0]["now"] == "teas of shop.example"
    assert world.known()[0]["state"] == "live"


def test_the_headers_of_html_are_read(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, Answer(article(to()), 200, (*HTML, ("X-Robots-Tag", "googlebot: nofollow"))))
    assert world.one().standing in {Standing.THERE, Standing.CHANGED}
