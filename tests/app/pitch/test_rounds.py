"""A round reads answers before it writes; where they cannot be read, no follow-up goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from campaign_world import World, grown, plain_mailbox, world

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.barring import bar, end_suppressed
from backlinkbot.app.pitch.campaigns import pause_campaign
from backlinkbot.app.pitch.mailboxes import add_mailbox, forget_mailbox, pause
from backlinkbot.app.pitch.rounds import DEAF, FULL, send_round, would_go
from backlinkbot.app.pitch.standing import standing_of
from backlinkbot.app.suppress import suppress
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import NotFound, Refused
from backlinkbot.core.outreach import MailServer, MessageState, Security
from backlinkbot.io.state.messages import message_kept, messages_of, row_of
from backlinkbot.io.state.sending_tables import messages

ADDRESSES = [f"ann@news{n}.example" for n in range(7)]


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now())
    made = world(workspace, ADDRESSES)
    number = made.campaign.number
    approve(workspace, number, look(workspace, number).digest, by="Bo")
    return made


def test_what_would_go_counts_what_the_mailbox_may_send(made: World) -> None:
    seen = would_go(made.workspace)
    assert len(seen.going) == 5  # the first day of a mailbox
    assert [why.reason for _, why in seen.waiting] == [FULL] * 2
    pause(made.workspace, made.campaign.mailbox, "a holiday")
    assert {why.rule for _, why in would_go(made.workspace).waiting} == {"paused"}


def test_who_is_suppressed_by_now_is_not_among_them(made: World) -> None:
    suppress(made.workspace, (ADDRESSES[0],))
    rules = {one.message.recipient: why.rule for one, why in would_go(made.workspace).waiting}
    assert rules[ADDRESSES[0]] == "suppressed"


def test_who_is_barred_gets_nothing_that_was_approved_whatever_the_mailbox_may_send(
    made: World,
) -> None:
    workspace, last = made.workspace, ADDRESSES[-1]  # beyond what the mailbox may send today
    assert bar(workspace, (last, "nobody@else.example")).cancelled == 1
    with workspace.state.reading() as connection:
        (kept,) = messages_of(connection, made.campaign.number, [made.prospects[-1]])
    assert kept.state is MessageState.CANCELLED
    assert kept.said.startswith("suppressed: address ann@news6.example: own decision on ")
    assert last not in {one.message.recipient for one, _ in would_go(workspace).waiting}
    assert bar(workspace, (last,)).cancelled == 0
    suppress(workspace, (ADDRESSES[-2],))  # by an answer to another client, say
    assert end_suppressed(workspace) == 1


def test_who_was_barred_before_is_not_counted_as_one_who_is_barred_now(made: World) -> None:
    workspace = made.workspace
    suppress(workspace, (ADDRESSES[-2],))
    assert bar(workspace, (ADDRESSES[-1],)).cancelled == 1
    assert end_suppressed(workspace) == 0  # but he gets nothing either
    left = {one.message.recipient for one, _ in would_go(workspace).waiting}
    assert left.isdisjoint(ADDRESSES[-2:])
    assert bar(workspace, ("news0.example",)).cancelled == 1


def test_another_client_is_not_told_of_but_its_messages_are_cancelled_too(made: World) -> None:
    add_client(made.workspace, "second", by=LOCAL)
    with client_workspace(made.workspace, "second") as second:
        assert bar(second, ("news0.example",)).cancelled == 0
    with made.workspace.state.reading() as connection:
        (kept,) = messages_of(connection, made.campaign.number, made.prospects[:1])
    assert kept.state is MessageState.CANCELLED


def test_a_mailbox_from_which_a_campaign_goes_on_is_not_removed(made: World) -> None:
    workspace, box, number = made.workspace, made.campaign.mailbox, made.campaign.number
    with pytest.raises(Refused, match=r"campaign 1 \(spring\) goes on from bo@shop.example; pause"):
        forget_mailbox(workspace, box)
    pause_campaign(workspace, number, is_paused=True)
    forget_mailbox(workspace, box)
    pause_campaign(workspace, number, is_paused=False)
    assert standing_of(workspace, number).mailbox_is_gone
    assert {why.rule for _, why in would_go(workspace).waiting} == {"no-mailbox"}
    said = "campaign 1: its mailbox bo@shop.example is gone"
    assert send_round(workspace).notes[0].startswith(said)
    with pytest.raises(Refused, match=said):
        approve(workspace, number, look(workspace, number).digest, by="Bo")
    add_mailbox(workspace, plain_mailbox())
    assert not standing_of(workspace, number).mailbox_is_gone
    assert len(would_go(workspace).going) == 5


def test_no_follow_up_goes_where_answers_cannot_be_seen(made: World) -> None:
    workspace = made.workspace
    going = would_go(workspace).going
    with workspace.state.writing() as connection:
        for one in going:
            values = row_of(replace(one, step=1))
            same = messages.c.message_id == one.message.message_id
            connection.execute(messages.update().where(same).values(step=values["step"]))
    assert {why.reason for _, why in would_go(workspace).waiting} >= {DEAF}
    silent = MailServer("127.0.0.1", 1, Security.NONE)  # nobody is there
    add_mailbox(workspace, replace(plain_mailbox(), imap=silent))
    done = send_round(workspace)
    assert done.synced.read[0].failed
    waiting = done.rounds[0].waiting
    assert any("nobody can see whether he has answered" in why for why in waiting)
    with workspace.state.reading() as connection:
        for one in going:
            kept = message_kept(connection, one.message.message_id)
            assert kept is not None
            assert kept.state is MessageState.APPROVED


def test_a_server_that_does_not_answer_ends_the_round_and_nothing_is_lost(made: World) -> None:
    done = send_round(made.workspace)
    assert done.rounds[0].sent == 0
    assert done.rounds[0].stopped
    assert len(would_go(made.workspace).going) + len(would_go(made.workspace).waiting) >= 6


def test_there_is_no_such_mailbox(made: World) -> None:
    with pytest.raises(NotFound):
        send_round(made.workspace, "nobody@shop.example")
