"""A workspace with messages that are approved and let through by the firewall, ready to go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mail_servers import FAR, PASSWORD, MailServers

from backlinkbot.app.pitch.admitting import Asked, admit
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import (
    MESSAGE_IDS,
    Campaign,
    KeptMessage,
    Mailbox,
    MailServer,
    MessageState,
    Security,
    Sender,
    message_id,
)
from backlinkbot.io.state.campaigns import enrol, keep_campaign
from backlinkbot.io.state.messages import keep_message

SITE = "shop.example"
SENDER = Sender("Bo", "Shop", "1 High Street, Springfield", "US")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WARM = LONG_AGO.date()  # since when a mailbox is in use, so that nothing slows it down


def mailbox_of_lab(lab: MailServers, *, archive: bool = True, name: str = "outreach") -> Mailbox:
    """A mailbox of the lab; its archive is itself, so that one login sees both."""
    address = lab.fresh(name)
    smtp = MailServer("127.0.0.1", lab.ports["smtp"], Security.NONE, address, PASSWORD)
    imap = MailServer("127.0.0.1", lab.ports["imap"], Security.NONE, address, PASSWORD)
    return Mailbox(
        address, "Bo of the shop", smtp, imap if archive else None,
        archive=address if archive else "", daily_limit=500, started_on=WARM,
    )  # fmt: skip


def campaign_of(workspace: Workspace, mailbox: Mailbox, name: str = "spring") -> Campaign:
    """A campaign that is kept, and its mailbox with it."""
    add_mailbox(workspace, mailbox)
    with workspace.state.writing() as connection:
        return keep_campaign(
            connection, Campaign(0, SITE, name, "plain", mailbox.address, SENDER, LONG_AGO)
        )


def approved(
    workspace: Workspace, campaign: Campaign, recipients: list[str], first: int = 1
) -> list[str]:
    """Messages to some recipients, each of an organisation of its own; their Message-IDs."""
    now = workspace.clock.now()
    host = campaign.mailbox.rpartition("@")[2]
    numbers = range(first, first + len(recipients))
    key = workspace.key(MESSAGE_IDS)
    ids = [message_id(key, campaign.number, one, 0, host) for one in numbers]
    asked = [
        Asked(id_, to, f"org{number}.example", campaign.number, 0, now, country="US",
              found_on=f"https://org{number}.example/contact", is_guessed=False, says_no=False)
        for id_, to, number in zip(ids, recipients, numbers, strict=True)
    ]  # fmt: skip
    refused = [one.refusal for one in admit(workspace, asked, SENDER) if one.refusal]
    assert not refused
    with workspace.state.writing() as connection:
        enrol(connection, campaign.number, numbers, now)
        for id_, to, number in zip(ids, recipients, numbers, strict=True):
            words = Message(id_, campaign.mailbox, to, f"A page of yours, {number}", "Hello.\n")
            kept = KeptMessage(
                words, campaign.number, number, 0, SITE, f"org{number}.example", campaign.mailbox,
                MessageState.APPROVED, now - timedelta(minutes=1), now, now, approved_at=now,
                approved_by="Bo",
            )  # fmt: skip
            assert keep_message(connection, kept)
    return ids


def far_people(lab: MailServers, many: int) -> list[str]:
    """Addresses at the far side that nobody else of the tests has."""
    return [lab.fresh("ann", FAR) for _ in range(many)]
