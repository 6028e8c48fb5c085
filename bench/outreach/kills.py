"""Kill the sender again and again over 1,000 messages; see what went twice and what was lost.

    python bench/outreach/kills.py [--kills 200] [--messages 1000] [--database sqlite]

Real servers (postfix, dovecot), SQLite and PostgreSQL. Half of the kills are at the five exact
points where a sender that marks too early or too late loses or doubles: claimed; half of the text;
all of the text, reply unread; accepted, not marked; marked. The others are at random moments. Then
senders go on to the end. Some of what went is put back to claimed and to approved, and the archive
is read again twice, and once with the clock set back by a year.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "servers"))

from databases import Databases
from killed_sender import POINTS, send
from mail_servers import MailServers, mail_servers, wait_until, why_not
from outbox_world import approved, campaign_of, far_people, mailbox_of_lab
from postgresql_server import PostgreSQL, postgresql_programs
from sqlalchemy import select, update

from backlinkbot.app.pitch.outbox import Patience, send_due
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock, SystemClock
from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.io.state.messages import keep_message, messages_of
from backlinkbot.io.state.sending_tables import messages

if TYPE_CHECKING:
    from backlinkbot.core.outreach import Campaign

MAILBOXES = 4
SETTLED_S = 0.4  # after a claim, before the archive is asked; a quarter of an hour in earnest
LONGEST_S = 0.25  # a sender killed at random lives so long at most
MOST_BEFORE = 2  # messages that come to an exact point before the one that dies there
PUT_BACK = 60  # messages for which the archive is read again
HABIT = 400  # messages that a mailbox seems to have sent yesterday, so that it may send as many


@dataclass
class Outcome:
    """What happened on one kind of database."""

    database: str
    messages: int
    kills: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    twice: int = 0
    lost: int = 0
    copies_twice: int = 0
    unknown: int = 0
    changed_after: int = 0
    seconds: float = 0.0

    def say(self) -> None:
        """Print it, with each kind of kill."""
        kinds = ", ".join(f"{point} {many}" for point, many in sorted(self.kills.items()))
        print(
            f"{self.database}: kills {self.kills.total()} over {self.messages:,} messages, "
            f"twice {self.twice}, lost {self.lost}, archived twice {self.copies_twice}, "
            f"left to a person {self.unknown}, changed by reading again {self.changed_after} "
            f"({self.seconds:.0f} s, {self.rounds} rounds)"
        )
        print(f"  {kinds}")


def measured(lab: MailServers, databases: Databases, kills: int, messages: int) -> Outcome:
    """Kills and what they did, on one kind of database."""
    told = Outcome("PostgreSQL" if databases.server else "SQLite", messages)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = databases.told(Path(place) / "w")
        campaigns, people, ids = _made(lab, folder, messages)
        _killed(folder, kills, told)
        _to_the_end(folder, campaigns, told)
        _counted(lab, campaigns, people, ids, told)
        told.changed_after = _read_again(lab, folder, ids)
    told.seconds = time.monotonic() - began
    return told


def _made(
    lab: MailServers, folder: Path, messages: int
) -> tuple[list[Campaign], list[str], list[str]]:
    """Mailboxes that are used to sending, each with its part of the messages."""
    campaigns, people, ids = [], [], []
    each = -(-messages // MAILBOXES)
    with Workspace.open(folder) as workspace:
        for number in range(MAILBOXES):
            box = replace(mailbox_of_lab(lab), started_on=SystemClock().today() - timedelta(999))
            campaign = campaign_of(workspace, box, f"campaign-{number}")
            _used(workspace, campaign)
            to = far_people(lab, min(each, messages - len(people)))
            ids += approved(workspace, campaign, to, first=1 + len(people))
            campaigns.append(campaign)
            people += to
    return campaigns, people, ids


def _used(workspace: Workspace, campaign: Campaign) -> None:
    """Let a mailbox have sent yesterday."""
    at = workspace.clock.now() - timedelta(days=1)
    with workspace.state.writing() as connection:
        for number in range(HABIT):
            id_ = f"<{number}-{campaign.number}@history.example>"
            words = Message(id_, campaign.mailbox, "ann@old.example", "Hello", "Hello.\n")
            old = KeptMessage(
                words, 0, number, 0, campaign.site, "old.example", campaign.mailbox,
                MessageState.SENT, at, at, at, claimed_at=at, sent_at=at,
            )  # fmt: skip
            keep_message(connection, old)


def _killed(folder: Path, kills: int, told: Outcome) -> None:
    """Start a sender and kill it, so many times."""
    processes = multiprocessing.get_context("forkserver")  # each child starts warm, and alone
    processes.set_forkserver_preload(["killed_sender", "sqlalchemy", "imapclient"])
    chance = random.Random(20261121)  # noqa: S311 - moments to kill at, no secrets
    while told.kills.total() < kills:
        point = POINTS[told.rounds % len(POINTS)] if told.rounds % 2 else ""
        at = chance.randint(1, 1 + MOST_BEFORE)
        child = processes.Process(target=send, args=(str(folder), point, at, SETTLED_S))
        child.start()
        if not point:
            child.join(chance.uniform(0.02, LONGEST_S))
            child.kill()
        child.join()
        told.rounds += 1
        if child.exitcode == -signal.SIGKILL:
            told.kills[point or "at random"] += 1
        elif child.exitcode:
            raise RuntimeError(f"a sender ended with {child.exitcode}")
        else:
            print("  all messages had gone before the last kill", flush=True)
            break


def _to_the_end(folder: Path, campaigns: list[Campaign], told: Outcome) -> None:
    """Rounds until nothing is approved or claimed any more."""
    open_states = {MessageState.APPROVED, MessageState.CLAIMED}
    for _ in range(60):
        send(str(folder), settled_s=SETTLED_S)
        told.rounds += 1
        with Workspace.open(folder) as workspace, workspace.state.reading() as connection:
            states = Counter(
                one.state for campaign in campaigns
                for one in messages_of(connection, campaign.number)
            )  # fmt: skip
        if not open_states & set(states):
            break
        time.sleep(SETTLED_S)
    told.unknown = states[MessageState.UNKNOWN]
    if states[MessageState.SENT] + told.unknown != told.messages:
        raise RuntimeError(f"not all messages ended as they should: {states}")


def _counted(
    lab: MailServers, campaigns: list[Campaign], people: list[str], ids: list[str], told: Outcome
) -> None:
    """What has arrived, at the far side and in the archives."""
    lab.wait_until_idle()
    wait_until(lambda: len(lab.far.taken) >= len(people), "the mails at the far side", 60)
    arrived = Counter(one.recipient for one in lab.far.taken)
    told.lost = sum(arrived[one] == 0 for one in people)
    told.twice = sum(arrived[one] > 1 for one in people)
    copies: Counter[str] = Counter()
    for campaign in campaigns:
        mails = lab.mails(campaign.mailbox)
        copies.update(str(message_from_bytes(raw)["Message-ID"]) for raw in mails)
    told.copies_twice = sum(copies[one] > 1 for one in ids)


def _read_again(lab: MailServers, folder: Path, ids: list[str]) -> int:
    """How many messages change, or go again, when rounds must read the archive again.

    Before each round some that went stand as claimed, as a sender leaves them that dies before it
    marks them, and some as approved, as in a workspace that was restored; at last the clock is a
    year behind, where nothing is due. All of them have to end as sent, and none may arrive again.
    """
    patience = Patience(timedelta(), 5)
    last_year = FixedClock(SystemClock().now() - timedelta(days=365))
    arrived, changed = len(lab.far.taken), 0
    back = random.Random(7).sample(ids, min(PUT_BACK, len(ids)))  # noqa: S311 - no secrets
    half = len(back) // 2
    for clock in (SystemClock(), SystemClock(), last_year):
        claimed, approved = (back, []) if clock is last_year else (back[:half], back[half:])
        with Workspace.open(folder, clock) as workspace:
            _put_back(workspace, claimed, MessageState.CLAIMED)
            _put_back(workspace, approved, MessageState.APPROVED)
            send_due(workspace, patience=patience)
            with workspace.state.reading() as connection:
                asked = select(messages.c.state).where(messages.c.message_id.in_(back))
                states = list(connection.scalars(asked))
        changed += len(back) - states.count(MessageState.SENT.value)
    lab.wait_until_idle()
    return changed + len(lab.far.taken) - arrived


def _put_back(workspace: Workspace, ids: list[str], state: MessageState) -> None:
    """Let messages that went be again in a state from before."""
    with workspace.state.writing() as connection:
        of_them = update(messages).where(messages.c.message_id.in_(ids))
        connection.execute(of_them.values(state=state.value, sent_at=None))


def main() -> None:
    """Measure on both databases, or on one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    wanted = parser.parse_args()
    if reason := why_not():
        print(reason)
        return
    programs = postgresql_programs()
    if wanted.database != "postgresql":
        with mail_servers() as lab:
            measured(lab, Databases(), wanted.kills, wanted.messages).say()
    if wanted.database != "sqlite" and programs is not None:
        with mail_servers() as lab, PostgreSQL.running(programs) as server:
            own = Databases(server)
            with own.for_a_while() as databases:
                measured(lab, databases, wanted.kills, wanted.messages).say()


if __name__ == "__main__":
    main()
