"""The page of ours that a message asks for: the prospect's, else the campaign's, else the home."""

from __future__ import annotations

from datetime import timedelta

import pytest
from campaign_world import SITE, World, grown, world

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.campaigns import add_campaign, add_to_campaign, take_from_campaign
from backlinkbot.app.prospects import aim_prospects
from backlinkbot.app.prospects.aiming import words_kept
from backlinkbot.app.templates import add_template
from backlinkbot.app.templates.previewing import preview_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import Refused
from backlinkbot.io.state.messages import messages_of

GUIDE, TOOLS = f"https://{SITE}/guide", f"https://{SITE}/tools"


@pytest.fixture
def made(workspace: Workspace) -> World:
    grown(workspace, workspace.clock.now() - timedelta(days=1))
    return world(workspace, ["ann@news0.example", "ann@news1.example"])


def asked(made: World, campaign: int) -> list[str]:
    going = look(made.workspace, campaign).going
    for one in going:
        assert one.message is not None
        assert f"Would {one.asks_for} serve" in one.message.body
        assert one.as_document()["asks_for"] == one.asks_for
    return [one.asks_for for one in going]


def test_the_prospects_page_goes_before_the_campaigns_and_that_before_the_home_page(
    made: World,
) -> None:
    workspace, first = made.workspace, made.prospects[:1]
    aim_prospects(workspace, first, TOOLS, by=LOCAL)
    assert asked(made, made.campaign.number) == [TOOLS, f"https://{SITE}/"]
    told = {"sequence": "two", "mailbox": made.campaign.mailbox, "sender": made.campaign.sender}
    guide = add_campaign(workspace, SITE, "guide", target=GUIDE, **told)
    take_from_campaign(workspace, made.campaign.number, made.prospects)
    add_to_campaign(workspace, guide.number, made.prospects)
    assert asked(made, guide.number) == [TOOLS, GUIDE]
    aim_prospects(workspace, first, "", by=LOCAL)
    assert asked(made, guide.number) == [GUIDE, GUIDE]


def test_a_page_that_was_changed_after_the_look_is_not_approved(made: World) -> None:
    number = made.campaign.number
    seen = look(made.workspace, number)
    aim_prospects(made.workspace, made.prospects[:1], TOOLS, by=LOCAL)
    with pytest.raises(Refused, match="has changed since you looked"):
        approve(made.workspace, number, seen.digest, by="Bo")


def test_what_was_approved_before_keeps_its_words_and_is_counted(made: World) -> None:
    number = made.campaign.number
    one = made.prospects[:1]
    none = aim_prospects(made.workspace, one, GUIDE, by=LOCAL)
    assert words_kept(made.workspace, none) == 0
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    done = aim_prospects(made.workspace, one, TOOLS, by=LOCAL)
    assert words_kept(made.workspace, done) == 1
    with made.workspace.state.reading() as connection:
        (waits,) = messages_of(connection, number, one)
    assert GUIDE in waits.message.body


def test_words_that_name_no_page_of_ours_ask_for_none(made: World) -> None:
    aim_prospects(made.workspace, made.prospects[:1], GUIDE, by=LOCAL)
    words = "Subject: A word\n\nHi there,\n\nsee {{ our_url }}s, which is another page.\n"
    add_template(made.workspace, "first", words)
    first, second = look(made.workspace, made.campaign.number).going
    assert (first.asks_for, second.asks_for) == ("", "")


def test_a_preview_shows_the_prospects_page_unless_another_is_given(made: World) -> None:
    number = made.prospects[0]
    aim_prospects(made.workspace, [number], TOOLS, by=LOCAL)
    assert f"Would {TOOLS} serve" in preview_template(made.workspace, "first", number).message.body
    given = preview_template(made.workspace, "first", number, given={"our_url": GUIDE})
    assert f"Would {GUIDE} serve" in given.message.body
