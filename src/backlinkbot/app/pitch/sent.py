"""Writes down with the prospects that they were asked: when, with which words, for what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.prospects.changing import change
from backlinkbot.app.prospects.learning import niche_of
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.prospects import ChangeKind, Stage
from backlinkbot.io.state.approvals import first_messages_unnoted
from backlinkbot.logic.prospect.stages import moved

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.core.prospects import Opening, Prospect

OUTREACH = Principal("outreach", Role.MEMBER, None)  # who did it, in a prospect's history
BEFORE = (Stage.NEW, Stage.QUALIFIED, Stage.CONTACT_FOUND)


def note_sent(workspace: Workspace) -> int:
    """Move those whose first message has gone to Contacted; how many. Done twice, nothing more."""
    with workspace.state.reading() as connection:
        fresh = first_messages_unnoted(connection)
    for one in fresh:
        _note(workspace, one)
    return len(fresh)


def _note(workspace: Workspace, message: KeptMessage) -> None:
    niche = niche_of(workspace.state.site_or_plain(message.site))

    def make(one: Prospect) -> Prospect:
        if one.stage not in BEFORE or message.sent_at is None:
            return one
        after = moved(
            one, Stage.CONTACTED, message.sent_at, _opening(one, message), niche=niche
        )  # fmt: skip
        if after.outcome is None:
            return after
        return replace(after, outcome=replace(after.outcome, template=message.template))

    change(
        workspace, [message.prospect], ChangeKind.MOVED, make, by=OUTREACH,
        note=f"{message.message.subject}, to {message.message.recipient}",
    )  # fmt: skip


def _opening(prospect: Prospect, message: KeptMessage) -> Opening | None:
    same = [one for one in prospect.openings
            if (one.page, one.tactic) == (message.page, message.tactic)]  # fmt: skip
    return next(iter(same or prospect.openings), None)
