"""Sending against real servers, on both databases: what goes, what waits, what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from mail_servers import wait_until
from moved_clock import MovedClock
from outbox_world import approved, campaign_of, far_people, mailbox_of_lab
from smtp_script import HANG_UP, smtp_script
from sqlalchemy import update

from backlinkbot.app.pitch.mailboxes import add_mailbox, mailbox_named, pause
from backlinkbot.app.pitch.outbox import Patience, decide_unknown, send_due, unknown
from backlinkbot.app.suppress import suppress, suppressed
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.mail_in import KeptMail
from backlinkbot.core.outreach import (
    MailServer,
    MessageState,
    Refusal,
    Security,
    SuppressionReason,
)
from backlinkbot.io.channels.imap_connection import imap_connection
from backlinkbot.io.state.answered import delay_course, end_course, hold_course
from backlinkbot.io.state.campaigns import keep_campaign
from backlinkbot.io.state.mailboxes import hold_mailbox
from backlinkbot.io.state.mails import keep_mail
from backlinkbot.io.state.messages import message_kept
from backlinkbot.io.state.outbox import claim_message
from backlinkbot.io.state.sending_tables import messages
from backlinkbot.io.state.turns import turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from databases import Databases
    from mail_servers import MailServers

    from backlinkbot.core.outreach import KeptMessage, Mailbox

AT_ONCE = Patience(settled=timedelta(), probe_s=10)


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w"), MovedClock()) as opened:
        yield opened


def ahead(workspace: Workspace, by: timedelta) -> None:
    assert isinstance(workspace.clock, MovedClock)
    workspace.clock.ahead = by


def state(workspace: Workspace, id_: str) -> KeptMessage:
    with workspace.state.reading() as connection:
        found = message_kept(connection, id_)
    assert found
    return found


def claimed(workspace: Workspace, mailbox: Mailbox, id_: str) -> None:
    """As a round leaves it that is killed before the server hears of anything."""
    with workspace.state.writing() as connection:
        hold_mailbox(connection, mailbox.address, "killed", None)
        assert claim_message(connection, id_, "killed", workspace.clock.now())


def test_what_is_approved_goes_once_and_the_archive_has_it(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    people = far_people(mail_lab, 3)
    ids = approved(workspace, campaign_of(workspace, box), people)
    told: list[str] = []
    rounds = [
        send_due(workspace, told=lambda one: told.append(one.message.message_id)) for _ in range(2)
    ]
    assert [one[0].sent for one in rounds] == [3, 0]
    assert sorted(told) == sorted(ids)
    mail_lab.wait_until_idle()
    wait_until(lambda: all(len(mail_lab.far.of(one)) == 1 for one in people), "all mails")
    mail = message_from_bytes(mail_lab.far.of(people[0])[0])
    assert mail["Message-ID"] == ids[0]
    assert mail["From"] == f"Bo of the shop <{box.address}>"
    copies = [message_from_bytes(raw)["Message-ID"] for raw in mail_lab.wait_for(box.address, 3)]
    assert sorted(copies) == sorted(ids)
    assert {state(workspace, one).state for one in ids} == {MessageState.SENT}


def test_what_the_archive_has_was_sent_and_what_it_lacks_goes_now(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    people = far_people(mail_lab, 2)
    ids = approved(workspace, campaign_of(workspace, box), people)
    for one in ids:
        claimed(workspace, box, one)
    raw = f"From: {box.address}\r\nMessage-ID: {ids[0]}\r\n\r\nHello.\r\n".encode()
    mail_lab.submit(box.address, [people[0], box.address], raw)
    mail_lab.wait_for(box.address, 1)  # a real round looks minutes later
    done = send_due(workspace, patience=AT_ONCE)[0]
    assert (done.found, done.freed, done.sent) == (1, 1, 1)
    again = send_due(workspace, patience=AT_ONCE)[0]
    assert (again.found, again.freed, again.sent) == (0, 0, 0)
    mail_lab.wait_until_idle()
    wait_until(lambda: all(mail_lab.far.of(one) for one in people), "both mails")
    assert [len(mail_lab.far.of(one)) for one in people] == [1, 1]


def test_a_claim_that_may_still_be_under_way_is_left_alone(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    claimed(workspace, box, ids[0])
    done = send_due(workspace)[0]
    assert (done.unclear, done.sent) == (1, 0)
    assert state(workspace, ids[0]).state is MessageState.CLAIMED


@pytest.mark.parametrize("by", [timedelta(days=-400), timedelta(hours=-1), timedelta(hours=1)])
def test_a_clock_that_is_set_changes_nothing_of_what_was_sent(
    workspace: Workspace, mail_lab: MailServers, by: timedelta
) -> None:
    box = mailbox_of_lab(mail_lab)
    people = far_people(mail_lab, 2)
    ids = approved(workspace, campaign_of(workspace, box), people)
    assert send_due(workspace)[0].sent == 2
    ahead(workspace, by)
    for _ in range(2):
        done = send_due(workspace, patience=AT_ONCE)[0]
        assert (done.sent, done.found, done.freed) == (0, 0, 0)
    assert {state(workspace, one).state for one in ids} == {MessageState.SENT}


def test_a_claim_of_the_future_is_asked_of_the_archive_too(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    people = far_people(mail_lab, 1)
    ids = approved(workspace, campaign_of(workspace, box), people)
    raw = f"From: {box.address}\r\nMessage-ID: {ids[0]}\r\n\r\nHello.\r\n".encode()
    mail_lab.submit(box.address, [people[0], box.address], raw)
    ahead(workspace, timedelta(hours=2))
    claimed(workspace, box, ids[0])
    ahead(workspace, timedelta())
    assert send_due(workspace)[0].found == 1
    assert state(workspace, ids[0]).state is MessageState.SENT


def test_without_an_archive_a_person_decides(workspace: Workspace, mail_lab: MailServers) -> None:
    box = mailbox_of_lab(mail_lab, archive=False)
    people = far_people(mail_lab, 2)
    ids = approved(workspace, campaign_of(workspace, box), people)
    for one in ids:
        claimed(workspace, box, one)
    assert send_due(workspace, patience=AT_ONCE)[0].unknown == 2
    assert [one.message.message_id for one in unknown(workspace)] == sorted(
        ids, key=lambda id_: (state(workspace, id_).claimed_at, id_)
    )
    assert send_due(workspace, patience=AT_ONCE)[0].sent == 0
    assert decide_unknown(workspace, ids[0], has_gone=True, by="Bo").sent_at
    decide_unknown(workspace, ids[1], has_gone=False, by="Bo")
    assert send_due(workspace, patience=AT_ONCE)[0].sent == 1
    wait_until(lambda: bool(mail_lab.far.of(people[1])), "the mail that had not gone")
    assert not mail_lab.far.of(people[0])


def test_an_archive_that_nobody_can_look_into_proves_nothing(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = replace(mailbox_of_lab(mail_lab), archive=mail_lab.fresh("elsewhere"))
    ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    claimed(workspace, box, ids[0])
    done = send_due(workspace, patience=Patience(timedelta(), 0.3))[0]
    assert (done.unclear, done.freed, done.sent) == (1, 0, 0)
    assert "is not found over IMAP" in done.warning
    ahead(workspace, timedelta(days=2))
    assert send_due(workspace, patience=Patience(timedelta(), 0.3))[0].unknown == 1


def test_while_another_sends_nobody_else_does(workspace: Workspace, mail_lab: MailServers) -> None:
    box = mailbox_of_lab(mail_lab)
    approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    with turn(workspace.state, f"send {box.address}") as is_ours:
        assert is_ours
        done = send_due(workspace)[0]
    assert (done.sent, done.stopped) == (0, "another process sends from it now")
    assert send_due(workspace)[0].sent == 1


def test_who_lost_the_mailbox_claims_nothing_more(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))

    def taken_over(_: KeptMessage) -> None:
        with workspace.state.writing() as connection:
            hold_mailbox(connection, box.address, "another", None)

    assert send_due(workspace, gate=taken_over)[0].sent == 0


def test_the_firewall_and_the_gate_are_asked_just_before(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    people = far_people(mail_lab, 4)
    ids = approved(workspace, campaign_of(workspace, box), people)
    suppress(workspace, (people[0],))

    def gate(one: KeptMessage) -> Refusal | None:
        said = {ids[1]: Refusal("budget", "no room this week"),
                ids[2]: Refusal("landed", "the link has landed")}  # fmt: skip
        return said.get(one.message.message_id)

    done = send_due(workspace, gate=gate)[0]
    assert (done.sent, done.cancelled, done.waiting) == (1, 2, {"no room this week": 1})
    states = [state(workspace, one).state for one in ids]
    assert states == [MessageState.CANCELLED, MessageState.APPROVED, MessageState.CANCELLED,
                      MessageState.SENT]  # fmt: skip


def test_a_paused_mailbox_sends_nothing(workspace: Workspace, mail_lab: MailServers) -> None:
    box = mailbox_of_lab(mail_lab)
    approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    pause(workspace, box.address, "holidays")
    done = send_due(workspace)[0]
    assert (done.sent, done.stopped) == (0, "the mailbox rests: holidays")


def test_a_new_mailbox_begins_with_five_a_day_also_when_the_clock_is_set_back(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = replace(mailbox_of_lab(mail_lab), started_on=None)
    approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 8))
    first = send_due(workspace)[0]
    assert first.sent == 5
    assert first.waiting == {"the mailbox has sent what it may in a day": 3}
    assert mailbox_named(workspace, box.address).started_on is not None
    ahead(workspace, timedelta(seconds=-30))
    assert send_due(workspace)[0].sent == 0
    ahead(workspace, timedelta(days=1))
    assert send_due(workspace)[0].sent == 3


def test_a_server_that_is_away_stops_the_round_and_loses_nothing(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    away = replace(box, smtp=replace(box.smtp, port=9))
    ids = approved(workspace, campaign_of(workspace, away), far_people(mail_lab, 2))
    done = send_due(workspace)[0]
    assert (done.sent, done.later) == (0, 1)
    assert "does not answer" in done.stopped
    assert state(workspace, ids[0]).tries + state(workspace, ids[1]).tries == 0


def test_a_mailbox_that_does_not_exist_is_never_written_to_again(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    with smtp_script(RCPT=["550 5.1.1 no such user", "250 ok"]) as script:
        server = MailServer("127.0.0.1", script.port, Security.NONE)
        box = replace(mailbox_of_lab(mail_lab), smtp=server)
        ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 2))
        done = send_due(workspace)[0]
    assert (done.refused, done.sent) == (1, 1)
    gone = next(one for id_ in ids if (one := state(workspace, id_)).state is MessageState.REFUSED)
    assert gone.said == "550 5.1.1 no such user"
    assert suppressed(workspace, gone.message.recipient)[0].reason is SuppressionReason.BOUNCED


def test_when_the_connection_breaks_after_the_text_the_archive_is_asked_next_time(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 2)
    with smtp_script(END=HANG_UP) as script:
        away = replace(box, smtp=MailServer("127.0.0.1", script.port, Security.NONE))
        ids = approved(workspace, campaign_of(workspace, away), people)
        done = send_due(workspace)[0]
    assert (done.sent, done.unclear) == (0, 1)
    assert "did not answer" in done.stopped
    assert sorted(state(workspace, one).state for one in ids) == ["approved", "claimed"]
    add_mailbox(workspace, box)
    done = send_due(workspace, patience=AT_ONCE)[0]
    assert (done.freed, done.sent) == (1, 2)
    wait_until(lambda: all(len(mail_lab.far.of(one)) == 1 for one in people), "both mails")


def test_a_server_that_refuses_whatever_we_write_uses_up_two_messages_at_most(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    with smtp_script(END="554 5.7.1 we take no such mail") as script:
        box = replace(
            mailbox_of_lab(mail_lab), smtp=MailServer("127.0.0.1", script.port, Security.NONE)
        )
        approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 5))
        done = send_due(workspace)[0]
        again = send_due(workspace)[0]
    assert (done.refused, again.refused) == (2, 0)
    assert "refused 2 messages in a row: 554 5.7.1 we take no such mail" in again.stopped


def test_a_sent_folder_that_keeps_nothing_proves_nothing(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = replace(mailbox_of_lab(mail_lab), archive="", sent_folder="Sent")
    ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    claimed(workspace, box, ids[0])
    done = send_due(workspace, patience=Patience(timedelta(), 0.3))[0]
    assert (done.unclear, done.freed, done.sent) == (1, 0, 0)
    assert "is not found in Sent" in done.warning


def test_what_the_sent_folder_of_the_provider_has_was_sent(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = replace(mailbox_of_lab(mail_lab), archive="", sent_folder="Sent")
    ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    claimed(workspace, box, ids[0])
    assert box.imap
    with imap_connection(box.imap) as client:
        client.append("Sent", f"Message-ID: {ids[0]}\r\nSubject: x\r\n\r\nx\r\n".encode())
    assert send_due(workspace, patience=AT_ONCE)[0].found == 1


def test_without_a_name_of_its_own_a_mailbox_takes_the_senders(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = replace(mailbox_of_lab(mail_lab), name="")
    people = far_people(mail_lab, 1)
    approved(workspace, campaign_of(workspace, box), people)
    assert send_due(workspace)[0].sent == 1
    wait_until(lambda: bool(mail_lab.far.of(people[0])), "the mail")
    mail = message_from_bytes(mail_lab.far.of(people[0])[0])
    assert mail["From"] == f"Bo <{box.address}>"


def test_complaints_pause_a_mailbox(workspace: Workspace, mail_lab: MailServers) -> None:
    box = mailbox_of_lab(mail_lab)
    approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    now, is_sure = workspace.clock.now(), False
    for number in range(2):
        complaint = KeptMail(
            0, box.address, f"{number:064}", f"<{number}@far.test>", "", is_sure, "", "", "", now,
            now, "feedback report",
        )  # fmt: skip
        with workspace.state.writing() as connection:
            keep_mail(connection, complaint, b"")
    done = send_due(workspace)[0]
    assert done.sent == 0
    assert "were called spam" in done.stopped
    assert mailbox_named(workspace, box.address).is_paused


def test_words_that_cannot_be_written_go_nowhere(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    ids = approved(workspace, campaign_of(workspace, box), far_people(mail_lab, 1))
    with workspace.state.writing() as connection:
        wrong = "Hello\r\nBcc: all@far.test"
        connection.execute(update(messages).values(subject=wrong))
    assert send_due(workspace)[0].cancelled == 1
    assert "line break" in state(workspace, ids[0]).said


def test_who_is_away_or_held_or_in_a_resting_campaign_waits(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    campaign = campaign_of(workspace, box)
    approved(workspace, campaign, far_people(mail_lab, 4))
    with workspace.state.writing() as connection:
        delay_course(connection, campaign.number, 1, workspace.clock.today())
        hold_course(connection, campaign.number, 2, is_held=True)
        end_course(connection, campaign.number, 3, "replied", workspace.clock.now())
        keep_campaign(connection, replace(campaign, is_paused=True))
    assert send_due(workspace)[0].sent == 0
    with workspace.state.writing() as connection:
        keep_campaign(connection, campaign)
    assert send_due(workspace)[0].sent == 1
