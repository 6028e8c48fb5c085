"""What mailboxes did of late, without anything secret."""

from __future__ import annotations

import json

from outreach_world import MAILBOX, lively

from backlinkbot.app.pitch.activity import mailbox_activity
from backlinkbot.app.workspace import Workspace


def test_a_mailbox_tells_what_it_sent_and_may_still_send(workspace: Workspace) -> None:
    assert mailbox_activity(workspace) == []
    lively(workspace)
    (one,) = mailbox_activity(workspace)
    told = one.as_document()
    assert told["address"] == MAILBOX
    assert one.sent == one.sent_in_week == one.sent_today == 3
    assert one.limit_today == 3 + told["left_today"]
    assert (one.complaints, one.warning, told["warning"]) == (0, "", None)
    assert "secret" not in json.dumps(told, default=str)
