"""Takes in one mail: which message of ours it answers, what that means, and all of it at once.

A mail is known by what its author wrote, not by what servers call it; what has nothing to do with
our messages is left where it is, and nothing of it is kept. Nothing is ever answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.pitch.books import open_books
from backlinkbot.app.pitch.carrying_out import Happened, carry_out, persons_of
from backlinkbot.app.pitch.leaving import message_named
from backlinkbot.core.mail_addresses import address_domain, canonical_address, is_free_mail
from backlinkbot.core.mail_in import KeptMail
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.io.state.answered import (
    ids_to_person,
    messages_to_organisation,
    messages_with_ids,
)
from backlinkbot.io.state.mails import is_known, keep_mail
from backlinkbot.logic.outreach.away import away_until
from backlinkbot.logic.outreach.effects import DOUBT, Effect, effect_of
from backlinkbot.logic.outreach.mail.classified import Incoming, MailKind, judged
from backlinkbot.logic.outreach.mail.message import Mail, mail_of
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.outreach.mail.threads import SentMail, referred, sender_of, thread_of
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.app.pitch.books import Books
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage

STILL_MEANT = timedelta(days=180)  # a new mail of who was written to longer ago is about else
LONGEST_FIELD = 500  # characters of one field that are kept
SHORT = 200  # characters of a mail whose subject alone may be the wish
BY_MACHINES = frozenset((MailKind.BOUNCE, MailKind.DELAYED, MailKind.COMPLAINT))


class Taken(StrEnum):
    """What became of a mail."""

    KEPT = "kept"
    KNOWN = "known"  # it was kept before: nothing changes
    OWN = "own"  # we wrote it ourselves
    LEFT = "left"  # it has nothing to do with our messages


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a mail, and what is kept of it."""

    taken: Taken
    mail: KeptMail | None = None


@dataclass(frozen=True, slots=True)
class _Thread:
    """Which message of ours is meant. `is_named`: the mail says so by id or by subject."""

    message: KeptMessage | None = None
    is_sure: bool = False
    is_named: bool = False
    is_person_known: bool = False


def take_in(
    workspace: Workspace,
    mailbox: str,
    raw: bytes,
    received_at: datetime | None,
    *,
    now: datetime,
    root: Workspace | None = None,
) -> Arrived:
    """Read a mail that came to a mailbox, and do what it means; a mail that is known does nothing.

    `root`: the installation's workspace, where somebody has it open. Any bytes give an answer.

    Raises:
        Refused, Unreachable: the databases cannot be written; then nothing was done.
    """
    mail = mail_of(raw)
    digest = digest_of(mail)
    with workspace.state.reading() as connection:
        if is_known(connection, mailbox, digest):  # before its words are weighed, which takes time
            return Arrived(Taken.KNOWN)
    incoming = judged(mail)
    at = min(received_at or now, now)
    with open_books(workspace, root) as books:
        if is_known(books.client, mailbox, digest):  # another reader was quicker
            return Arrived(Taken.KNOWN)
        if _is_own(mail, incoming, mailbox):
            return Arrived(Taken.OWN)
        named = _named_in_subject(workspace, root, mail, mailbox)
        thread = _by_token(books, named) or _thread(books, mail, incoming, now)
        effect = _effect(mail, incoming, thread)
        if effect is None:
            return Arrived(Taken.LEFT)
        told = Happened(
            thread.message, _persons(mail, incoming, thread, effect), at, now,
            away_until(incoming.text, at.date()) if effect.waits else None,
        )  # fmt: skip
        carry_out(books, effect, told)
        one = KeptMail(
            0, mailbox, digest, **_told(mail, incoming, thread),
            received_at=received_at, read_at=now, waits_for_person=effect.holds,
        )  # fmt: skip
        return Arrived(Taken.KEPT, replace(one, number=keep_mail(books.client, one, raw)))


def digest_of(mail: Mail) -> str:
    """By which a mail is the same: its author's headers and words, without marks of its way here.

    Other line ends, other numbers on another server, further `Received` make no other mail.
    """
    told = [mail.header(name) for name in ("message-id", "from", "date", "subject")]
    told += [f"{part.content_type}\n{part.text.strip()}" for part in mail.parts]
    return sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _is_own(mail: Mail, incoming: Incoming, mailbox: str) -> bool:
    """Whether we wrote it: the copy for the archive, or a mail of the user from there."""
    sender = persons_of([sender_of(mail)])
    is_ours = bool(sender) and canonical_address(sender[0]) == canonical_address(mailbox)
    return is_ours and incoming.kind not in BY_MACHINES


def _named_in_subject(
    workspace: Workspace, root: Workspace | None, mail: Mail, mailbox: str
) -> str:
    if root is not None:
        return message_named(root, mail.header("subject"), mailbox)
    with root_workspace(workspace) as opened:
        return message_named(opened, mail.header("subject"), mailbox)


