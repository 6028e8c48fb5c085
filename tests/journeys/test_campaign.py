"""A campaign from prospect to won link, by real mail servers, with everything that comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from campaign_world import SITE, World, grown, world
from databases import Databases
from mail_servers import PEOPLE, MailServers
from outbox_world import mailbox_of_lab
from virtual_hosts import Resolving, VirtualWeb, fixed, page

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.deciding import decide_mail, inbox
from backlinkbot.app.pitch.landing import Landed, look_for_links, won_links
from backlinkbot.app.pitch.leaving import leave, unsubscribe_url
from backlinkbot.app.pitch.rounds import send_round, would_go
from backlinkbot.app.pitch.standing import campaign_standings, results
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.prospects import Stage
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner

DAY = 86_400
WON, ABSENT, BY_WORDS, BY_MAIL, BY_LINK, PAID, SILENT, GONE = range(8)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def made(
    databases: Databases, tmp_path: Path, mail_lab: MailServers, clock: FixedClock
) -> Iterator[World]:
    settings = databases.settings(tmp_path / "w", workers=1, public_url="https://links.ours.test")
    with Workspace(settings, clock) as workspace:
        grown(workspace, clock.now(), a_week=20)
        people = [mail_lab.fresh("ann", PEOPLE) for _ in range(7)]
        gone = mail_lab.fresh("gone", "far.test")
        pages = [f"http://news{n}.example/tools" for n in range(8)]
        yield world(
            workspace, [*people, gone], mailbox_of_lab(mail_lab), follow_ups=True, pages=pages
        )


def approved(made: World) -> list[str]:
    """Approve what a look shows; to whom it is."""
    seen = look(made.workspace, made.campaign.number)
    done = approve(made.workspace, made.campaign.number, seen.digest, by="Bo")
    return [one.message.recipient for one in done.approved]


def parsed(raw: bytes) -> EmailMessage:
    told = message_from_bytes(raw, policy=policy.default)
    assert isinstance(told, EmailMessage)
    return told


def stages(made: World) -> list[Stage]:
    return [show_prospect(made.workspace, one).prospect.stage for one in made.prospects]


def test_from_prospect_to_won_link(made: World, mail_lab: MailServers, clock: FixedClock) -> None:
    workspace, box = made.workspace, made.campaign.mailbox
    people = approved(made)
    got = first_messages(made, mail_lab, clock, people)
    answered(made, mail_lab, got)
    mail_lab.wait_for(box, 8 + 1 + 5)  # the copies, the report of postfix, the answers

    # three days later the rest would get the second message; only one of them does
    clock.sleep(4 * DAY)
    second = send_round(workspace)
    assert second.rounds[0].sent == 1, second.as_document()
    mail_lab.wait_until_idle()
    assert counts(mail_lab, people) == [1, 1, 1, 1, 1, 1, 2]
    told = [parsed(raw) for raw in mail_lab.mails(people[SILENT])]
    follow_up = next(one for one in told if one["In-Reply-To"])
    assert follow_up["References"] == parsed(got[SILENT])["Message-ID"]
    assert follow_up["Subject"] == "Re: A dead link on news6.example"
    (standing,) = campaign_standings(workspace)
    assert standing.endings["unsubscribed"] == 3
    assert standing.endings["bounced"] == 1
    assert stages(made)[PAID] is Stage.REPLIED
    mails = [one.latest.mail for one in inbox(workspace).threads]
    kinds = {one.reply_class or one.kind for one in mails}
    assert {"asks for payment", "unsubscribe", "out of office", "bounce"} <= kinds

    # a person says what an answer is, where the program was not sure of it
    (said,) = [one for one in mails if one.text.startswith("Thank you, I have put your link in")]
    decide_mail(workspace, said.number, "positive", by="Bo")
    assert inbox(workspace, waiting=True).threads == ()
    assert stages(made)[WON] is Stage.NEGOTIATING

    # the link has landed: it is looked for where the answer says, and recorded
    landed = looked(made)
    assert [one.page for one in landed.won] == ["http://news0.example/new-tools"]
    assert landed.won[0].campaign == made.campaign.number
    assert stages(made)[WON] is Stage.WON
    assert won_links(workspace, SITE) == list(landed.won)
    assert results(workspace, SITE).tactics[0].won == 1

    # and nothing more goes to anybody but who was away, however often it is asked
    for _ in range(3):
        clock.sleep(15 * DAY)
        send_round(workspace)
    mail_lab.wait_until_idle()
    assert counts(mail_lab, people) == [1, 2, 1, 1, 1, 1, 2]


def first_messages(
    made: World, mail_lab: MailServers, clock: FixedClock, people: list[str]
) -> list[bytes]:
    """One message to each, in two days: a new mailbox sends five in its first."""
    workspace = made.workspace
    assert len(people) == 8
    assert len(would_go(workspace).going) == 5
    for many in (5, 3):
        first = send_round(workspace)
        assert [one.sent for one in first.rounds] == [many], first.as_document()
        assert send_round(workspace).rounds[0].sent == 0
        clock.sleep(DAY)
    got = [mail_lab.wait_for(one)[0] for one in people[:GONE]]
    heads = parsed(got[WON])
    assert heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert heads["To"] == people[WON]
    assert "1 High Street" in heads.get_content()
    assert set(stages(made)) == {Stage.CONTACTED}
    return got


def answered(made: World, mail_lab: MailServers, got: list[bytes]) -> None:
    """What people do: a link, an absence, three wishes to be left alone, a price, nothing."""
    mail_lab.answer(got[WON], "Thank you, I have put your link in: http://news0.example/new-tools")
    back = made.workspace.clock.now() + timedelta(days=30)
    mail_lab.answer(
        got[ABSENT], f"I am out of the office and back on {back:%d %B %Y}.",
        Auto_Submitted="auto-replied", Subject="Out of office",
    )  # fmt: skip
    mail_lab.answer(got[BY_WORDS], "Please remove me from your list and do not write again.")
    mail_lab.answer(got[BY_MAIL], "", Subject="unsubscribe")
    mail_lab.answer(got[PAID], "We place links for 150 EUR, shall I send our price list?")
    number = str(parsed(got[BY_LINK])["Message-ID"])
    address = unsubscribe_url(made.workspace, number, made.campaign.mailbox)
    assert address in parsed(got[BY_LINK])["List-Unsubscribe"]
    with root_workspace(made.workspace) as root:
        leave(root, address.rpartition("/")[2])


def looked(made: World) -> Landed:
    """Fetch the pages from hosts of our own; one of them has the link."""
    link = page(f"https://{SITE}/", text="New tools")
    hosts = {f"news{n}.example": fixed({"/tools": page(text="Tools")}) for n in range(8)}
    hosts["news0.example"] = fixed({"/tools": page(text="Tools"), "/new-tools": link})
    with VirtualWeb(hosts) as web:
        manner = Manner("BacklinkBot/0.1 (test)", pace=Pace().scaled(0.001), allows_private=True,
                        resolver=Resolving(web.addresses, web.port))  # fmt: skip
        return look_for_links(made.workspace, SITE, manner=manner)


def counts(mail_lab: MailServers, people: list[str]) -> list[int]:
    """How many messages each got whose mailbox is there."""
    return [len(mail_lab.mails(one)) for one in people[:GONE]]
