"""What may have changed between an approval and the sending, and what then must not go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from campaign_world import FIRST, SITE, World, grown, plain_mailbox, world
from databases import Databases
from mail_servers import MailServers
from outbox_world import approved, campaign_of, far_people, mailbox_of_lab

from backlinkbot.app.contacts import set_contact, set_country
from backlinkbot.app.pitch import outbox
from backlinkbot.app.pitch.approving import approve, approve_follow_ups, look
from backlinkbot.app.pitch.campaigns import add_sequence, approve_by_rule
from backlinkbot.app.pitch.gates import first_refusal
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.pitch.outbox import send_due
from backlinkbot.app.pitch.rounds import send_round
from backlinkbot.app.prospects import aim_prospects
from backlinkbot.app.templates import add_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import KeptMessage, MessageState, Sequence, Step
from backlinkbot.io.state.approvals import waiting_messages
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.sending_tables import messages

FRIDAY = datetime(2026, 10, 30, 18, tzinfo=UTC)  # one o'clock in Chicago


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FRIDAY)


@pytest.fixture
def made(databases: Databases, tmp_path: Path, clock: FixedClock) -> Iterator[World]:
    """Two messages that were approved on a Friday, to be sent in working hours."""
    with Workspace(databases.settings(tmp_path / "w", workers=1), clock) as workspace:
        grown(workspace, clock.now())
        made = world(workspace, [f"ann@news{n}.example" for n in range(2)])
        add_sequence(workspace, Sequence("two", (Step(("first",)), Step(("second",), 3))), by="Bo")
        number = made.campaign.number
        approve(workspace, number, look(workspace, number).digest, by="Bo")
        yield made


def kept(made: World) -> list[KeptMessage]:
    with made.workspace.state.reading() as connection:
        return messages_of(connection, made.campaign.number)


def rules(made: World) -> list[str]:
    gate = first_refusal(made.workspace)
    return [said.rule if (said := gate(one)) else "" for one in kept(made)]


def test_what_was_left_over_does_not_go_at_night_or_on_a_saturday(
    made: World, clock: FixedClock
) -> None:
    assert rules(made) == ["", ""]
    clock.moment = FRIDAY + timedelta(hours=12)  # one at night
    assert rules(made) == ["hours", "hours"]
    clock.moment = FRIDAY + timedelta(days=1)
    assert rules(made) == ["hours", "hours"]
    clock.moment = FRIDAY + timedelta(days=3)
    assert rules(made) == ["", ""]


def test_who_is_reached_otherwise_by_now_is_looked_at_again(made: World, clock: FixedClock) -> None:
    workspace = made.workspace
    clock.sleep(60)
    set_contact(workspace, "news0.example", "eve@news0.example",
                found_on="https://news0.example/team", by="Bo")  # fmt: skip
    set_country(workspace, "news1.example", "AT", by="Bo")  # where the law asks for consent
    assert rules(made) == ["changed", "changed"]
    done = send_round(workspace)
    assert "must be looked at and approved again" in done.notes[0]
    assert {one.state for one in kept(made)} == {MessageState.PLANNED}
    seen = look(workspace, made.campaign.number)
    assert [one.recipient for one in seen.going] == ["eve@news0.example"]
    approve(workspace, made.campaign.number, seen.digest, by="Bo")
    with workspace.state.reading() as connection:
        assert [one.message.recipient for one in waiting_messages(connection)] == [
            "eve@news0.example"
        ]


def test_an_approval_holds_for_a_month(made: World, clock: FixedClock) -> None:
    clock.moment = FRIDAY + timedelta(days=31)
    assert rules(made) == ["changed", "changed"]


def test_another_name_in_from_is_another_look(made: World) -> None:
    number = made.campaign.number
    add_sequence(made.workspace, Sequence("two", (Step(("first",)),)), by="Bo")
    before = look(made.workspace, number).digest
    add_mailbox(made.workspace, replace(plain_mailbox(), name="The King"))
    assert look(made.workspace, number).digest != before


def test_a_mailbox_under_another_spelling_is_no_second_one(made: World) -> None:
    with pytest.raises(BadInput, match="the same mailbox"):
        add_mailbox(made.workspace, plain_mailbox("bo+more@shop.example"))


def went(made: World) -> None:
    """Let the first messages have gone four days ago."""
    at = made.workspace.clock.now() - timedelta(days=6)
    with made.workspace.state.writing() as connection:
        connection.execute(
            messages.update().values(state=MessageState.SENT.value, sent_at=at, claimed_at=at)
        )


def test_the_rule_lets_through_no_words_that_nobody_has_looked_at(
    made: World, clock: FixedClock
) -> None:
    went(made)
    clock.sleep(60)
    campaign = approve_by_rule(made.workspace, made.campaign.number, is_on=True)
    add_template(made.workspace, "second", FIRST.replace("Hi", "Buy now,"))
    assert approve_follow_ups(made.workspace, campaign).approved == ()
    assert len(look(made.workspace, campaign.number).going) == 2  # a person may


def test_the_rule_lets_through_no_page_that_nobody_has_looked_at(
    made: World, clock: FixedClock
) -> None:
    workspace = made.workspace
    add_template(workspace, "second", FIRST)  # at the moment of the approval: nothing is newer
    went(made)
    clock.sleep(60)
    campaign = approve_by_rule(workspace, made.campaign.number, is_on=True)
    aim_prospects(workspace, made.prospects[:1], f"https://{SITE}/guide", by=LOCAL)
    (done,) = approve_follow_ups(workspace, campaign).approved
    assert done.prospect == made.prospects[1]
    (left,) = look(workspace, campaign.number).going
    assert left.asks_for == f"https://{SITE}/guide"


def test_a_rule_that_is_switched_off_takes_its_approvals_back(made: World) -> None:
    went(made)
    campaign = approve_by_rule(made.workspace, made.campaign.number, is_on=True)
    assert len(approve_follow_ups(made.workspace, campaign).approved) == 2
    approve_by_rule(made.workspace, campaign.number, is_on=False)
    with made.workspace.state.reading() as connection:
        assert waiting_messages(connection) == []


def test_a_shorter_sequence_ends_what_is_approved(made: World) -> None:
    went(made)
    campaign = approve_by_rule(made.workspace, made.campaign.number, is_on=True)
    approve_follow_ups(made.workspace, campaign)
    add_sequence(made.workspace, Sequence("two", (Step(("first",)),)), by="Bo")
    gate = first_refusal(made.workspace)
    found = [one for one in kept(made) if one.step == 1]
    assert [said.rule for one in found if (said := gate(one))] == ["withdrawn"] * 2


@pytest.fixture
def of_lab(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    with Workspace(databases.settings(tmp_path / "w", workers=1), clock) as workspace:
        yield workspace


def test_a_restored_workspace_sends_nothing_that_its_later_state_has_sent(
    of_lab: Workspace, mail_lab: MailServers
) -> None:
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 2)
    ids = approved(of_lab, campaign_of(of_lab, box), people)
    assert [one.sent for one in send_due(of_lab)] == [2]
    mail_lab.wait_for(box.address, 2)
    with of_lab.state.writing() as connection:  # as the backup of yesterday has them
        connection.execute(
            messages.update()
            .where(messages.c.message_id.in_(ids))
            .values(state=MessageState.APPROVED.value, sent_at=None, claimed_at=None)
        )
    (done,) = send_due(of_lab)
    assert (done.sent, done.found) == (0, 2)
    mail_lab.wait_until_idle()
    assert [len(mail_lab.far.of(one)) for one in people] == [1, 1]


def test_a_sender_that_slept_too_long_hangs_up_before_the_text(
    of_lab: Workspace, mail_lab: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, people = mailbox_of_lab(mail_lab), far_people(mail_lab, 1)
    approved(of_lab, campaign_of(of_lab, box), people)
    monkeypatch.setattr(outbox, "STALE", timedelta(0))
    (done,) = send_due(of_lab)
    assert (done.sent, done.unclear) == (0, 1)
    assert "slept too long" in done.stopped
    mail_lab.wait_until_idle()
    assert mail_lab.far.of(people[0]) == []
