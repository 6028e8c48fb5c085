"""What mailboxes did of late: what each may send today, what it sent, what was called spam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.pitch.mailboxes import mailboxes, shown_mailbox
from backlinkbot.io.state.mails import last_read
from backlinkbot.io.state.outbox import (
    complaints_about,
    last_sent,
    moments_answered,
    moments_sent,
)
from backlinkbot.logic.outreach.governor import DAYS, ruling
from backlinkbot.logic.outreach.sequences import zone_named

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Activity:
    """A mailbox as it is shown, without anything secret, and its last `DAYS` days.

    `warning`: what complaints mean for it, empty where they mean nothing.
    """

    shown: dict[str, Any]
    sent_today: int
    sent_in_week: int
    sent: int
    last_sent_at: datetime | None
    complaints: int
    warning: str

    @property
    def limit_today(self) -> int:
        """How many it may send in this day in all, with the ramp."""
        return self.sent_today + int(self.shown["left_today"])

    def as_document(self) -> dict[str, Any]:
        """The activity as JSON."""
        return {
            **self.shown,
            "limit_today": self.limit_today,
            "sent_today": self.sent_today,
            "sent_7_days": self.sent_in_week,
            "sent_30_days": self.sent,
            "last_sent_at": self.last_sent_at,
            "complaints_30_days": self.complaints,
            "warning": self.warning or None,
        }


@dataclass(frozen=True, slots=True)
class Moments:
    """When mail was read last, and when a message went last; by a job or the command line."""

    read_at: datetime | None
    sent_at: datetime | None


def last_moments(workspace: Workspace) -> Moments:
    """When outreach of a client was last at work, whoever began it."""
    with workspace.state.reading() as connection:
        return Moments(last_read(connection), last_sent(connection))


def mailbox_activity(workspace: Workspace) -> list[Activity]:
    """All mailboxes of a client, by address.

    Raises:
        Refused: they were sealed with another key.
    """
    now = workspace.clock.now()
    since = now - timedelta(days=DAYS)
    found = []
    for one in mailboxes(workspace):
        with workspace.state.reading() as connection:
            steps = moments_sent(connection, one.address, since)
            sent = [*steps, *moments_answered(connection, one.address, since)]
            complaints = complaints_about(connection, one.address, since)
        place = zone_named(one.zone)
        today = now.astimezone(place).date()
        found.append(
            Activity(
                shown_mailbox(workspace, one),
                sum(at.astimezone(place).date() >= today for at in sent),
                sum(at >= now - WEEK for at in sent),
                len(sent),
                max(sent, default=None),
                complaints,
                ruling(complaints, len(steps)).says,
            )
        )
    return found
