"""A case for each reason why a link is lost: suspected at first, lost when looks repeat it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from looked_world import PROSE, START, TARGET, World, article, to
from virtual_hosts import HTML, Answer, redirect

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Standing

PAGE = "http://blog.example/2024/teas"
BESIDE = {"left": "liked by everybody who tried it. Read", "right": "for the rest of it."}
SOFT = b"<html><title>Page not found</title><body><p>Sorry, nothing found here.</p></body></html>"
PARKED = b"<title>blog.example</title><p>This domain is for sale. Make an offer.</p>"
SCRIPT = '<script>window.cards=[{"href":"https:\\/\\/shop.example\\/tea"}]</script>'


def noindexed_by_header(world: World, page: str) -> None:
    world.say(page, Answer(article(to()), 200, (*HTML, ("X-Robots-Tag", "noindex"))))


def redirected_home(world: World, page: str) -> None:
    world.say(page, redirect("/", 301))
    world.say(page.removesuffix("2024/teas"), article(title="Our blog"))


def redirected_away(world: World, page: str) -> None:
    world.say(page, redirect("http://elsewhere.example/offers", 302))
    world.say("http://elsewhere.example/offers", article(title="Offers"))


CASES: dict[str, tuple[LostReason, Callable[[World, str], None]]] = {
    "taken out": (LostReason.REMOVED_FROM_HTML, lambda w, page: w.say(page, article())),
    "in a comment of the HTML": (
        LostReason.REMOVED_FROM_HTML,
        lambda w, page: w.say(page, article(f"<!-- {to()} -->")),
    ),
    "named by linked data alone": (
        LostReason.REMOVED_FROM_HTML,
        lambda w, page: w.say(
            page, article(head=f'<script type="application/ld+json">{{"u":"{TARGET}"}}</script>')
        ),
    ),
    "404": (LostReason.PAGE_GONE, lambda w, page: w.say(page, Answer(b"", 404))),
    "410": (LostReason.PAGE_GONE, lambda w, page: w.say(page, Answer(b"gone", 410))),
    "200 that says not found": (LostReason.PAGE_GONE, lambda w, page: w.say(page, SOFT)),
    "to the home page": (LostReason.PAGE_GONE, redirected_home),
    "to another site": (LostReason.REDIRECTED, redirected_away),
    "sent on by the page": (
        LostReason.REDIRECTED,
        lambda w, page: w.say(
            page, article(head='<meta http-equiv="refresh" content="0; url=/other">')
        ),
    ),
    "noindex in the page": (
        LostReason.NOINDEXED,
        lambda w, page: w.say(page, article(to(), head='<meta name="robots" content="noindex">')),
    ),
    "noindex in a header": (LostReason.NOINDEXED, noindexed_by_header),
    "another canonical": (
        LostReason.NO_LONGER_CANONICAL,
        lambda w, page: w.say(page, article(to(), head='<link rel="canonical" href="/best">')),
    ),
    "to a rival, in the same words": (
        LostReason.TARGET_CHANGED,
        lambda w, page: w.say(page, article(to("https://rival.example/tea"))),
    ),
    "in scripts alone": (
        LostReason.JAVASCRIPT_ONLY,
        lambda w, page: w.say(page, article(head=SCRIPT)),
    ),
}


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every case on a host of its own, looked at now, three hours later, and a day after that."""
    with Workspace.open(tmp_path_factory.mktemp("lost") / "w", DatedClock(START)) as workspace:
        world = World(workspace, {})
        pages = {
            name: f"http://lost{number}.example/2024/teas" for number, name in enumerate(CASES)
        }
        world.know_all(pages.values(), **BESIDE)
        for name, page in pages.items():
            CASES[name][1](world, page)
        for hours in (0, 3, 24):
            world.look(hours)
        world.pages = pages
        yield world


@pytest.mark.parametrize("name", CASES)
def test_two_looks_a_day_apart_lose_it_with_the_reason(lost: World, name: str) -> None:
    reason, page = CASES[name][0], lost.pages[name]
    first, soon, last = (look.of(page) for look in lost.told)
    assert (first.check.standing, first.check.reason) == (Standing.SUSPECTED, reason)
    assert first.state == "live"
    assert soon.check.standing is Standing.SUSPECTED  # too soon to count
    assert soon.state == "live"
    assert (last.check.standing, last.check.reason) == (Standing.LOST, reason)
    (known,) = (
        link for link in lost.known() if (link["source_url"], link["target_url"]) == (page, TARGET)
    )
    assert (known["state"], known["lost_reason"]) == ("lost", reason.value)
    assert first.check.gone_at
    assert known["lost_on"] == first.check.gone_at.replace(microsecond=0)


