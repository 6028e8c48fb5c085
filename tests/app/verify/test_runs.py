"""What a run takes, keeps and asks: due pages, dry runs, one link, survival, the background."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from looked_world import SITE, START, TARGET, World, article, to
from virtual_hosts import Answer

from backlinkbot.app.jobs import queue
from backlinkbot.app.verify import keeping, known_checks, known_of_page, known_standings, verify
from backlinkbot.app.verify.survival import OF_AGE, survival
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.nouns import Site
from backlinkbot.core.verifying import Standing, VerifyPlan
from backlinkbot.io.crawl.folders import held

PAGE = "http://blog.example/2024/teas"


def test_a_dry_run_names_the_pages_and_fetches_nothing(world: World) -> None:
    world.know(PAGE)
    found = verify(world.workspace, VerifyPlan((SITE,)), dry_run=True)
    assert [(one.source_url, one.links, one.why) for one in found.due] == [
        (PAGE, 1, "its time has come")
    ]
    assert found.links == ()
    assert not (world.workspace.folder / "crawls").exists()


def test_what_was_just_seen_is_not_due_and_what_is_suspected_is_the_next_day(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article(to()))
    world.look(all=False)
    assert world.look(hours=24, all=False).due == ()
    world.say(PAGE, article())
    world.look(hours=24 * 90, all=False)
    assert world.look(hours=2, all=False).due == ()
    assert [one.why for one in world.look(hours=25, all=False).due] == [
        "it was not found at the last look"
    ]


def test_the_next_look_is_told_and_is_when_it_is_due(world: World) -> None:
    world.know(PAGE, first_seen=START - timedelta(days=3), last_seen=START, seen_at=START)
    world.know("http://old.example/")
    world.say(PAGE, article(to()))
    world.say("http://old.example/", article(to()))
    checks = {one.source_url: one for one in world.look().links}
    young, old = checks[PAGE].next_at, checks["http://old.example/"].next_at
    assert young
    assert old
    assert 3 <= (young - START).days <= 4  # a week after it was first seen
    assert 48 <= (old - START).days <= 60  # of an unknown place, on a site without points
    hours = (young - world.now) / timedelta(hours=1)
    assert world.look(hours=hours - 1, all=False).due == ()
    assert [one.source_url for one in world.look(hours=2, all=False).due] == [PAGE]


def test_who_saw_a_suspected_link_meanwhile_is_believed(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article())
    world.look()
    seen = START + timedelta(days=2)
    world.know(PAGE, last_seen=seen, seen_at=seen)
    check = world.one(hours=24 * 5)
    assert (check.standing, check.looks) == (Standing.SUSPECTED, 1)
    assert world.known()[0]["state"] == "live"


def test_the_limit_leaves_pages_and_says_how_many(world: World) -> None:
    pages = [f"http://blog{number}.example/" for number in range(5)]
    world.know_all(pages)
    for page in pages:
        world.say(page, article(to()))
    found = world.look(limit=2)
    assert (len(found.due), found.left) == (2, 3)
    assert len(found.links) == 2


def test_one_link_can_be_asked_for_and_one_that_nobody_knows_is_said(world: World) -> None:
    world.know_all([PAGE, "http://other.example/"])
    world.say(PAGE, article(to()))
    found = world.look(all=False, link=PAGE)
    assert [one.source_url for one in found.links] == [PAGE]
    with pytest.raises(NotFound, match="no known link"):
        world.look(link="http://nobody.example/")


def test_several_links_of_a_page_are_told_apart_and_the_page_waits_for_all(world: World) -> None:
    """Look one misses B, look two A as well: the index hears of B alone until A is sure."""
    other = f"https://{SITE}/pots"
    world.know(PAGE)
    world.know(PAGE, other, anchor="their pots")
    both = (to(), to(other, "their pots"))
    states = []
    for shown in (both, both[:1], (), ()):
        world.say(PAGE, article(*shown))
        world.look(hours=24)
        states.append({link["target_url"]: link["state"] for link in world.known()})
    assert [one[TARGET] for one in states] == ["live", "live", "live", "lost"]
    assert [one[other] for one in states] == ["live", "live", "lost", "lost"]
    lost_on = {link["target_url"]: link["lost_on"] for link in world.known()}
    assert lost_on[TARGET] - lost_on[other] == timedelta(days=1)
    checks = known_of_page(world.workspace, PAGE)
    assert [one.standing for one in checks] == [Standing.LOST] * 2
    assert known_standings(world.workspace, SITE) == {Standing.LOST: 2}


def test_the_same_look_told_twice_changes_nothing(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article(to()))
    world.look()
    before, checks = world.known(), known_checks(world.workspace, SITE)
    world.look()
    assert world.known() == before
    # another archive, and the place of the link is known now
    again = [replace(one, evidence="", next_at=None) for one in known_checks(world.workspace, SITE)]
    assert again == [replace(one, evidence="", next_at=None) for one in checks]
    assert len(list((world.workspace.folder / "crawls" / "verify").glob("*.warc.gz"))) == 4


def test_robots_txt_and_pauses_are_kept(world: World) -> None:
    pages = [f"http://blog.example/{number}" for number in range(3)]
    world.know_all(pages)
    world.say("http://blog.example/robots.txt", b"User-agent: *\nDisallow: /1")
    for page in pages:
        world.say(page, article(to()))
    world.look()
    assert world.web
    log = world.web.requests_of("blog.example")
    assert log[0].target == "/robots.txt"
    assert sorted(world.web.targets_of("blog.example")) == ["/0", "/2"]
    for one, following in pairwise(log):
        assert one.ended_s is not None
        assert following.began_s - one.ended_s >= 0.005  # three seconds, scaled


def test_no_site_no_index_and_no_second_run_at_once(world: World) -> None:
    with pytest.raises(NotFound, match="index is empty"):
        world.look()
    world.know(PAGE)
    world.say(PAGE, article(to()))
    with pytest.raises(NotFound, match="site add"):
        verify(world.workspace, VerifyPlan())
    with pytest.raises(BadInput, match="from 1 on"):
        world.look(limit=0)
    with held(world.workspace.folder / "crawls" / "verify"), pytest.raises(Refused):
        world.look()


def test_all_sites_of_ours_are_looked_at_where_none_is_named(world: World) -> None:
    world.know(PAGE)
    world.workspace.state.change_site(SITE, lambda _: Site(SITE), START)
    found = verify(world.workspace, VerifyPlan(), dry_run=True)
    assert found.sites == (SITE,)
    assert len(found.due) == 1


def test_a_run_that_is_broken_off_is_done_again_and_nothing_was_concluded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.know(PAGE)
    world.say(PAGE, article())
    world.look()
    snapshot = world.workspace.index.current()
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "ingest", _broken_off)
        with pytest.raises(KeyboardInterrupt):
            world.look(hours=24)
    assert world.workspace.index.current() == snapshot
    assert known_standings(world.workspace, SITE) == {Standing.SUSPECTED: 1}
    assert world.one(hours=1).standing is Standing.LOST
    assert world.known()[0]["state"] == "lost"


def _broken_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_job_and_a_schedule_take_the_same_arguments(world: World) -> None:
    job = queue(world.workspace, "verify", {"domains": [SITE], "limit": 5})
    assert job.kind == "verify"
    with pytest.raises(BadInput):
        queue(world.workspace, "verify", {"domains": [SITE], "limit": "many"})


def test_the_document_is_json_and_tells_what_was_seen(world: World) -> None:
    world.know_all([PAGE, "http://gone.example/x"])
    world.say(PAGE, article(to()))
    world.say("http://gone.example/x", Answer(b"", 404))
    told = json.loads(json.dumps(world.look().as_document()))
    assert told["standings"] == {"there": 1, "suspected": 1}
    suspected = next(one for one in told["links"] if one["standing"] == "suspected")
    assert suspected["reason"] == "page_gone"
    assert suspected["sentence"] == "the page answers 404"
    name, _, offset = suspected["evidence"].partition("@")
    (archive,) = (world.workspace.folder / "crawls" / "verify").rglob(name)
    assert archive.stat().st_size > int(offset)


def test_survival_is_told_of_links_with_two_moments(world: World) -> None:
    old = {"first_seen": START - timedelta(days=500), "last_seen": START - timedelta(days=20)}
    world.know_all([f"http://stays{n}.example/" for n in range(40)], **old)
    gone = {"lost_on": START - timedelta(days=300), "lost_reason": "removed_from_html"}
    gone |= {"first_seen": START - timedelta(days=500), "last_seen": START - timedelta(days=310)}
    gone["seen_at"] = gone["last_seen"]
    world.know_all([f"http://goes{n}.example/" for n in range(10)], **gone)
    found = survival(world.workspace, SITE)
    assert (found.scale, found.links, found.lost) == (OF_AGE, 50, 10)
    year = next(one for one in found.kinds[0].own if one.days == 365.0)
    assert year.surviving == pytest.approx(0.8)
    assert year.low < 0.8 < year.high
    json.dumps(found.as_document())
    with pytest.raises(NotFound, match="seen twice"):
        survival(world.workspace, "nobody.example")
