"""Mail read from a real IMAP server: once each, whatever it calls them, and untouched there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from mail_servers import FAR, HOST, PASSWORD, PEOPLE
from sent_messages import Sent, sent_to

from backlinkbot.app.pitch.deciding import inbox
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.pitch.receiving import Taken
from backlinkbot.app.pitch.syncing import Synced, sync, sync_mailboxes
from backlinkbot.app.suppress import list_suppressions
from backlinkbot.core.errors import NotFound
from backlinkbot.core.outreach import Mailbox, MailServer, MessageState, Security
from backlinkbot.core.prospects import Stage
from backlinkbot.io.channels.imap_connection import imap_connection
from backlinkbot.io.state.mails import position_of

if TYPE_CHECKING:
    from pathlib import Path

    from mail_servers import MailServers

    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True)
class Ours:
    """A mailbox of ours on the mail servers, in a workspace."""

    workspace: Workspace
    lab: MailServers
    box: Mailbox

    def write_to(self, name: str, domain: str = PEOPLE) -> Sent:
        """A first message to somebody, as it went, and as it is in his mailbox."""
        address = self.lab.fresh(name, domain)
        sent = sent_to(self.workspace, address, f"{name}.example", self.box.address)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.box.address, address, "A dead link"
        mail["Message-ID"] = sent.first
        mail.set_content("Hello, a link on your page is dead.")
        self.lab.submit(self.box.address, [address], mail.as_bytes())
        return sent

    def answered(self, sent: Sent, text: str, **headers: str) -> EmailMessage:
        """The answer of somebody we wrote to, as it has come to our mailbox."""
        before = len(self.lab.mails(self.box.address))
        said = self.lab.answer(self.lab.wait_for(sent.address)[0], text, **headers)
        self.lab.wait_for(self.box.address, before + 1)
        return said

    def deliver(self, raw: bytes) -> None:
        """Put a mail into our mailbox, as it is."""
        before = len(self.lab.mails(self.box.address))
        self.lab.submit("x@people.test", [self.box.address], raw)
        self.lab.wait_for(self.box.address, before + 1)

    def sync(self, **more: Any) -> Synced:
        return sync(self.workspace, **more)

    @property
    def maildir(self) -> Path:
        name, _, domain = self.box.address.partition("@")
        return self.lab.folder / "mail" / domain / name / "Maildir"


def mailbox(lab: MailServers, port: int | None = None) -> Mailbox:
    address = lab.fresh()
    smtp = MailServer(HOST, lab.ports["smtp"], Security.NONE)
    imap = MailServer(HOST, port or lab.ports["imap"], Security.NONE, address, PASSWORD)
    return Mailbox(address, "Bo", smtp, imap)


@pytest.fixture
def ours(workspace: Workspace, mail_lab: MailServers) -> Ours:
    box = mailbox(mail_lab)
    add_mailbox(workspace, box)
    return Ours(workspace, mail_lab, box)


def counts(done: Synced) -> dict[Taken, int]:
    assert [one.failed for one in done.read] == [""]
    return done.read[0].counts


def test_answers_bounces_and_wishes_come_in_and_do_what_they_mean(ours: Ours) -> None:
    names = ("ann", "bob", "eve", "kim")
    ann, bob, eve, kim = (ours.write_to(name) for name in names)
    gone = ours.write_to("gone", FAR)
    ours.answered(ann, "Thank you, we will gladly add your link to our page.")
    ours.answered(bob, "Please take me off your list and never write to me again.")
    away = {"Subject": "Automatic reply: A dead link", "Auto_Submitted": "auto-replied"}
    ours.answered(eve, "I am out of the office until 12 November 2026.", **away)
    ours.answered(kim, "", Subject="unsubscribe", In_Reply_To="", References="")
    ours.lab.wait_for(ours.box.address, 5)
    done = ours.sync()
    assert counts(done) == {Taken.KEPT: 5}
    assert ann.asked.stage is Stage.NEGOTIATING
    assert ann.course.ending == "replied"
    assert bob.course.ending == kim.course.ending == "unsubscribed"
    assert eve.course.away_until
    assert not eve.course.ending
    assert gone.state() is MessageState.BOUNCED
    assert sorted((one.value, one.reason.value) for one in list_suppressions(ours.workspace)) == (
        sorted([(bob.address, "unsubscribed"), (gone.address, "bounced"),
                (kim.address, "unsubscribed")])
    )  # fmt: skip
    found = inbox(ours.workspace)
    assert found.waiting == 0
    words = sorted(one.latest.mail.reply_class for one in found.threads)
    assert words == ["bounce", "out of office", "positive", "unsubscribe", "unsubscribe"]


def count_anew(ours: Ours) -> None:
    """Let dovecot forget its numbers, as after a mailbox was restored, and begin another count."""
    (numbers,) = ours.maildir.glob("dovecot-uidlist")
    head, _, rest = numbers.read_bytes().partition(b"\n")
    anew = re.sub(rb" V(\d+) ", lambda told: b" V%d " % (int(told[1]) + 7), head)
    for file in ours.maildir.glob("dovecot.index*"):
        file.unlink()
    numbers.write_bytes(anew + b"\n" + rest)


def test_read_again_nothing_changes_also_when_the_server_counts_anew(ours: Ours) -> None:
    ann, bob = ours.write_to("ann"), ours.write_to("bob")
    ours.answered(ann, "No thanks, we are not interested.")
    ours.answered(bob, "Please never write to me again.")
    assert counts(ours.sync()) == {Taken.KEPT: 2}
    before = (inbox(ours.workspace), ann.asked, bob.asked, list_suppressions(ours.workspace))
    assert counts(ours.sync()) == {}
    was = position(ours)
    count_anew(ours)
    anew = ours.sync()
    assert position(ours).uidvalidity != was.uidvalidity
    assert counts(anew) == {Taken.KNOWN: 2}
    after = (inbox(ours.workspace), ann.asked, bob.asked, list_suppressions(ours.workspace))
    assert after == before


def position(ours: Ours) -> Any:
    with ours.workspace.state.reading() as connection:
        found = position_of(connection, ours.box.address, "INBOX")
    assert found
    return found


def test_nothing_is_touched_on_the_server(ours: Ours) -> None:
    ours.answered(ours.write_to("ann"), "Hello?")
    ours.sync()
    with imap_connection(ours.box.imap) as client:  # type: ignore[arg-type]  # it has one
        told = client.select_folder("INBOX", readonly=True)
        assert told[b"EXISTS"] == 1
        flags = client.fetch([1], ["FLAGS"])[1][b"FLAGS"]
    assert b"\\Seen" not in flags
    assert b"\\Answered" not in flags


def test_what_is_none_of_ours_is_left_and_nothing_of_it_kept(ours: Ours) -> None:
    ours.write_to("ann")
    ours.deliver(b"From: friend@else.example\nSubject: Lunch\n\nTomorrow?\n")
    assert counts(ours.sync()) == {Taken.LEFT: 1}
    assert inbox(ours.workspace).threads == ()


def test_a_mail_that_is_too_large_is_read_up_to_its_limit(ours: Ours) -> None:
    ann = ours.write_to("ann")
    mail = message_from_bytes(ours.lab.wait_for(ann.address)[0], policy=policy.default)
    said = EmailMessage()
    said["From"], said["To"] = ann.address, ours.box.address
    said["Subject"], said["In-Reply-To"] = "Re: A dead link", str(mail["Message-ID"])
    said.set_content("Please never write to me again.")
    said.add_attachment(b"\x00" * (6 << 20), maintype="image", subtype="png", filename="a.png")
    ours.deliver(said.as_bytes())
    done = ours.sync()
    assert done.read[0].large == 1
    assert ann.course.ending == "unsubscribed"


def test_another_folder_is_read_where_complaints_are_put(ours: Ours) -> None:
    ann = ours.write_to("ann")
    ours.answered(ann, "Please never write to me again.")
    with imap_connection(ours.box.imap) as client:  # type: ignore[arg-type]  # it has one
        client.create_folder("Complaints")
        client.select_folder("INBOX")
        client.move([1], "Complaints")
    assert counts(ours.sync()) == {}
    done = ours.sync(folders=("INBOX", "Complaints"))
    assert [one.folder for one in done.read] == ["INBOX", "Complaints"]
    assert ann.course.ending == "unsubscribed"
    missing = ours.sync(folders=("Nowhere",))
    assert "says:" in missing.read[0].failed


@pytest.mark.parametrize("name", ["Spam", "Courrier indésirable"])
def test_a_folder_that_is_called_junk_is_read_where_none_is_marked(ours: Ours, name: str) -> None:
    ann = ours.write_to("ann")
    ours.answered(ann, "Please never write to me again.")
    with imap_connection(ours.box.imap) as client:  # type: ignore[arg-type]  # it has one
        client.create_folder(name)
        client.create_folder("Spam and more")
        client.select_folder("INBOX")
        client.move([1], name)
    done = ours.sync()
    assert {one.folder: (one.failed, one.counts) for one in done.read} == {
        "INBOX": ("", {}), name: ("", {Taken.KEPT: 1})
    }  # fmt: skip
    assert ann.course.ending == "unsubscribed"
    assert [one.counts for one in ours.sync().read] == [{}, {}]


@pytest.mark.timeout(120)  # far less than it would wait
def test_it_waits_until_the_server_says_that_something_came(ours: Ours) -> None:
    ann = ours.write_to("ann")
    mail = ours.lab.wait_for(ann.address)[0]
    ours.sync()
    later = Thread(target=lambda: ours.lab.answer(mail, "Please never write to me again."))
    later.start()
    done = ours.sync(wait_s=600)
    later.join()
    if not done.mails:  # it came before the wait began, and after the first look
        done = ours.sync()
    assert ann.course.ending == "unsubscribed"


def test_one_mailbox_that_cannot_be_read_holds_up_no_other(ours: Ours) -> None:
    ann = ours.write_to("ann")
    ours.answered(ann, "Please never write to me again.")
    closed = mailbox(ours.lab, port=1)
    done = sync_mailboxes(ours.workspace, [closed, ours.box], ours.workspace.clock.now())
    assert "does not answer" in done.read[0].failed
    assert PASSWORD not in str(done)
    assert ann.course.ending == "unsubscribed"


def test_a_mailbox_that_is_not_there_is_said(ours: Ours) -> None:
    with pytest.raises(NotFound, match=r"no@ours\.test"):
        ours.sync(mailbox="no@ours.test")


def test_what_broke_off_goes_on_where_it_was(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [ours.write_to(name) for name in ("ann", "bob", "eve")]
    for one in people:
        ours.answered(one, "Please never write to me again.")
    broken: Callable[..., Any] = _breaking_at(2)
    with monkeypatch.context() as patch:
        patch.setattr("backlinkbot.app.pitch.syncing.take_in", broken)
        with pytest.raises(KeyboardInterrupt):
            ours.sync()
    assert sum(bool(one.course.ending) for one in people) == 1
    done = ours.sync()
    assert counts(done) == {Taken.KEPT: 2}
    assert all(one.course.ending == "unsubscribed" for one in people)


def _breaking_at(number: int) -> Callable[..., Any]:
    from backlinkbot.app.pitch.receiving import take_in

    seen = []

    def take(*given: Any, **more: Any) -> Any:
        seen.append(1)
        if len(seen) == number:
            raise KeyboardInterrupt
        return take_in(*given, **more)

    return take
