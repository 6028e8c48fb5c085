"""Mail that came in and is kept: what it is, which message of ours it answers, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail that came in, kept once.

    `number` 0: not kept yet. `digest`: of what its author wrote, so that it is the same mail
    whatever the server calls it. `answers`: the Message-ID of ours that it answers or reports on,
    empty where none is known; `is_sure_thread`: known by that id, not only by subject and address.
    `sender`: who wrote, or of a report whom it is about. `kind`, `reply_class`: the words of
    `mail classify`; `is_hard`: of a bounce, the address is dead. `waits_for_person`: nobody can be
    sure what it means, so the sequence is held until somebody says; `handled_by`: who said.
    """

    number: int
    mailbox: str
    digest: str
    message_id: str
    answers: str
    is_sure_thread: bool
    sender: str
    subject: str
    text: str
    received_at: datetime | None
    read_at: datetime
    kind: str
    reply_class: str = ""
    confidence: float = 0.0
    is_hard: bool | None = None
    reason: str = ""
    waits_for_person: bool = False
    handled_by: str = ""
    handled_at: datetime | None = None

    def as_document(self) -> dict[str, Any]:
        """The mail as JSON, without its bytes."""
        return {
            "number": self.number,
            "mailbox": self.mailbox,
            "sender": self.sender or None,
            "subject": self.subject,
            "received_at": _moment(self.received_at),
            "read_at": _moment(self.read_at),
            "kind": self.kind,
            "class": self.reply_class or None,
            "confidence": round(self.confidence, 3),
            "hard": self.is_hard,
            "reason": self.reason or None,
            "text": self.text,
            "answers": self.answers or None,
            "is_sure_thread": self.is_sure_thread,
            "waits_for_person": self.waits_for_person,
            "handled_by": self.handled_by or None,
            "handled_at": _moment(self.handled_at),
        }


@dataclass(frozen=True, slots=True)
class Position:
    """How far a folder was read; another `uidvalidity` means that the server counts anew."""

    uidvalidity: int
    last_uid: int


def _moment(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
