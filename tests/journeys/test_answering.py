"""Answers from the inbox by real mail servers: once, in the thread, and never to who left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from campaign_world import grown, world
from killed_sender import send
from mail_servers import PEOPLE, MailServers, wait_until
from mails_back import answer as answer_of
from outbox_world import far_people, mailbox_of_lab
from sent_messages import sent_to

from backlinkbot.app.pitch.answering import answer, take_back
from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.campaigns import pause_campaign
from backlinkbot.app.pitch.deciding import inbox, mail_thread
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.app.pitch.rounds import send_round
from backlinkbot.app.pitch.syncing import sync
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import Refused
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.messages import message_kept

if TYPE_CHECKING:
    from databases import Databases

    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import KeptMessage

PROGRAM = Path(__file__).parents[1] / "servers" / "killed_sender.py"
SETTLED_S = 0.3
QUESTION = "Which of the two pages do you mean, and may I change the words of the link?"
STOP = "Please remove me from your list and do not write to me again."
WORDS = "The second one, please.\nChange the words as you like."
THANKS = "Hello Bo, thank you for telling us. We will gladly add your link to the page this week."


def started(folder: Path, point: str = "") -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[2] / "src"
    return subprocess.Popen(
        [sys.executable, PROGRAM, folder, point, "1", str(SETTLED_S)],
        env={**os.environ, "PYTHONPATH": str(source)},
    )


def parsed(raw: bytes) -> EmailMessage:
    told = message_from_bytes(raw, policy=policy.default)
    assert isinstance(told, EmailMessage)
    return told


def mail_of(workspace: Workspace, sender: str) -> KeptMail:
    """The newest mail of somebody."""
    every = [one.mail for thread in inbox(workspace).threads for one in thread.answers]
    return max((one for one in every if one.sender == sender), key=lambda one: one.number)


def kept(workspace: Workspace, one: KeptMessage) -> KeptMessage:
    with workspace.state.reading() as connection:
        found = message_kept(connection, one.message.message_id)
    assert found
    return found


def check_words(
    got: EmailMessage, first: EmailMessage, question: EmailMessage, ours: KeptMessage
) -> None:
    """An answer as it arrived: in the thread, with what was asked below it."""
    assert got["In-Reply-To"] == question["Message-ID"]
    assert got["References"] == f"{first['Message-ID']} {question['Message-ID']}"
    assert got["Message-ID"] == ours.message.message_id
    assert (got["To"], got["List-Unsubscribe"]) == (question["From"], None)
    assert ours.mailbox in got["From"]
    assert got.get_content().startswith(WORDS)
    assert f"> {QUESTION}" in got.get_content()


@pytest.mark.timeout(120)
def test_a_question_is_answered_once_in_its_thread_and_the_talk_goes_on(
    databases: Databases, tmp_path: Path, mail_lab: MailServers
) -> None:
    folder = databases.told(tmp_path / "w")
    asks, leaves = (mail_lab.fresh(name, PEOPLE) for name in ("ann", "leo"))
    with Workspace.open(folder) as workspace:
        grown(workspace, workspace.clock.now(), a_week=20)
        full_soon = replace(mailbox_of_lab(mail_lab), daily_limit=2)
        made = world(workspace, [asks, leaves], full_soon)
        box, number = made.campaign.mailbox, made.campaign.number
        approve(workspace, number, look(workspace, number).digest, by="Bo")
        assert send_round(workspace).rounds[0].sent == 2
        (first,), (other,) = mail_lab.wait_for(asks), mail_lab.wait_for(leaves)
        question = mail_lab.answer(first, QUESTION)
        mail_lab.answer(other, STOP)
        mail_lab.wait_for(box, 2 + 2)  # our copies, and what they wrote
        send_round(workspace)

        with pytest.raises(Refused):  # who asked to be left alone
            answer(workspace, mail_of(workspace, leaves).number, WORDS, by="Bo")
        asked = mail_of(workspace, asks).number
        ours = answer(workspace, asked, WORDS, by="Bo")
        wrong = answer(workspace, asked, "Never mind.", by="Bo")
        take_back(workspace, wrong.message.message_id, by="Bo")
        pause_campaign(workspace, number, is_paused=True)

    assert [one.wait(60) for one in [started(folder) for _ in range(2)]] == [0, 0]
    mail_lab.wait_until_idle()
    assert len(mail_lab.mails(leaves)) == 1
    (raw,) = [one for one in mail_lab.wait_for(asks, 2) if one != first]
    check_words(parsed(raw), parsed(first), question, ours)

    with Workspace.open(folder) as workspace:
        assert kept(workspace, ours).state is MessageState.SENT
        assert kept(workspace, wrong).state is MessageState.CANCELLED
        mail_lab.answer(raw, THANKS)
        mail_lab.wait_for(box, 4 + 1 + 1)  # the copy of our answer, and theirs to it
        sync(workspace)
        newest = mail_of(workspace, asks)
        assert newest.answers == ours.message.message_id
        assert newest.is_sure_thread
        thread = mail_thread(workspace, newest.number)
        assert [one.mail.number for one in thread.answers] == [asked, newest.number]
        assert {one.prospect for one in thread.sent} == {ours.prospect}
        assert [one.sent for one in send_round(workspace).rounds] == [0]
    assert len(mail_lab.mails(asks)) == 2


@pytest.mark.timeout(120)
@pytest.mark.parametrize("point", ["claimed", "all of the text, reply unread"])
def test_an_answer_whose_sender_is_killed_goes_once(
    databases: Databases, tmp_path: Path, mail_lab: MailServers, point: str
) -> None:
    folder = databases.told(tmp_path / "w")
    box, (person,) = mailbox_of_lab(mail_lab), far_people(mail_lab, 1)
    with Workspace.open(folder) as workspace:
        add_mailbox(workspace, box)
        sent, now = sent_to(workspace, person, "org.example", box.address), workspace.clock.now()
        raw = answer_of(sent, QUESTION, sender=person)
        came = take_in(workspace, box.address, raw, now, now=now).mail
        assert came
        ours = answer(workspace, came.number, WORDS, by="Bo")
    assert started(folder, point).wait(60) == -signal.SIGKILL
    state = MessageState.CLAIMED
    while state is not MessageState.SENT:
        time.sleep(SETTLED_S)
        send(str(folder), settled_s=SETTLED_S)
        with Workspace.open(folder) as workspace:
            state = kept(workspace, ours).state
    mail_lab.wait_until_idle()
    wait_until(lambda: bool(mail_lab.far.of(person)), "the answer at the far side")
    assert len(mail_lab.far.of(person)) == 1
    copies = [parsed(one)["Message-ID"] for one in mail_lab.mails(box.address)]
    assert copies.count(ours.message.message_id) == 1
