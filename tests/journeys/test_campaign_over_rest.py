"""A campaign by the small client alone: kept, looked at, approved, sent by a job, answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from campaign_world import FIRST, SITE, grown
from databases import Databases
from mail_servers import PASSWORD, PEOPLE, MailServers
from starlette.testclient import TestClient
from tests.client.test_asking import Through
from tests.interfaces.conftest import Browser

from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.client import BacklinkBot, Job
from backlinkbot.core.clock import FixedClock
from backlinkbot.interfaces.serve import make_app

WHO = {
    "sender": "Bo Lind", "organisation": "Shop Ltd", "country": "US",
    "postal_address": "1 High Street, Springfield",
}  # fmt: skip


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def root(databases: Databases, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w", workers=1), clock) as workspace:
        grown(workspace, clock.now(), a_week=20)
        yield workspace


@pytest.fixture
def bot(root: Workspace) -> Iterator[BacklinkBot]:
    app = make_app(root)
    with (
        TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as client,
        BacklinkBot(transport=Through(Browser(client, root))) as made,
    ):
        yield made


def done(root: Workspace, bot: BacklinkBot, job: Job) -> Job:
    Worker(root).all()
    ended = bot.job(job["id"])
    assert ended["state"] == "done", ended["message"]
    return ended


def test_from_a_template_to_an_answer(
    root: Workspace, bot: BacklinkBot, mail_lab: MailServers, clock: FixedClock
) -> None:
    box, ann = mail_lab.fresh(), mail_lab.fresh("ann", PEOPLE)
    here = {"host": "127.0.0.1", "security": "none"}
    ports = {name: here | {"port": mail_lab.ports[name]} for name in ("smtp", "imap")}
    told = {"address": box, "password": PASSWORD, "archive": box, "started_on": "2026-01-01"}
    bot.send("POST", "/mailboxes", told | ports)
    bot.add_site(SITE)
    bot.add_template("first", *FIRST.removeprefix("Subject: ").split("\n\n", 1))
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    bot.add_sequence("one", [{"templates": ["first"]}], hours=[0, 24], days=days)
    page = "https://news.example/tools"
    (number,) = bot.add_prospect(SITE, page, tactic="broken link")["added"]
    found_on = "https://news.example/contact"
    bot.tell_contact("news.example", address=ann, found_on=found_on, country="US")
    campaign = bot.add_campaign(SITE, "spring", sequence="one", mailbox=box, **WHO)["number"]
    bot.enrol(campaign)

    # looked at and approved; a round without an approval sends nothing
    assert done(root, bot, bot.begin_sending())["message"].startswith("0 sent")
    seen = bot.look(campaign)
    assert [one["recipient"] for one in seen["would_go"]] == [ann]
    bot.approve(campaign, seen["digest"])
    assert [one["recipient"] for one in bot.would_go()["would_go"]] == [ann]
    assert done(root, bot, bot.begin_sending(box))["message"].startswith("1 sent")
    (mail,) = mail_lab.wait_for(ann)
    assert seen["would_go"][0]["subject"].encode() in mail
    assert done(root, bot, bot.begin_sending(box))["message"].startswith("0 sent")

    # the answer comes in, and means what a person would say
    mail_lab.answer(mail, "How much traffic do you have? Could you tell us a little more?")
    mail_lab.wait_for(box, 2)  # with the copy
    clock.sleep(3_600)
    assert done(root, bot, bot.begin_reading_mail())["result"]["came_in"]["classes"]
    (thread,) = bot.inbox()["threads"]
    assert (thread["prospect"], thread["recipient"]) == (number, ann)
    if thread["waits_for_person"]:
        bot.mail_is(thread["mails"][0]["number"], "question")
    assert [one["replied"] for one in bot.campaigns(SITE)] == [1]
    assert bot.outreach_results(SITE)["tactics"][0]["replied"] == 1
    assert bot.prospect(number)["stage"] in {"Replied", "Negotiating"}
    assert [one["sent_30_days"] for one in bot.mailboxes()] == [1]
    assert list(bot.unknown_messages()) == list(bot.won_links(SITE)) == []
