"""Who is in a campaign, and where each stands in words."""

from __future__ import annotations

from outreach_world import lively

from backlinkbot.app.pitch.members import members_of
from backlinkbot.app.workspace import Workspace


def test_each_member_stands_where_his_messages_and_answers_put_him(workspace: Workspace) -> None:
    made = lively(workspace)
    found = {one.prospect.number: one for one in members_of(workspace, 1)}
    assert found[made.answered.prospect].standing == "replied"
    assert found[made.doubted.prospect].standing == "an answer waits for a person"
    assert "may have gone" in found[made.unknown.prospect].standing
    rest = [one for number, one in found.items() if not one.messages]
    assert {one.standing for one in rest} == {"the first message waits for an approval"}
    assert len(found) == len(made.world.prospects)


def test_a_campaign_that_is_not_there_has_nobody(workspace: Workspace) -> None:
    assert members_of(workspace, 7) == []
