"""A prospect with a campaign, and messages of it that went, for tests of what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.pitch.admitting import Asked, admit
from backlinkbot.app.prospects import add_prospect
from backlinkbot.app.sites import add_site
from backlinkbot.core.access import LOCAL
from backlinkbot.core.nouns import Message, Site
from backlinkbot.core.outreach import (
    MESSAGE_IDS,
    Campaign,
    Enrolment,
    KeptMessage,
    MessageState,
    Sender,
    Sequence,
    Step,
    message_id,
)
from backlinkbot.io.state.campaigns import enrolments, keep_campaign, keep_enrolment
from backlinkbot.io.state.messages import keep_message, message_kept
from backlinkbot.io.state.prospects import prospects_numbered

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.prospects import Prospect

OURS, MAILBOX = "shop.example", "bo@shop.example"
SENDER = Sender("Bo", "Shop", "1 High Street, Springfield", "US")
SEQUENCE = Sequence("plain", (Step(("first",)), Step(("second",), 4)))


@dataclass(frozen=True)
class Sent:
    """Somebody who got our first message, with a follow-up that is approved."""

    workspace: Workspace
    campaign: int
    prospect: int
    address: str
    first: str
    second: str

    def state(self, message: str = "") -> MessageState:
        with self.workspace.state.reading() as connection:
            found = message_kept(connection, message or self.first)
        assert found
        return found.state

    @property
    def course(self) -> Enrolment:
        with self.workspace.state.reading() as connection:
            return enrolments(connection, self.campaign, [self.prospect])[0]

    @property
    def asked(self) -> Prospect:
        with self.workspace.state.reading() as connection:
            return prospects_numbered(connection, [self.prospect])[0]


def sent_to(
    workspace: Workspace, address: str, organisation: str = "", mailbox: str = MAILBOX
) -> Sent:
    """Write to somebody: the first message went an hour ago, the follow-up waits."""
    organisation = organisation or address.rpartition("@")[2]
    now = workspace.clock.now()
    if OURS not in {one.domain for one in workspace.state.sites()}:
        add_site(workspace, Site(OURS, "Shop"))
    prospect = added(workspace, organisation)
    with workspace.state.writing() as connection:
        campaign = keep_campaign(
            connection,
            Campaign(0, OURS, f"c-{address}"[:80], "plain", mailbox, SENDER, now),
        ).number
        keep_enrolment(connection, Enrolment(campaign, prospect, now, version=1))
    host = mailbox.rpartition("@")[2]
    key = workspace.key(MESSAGE_IDS)
    ids = [message_id(key, campaign, prospect, step, host) for step in (0, 1)]
    at = now - timedelta(hours=1)
    with workspace.state.writing() as connection:
        for step, number in enumerate(ids):
            state = MessageState.APPROVED if step else MessageState.SENT
            goes_at = now + timedelta(days=5) if step else at
            keep_message(
                connection,
                message_to(number, campaign, prospect, step, address, organisation, mailbox, state,
                           goes_at, None if step else at),
            )  # fmt: skip
    asked = [
        Asked(number, address, organisation, campaign, step, now, country="US",
              found_on=f"https://{organisation}/contact", is_guessed=False, says_no=False)
        for step, number in enumerate(ids)
    ]  # fmt: skip
    assert [one.refusal for one in admit(workspace, asked, SENDER)] == [None, None]
    return Sent(workspace, campaign, prospect, address, *ids)


def added(workspace: Workspace, organisation: str) -> int:
    kept = add_prospect(workspace, OURS, organisation, by=LOCAL)
    return [*kept.added, *kept.found_again][0].number


def message_to(  # noqa: PLR0913, PLR0917 - a whole message
    number: str, campaign: int, prospect: int, step: int, address: str, organisation: str,
    mailbox: str, state: MessageState, goes_at: datetime, sent_at: datetime | None,
) -> KeptMessage:  # fmt: skip
    subject = "Re: A dead link" if step else "A dead link"
    words = Message(number, mailbox, address, subject, "Hello.\n")
    return KeptMessage(
        words, campaign, prospect, step, OURS, organisation, mailbox, state, goes_at, goes_at,
        goes_at, sent_at=sent_at,
    )  # fmt: skip
