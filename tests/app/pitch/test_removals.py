"""Harmful links are asked to be taken away the same way, and count for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from campaign_world import SITE, World, grown, world

from backlinkbot.app.budget.asked import asking_of
from backlinkbot.app.contacts import set_contact, set_country
from backlinkbot.app.decisions import decide
from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.campaigns import add_to_campaign
from backlinkbot.app.pitch.gates import first_refusal
from backlinkbot.app.pitch.removals import add_removals, end_removed
from backlinkbot.app.pitch.standing import campaign_standings, results
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import Campaign, Purpose
from backlinkbot.core.prospects import REMOVAL
from backlinkbot.io.state.approvals import waiting_messages
from backlinkbot.io.state.campaigns import keep_campaign

FARM = "s0-s.example"  # one of those that link


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now())
    made = world(workspace, ["ann@news0.example"])
    decide(workspace, SITE, FARM, "remove", by="Bo")
    set_contact(workspace, FARM, f"web@{FARM}", found_on=f"https://{FARM}/contact", by="Bo")
    set_country(workspace, FARM, "US", by="Bo")
    return made


@pytest.fixture
def removals(made: World) -> Campaign:
    with made.workspace.state.writing() as connection:
        other = replace(made.campaign, number=0, name="clean", purpose=Purpose.REMOVALS)
        return keep_campaign(connection, other)


def test_who_is_to_remove_links_is_asked_by_name_of_the_pages(
    made: World, removals: Campaign
) -> None:
    workspace = made.workspace
    done = add_removals(workspace, removals.number, by=LOCAL)
    assert (done.added, done.left_out) == (1, {})
    assert add_removals(workspace, removals.number, by=LOCAL).added == 0
    seen = look(workspace, removals.number)
    assert [one.recipient for one in seen.going] == [f"web@{FARM}"]
    message = seen.going[0].message
    assert message is not None
    assert f"https://{FARM}/a" in message.body
    assert "advertising" not in message.body  # in the United States others say so


def test_they_are_in_no_budget_no_odds_and_no_link_campaign(
    made: World, removals: Campaign
) -> None:
    workspace = made.workspace
    add_removals(workspace, removals.number, by=LOCAL)
    approve(workspace, removals.number, look(workspace, removals.number).digest, by="Bo")
    with workspace.state.reading() as connection:
        (message,) = waiting_messages(connection)
    assert message.tactic == REMOVAL
    assert first_refusal(workspace)(replace(message, p_placement=1e6)) is None
    assert asking_of(workspace, SITE).open == ()
    assert results(workspace).tactics == ()
    assert add_to_campaign(workspace, made.campaign.number).added == 0


def test_what_is_gone_or_decided_otherwise_ends(made: World, removals: Campaign) -> None:
    workspace = made.workspace
    add_removals(workspace, removals.number, by=LOCAL)
    approve(workspace, removals.number, look(workspace, removals.number).digest, by="Bo")
    assert end_removed(workspace, SITE) == []
    decide(workspace, SITE, FARM, "keep", by="Bo")
    assert end_removed(workspace, SITE) == [FARM]
    standing = next(one for one in campaign_standings(workspace) if one.campaign == removals)
    assert standing.endings == {"stopped by a person": 1}
    with workspace.state.reading() as connection:
        assert waiting_messages(connection) == []


def test_a_campaign_for_links_takes_no_removals(made: World, removals: Campaign) -> None:
    with pytest.raises(BadInput, match="asks for links"):
        add_removals(made.workspace, made.campaign.number, by=LOCAL)
    decide(made.workspace, SITE, FARM, "keep", by="Bo")
    with pytest.raises(NotFound, match="no removal is decided"):
        add_removals(made.workspace, removals.number, by=LOCAL)
