"""What went on with one prospect: the campaigns he is in, what was sent to him, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.pitch.members import Member
from backlinkbot.io.state.campaigns import campaign_numbered, enrolments_of
from backlinkbot.io.state.mails import mails_answering
from backlinkbot.io.state.messages import messages_of

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import Campaign
    from backlinkbot.core.prospects import Prospect


@dataclass(frozen=True, slots=True)
class Dealing:
    """A campaign that a prospect is in, where he stands in it, and the mails that came of it."""

    campaign: Campaign
    member: Member
    mails: tuple[KeptMail, ...]


def dealings_with(workspace: Workspace, prospect: Prospect) -> list[Dealing]:
    """The dealings with a prospect, the newest campaign first; none where he is in none."""
    found = []
    with workspace.state.reading() as connection:
        for going in enrolments_of(connection, [prospect.number]):
            campaign = campaign_numbered(connection, going.campaign)
            if campaign is None:
                continue
            sent = tuple(messages_of(connection, campaign.number, [prospect.number]))
            mails = mails_answering(connection, [one.message.message_id for one in sent])
            found.append(Dealing(campaign, Member(prospect, going, sent), tuple(mails)))
    return sorted(found, key=lambda one: -one.campaign.number)
