"""Which of our mails an incoming one answers: by its references, else by subject and sender.

A Message-ID is proof, because only who got our mail knows it. A subject is not: it counts only
together with the address we wrote to, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.mail.reports import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backlinkbot.logic.outreach.mail.message import Mail

MESSAGE_ID = re.compile(r"<[^<>\s]{3,300}>")
MAX_IDS = 100  # of one mail; the newest are at the end of References
PREFIX = re.compile(
    r"\s*(?:re|aw|antw|antwort|fw|fwd|wg|tr|r[ée]p|rif|r|i|sv|vs|vb|odp|pd|res|enc|doorst"
    r"|automatic reply|automatische antwort|r[ée]ponse automatique|respuesta autom[áa]tica"
    r"|risposta automatica|automatisch antwoord)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
SPACES = re.compile(r"\s+")
MOST_OF_SENDERS = 2_000  # characters of From that are read; the end has the address
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"(?!@)')
COMMENT = re.compile(r"\([^()]*\)")
ANGLED = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class SentMail:
    """One of our mails, as far as its answers are known by it."""

    message_id: str
    subject: str
    recipient: str  # in canonical form


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail of ours that was answered."""

    message_id: str
    by: str  # "references" or "subject and sender"


def referred(mail: Mail) -> tuple[str, ...]:
    """The Message-IDs that a mail refers to, the closest first."""
    closest = MESSAGE_ID.findall(mail.header("in-reply-to"))
    line = MESSAGE_ID.findall(mail.header("references"))
    return tuple(dict.fromkeys([*closest, *reversed(line)]))[:MAX_IDS]


def plain_subject(subject: str) -> str:
    """A subject without what programs put before it when they answer, in lower case."""
    rest = SPACES.sub(" ", subject).strip()
    while (match := PREFIX.match(rest)) and match.end():
        rest = rest[match.end() :]
    return rest.strip().casefold()


def sender_of(mail: Mail) -> str:
    """The address that a mail says it is from, in lower case; empty where it names none.

    Names in front of it may look like addresses, and are none (RFC 5322 §3.4): what stands in the
    last angle brackets counts.
    """
    told = mail.header("from")[-MOST_OF_SENDERS:]
    bare = COMMENT.sub(" ", QUOTED.sub(" ", told))
    boxes = [box for text in ANGLED.findall(bare) if (box := ADDRESS.search(text))]
    one = boxes[-1] if boxes else ADDRESS.search(bare) or ADDRESS.search(told)
    return one[0].lower() if one else ""


def thread_of(
    mail: Mail, sent: Mapping[str, SentMail], to_sender: Sequence[SentMail], original_id: str = ""
) -> Thread | None:
    """The mail of ours that this one answers or reports on; `None` where it is not known.

    Args:
        mail: what came in.
        sent: our mails by Message-ID, at least those that `referred` names.
        to_sender: our mails to the address this one is from, the newest first.
        original_id: the Message-ID that a delivery report or a complaint gives.
    """
    named = (original_id, *referred(mail)) if original_id else referred(mail)
    if known := next((one for one in named if one in sent), None):
        return Thread(known, "references")
    subject = plain_subject(mail.header("subject"))
    for one in to_sender:
        if subject and plain_subject(one.subject) == subject:
            return Thread(one.message_id, "subject and sender")
    return None