def test_all_that_became_lost_in_a_run_is_counted(lost: World) -> None:
    assert [look.lost_now for look in lost.looks] == [0, 0, len(CASES)]


def test_a_host_without_a_name_is_gone_after_three_looks_over_three_days(world: World) -> None:
    world.know(PAGE)
    world.say(TARGET, article())  # our own name has an address, so the resolver works
    for hours in (0, 24, 24):
        check = world.one(hours=hours)
        assert (check.standing, check.reason) == (Standing.SUSPECTED, LostReason.HOST_GONE)
    assert world.known()[0]["state"] == "live"
    assert world.one(hours=30).standing is Standing.LOST
    (link,) = world.known()
    assert (link["state"], link["lost_reason"]) == ("lost", "host_gone")
    assert link["lost_on"] == world.looks[0].links[0].gone_at


def test_a_parked_domain_is_a_host_that_is_gone(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, PARKED)
    for hours in (0, 40, 40):
        check = world.one(hours=hours)
    assert (check.standing, check.reason) == (Standing.LOST, LostReason.HOST_GONE)


def test_a_page_that_says_what_the_host_says_to_anything_but_its_home_page_is_gone(
    world: World,
) -> None:
    """A soft 404 without a word that tells it: known by its likeness to a page not there."""
    shown = article(text=PROSE.replace("tea", "hat").replace("tried", "wore"), title="Hats")
    said = {"/robots.txt": Answer(b"", 404), "/": Answer(article(title="Our blog"))}
    world.know(PAGE, left=None, right=None)
    world.hosts["blog.example"] = lambda asked: said.get(asked.target, Answer(shown))
    assert world.one().standing is Standing.UNTOLD  # nothing was known again, nothing is known
    second = world.one(hours=24)
    assert (second.standing, second.reason) == (Standing.SUSPECTED, LostReason.PAGE_GONE)
    assert world.web
    # the page, one that cannot be there, and the home page, which a wall would hide as well
    assert len(world.web.targets_of("blog.example")) == 3
    last = world.one(hours=24)
    assert (last.standing, last.reason) == (Standing.LOST, LostReason.PAGE_GONE)
    assert world.known()[0]["lost_reason"] == "page_gone"


def test_a_host_that_says_the_same_at_its_home_page_too_may_hide_behind_a_wall(
    world: World,
) -> None:
    shown = article(text=PROSE.replace("tea", "hat").replace("tried", "wore"), title="Hats")
    world.know(PAGE, left=None, right=None)
    world.hosts["blog.example"] = lambda asked: (
        Answer(b"", 404) if asked.target == "/robots.txt" else Answer(shown)
    )
    for _ in range(4):
        assert world.one(hours=24).standing is Standing.UNTOLD
    assert world.known()[0]["state"] == "live"


def test_a_link_that_is_not_followed_any_more_is_changed_and_not_lost(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article(to()))
    world.one()
    world.say(PAGE, article(to(rel="nofollow ugc")))
    check = world.one(hours=24)
    assert (check.standing, check.reason) == (Standing.CHANGED, LostReason.BECAME_NOFOLLOW)
    assert [(one.what, one.before, one.now) for one in check.news] == [
        ("nofollow", "no", "yes"),
        ("ugc", "no", "yes"),
    ]
    (link,) = world.known()
    assert (link["state"], link["lost_reason"]) == ("live", "became_nofollow")


def test_the_first_look_is_read_in_with_its_own_date_when_the_second_confirms_it(
    world: World,
) -> None:
    world.know(PAGE)
    world.say(PAGE, article())
    world.look()
    held = list((world.workspace.folder / "crawls" / "verify" / "held").iterdir())
    assert len(held) == 1
    assert not world.workspace.index.pages([PAGE]).num_rows
    first = world.now
    world.look(hours=24)
    assert world.known()[0]["lost_on"] == first
    assert held[0].is_file()  # evidence is kept


def test_a_lost_link_that_comes_back_is_live_again(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article())
    world.look()
    world.look(hours=24)
    world.say(PAGE, article(to()))
    check = world.one(hours=24 * 40)
    assert check.standing is Standing.THERE
    assert check.changes == 2  # gone, and back
    assert world.looks[-1].found_again == 1
    (link,) = world.known()
    assert (link["state"], link["lost_on"]) == ("live", None)


def test_what_one_reading_lost_is_looked_at_again_a_day_later(world: World) -> None:
    """A vendor, or an archive, says lost after one look of theirs."""
    world.know(PAGE, lost_on=world.now - timedelta(days=2), lost_reason="removed_from_html")
    assert world.known()[0]["state"] == "lost"
    world.say(PAGE, article(to()))
    found = world.look(all=False)
    assert [one.why for one in found.due] == ["it is called lost after one look"]
    assert found.found_again == 1
    assert world.known()[0]["state"] == "live"
