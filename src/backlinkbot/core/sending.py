"""Sending: what a mail server said of a message, what the archive shows, what a round did."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(StrEnum):
    """What the mail server said of one message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good
    LATER = "later"
    NOBODY_KNOWS = "nobody knows"  # the connection broke after the message had begun to go


@dataclass(frozen=True, slots=True)
class Handover:
    """How one transaction with the mail server ended.

    `said`: in words, without anything secret. `is_ours`: the trouble is with our account or the way
    to the server, so that the next message would not go either. `is_dead`: the server says that
    there is no such mailbox. `is_about_text`: it was the words that it refused.
    """

    answer: Answer
    said: str = ""
    is_ours: bool = False
    is_dead: bool = False
    is_about_text: bool = False


class Trace(StrEnum):
    """What the archive or the Sent folder shows of a message that was claimed."""

    FOUND = "found"  # so the server took it
    MISSING = "missing"  # and what was sent there after it has arrived
    UNCLEAR = "unclear"  # nobody answers, or what was sent after it has not arrived either
    NO_PLACE = "no place"  # the mailbox keeps no copies where we can look


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of a mailbox did; each number counts messages.

    `waiting`: why those that are due did not go, by reason. `stopped`: why the round ended before
    all were done, empty where it did not. `warning`: what should be looked at.
    """

    mailbox: str
    sent: int = 0
    found: int = 0  # sent by an earlier round that could not say so
    freed: int = 0  # claimed by an earlier round that certainly did not send them
    unclear: int = 0  # claimed, and nobody can tell yet
    unknown: int = 0  # a person must decide
    refused: int = 0
    cancelled: int = 0
    later: int = 0
    waiting: Mapping[str, int] = field(default_factory=dict)
    stopped: str = ""
    warning: str = ""

    def as_document(self) -> dict[str, Any]:
        """The round as JSON."""
        return {
            "mailbox": self.mailbox,
            "sent": self.sent,
            "found": self.found,
            "freed": self.freed,
            "unclear": self.unclear,
            "unknown": self.unknown,
            "refused": self.refused,
            "cancelled": self.cancelled,
            "later": self.later,
            "waiting": dict(self.waiting),
            "stopped": self.stopped or None,
            "warning": self.warning or None,
        }


class Finding(StrEnum):
    """How a check of a mailbox came out."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"  # nobody could be asked


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what it is like, and what to do about it."""

    name: str
    finding: Finding
    says: str
    to_do: str = ""

    def as_document(self) -> dict[str, Any]:
        """The check as JSON."""
        return {
            "check": self.name,
            "finding": self.finding.value,
            "says": self.says,
            "to_do": self.to_do or None,
        }
