"""What holds an approved message back: budget, phase, rest, an answer; and what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from campaign_world import World, grown, world

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.campaigns import end_sequence, pause_campaign
from backlinkbot.app.pitch.gates import first_refusal
from backlinkbot.app.prospects import move_prospects, tag_prospects
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.outreach import KeptMessage
from backlinkbot.io.state.approvals import waiting_messages
from backlinkbot.io.state.campaigns import enrolments, keep_enrolment

ADDRESSES = [f"ann@news{n}.example" for n in range(3)]


def approved(made: World) -> list[KeptMessage]:
    number = made.campaign.number
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    with made.workspace.state.reading() as connection:
        return sorted(waiting_messages(connection), key=lambda one: one.prospect)


def rule(made: World, message: KeptMessage) -> str:
    said = first_refusal(made.workspace)(message)
    return said.rule if said else ""


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now())
    return world(workspace, ADDRESSES)


def test_with_room_each_may_go(made: World) -> None:
    gate = first_refusal(made.workspace)
    assert [gate(one) for one in approved(made)] == [None] * 3


def test_when_the_weeks_room_is_used_up_the_rest_waits_with_a_plain_reason(made: World) -> None:
    sure = [replace(one, p_placement=0.9) for one in approved(made)] * 20
    gate = first_refusal(made.workspace)
    said = [gate(one) for one in sure]
    assert said[0] is None
    assert said[-1] is not None
    assert said[-1].rule == "budget"
    assert said[-1].reason
    went = sum(one is None for one in said)
    assert 1 <= went < len(sure)


def test_what_is_paid_for_is_outside_the_budget(made: World) -> None:
    first, *_ = approved(made)
    dear = replace(first, p_placement=1e6)
    assert rule(made, dear) == "budget"
    tag_prospects(made.workspace, [first.prospect], more=["Sponsored"], by=LOCAL)
    assert rule(made, dear) == ""


def test_where_nothing_was_read_in_there_is_next_to_no_room(workspace: Workspace) -> None:
    made = world(workspace, ADDRESSES)
    gate = first_refusal(workspace)
    said = [gate(replace(one, p_placement=0.9)) for one in approved(made)]
    assert said[-1] is not None
    assert said[-1].rule == "budget"


def test_trust_comes_first(workspace: Workspace) -> None:
    grown(workspace, workspace.clock.now())
    made = world(workspace, ADDRESSES, tactic="unlinked mention")
    first, *_ = approved(made)
    assert rule(made, first) == "phase"
    assert rule(made, replace(first, tactic="broken link")) == ""


def test_a_rest_and_a_doubtful_answer_make_it_wait(made: World) -> None:
    first, *_ = approved(made)
    pause_campaign(made.workspace, made.campaign.number, is_paused=True)
    assert rule(made, first) == "paused"
    pause_campaign(made.workspace, made.campaign.number, is_paused=False)
    with made.workspace.state.writing() as connection:
        (course,) = enrolments(connection, made.campaign.number, [first.prospect])
        keep_enrolment(connection, replace(course, is_held=True))
    assert rule(made, first) == "held"


@pytest.mark.parametrize(("stage", "said"), [("Won", "landed"), ("Lost", "stage")])
def test_who_has_linked_or_was_given_up_gets_nothing_more(
    made: World, stage: str, said: str
) -> None:
    first, second, _ = approved(made)
    move_prospects(made.workspace, [first.prospect], stage, by=LOCAL)
    assert rule(made, first) == said
    assert rule(made, second) == ""


def test_a_withdrawn_sequence_ends_for_all(made: World) -> None:
    first, *_ = approved(made)
    end_sequence(made.workspace, "two")
    assert rule(made, first) == "withdrawn"
