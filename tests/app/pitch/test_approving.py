"""Approval: only what was looked at goes, once; and why the others do not."""

from __future__ import annotations

import pytest
from campaign_world import FIRST, SITE, World, grown, world

from backlinkbot.app.pitch.approving import approve, approve_follow_ups, look
from backlinkbot.app.pitch.campaigns import (
    add_campaign,
    add_to_campaign,
    pause_campaign,
    take_from_campaign,
)
from backlinkbot.app.pitch.standing import campaign_standings
from backlinkbot.app.prospects import move_prospects
from backlinkbot.app.suppress import suppress
from backlinkbot.app.templates import add_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.approvals import waiting_messages
from backlinkbot.io.state.messages import messages_of

ADDRESSES = [f"ann@news{n}.example" for n in range(4)]


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now())
    return world(workspace, ADDRESSES)


def waiting(made: World) -> list[str]:
    with made.workspace.state.reading() as connection:
        return [one.message.recipient for one in waiting_messages(connection)]


def test_a_look_changes_nothing_and_is_the_same_twice(made: World) -> None:
    first, second = (look(made.workspace, made.campaign.number) for _ in range(2))
    assert first == second
    assert [one.recipient for one in first.going] == ADDRESSES
    assert first.refused == ()
    assert waiting(made) == []
    told = first.as_document()["would_go"][0]
    assert told["subject"] == "A dead link on news0.example"
    assert "1 High Street" in told["body"]


def test_only_what_was_looked_at_is_approved(made: World) -> None:
    seen = look(made.workspace, made.campaign.number)
    add_template(made.workspace, "first", FIRST.replace("nowhere", "into nothing"))
    with pytest.raises(Refused, match="has changed since you looked"):
        approve(made.workspace, made.campaign.number, seen.digest, by="Bo")
    assert waiting(made) == []
    again = look(made.workspace, made.campaign.number)
    done = approve(made.workspace, made.campaign.number, again.digest, by="Bo")
    assert len(done.approved) == len(ADDRESSES)
    assert sorted(waiting(made)) == ADDRESSES


def test_what_is_approved_is_not_approved_again(made: World) -> None:
    number = made.campaign.number
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    again = look(made.workspace, number)
    assert again.going == ()
    assert {one.refusal.rule for one in again.refused if one.refusal} == {"waiting"}
    assert approve(made.workspace, number, again.digest, by="Bo").approved == ()
    assert len(waiting(made)) == len(ADDRESSES)


def test_some_are_approved_and_the_rest_stays_to_be(made: World) -> None:
    number = made.campaign.number
    two = look(made.workspace, number, most=2)
    approve(made.workspace, number, two.digest, by="Bo", most=2)
    only = made.prospects[3:]
    one = look(made.workspace, number, only=only)
    assert [draft.prospect for draft in one.going] == only
    approve(made.workspace, number, one.digest, by="Bo", only=only)
    assert sorted(waiting(made)) == [ADDRESSES[0], ADDRESSES[1], ADDRESSES[3]]


def test_each_who_is_left_out_is_told_why(made: World) -> None:
    suppress(made.workspace, ("news1.example",))
    move_prospects(made.workspace, made.prospects[2:3], "Won", by=LOCAL)
    seen = look(made.workspace, made.campaign.number)
    rules = {one.prospect: one.refusal.rule for one in seen.refused if one.refusal}
    assert rules[made.prospects[2]] == "stage"
    assert rules[made.prospects[1]] == "suppressed"
    today = f"{made.workspace.clock.now():%Y-%m-%d}"
    (said,) = [one.refusal for one in seen.refused if one.prospect == made.prospects[1]]
    assert said is not None
    assert said.reason == f"domain news1.example: own decision on {today}"
    assert len(seen.going) == 2


def test_who_was_suppressed_after_the_look_is_not_booked(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number)
    suppress(made.workspace, (ADDRESSES[0],))
    with pytest.raises(Refused):
        approve(made.workspace, number, seen.digest, by="Bo")
    assert waiting(made) == []


def test_a_second_campaign_does_not_write_to_the_same_people(made: World) -> None:
    from dataclasses import replace

    from backlinkbot.io.state.campaigns import enrol, keep_campaign

    number = made.campaign.number
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    with made.workspace.state.writing() as connection:
        other = keep_campaign(connection, replace(made.campaign, number=0, name="autumn"))
        enrol(connection, other.number, made.prospects, made.workspace.clock.now())
    seen = look(made.workspace, other.number)
    assert seen.going == ()
    assert {one.refusal.rule for one in seen.refused if one.refusal} == {"recently-contacted"}


def test_what_rests_waits_and_says_so(made: World) -> None:
    pause_campaign(made.workspace, made.campaign.number, is_paused=True, why="a holiday")
    seen = look(made.workspace, made.campaign.number)
    assert {one.reason for one in seen.held.values()} == {"the campaign rests: a holiday"}


def test_who_is_taken_out_gets_nothing_and_is_free_again(made: World) -> None:
    number, (first, *_) = made.campaign.number, made.prospects
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    assert take_from_campaign(made.workspace, number, [first]) == 1
    assert take_from_campaign(made.workspace, number, [first]) == 0
    assert ADDRESSES[0] not in waiting(made)
    with made.workspace.state.reading() as connection:
        (message,) = messages_of(connection, number, [first])
    assert message.state is MessageState.CANCELLED
    (standing,) = campaign_standings(made.workspace)
    assert (standing.enrolled, standing.going) == (4, 3)
    assert standing.endings == {"stopped by a person": 1}


def test_the_rule_lets_through_follow_ups_and_never_a_first_message(made: World) -> None:
    assert approve_follow_ups(made.workspace, made.campaign).approved == ()
    assert waiting(made) == []


def test_there_is_no_such_campaign(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="there is no campaign 7"):
        look(workspace, 7)


def test_the_page_that_links_are_to_lead_to_stands_in_the_message(made: World) -> None:
    workspace = made.workspace
    told = {"sequence": "two", "mailbox": made.campaign.mailbox, "sender": made.campaign.sender}
    for wrong in ("https://other.example/guide", "no page"):
        with pytest.raises(BadInput, match="is no page of shop"):
            add_campaign(workspace, SITE, "guide", target=wrong, **told)
    guide = add_campaign(workspace, SITE, "guide", target="https://www.shop.example/guide", **told)
    take_from_campaign(workspace, made.campaign.number, made.prospects[:1])
    add_to_campaign(workspace, guide.number, made.prospects[:1])
    (draft,) = look(workspace, guide.number).going
    assert draft.message is not None
    assert "Would https://www.shop.example/guide serve" in draft.message.body


def test_for_whom_another_campaign_goes_on_is_left_out_and_said(made: World) -> None:
    workspace = made.workspace
    told = {"sequence": "two", "mailbox": made.campaign.mailbox, "sender": made.campaign.sender}
    autumn = add_campaign(workspace, SITE, "autumn", **told)
    none = add_to_campaign(workspace, autumn.number)
    assert (none.added, set(none.busy)) == (0, set(made.prospects))
    assert none.says == "4 left out, as campaign 1 goes on for them"
    take_from_campaign(workspace, made.campaign.number, made.prospects[:1])
    one = add_to_campaign(workspace, autumn.number, made.prospects[:2])
    assert (one.added, one.busy) == (1, {made.prospects[1]: made.campaign.number})
    assert add_to_campaign(workspace, autumn.number, made.prospects[:1]).says == "1 in it already"
