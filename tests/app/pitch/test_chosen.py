"""Some of a look is approved: those chosen, word for word as they were looked at."""

from __future__ import annotations

import pytest
from campaign_world import FIRST, World, grown, world

from backlinkbot.app.pitch.approving import look
from backlinkbot.app.pitch.chosen import approve_chosen
from backlinkbot.app.templates import add_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, Refused

ADDRESSES = [f"ann@news{n}.example" for n in range(4)]


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now())
    return world(workspace, ADDRESSES)


def test_only_the_chosen_are_approved_and_the_rest_stay(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number)
    chosen = {made.prospects[0], made.prospects[2]}
    done = approve_chosen(made.workspace, number, seen.digest, chosen, by="Bo")
    assert {one.prospect for one in done.approved} == chosen
    assert {one.prospect for one in look(made.workspace, number).going} == {
        made.prospects[1], made.prospects[3]
    }  # fmt: skip


def test_all_of_the_first_so_many_are_approved_in_one(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number, most=2)
    chosen = {one.prospect for one in seen.going}
    done = approve_chosen(made.workspace, number, seen.digest, chosen, by="Bo", most=2)
    assert {one.prospect for one in done.approved} == chosen


def test_who_was_not_looked_at_is_not_approved_though_chosen(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number, most=1)
    done = approve_chosen(
        made.workspace, number, seen.digest, set(made.prospects), by="Bo", most=1
    )  # fmt: skip
    assert [one.prospect for one in done.approved] == [seen.going[0].prospect]


def test_what_changed_since_is_not_approved(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number)
    add_template(made.workspace, "first", FIRST.replace("nowhere", "into nothing"))
    with pytest.raises(Refused, match="has changed since you looked"):
        approve_chosen(made.workspace, number, seen.digest, set(made.prospects[:1]), by="Bo")
    assert len(look(made.workspace, number).going) == len(ADDRESSES)


def test_nobody_chosen_is_said(made: World) -> None:
    with pytest.raises(BadInput, match="at least one"):
        approve_chosen(made.workspace, made.campaign.number, "0", (), by="Bo")
