"""What a report is told of outreach: who may still link is nobody who left or was not reached."""

from __future__ import annotations

from datetime import timedelta

from campaign_world import SITE, grown, world

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.reporting import outreach_in
from backlinkbot.app.pitch.sent import note_sent
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.answered import end_course
from backlinkbot.io.state.sending_tables import messages


def test_who_left_or_bounced_is_told_apart_and_may_no_longer_link(workspace: Workspace) -> None:
    now = workspace.clock.now()
    grown(workspace, now)
    made = world(workspace, [f"ann@news{n}.example" for n in range(4)])
    number = made.campaign.number
    approve(workspace, number, look(workspace, number).digest, by="Bo")
    with workspace.state.writing() as connection:
        connection.execute(messages.update().values(state=MessageState.SENT.value, sent_at=now))
        for prospect, how in zip(
            made.prospects, ("bounced", "unsubscribed", "complained"), strict=False
        ):
            end_course(connection, number, prospect, how, now)
    note_sent(workspace)
    today = now.date()
    told = outreach_in(workspace, SITE, today, today)
    assert told is not None
    assert len(told.asked) == 4
    assert told.bounced == {made.prospects[0]}
    assert told.no_more == set(made.prospects[1:3])
    assert told.open == 1
    later = today + timedelta(days=1)
    after = outreach_in(workspace, SITE, later, later)
    assert after is not None
    assert (after.asked, after.open) == ((), 1)
