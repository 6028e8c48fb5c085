"""The client against the server: documents, pages, jobs, files, problems."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import httpx2
import pytest
from pydantic import BaseModel
from tests.interfaces.conftest import Browser, empty, open_browser, small, small_folder

from backlinkbot.app.work import Worker
from backlinkbot.client import BacklinkBot, Problem, documents
from backlinkbot.interfaces.schemas import (
    audits,
    jobs,
    links,
    outreach,
    outreach_boxes,
    outreach_people,
    outreach_words,
    prospects,
    sites,
    watching,
)

__all__ = ["empty", "open_browser", "small", "small_folder"]  # fixtures

SITE = "fernhill.example"


class Through(httpx2.BaseTransport):
    """Hands requests to an application in this process."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._browser.client.request(
            request.method, str(request.url), content=request.read(),
            headers=dict(request.headers) | {"host": "localhost"},
        )  # fmt: skip
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in {"content-encoding", "content-length"}
        }
        return httpx2.Response(answer.status_code, headers=headers, content=answer.content)


@pytest.fixture
def bot_of() -> Iterator[Callable[[Browser], BacklinkBot]]:
    made: list[BacklinkBot] = []

    def bot(browser: Browser) -> BacklinkBot:
        made.append(BacklinkBot(transport=Through(browser)))
        return made[-1]

    yield bot
    for one in made:
        one.close()


def test_links_come_page_by_page_without_being_asked_for(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot]
) -> None:
    bot = bot_of(small)
    assert len(list(bot.links(SITE, limit=1))) == 3
    assert [one["followed"] for one in bot.links(SITE, followed=False)] == [False]
    assert {one["source_domain"] for one in bot.referring_domains(SITE)} == {
        "hartby.example", "glenrow.example",
    }  # fmt: skip
    assert bot.profile(SITE)["referring_domains"] == 2
    assert [site["domain"] for site in bot.sites()] == [SITE]


def test_files_are_sent_and_their_job_waited_for(
    empty: Browser, bot_of: Callable[[Browser], BacklinkBot], tmp_path: Path
) -> None:
    bot, path = bot_of(empty), tmp_path / "links.csv"
    path.write_text("source_url,target_url\nhttps://a.example/,https://fernhill.example/\n")
    job = bot.send_files([path], target=SITE)
    assert job["state"] == "queued"
    Worker(empty.root).all()
    assert bot.wait(job | {"state": "queued"})["state"] == "done"  # type: ignore[arg-type]  # a job
    assert [one["source_url"] for one in bot.links(SITE)] == ["https://a.example/"]


def test_a_table_is_saved_whole(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot], tmp_path: Path
) -> None:
    saved = bot_of(small).save_table(f"/domains/{SITE}/links", tmp_path / "links.csv")
    with saved.open(newline="") as lines:
        assert len(list(csv.DictReader(lines))) == 3
    with pytest.raises(Problem):
        bot_of(small).save_table("/domains/nobody.example/links", tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()


def test_a_problem_is_raised_with_what_the_server_says(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot]
) -> None:
    with pytest.raises(Problem, match="points at nobody"):
        bot_of(small).profile("nobody.example")
    with pytest.raises(Problem) as caught:
        bot_of(small).decide(SITE, "hartby.example", "burn")
    assert caught.value.status == 400
    assert caught.value.what_to_do


def test_decisions_are_made_and_taken_back(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot]
) -> None:
    bot = bot_of(small)
    assert bot.decide(SITE, "hartby.example", "remove", "spam")["note"] == "spam"
    assert bot.decide(SITE, "hartby.example", "undo")["decision"] == "undo"


def test_rivals_are_compared_and_their_plays_told(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot]
) -> None:
    bot = bot_of(small)
    assert [one["domain"] for one in bot.compare(SITE)["sites"]] == [SITE, "rival.example"]
    assert [one["source_domain"] for one in bot.gap(SITE)] == ["moss.example"]
    assert bot.plays("rival.example")["ours"] == SITE
    assert [one["source_domain"] for one in bot.play_links("rival.example")] == ["moss.example"]
    assert bot.unseen(SITE)["backlinks"]["seen"] == 3
    with pytest.raises(Problem, match="few sites are known"):
        bot.rivals(SITE)


def test_what_changed_is_told_and_an_alert_seen(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot]
) -> None:
    bot = bot_of(small)
    assert {one["change"] for one in bot.changes(SITE, since="2026-10-01")} == {"new"}
    assert bot.begin_watching(SITE)["kind"] == "watch"
    Worker(small.root).all()
    (first, *others) = bot.alerts()
    assert bot.acknowledge(first["id"])["acknowledged_by"] == "local user"
    assert list(bot.alerts()) == others
    assert list(bot.checks(SITE)) == []
    assert bot.begin_verifying(SITE, limit=1)["kind"] == "verify"
    assert bot.begin_crawl(SITE, pages=1)["arguments"]["pages"] == 1


