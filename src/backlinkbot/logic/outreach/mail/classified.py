"""What a mail that came in is: a bounce, an automatic reply, a complaint, a person's answer.

The order is by what would do most harm if taken for something else: a complaint, then a report on
a delivery, then a machine's answer; only what is none of these is read as a person's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backlinkbot.logic.outreach.mail.automatic import AWAY, automatic_of
from backlinkbot.logic.outreach.mail.bounces import DELAYED, DELIVERED, bounce_of
from backlinkbot.logic.outreach.mail.complaints import complaint_of
from backlinkbot.logic.outreach.mail.message import Mail, mail_of
from backlinkbot.logic.outreach.mail.quotes import reply_text, without_signature
from backlinkbot.logic.outreach.mail.replies import ReplyClass, reply_class_of
from backlinkbot.logic.outreach.mail.threads import plain_subject, referred, sender_of
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop

SURE = 0.99  # of what a mail's own fields say; `docs/reference/mail.md` has how often it is right
LIKELY = 0.9  # of what is known by the shape of a mail alone
LEAST_SURE = 0.6  # below it a person decides
DOUBTFUL = 0.5  # a wish in an automatic answer may be a person's, or a line under every mail
SHORT = 200  # characters of a mail whose subject alone may ask us to stop
MAX_REPLY = 10_000  # characters of a reply that are given out


class MailKind(StrEnum):
    """What a mail is."""

    BOUNCE = "bounce"
    DELAYED = "delayed"
    AUTOMATIC = "automatic reply"
    COMPLAINT = "feedback report"
    REPLY = "reply"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is known of a mail that came in."""

    kind: MailKind
    reason: str  # why it came back, what sort of machine, what was complained of; may be empty
    recipient: str  # of our mails whom it is about: who did not get it, complained or answers
    hard: bool | None  # of a bounce: whether the address is dead
    reply_class: ReplyClass | None
    confidence: float  # that `kind` and `reply_class` are right, 0 to 1
    text: str = ""  # what a person or a machine wrote, without what it quotes
    original_id: str = ""  # Message-ID of ours that a report is about
    refers_to: tuple[str, ...] = ()

    @property
    def to_person(self) -> bool:
        """Whether a person must decide what it is."""
        return self.confidence < LEAST_SURE


def incoming_of(raw: bytes) -> Incoming:
    """What a mail is, out of its bytes; any bytes give an answer."""
    return judged(mail_of(raw))


def judged(mail: Mail) -> Incoming:
    """What a mail is."""
    return _complaint(mail) or _bounce(mail) or _automatic(mail) or _by_person(mail)


def _complaint(mail: Mail) -> Incoming | None:
    found = complaint_of(mail)
    if found is None:
        return None
    return Incoming(
        MailKind.COMPLAINT,
        found.sort,
        found.recipient,
        None,
        None if found.is_about_sending else ReplyClass.UNSUBSCRIBE,
        SURE,
        original_id=found.original_id,
    )


def _bounce(mail: Mail) -> Incoming | None:
    found = bounce_of(mail)
    if found is None:
        return None
    is_delivered = found.action == DELIVERED
    kind = MailKind.DELAYED if found.action == DELAYED else MailKind.BOUNCE
    return Incoming(
        MailKind.OTHER if is_delivered else kind,
        found.reason,
        found.recipient,
        None if is_delivered else found.hard,
        None if is_delivered else ReplyClass.BOUNCE,
        SURE if found.is_by_fields else LIKELY,
        original_id=found.original_id,
    )


def _automatic(mail: Mail) -> Incoming | None:
    said = reply_text(mail.own_text)
    sort = automatic_of(mail, said)
    if not sort or (asks_to_stop(f"{mail.header('subject')}\n") and len(said) < SHORT):
        return None  # a machine that was asked to unsubscribe somebody says so in the subject
    is_wish = asks_to_stop(without_signature(said) or said)
    return Incoming(
        MailKind.AUTOMATIC,
        sort,
        sender_of(mail),
        None,
        ReplyClass.UNSUBSCRIBE if is_wish else ReplyClass.OUT_OF_OFFICE if sort == AWAY else None,
        DOUBTFUL if is_wish else SURE if mail.header("auto-submitted") else LIKELY,
        said[:MAX_REPLY],
        refers_to=referred(mail),
    )


def _by_person(mail: Mail) -> Incoming:
    said = reply_text(mail.own_text)
    words = without_signature(said) or said
    subject = mail.header("subject")
    is_answer = bool(referred(mail)) or _is_answered(subject) or bool(said and not mail.headers)
    found = reply_class_of(words)
    if asks_to_stop(f"{subject}\n") and len(words) < SHORT:
        found = _with_subject(found, is_ours=bool(words) and _is_answered(subject))
    is_stop = found[0] is ReplyClass.UNSUBSCRIBE
    is_reply = is_answer or is_stop
    is_read = is_reply and bool(words or is_stop)  # the subject alone may be the wish
    return Incoming(
        MailKind.REPLY if is_reply else MailKind.OTHER,
        "",
        sender_of(mail),
        None,
        found[0] if is_read else None,
        found[1] if is_read else LIKELY,
        said[:MAX_REPLY],
        refers_to=referred(mail),
    )


def _with_subject(found: tuple[ReplyClass, float], *, is_ours: bool) -> tuple[ReplyClass, float]:
    """What a mail means whose subject holds a wish; that of an answer may only repeat ours."""
    if not is_ours:
        return ReplyClass.UNSUBSCRIBE, SURE
    is_wish = found[0] is ReplyClass.UNSUBSCRIBE
    return ReplyClass.UNSUBSCRIBE, max(found[1], DOUBTFUL) if is_wish else DOUBTFUL


def _is_answered(subject: str) -> bool:
    """Whether a subject says that the mail answers another."""
    return plain_subject(subject) != subject.strip().casefold()
