"""What went on with one prospect: the campaigns he is in, what was sent to him, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.pitch.members import Member
from backlinkbot.io.state.campaigns import campaign_numbered, enrolments_of
from backlinkbot.io.state.mails import mails_answering
from backlinkbot.io.state.messages import answers_of, messages_of

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import Campaign, KeptMessage
    from backlinkbot.core.prospects import Prospect


@dataclass(frozen=True, slots=True)
class Dealing:
    """A campaign that a prospect is in, where he stands in it, and the mails that came of it.

    `answers`: what people of ours answered to these mails.
    """

    campaign: Campaign
    member: Member
    mails: tuple[KeptMail, ...]
    answers: tuple[KeptMessage, ...] = ()


def dealings_with(workspace: Workspace, prospect: Prospect) -> list[Dealing]:
    """The dealings with a prospect, the newest campaign first; none where he is in none."""
    found = []
    with workspace.state.reading() as connection:
        for going in enrolments_of(connection, [prospect.number]):
            campaign = campaign_numbered(connection, going.campaign)
            if campaign is None:
                continue
            sent = tuple(messages_of(connection, campaign.number, [prospect.number]))
            answers = tuple(answers_of(connection, campaign.number, [prospect.number]))
            ids = [one.message.message_id for one in (*sent, *answers)]
            mails = tuple(mails_answering(connection, ids))
            found.append(Dealing(campaign, Member(prospect, going, sent), mails, answers))
    return sorted(found, key=lambda one: -one.campaign.number)
