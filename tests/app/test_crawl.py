"""The verb crawl on loopback: again, broken off, in the background, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from virtual_hosts import HTML, Answer, Asked, Host, VirtualWeb, fixed, page, redirect

from backlinkbot.app import crawl as verb
from backlinkbot.app.crawl import crawl, resume, running
from backlinkbot.app.crawl.ledger import Ledger
from backlinkbot.app.ingest import ingest
from backlinkbot.app.jobs import queue
from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import CrawlPlan, LeftOut
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.jobs import JobState
from backlinkbot.io.crawl.folders import held
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.recovery import stored_answer
from backlinkbot.io.crawl.session import Manner

SEED = "http://a.example/"
PLAN = CrawlPlan((SEED,), depth=2, sitemaps=False)


def changing(asked: Asked) -> Answer:
    """Home and /old do not change, /new does; all can tell."""
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    tag = f'"{asked.times}"' if asked.target == "/new" else '"same"'
    if asked.headers.get("if-none-match") == tag:
        return Answer(b"", 304)
    links = {"/": ("/old", "/new"), "/old": ("http://b.example/deep",)}.get(asked.target, ())
    return Answer(page(*links).body, 200, (*HTML, ("ETag", tag)))


@pytest.fixture
def web() -> Iterator[VirtualWeb]:
    hosts = {"a.example": changing, "b.example": fixed({"/deep": page(), "/": page()})}
    with VirtualWeb(hosts) as one:
        yield one


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("BACKLINKBOT_WORKERS", "1")  # which start faster than several
    with Workspace.open(tmp_path / "w") as one:
        yield one


def manner(web: VirtualWeb) -> Manner:
    return Manner(
        "BacklinkBot/0.1 (test)",
        pace=Pace().scaled(0.005),
        resolver=web.resolver,
        allows_private=True,
    )


def test_a_second_crawl_asks_what_changed_and_follows_the_links_of_what_did_not(
    web: VirtualWeb, workspace: Workspace
) -> None:
    first = crawl(workspace, PLAN, manner=manner(web))
    assert first.outcomes == {"page": 4}
    links = workspace.index.current()
    web.log.clear()
    second = crawl(workspace, PLAN, manner=manner(web))
    assert second.name != first.name
    assert second.outcomes == {"page": 2, "not_modified": 2}
    assert second.pages == 4
    assert web.targets_of("b.example") == ["/deep"]  # known from the page that was not sent again
    assert [one.status for one in web.requests_of("a.example")] == [404, 304, 304, 200]
    again = workspace.index.current()
    assert links
    assert again
    assert (again.links, again.lost) == (links.links, 0)


def test_a_crawl_with_the_same_plan_goes_on_where_it_was_broken_off(
    web: VirtualWeb, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Refused("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(running, "ingest", broken)
        with pytest.raises(Refused, match="disk is full"):
            crawl(workspace, PLAN, manner=manner(web))
    asked = len(web.log)
    done = resume(workspace, manner=manner(web))
    assert len(web.log) == asked
    assert done.is_finished
    assert done.outcomes == {"page": 4}
    assert done.snapshot
    assert done.notes[0].startswith("gone on with: ")
    with pytest.raises(NotFound, match="no crawl was broken off"):
        resume(workspace)


def test_the_budget_of_pages_is_kept_exactly_and_the_rest_is_said(
    web: VirtualWeb, workspace: Workspace
) -> None:
    plan = CrawlPlan((SEED,), pages=2, depth=3, sitemaps=False)
    done = crawl(workspace, plan, manner=manner(web))
    assert done.outcomes == {"page": 2}
    assert done.waiting > 0
    assert len(web.targets_of("a.example")) == 2


def test_only_the_sites_it_began_at_where_that_is_wished(
    web: VirtualWeb, workspace: Workspace
) -> None:
    plan = CrawlPlan((SEED,), same_site=True, sitemaps=False)
    done = crawl(workspace, plan, manner=manner(web))
    assert web.requests_of("b.example") == []
    assert done.left_out["leads to another site (--same-site)"] == 1


def test_a_bare_name_is_tried_by_https_and_then_by_http(
    web: VirtualWeb, workspace: Workspace
) -> None:
    done = crawl(workspace, CrawlPlan(("b.example",), depth=0), manner=manner(web))
    assert done.reasons == {("unreachable", "tls"): 1}
    assert web.targets_of("b.example") == ["/"]


def test_a_job_crawls_and_says_what_it_found(
    web: VirtualWeb, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb, "manner_of", lambda _: manner(web))
    queue(workspace, "crawl", {"seeds": [SEED], "depth": 2, "sitemaps": False})
    job = Worker(workspace).one()
    assert job
    assert job.state is JobState.DONE, job.message
    assert job.message == "4 pages of 2 hosts fetched; 1 links to other domains."
    assert job.result
    assert job.result["outcomes"] == {"page": 4}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "needs 'seeds'"),
        ({"seeds": "a.example"}, "list of texts"),
        ({"seeds": ["a.example"], "pages": -1}, "no count"),
        ({"seeds": ["a.example"], "depth": True}, "no count"),
        ({"seeds": ["a.example"], "speed": 9}, "takes no 'speed'"),
    ],
)
def test_a_job_that_cannot_run_is_refused_at_once(
    workspace: Workspace, arguments: dict[str, object], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        queue(workspace, "crawl", arguments)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (CrawlPlan(()), "say where to begin"),
        (CrawlPlan(("co.uk",)), "public suffix"),
        (CrawlPlan(("http://localhost/",)), "no host of the public web"),
        (CrawlPlan(("ftp://a.example/",)), "not a web address"),
        (CrawlPlan(("nonsense",)), "no domain"),
        (CrawlPlan((SEED,), pages=0), "--pages must be 1 to"),
        (CrawlPlan((SEED,), depth=99), "--depth must be 0 to 50"),
        (CrawlPlan((SEED,), per_site=0), "--per-site must be"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(
    workspace: Workspace, plan: CrawlPlan, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        crawl(workspace, plan)
    assert not (workspace.folder / "crawls").exists()


def test_two_processes_do_not_work_on_one_crawl(tmp_path: Path) -> None:
    with (
        held(tmp_path / "one"),
        pytest.raises(Refused, match="another process"),
        held(tmp_path / "one"),
    ):
        pass


def test_totals_hold_where_a_crash_came_between_the_index_and_the_note_of_it(
    web: VirtualWeb, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*told: Any, **more: Any) -> None:
        ingest(*told, **more)
        raise Refused("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr(running, "ingest", dying)
        with pytest.raises(Refused, match="power failed"):
            crawl(workspace, PLAN, manner=manner(web))
    before = workspace.index.current()
    done = resume(workspace, manner=manner(web))
    assert (done.links, done.requests, done.pages) == (1, len(web.log), 4)
    after = workspace.index.current()
    assert before
    assert after
    assert done.snapshot == after.name
    assert (after.links, after.lost) == (before.links, 0)
    assert len(workspace.index.sources()) == 1


def test_a_page_that_is_found_nearer_after_it_was_fetched_leads_on_from_there(
    workspace: Workspace,
) -> None:
    def late(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"", 404)
        return Answer(page("http://x.example/t").body, wait_s=1.0)

    hosts: dict[str, Host] = {
        "late.example": late,
        "e.example": fixed({"/": page("http://m.example/")}),
        "m.example": fixed({"/": page("http://x.example/t")}),
        "x.example": fixed({"/t": redirect("/moved"), "/moved": page("/deep"), "/deep": page()}),
    }
    with VirtualWeb(hosts) as web:
        seeds = ("http://late.example/", "http://e.example/")
        done = crawl(workspace, CrawlPlan(seeds, depth=2, sitemaps=False), manner=manner(web))
    assert web.targets_of("x.example") == ["/t", "/moved", "/deep"]
    assert done.left_out == {}
    assert done.waiting == 0


def test_no_link_is_lost_uncounted(workspace: Workspace) -> None:
    many = page(*[f"/p{n}" for n in range(5_200)])
    with VirtualWeb({"q.example": fixed({"/": many})}) as web:
        plan = CrawlPlan(("http://q.example/",), 3, 1, 6_000, sitemaps=False)
        done = crawl(workspace, plan, manner=manner(web))
    assert done.pages + sum(done.reasons.values()) == 3
    assert done.left_out == {LeftOut.MANY_LINKS: 200}
    assert done.waiting == 5_000 - 2


def test_two_crawls_of_one_workspace_do_not_run_at_once(
    web: VirtualWeb, workspace: Workspace
) -> None:
    with held(workspace.folder / "crawls"), pytest.raises(Refused, match="each other's pauses"):
        crawl(workspace, PLAN, manner=manner(web))
    assert web.log == []


def test_its_archives_are_known_to_the_index_and_tell_where_each_link_was_read(
    web: VirtualWeb, workspace: Workspace
) -> None:
    done = crawl(workspace, PLAN, manner=manner(web))
    path = workspace.folder / "crawls" / done.name / done.archives[0]
    again = ingest(workspace, [str(path)])
    assert [report.already_known for report in again.files] == [True]
    link = workspace.index.links("b.example").to_pylist()[0]
    assert link["source_url"] == "http://a.example/old"
    [evidence] = link["evidence"]
    name, _, offset = evidence.rpartition("@")
    assert name == str(path)
    answer = stored_answer(path, int(offset))
    assert answer
    assert answer.url == "http://a.example/old"


def test_an_answer_that_came_before_a_crash_is_not_fetched_again_and_can_be_asked_for_later(
    web: VirtualWeb, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:  # as if killed before anything was settled
        patch.setattr(Ledger, "_settle", lambda _: None)
        patch.setattr(Ledger, "look", _give_up_after(web, 3))
        with pytest.raises(Refused, match="given up"):
            crawl(workspace, PLAN, manner=manner(web))
    before = web.targets_of("a.example")
    done = crawl(workspace, PLAN, manner=manner(web))
    assert done.outcomes == {"page": 4}
    after = web.targets_of("a.example")[len(before) :]
    assert set(before).isdisjoint(after)
    assert "answers found in its archives" in done.notes[0]
    assert crawl(workspace, PLAN, manner=manner(web)).outcomes["not_modified"] == 2


def _give_up_after(web: VirtualWeb, requests: int) -> Callable[[object], None]:
    def look(_: object) -> None:
        answered = sum(one.ended_s is not None for one in web.log)
        if answered >= requests or web.targets_of("a.example"):
            raise Refused("given up")

    return look


def test_what_was_fetched_is_read_in_now_and_then(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(asked: Asked) -> Answer:
        number = int(asked.target[1:] or 0) if asked.target != "/robots.txt" else 99
        links = (f"/{number + 1}", f"http://away{number}.example/") if number < 8 else ()
        return Answer(page(*links).body, 200 if number < 99 else 404, wait_s=0.05)

    monkeypatch.setattr(running, "INGEST_EVERY_S", 0.8)
    with VirtualWeb({"a.example": slow}) as web:
        plan = CrawlPlan((SEED,), depth=20, same_site=True, sitemaps=False)
        done = crawl(workspace, plan, manner=manner(web))
    assert len(done.archives) > 1
    assert done.is_finished
    assert web.targets_of("a.example") == ["/", *(f"/{n}" for n in range(1, 9))]
    sources = workspace.index.sources()
    assert {Path(one.name).name for one in sources} == set(done.archives)
    assert workspace.index.count_links("away3.example") == 1


def test_interrupted_it_goes_on_later(
    web: VirtualWeb, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        if web.targets_of("a.example"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running.Run, "_tick", interrupt)
        with pytest.raises(KeyboardInterrupt):
            crawl(workspace, PLAN, manner=manner(web))
    done = resume(workspace, manner=manner(web))
    assert done.outcomes == {"page": 4}
