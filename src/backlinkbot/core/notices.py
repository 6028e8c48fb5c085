"""Messages to people: what a notice says, who gets it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Wants(StrEnum):
    """Which notices a notifier is sent."""

    ALL = "all"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told: `text` is a plain sentence, `address` where it can be seen, or empty."""

    text: str
    address: str = ""
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about one site: texts in it may be hostile; each notifier makes them harmless.

    `id` never changes, so whoever gets it twice can tell; `more`: how many lines were left out.
    """

    id: str
    client: str
    site: str
    title: str
    lines: tuple[Line, ...]
    at: datetime
    is_critical: bool = False
    more: int = 0

    def as_document(self) -> dict[str, Any]:
        """The notice as JSON; names are a contract of the notifiers `webhook` and `file`."""
        return {
            "id": self.id,
            "type": "alert.critical" if self.is_critical else "alert.digest",
            "client": self.client,
            "site": self.site,
            "title": self.title,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "critical": self.is_critical,
            "alerts": [
                {"sentence": one.text, "address": one.address or None, "critical": one.is_critical}
                for one in self.lines
            ],
            "more": self.more,
        }

    @classmethod
    def from_document(cls, told: Mapping[str, Any], at: datetime) -> Notice:
        """The notice that was kept as a document; `at`: its moment."""
        return cls(
            id=told["id"],
            client=told["client"],
            site=told["site"],
            title=told["title"],
            lines=tuple(
                Line(one["sentence"], one["address"] or "", one["critical"])
                for one in told["alerts"]
            ),
            at=at,
            is_critical=told["critical"],
            more=told["more"],
        )


@dataclass(frozen=True, slots=True)
class Notifier:
    """One way to tell somebody: `kind` is a file of io/channels/notify.

    `target`: an address, the recipients or a file; of a chat service it is the address that lets
    anybody post there, so it is a secret too and never shown again. `secret`: what signs.
    """

    id: str
    client: str
    kind: str
    target: str
    wants: Wants
    created_at: datetime
    secret: str = ""
    allows_private: bool = False

    def as_document(self, shown: str) -> dict[str, Any]:
        """The notifier as JSON, with what may be shown of its target."""
        return {
            "id": self.id,
            "kind": self.kind,
            "target": shown,
            "wants": self.wants.value,
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "allows_private": self.allows_private,
        }


@dataclass(frozen=True, slots=True)
class Sending:
    """One notice to one notifier: `state` is "waiting", "delivered" or "given up"."""

    id: str
    notifier: str
    payload: str
    state: str
    attempts: int
    next_at: datetime
    message: str = ""

    def as_document(self) -> dict[str, Any]:
        """The sending as JSON."""
        return {
            "id": self.id,
            "notifier": self.notifier,
            "state": self.state,
            "attempts": self.attempts,
            "next_at": self.next_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "message": self.message or None,
        }
