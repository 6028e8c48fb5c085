"""Senders killed with -9, on both databases against real servers: nothing goes twice or is lost.

The whole of it (200 kills over 1,000 messages on each database) is bench/outreach/kills.py.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from killed_sender import POINTS, send
from mail_servers import MailServers, wait_until
from outbox_world import approved, campaign_of, far_people, mailbox_of_lab

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.messages import messages_of

if TYPE_CHECKING:
    from databases import Databases

    from backlinkbot.core.outreach import Campaign

PROGRAM = Path(__file__).parents[1] / "servers" / "killed_sender.py"
SETTLED_S = 0.3


def started(folder: Path, point: str = "", at: int = 1) -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[2] / "src"
    return subprocess.Popen(
        [sys.executable, PROGRAM, folder, point, str(at), str(SETTLED_S)],
        env={**os.environ, "PYTHONPATH": str(source)},
    )


def sent_to_the_end(folder: Path, campaign: Campaign) -> list[MessageState]:
    """Rounds until every message has ended; how each of them did."""
    for _ in range(20):
        send(str(folder), settled_s=SETTLED_S)
        with Workspace.open(folder) as workspace, workspace.state.reading() as connection:
            states = [one.state for one in messages_of(connection, campaign.number)]
        if set(states) == {MessageState.SENT}:
            break
        time.sleep(SETTLED_S)
    return states


def check(lab: MailServers, box: str, people: list[str], ids: list[str]) -> None:
    """Every message has reached its recipient once, and the archive once."""
    lab.wait_until_idle()
    wait_until(lambda: all(lab.far.of(one) for one in people), "the mails at the far side")
    assert [len(lab.far.of(one)) for one in people] == [1] * len(people)
    copies = Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in lab.mails(box))
    assert {one: copies[one] for one in ids} == dict.fromkeys(ids, 1)


@pytest.mark.parametrize("point", POINTS)
def test_a_sender_killed_at_an_exact_point_loses_and_doubles_nothing(
    databases: Databases, tmp_path: Path, mail_lab: MailServers, point: str
) -> None:
    folder = databases.told(tmp_path / "w")
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 3)
    with Workspace.open(folder) as workspace:
        campaign = campaign_of(workspace, box)
        ids = approved(workspace, campaign, people)
    assert started(folder, point, 2).wait(60) == -signal.SIGKILL
    assert set(sent_to_the_end(folder, campaign)) == {MessageState.SENT}
    check(mail_lab, box.address, people, ids)


def test_senders_killed_at_any_moment_lose_and_double_nothing(
    databases: Databases, tmp_path: Path, mail_lab: MailServers
) -> None:
    folder = databases.told(tmp_path / "w")
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 5)
    with Workspace.open(folder) as workspace:
        campaign = campaign_of(workspace, box)
        ids = approved(workspace, campaign, people)
    chance = random.Random(7)  # noqa: S311 - moments to kill at, no secrets
    for _ in range(3):
        sender = started(folder)
        with_messages = 0.6 + chance.random()  # a Python that starts takes the first part of it
        try:
            sender.wait(with_messages)
        except subprocess.TimeoutExpired:
            sender.kill()
            sender.wait()
    assert set(sent_to_the_end(folder, campaign)) == {MessageState.SENT}
    check(mail_lab, box.address, people, ids)


def test_two_senders_at_once_send_nothing_twice(
    databases: Databases, tmp_path: Path, mail_lab: MailServers
) -> None:
    folder = databases.told(tmp_path / "w")
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 5)
    with Workspace.open(folder) as workspace:
        campaign = campaign_of(workspace, box)
        ids = approved(workspace, campaign, people)
    assert [one.wait(60) for one in [started(folder) for _ in range(3)]] == [0, 0, 0]
    assert set(sent_to_the_end(folder, campaign)) == {MessageState.SENT}
    check(mail_lab, box.address, people, ids)