def test_opportunities_become_prospects_and_a_list_is_sent(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot], tmp_path: Path
) -> None:
    bot, path = bot_of(small), tmp_path / "theirs.csv"
    job = bot.begin_finding(SITE, all_phases=True)
    Worker(small.root).all()
    assert bot.job(job["id"])["state"] == "done"
    (first, *_) = bot.opportunities(SITE)
    (number,) = bot.keep(SITE, first["id"])["added"]
    bot.note([number], "Links out.")
    bot.tag([number], add=["spring"])
    bot.assign([number], "Ann")
    bot.aim([number], f"https://{SITE}/guide")
    step = bot.move([number], "Contacted", on="2026-10-30")["step"]
    assert [one["owner"] for one in bot.prospects(SITE, stage="Contacted")] == ["Ann"]
    assert [one["prospect"] for one in bot.targets(SITE, number)] == [number]
    assert bot.prospect(number)["target"] == f"https://{SITE}/guide"
    bot.undo(step)
    assert bot.prospect(number)["stage"] == "New"
    path.write_text("Their site,Status\nhartby.example,New\n", "utf-8")
    assert bot.send_prospects(SITE, path, {"prospect": "Their site"})["rows"] == 1
    assert bot.add_prospect(SITE, "glenrow.example")["added"]


def test_a_campaign_is_made_looked_at_and_approved(
    small: Browser, bot_of: Callable[[Browser], BacklinkBot], tmp_path: Path
) -> None:
    bot = bot_of(small)
    bot.add_template("first", "A link on {{ their_site }}", "Hi,\n\nplease see {{ page_url }}.\n")
    always = {"hours": [0, 24], "days": ["sun", "mon"]}
    assert bot.add_sequence("one", [{"templates": ["first"]}], **always)["version"] == 1
    assert bot.add_mailbox("bo@shop.example", "localhost", name="Bo")["address"]
    (number,) = bot.add_prospect(SITE, "https://moss.example/tools")["added"]
    found_on = "https://moss.example/contact"
    bot.tell_contact("moss.example", country="US", address="ann@moss.example", found_on=found_on)
    assert bot.tell_country("US", "moss.example", "fern.example") == [
        "moss.example",
        "fern.example",
    ]
    who = {"sender": "Bo", "postal_address": "1 High Street, Springfield", "country": "US"}
    wanted = {"sequence": "one", "mailbox": "bo@shop.example", **who, "organisation": "Shop Ltd"}
    campaign = bot.add_campaign(SITE, "spring", **wanted)["number"]
    assert bot.enrol(campaign, number) == 1
    seen = bot.look(campaign, number)
    assert [one["recipient"] for one in seen["would_go"]] == ["ann@moss.example"], seen
    with pytest.raises(Problem, match="has changed since you looked"):
        bot.approve(campaign, "0" * 16, number)
    assert len(bot.approve(campaign, seen["digest"], number)["approved"]) == 1
    assert [one["messages"] for one in bot.campaigns(SITE)] == [{"approved": 1}]
    assert [one["standing"] for one in bot.members(campaign)] == ["message 1 is approved"]
    assert bot.take_out(campaign, number) == 1
    assert bot.begin_sending("bo@shop.example")["kind"] == "outreach"
    assert bot.pause_mailbox("bo@shop.example", "away")["paused_why"] == "away"
    assert [one["is_paused"] for one in bot.mailboxes()] == [True]
    assert bot.suppress("ann@moss.example")["added"] == 1
    assert [one["value"] for one in bot.suppressions()] == ["ann@moss.example"]
    assert bot.inbox()["threads"] == []
    mail = tmp_path / "a.eml"
    mail.write_text("From: ann@moss.example\nSubject: Re: x\n\nYes, gladly!\n", "utf-8")
    assert [one["file"] for one in bot.classify_mail(mail)] == ["a.eml"]
    assert bot.plan(SITE, hours=3)["resources"] == bot.plan(SITE)["resources"]
    assert bot.budget(SITE, weeks=3)["domain"] == SITE


@pytest.mark.parametrize(
    ("document", "model"),
    [
        (documents.Site, sites.SiteOut),
        (documents.Link, links.LinkListed),
        (documents.ReferringDomain, links.ReferringDomainRow),
        (documents.Anchor, links.AnchorRow),
        (documents.Job, jobs.JobOut),
        (documents.Decision, audits.DecisionOut),
        (documents.Opportunity, prospects.OpportunityOut),
        (documents.Prospect, prospects.ProspectOut),
        (documents.Change, watching.ChangeOut),
        (documents.Alert, watching.AlertOut),
        (documents.Contact, outreach_people.ContactOut),
        (documents.Suppression, outreach_people.SuppressionOut),
        (documents.Template, outreach_words.TemplateOut),
        (documents.Campaign, outreach.StandingOut),
        (documents.Message, outreach.MessageOut),
        (documents.WonLink, outreach.WonOut),
        (documents.Mailbox, outreach_boxes.ActivityOut),
    ],
)
def test_the_clients_documents_are_those_of_the_server(
    document: type[Any], model: type[BaseModel]
) -> None:
    assert set(get_type_hints(document)) == set(model.model_fields)
