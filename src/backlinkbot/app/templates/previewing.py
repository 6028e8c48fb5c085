"""Looks at words being written as one prospect would get them, with what is known of him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.contacts import reached
from backlinkbot.app.pitch.leaving import unsubscribe_url
from backlinkbot.app.templates.keeping import preview_words
from backlinkbot.core.errors import NotFound
from backlinkbot.core.outreach import Sender
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.campaigns import kept_campaigns
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.prospects import prospects_numbered

if TYPE_CHECKING:
    from backlinkbot.app.templates.keeping import Shown
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign, Template

NOBODY = Sender("Your Name", "Your organisation", "Your postal address")
SAMPLE = "<preview@localhost>"  # a Message-ID that no message has


@dataclass(frozen=True, slots=True)
class Previewed:
    """A message as it would be for a prospect. `campaign`: whose sender is in it, None: made up."""

    shown: Shown
    campaign: Campaign | None


def preview_for(workspace: Workspace, template: Template, number: int) -> Previewed:
    """Words filled in for a prospect as the newest campaign of his site would send them.

    Nothing is kept and nothing goes.

    Raises:
        NotFound: there is no such prospect.
        BadInput: the words cannot be filled in.
        Refused: the firewall cannot answer.
    """
    with workspace.state.reading() as connection:
        known = prospects_numbered(connection, [number])
        if not known:
            raise NotFound(f"there is no prospect {number}")
        campaigns = kept_campaigns(connection, domain_named(known[0].site))
        boxes = mailbox_addresses(connection)
    campaign = campaigns[0] if campaigns else None
    box = campaign.mailbox if campaign else next(iter(boxes), "you@example.com")
    contact = reached(workspace, [known[0].organisation]).get(known[0].organisation)
    told = {"unsubscribe_url": unsubscribe_url(workspace, SAMPLE, box)}
    if contact:
        told |= {"name": contact.person, "role": contact.role, "found_on": contact.found_on}
    sender = campaign.sender if campaign else NOBODY
    shown = preview_words(
        workspace, template, number, sender, given=told,
        country=(contact.country or "") if contact else "",
        address=contact.address if contact else "",
    )  # fmt: skip
    return Previewed(shown, campaign)