def _by_token(books: Books, message_id: str) -> _Thread | None:
    """The message that a mail names as our own List-Unsubscribe asks for, whoever sends it."""
    for one in messages_with_ids(books.client, [message_id] if message_id else []):
        return _Thread(one, is_sure=True, is_named=True, is_person_known=True)
    return None


def _thread(books: Books, mail: Mail, incoming: Incoming, now: datetime) -> _Thread:
    named = messages_with_ids(books.client, [incoming.original_id, *referred(mail)])
    about = persons_of([incoming.recipient])
    ids = [
        one for person in about for one in ids_to_person(books.root, books.people.person(person))
    ]
    meant = _still_meant(messages_with_ids(books.client, ids), incoming, now)
    found = thread_of(
        mail,
        {one.message.message_id: _as_sent(one) for one in named},
        [_as_sent(one) for one in meant],
        incoming.original_id,
    )
    by_id = {one.message.message_id: one for one in [*named, *meant]}
    if found:
        is_sure = found.by == "references"
        return _Thread(by_id[found.message_id], is_sure, is_named=True, is_person_known=True)
    if meant or (ids and _is_wish(incoming)):
        return _Thread(next(iter(meant), None), is_person_known=True)
    return _Thread(_of_colleague(books, incoming, now))


def _still_meant(
    sent: Sequence[KeptMessage], incoming: Incoming, now: datetime
) -> list[KeptMessage]:  # fmt: skip
    """Those that a mail can mean: of who wants no more, all that ever went to him."""
    return [
        one for one in sent
        if one.sent_at and (_is_wish(incoming) or now - one.sent_at <= STILL_MEANT)
    ]  # fmt: skip


def _is_wish(incoming: Incoming) -> bool:
    return incoming.reply_class is ReplyClass.UNSUBSCRIBE


def _of_colleague(books: Books, incoming: Incoming, now: datetime) -> KeptMessage | None:
    """What we wrote to the organisation of a stranger who answers, where he did not get it."""
    about = persons_of([incoming.recipient])
    if incoming.kind is not MailKind.REPLY or not about or is_free_mail(about[0]):
        return None
    theirs = messages_to_organisation(books.client, address_domain(about[0]))
    return next(iter(_still_meant(theirs, incoming, now)), None)


def _effect(mail: Mail, incoming: Incoming, thread: _Thread) -> Effect | None:
    """What is to be done, None where the mail is none of ours."""
    if incoming.kind is MailKind.COMPLAINT and incoming.reply_class is None:
        return None  # about our set-up, no person's
    if thread.is_person_known:
        return _of_known(incoming, thread)
    is_wish = _is_wish(incoming) and not incoming.to_person
    if incoming.kind is MailKind.COMPLAINT:
        return DOUBT  # somebody complains whom the report does not name
    if thread.message or (is_wish and _is_wish_alone(mail, incoming)):
        stop = SuppressionReason.UNSUBSCRIBED if is_wish else None
        return replace(DOUBT, suppress=stop)
    return None


def _of_known(incoming: Incoming, thread: _Thread) -> Effect:
    effect = effect_of(incoming, from_known=True)
    if thread.is_named or _is_wish(incoming) or incoming.kind is not MailKind.REPLY:
        return effect
    return DOUBT  # a person we know answers something, but not by what we can see a message of ours


def _is_wish_alone(mail: Mail, incoming: Incoming) -> bool:
    """Whether it is a mail that our List-Unsubscribe asks for: a subject, and hardly more."""
    return asks_to_stop(f"{mail.header('subject')}\n") and len(incoming.text) < SHORT


def _persons(
    mail: Mail, incoming: Incoming, thread: _Thread, effect: Effect
) -> tuple[str, ...]:  # fmt: skip
    """Whom it is about: who wrote, and whom we wrote to; of a bounce, only the latter."""
    written_to = [thread.message.message.recipient] if thread.message else []
    if effect.is_bounce and written_to:
        return persons_of(written_to)
    if effect.holds:  # a colleague's wish is his own; of the other a person decides
        return persons_of([incoming.recipient])
    by = incoming.recipient if incoming.kind in BY_MACHINES else sender_of(mail)
    return persons_of([by, *written_to])


def _as_sent(one: KeptMessage) -> SentMail:
    words = one.message
    return SentMail(words.message_id, words.subject, words.recipient)


def _told(mail: Mail, incoming: Incoming, thread: _Thread) -> dict[str, Any]:
    """The fields of what is kept that the mail itself tells."""
    return {
        "message_id": mail.header("message-id")[:LONGEST_FIELD],
        "answers": thread.message.message.message_id if thread.message else "",
        "is_sure_thread": thread.is_sure,
        "sender": (incoming.recipient or sender_of(mail))[:LONGEST_FIELD],
        "subject": mail.header("subject")[:LONGEST_FIELD],
        "text": incoming.text,
        "kind": incoming.kind.value,
        "reply_class": incoming.reply_class.value if incoming.reply_class else "",
        "confidence": incoming.confidence,
        "is_hard": incoming.hard,
        "reason": incoming.reason[:LONGEST_FIELD],
    }
