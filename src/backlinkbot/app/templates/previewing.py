"""Looks at words being written as one prospect would get them, with what is known of him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.contacts import ways
from backlinkbot.app.pitch.leaving import unsubscribe_url
from backlinkbot.app.templates.keeping import (
    NO_THREAD,
    Thread,
    preview_words,
    template_named,
)
from backlinkbot.core.errors import NotFound
from backlinkbot.core.outreach import Refusal, Sender
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.campaigns import campaign_numbered, kept_campaigns
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.sequences import newest_sequence
from backlinkbot.io.state.templates import newest_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.templates.keeping import Shown
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign, Template
    from backlinkbot.io.state.engine import Connection

NOBODY = Sender("Your Name", "Your organisation", "Your postal address")
SAMPLE = "<preview@localhost>"  # a Message-ID that no message has


@dataclass(frozen=True, slots=True)
class Previewed:
    """A message as it would be for a prospect. `campaign`: whose sender is in it, None: made up."""

    shown: Shown
    campaign: Campaign | None


def preview_template(  # noqa: PLR0913 - what a user may say of a preview
    workspace: Workspace,
    name: str,
    number: int,
    sender: Sender | None = None,
    *,
    given: Mapping[str, str] | None = None,
    country: str = "",
    campaign: int = 0,
    step: int = 0,
) -> Shown:
    """A template filled in for a prospect, what is wrong with it, and what the firewall says.

    `sender`: who writes, else as `preview_for` says; `given`: values that the user tells, by the
    names templates use; they go before what is known. Nothing is kept and nothing goes.

    Raises:
        NotFound: no such template, prospect or campaign.
        BadInput: a value for a name that templates do not have, or a country that is no code.
    """
    template = template_named(workspace, name)
    return preview_for(
        workspace, template, number, sender=sender, given=given, country=country,
        campaign=campaign, step=step,
    ).shown  # fmt: skip


def preview_for(  # noqa: PLR0913 - what a user may say of a preview
    workspace: Workspace,
    template: Template,
    number: int,
    *,
    sender: Sender | None = None,
    given: Mapping[str, str] | None = None,
    country: str = "",
    campaign: int = 0,
    step: int = 0,
) -> Previewed:
    """Words filled in for a prospect as a campaign would send them: its sender, mailbox, contact.

    `campaign`: by its number, else the newest of his site; `step`: 0 is the first message, others
    are follow-ups in its thread. Nothing is kept and nothing goes.

    Raises:
        NotFound: there is no such prospect or campaign.
        BadInput: the words cannot be filled in.
        Refused: the firewall cannot answer.
    """
    with workspace.state.reading() as connection:
        known = prospects_numbered(connection, [number])
        if not known:
            raise NotFound(f"there is no prospect {number}")
        told = _campaign(connection, known[0].site, campaign)
        boxes = mailbox_addresses(connection)
        first = _first(connection, told) if step else None
    box = told.mailbox if told else next(iter(boxes), "you@example.com")
    name = known[0].organisation
    found = ways(workspace, [name])
    contact, said = found.best.get(name), found.barred.get(name)
    values = {"unsubscribe_url": unsubscribe_url(workspace, SAMPLE, box)}
    if contact:
        values |= {"name": contact.person, "role": contact.role, "found_on": contact.found_on}
    values |= {"our_url": known[0].target or (told.target if told else "")}
    writes = sender or (told.sender if told else NOBODY)
    values |= given or {}
    thread = NO_THREAD
    if step:
        subject = preview_words(workspace, first, number, writes).message.subject if first else ""
        thread = Thread(step, told.number if told else 0, f"Re: {subject}".strip())
    shown = preview_words(
        workspace, template, number, writes, given=values, country=country, contact=contact,
        barred=Refusal("suppressed", said.says) if said else None, thread=thread,
    )  # fmt: skip
    return Previewed(shown, told)


def _campaign(connection: Connection, site: str, number: int) -> Campaign | None:
    if not number:
        return next(iter(kept_campaigns(connection, domain_named(site))), None)
    found = campaign_numbered(connection, number)
    if found is None:
        raise NotFound(f"there is no campaign {number}; see: backlinkbot pitch status")
    return found


def _first(connection: Connection, campaign: Campaign | None) -> Template | None:
    """The words a campaign begins with; of variants the first."""
    sequence = newest_sequence(connection, campaign.sequence) if campaign else None
    return newest_template(connection, sequence.steps[0].templates[0]) if sequence else None
