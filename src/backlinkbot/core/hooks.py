"""Addresses that are told when something happened, and what became of each notice."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


class Event(StrEnum):
    """What can be told."""

    IMPORT_DONE = "import.done"
    MEASURE_DONE = "measure.done"
    AUDIT_DONE = "audit.done"
    REPORT_DONE = "report.done"
    JOB_FAILED = "job.failed"
    LINK_NEW = "link.new"
    LINK_LOST = "link.lost"
    LINK_CHANGED = "link.changed"
    ALERT = "alert"
    TEST = "test"


PREFIX = "whsec_"  # so that a leaked secret is recognised; Standard Webhooks


@dataclass(frozen=True, slots=True)
class Hook:
    """One address of a client; `events` empty: all. `secret` signs, and is shown once.

    `allows_private`: the owner of the machine said that this may be an address of his own network.
    """

    id: str
    client: str
    url: str
    secret: str
    events: tuple[str, ...]
    created_at: datetime
    allows_private: bool = False

    def as_document(self) -> dict[str, Any]:
        """The hook as JSON, without its secret."""
        return {
            "id": self.id,
            "url": self.url,
            "events": list(self.events),
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "allows_private": self.allows_private,
        }


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice to one address: `state` is "waiting", "delivered" or "given up"."""

    id: str
    hook: str
    event: str
    payload: str
    state: str
    attempts: int
    next_at: datetime
    message: str = ""

    def as_document(self) -> dict[str, Any]:
        """The delivery as JSON."""
        return {
            "id": self.id,
            "hook": self.hook,
            "event": self.event,
            "state": self.state,
            "attempts": self.attempts,
            "next_at": self.next_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "message": self.message or None,
        }


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The `webhook-signature` of a notice: HMAC-SHA256 over id, time and body.

    Source: Standard Webhooks 1.0, symmetric signatures.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
