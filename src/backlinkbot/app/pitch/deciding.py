"""The inbox: answers by thread, what to do next, and what a person says doubtful ones are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.pitch.books import open_books
from backlinkbot.app.pitch.carrying_out import Happened, carry_out, persons_of
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.answered import hold_course, messages_with_ids
from backlinkbot.io.state.mails import (
    count_waiting,
    keep_decision,
    kept_mails,
    mail_numbered,
    mails_answering,
    raw_mail,
)
from backlinkbot.io.state.messages import answers_of, messages_of
from backlinkbot.logic.outreach.actions import Action, action_for
from backlinkbot.logic.outreach.away import away_until
from backlinkbot.logic.outreach.effects import BY_CLASS, COMPLAINT, NOTHING, Effect, bounce
from backlinkbot.logic.outreach.mail.classified import MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.io.state.engine import Connection

OTHER = "other"  # what a person calls a mail that means nothing for us
AT_ONCE = 200  # mails of which the threads are shown
CLASSES = (*(one.value for one in ReplyClass), OTHER)


@dataclass(frozen=True, slots=True)
class Answer:
    """A mail of a thread, and what to do next about it."""

    mail: KeptMail
    action: Action

    def as_document(self) -> dict[str, Any]:
        """The mail as JSON, with the action."""
        return self.mail.as_document() | {"action": self.action.as_document()}


@dataclass(frozen=True, slots=True)
class MailThread:
    """What went to one prospect of a campaign, and what came back, each the oldest first.

    `sent`: the steps of the sequence, then answers that people of ours wrote; empty where nobody
    knows what a mail answers.
    """

    sent: tuple[KeptMessage, ...]
    answers: tuple[Answer, ...]

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody must say what a mail is."""
        return any(one.mail.waits_for_person for one in self.answers)

    def answer_to(self, number: int) -> KeptMessage | None:
        """What a person of ours answered last to a mail; None where nobody did."""
        ours = [one for one in self.sent if one.answers == number]
        alive = [one for one in ours if one.state is not MessageState.CANCELLED]
        return alive[-1] if alive else None

    def mail(self, number: int) -> Answer:
        """A mail of the thread; the newest where it has none of that number."""
        return next((one for one in self.answers if one.mail.number == number), self.latest)

    @property
    def in_order(self) -> list[KeptMessage | Answer]:
        """Our messages, and the mails that came, the oldest first.

        What came back never stands above what it answers, nor our answer above the mail that it
        answers, whatever their clocks say.
        """
        at = {one.message.message_id: one.sent_at or one.goes_at for one in self.sent}
        answers = {one.message.message_id: one.answers for one in self.sent}
        came: dict[int, datetime] = {}
        for one in self.answers:
            mail = one.mail
            moment = mail.received_at or mail.read_at
            came[mail.number] = max(moment, at.get(mail.answers, moment))
        ours = {id_: max(when, came.get(answers.get(id_, 0), when)) for id_, when in at.items()}
        every: list[tuple[datetime, int, KeptMessage | Answer]] = [
            *((ours[one.message.message_id], 2 if one.answers else 0, one) for one in self.sent),
            *((came[one.mail.number], 1, one) for one in self.answers),
        ]
        return [one for _, _, one in sorted(every, key=lambda part: part[:2])]

    @property
    def latest(self) -> Answer:
        """The newest mail."""
        return self.answers[-1]

    def as_document(self) -> dict[str, Any]:
        """The thread as JSON."""
        first = self.sent[0] if self.sent else None
        return {
            "prospect": first.prospect if first else None,
            "campaign": first.campaign if first else None,
            "site": first.site if first else None,
            "organisation": first.organisation if first else None,
            "recipient": first.message.recipient if first else None,
            "subject": first.message.subject if first else self.latest.mail.subject,
            "class": self.latest.mail.reply_class or self.latest.mail.kind,
            "waits_for_person": self.waits_for_person,
            "action": self.latest.action.as_document(),
            "sent": [
                {
                    "message_id": one.message.message_id,
                    "step": one.step,
                    "answers": one.answers or None,
                    "state": one.state.value,
                    "sent_at": one.sent_at.isoformat() if one.sent_at else None,
                    "recipient": one.message.recipient,
                    "subject": one.message.subject,
                    "text": one.message.body if one.answers else None,
                    "by": one.approved_by if one.answers else None,
                }
                for one in self.sent
            ],
            "mails": [one.as_document() for one in self.answers],
        }


@dataclass(frozen=True, slots=True)
class Inbox:
    """Threads, the newest answer first; `waiting`: mails that a person must decide on, in all.

    `more`: from which number on older mails are asked for (`before`), 0 where there are none.
    """

    threads: tuple[MailThread, ...]
    waiting: int
    more: int = 0

    def as_document(self) -> dict[str, Any]:
        """The inbox as JSON."""
        return {
            "threads": [one.as_document() for one in self.threads],
            "waiting_for_person": self.waiting,
            "more": self.more or None,
        }


@dataclass(frozen=True, slots=True)
class Decided:
    """A mail as a person called it, and what to do next."""

    mail: KeptMail
    action: Action

    def as_document(self) -> dict[str, Any]:
        """The mail as JSON, with the action."""
        return Answer(self.mail, self.action).as_document()


def inbox(
    workspace: Workspace, *, waiting: bool = False, limit: int = AT_ONCE, before: int = 0
) -> Inbox:
    """What came back, by thread; `waiting`: only where a person must decide."""
    with workspace.state.reading() as connection:
        newest = kept_mails(connection, waiting=waiting, limit=limit, before=before)
        threads = _threads(connection, newest)
        more = newest[-1].number if len(newest) == limit else 0
        return Inbox(tuple(threads), count_waiting(connection), more)


def mail_thread(workspace: Workspace, number: int) -> MailThread:
    """The thread of a mail, whole; raises NotFound where there is no such mail."""
    with workspace.state.reading() as connection:
        mail = mail_numbered(connection, number)
        if mail is None:
            raise _no_mail(number)
        return _threads(connection, [mail])[0]


def mail_bytes(workspace: Workspace, number: int) -> bytes:
    """A mail as it came, its first 256 KiB; raises NotFound where there is none."""
    with workspace.state.reading() as connection:
        if mail_numbered(connection, number) is None:
            raise _no_mail(number)
        return raw_mail(connection, number)


def decide_mail(workspace: Workspace, number: int, word: str, *, by: str) -> Decided:
    """Say what a mail is, and do what that means; the sequence goes on or is over.

    May be said again; but who is suppressed stays so.

    Raises:
        NotFound: no such mail.
        BadInput: no such class.
    """
    called = mail_class_named(word)
    now = workspace.clock.now()
    with open_books(workspace) as books:
        mail = mail_numbered(books.client, number)
        if mail is None:
            raise _no_mail(number)
        message = next(iter(messages_with_ids(books.client, [mail.answers])), None)
        effect, at = _effect(mail, called), mail.received_at or mail.read_at
        written_to = message.message.recipient if message else ""
        theirs = () if effect.is_bounce and message else (mail.sender,)
        until = away_until(mail.text, at.date()) if effect.waits else None
        told = Happened(message, persons_of([*theirs, written_to]), at, now, until, by)
        carry_out(books, effect, told)
        keep_decision(books.client, number, "" if called == OTHER else called, by, now)
        if message:
            _let_go_on(books.client, message)
        decided = mail_numbered(books.client, number)
    if decided is None:
        raise _no_mail(number)
    return Decided(decided, _action(decided, [message] if message else []))


def mail_class_named(word: str) -> str:
    """The class that a user means, with spaces, hyphens or underscores; BadInput for another."""
    wanted = " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
    if wanted not in CLASSES:
        raise BadInput(f"{word!r} is no class of mails; there are: {', '.join(CLASSES)}")
    return wanted


def _effect(mail: KeptMail, called: str) -> Effect:
    if called == OTHER:
        return NOTHING
    if called == ReplyClass.BOUNCE:
        return bounce(is_hard=bool(mail.is_hard), reason=mail.reason)
    if called == ReplyClass.UNSUBSCRIBE and mail.kind == MailKind.COMPLAINT:
        return COMPLAINT
    return BY_CLASS[ReplyClass(called)]


def _let_go_on(connection: Connection, message: KeptMessage) -> None:
    """A sequence that was held goes on, where no other mail of it waits for a person."""
    sent = _sent(connection, message)
    others = mails_answering(connection, [one.message.message_id for one in sent])
    if not any(one.waits_for_person for one in others):
        hold_course(connection, message.campaign, message.prospect, is_held=False)


def _threads(connection: Connection, newest: Sequence[KeptMail]) -> list[MailThread]:
    """The threads of these mails, each once and whole."""
    found: list[MailThread] = []
    seen: set[tuple[int, int]] = set()
    by_id = {
        one.message.message_id: one
        for one in messages_with_ids(connection, [one.answers for one in newest])
    }
    for mail in newest:
        message = by_id.get(mail.answers)
        if message is None:
            found.append(MailThread((), (Answer(mail, _action(mail, ())),)))
            continue
        if (message.campaign, message.prospect) in seen:
            continue
        seen.add((message.campaign, message.prospect))
        sent = tuple(_sent(connection, message))
        mails = mails_answering(connection, [one.message.message_id for one in sent])
        found.append(MailThread(sent, tuple(Answer(one, _action(one, sent)) for one in mails)))
    return found


def _sent(connection: Connection, message: KeptMessage) -> list[KeptMessage]:
    """All that went, or is to go, to the prospect of a message: steps, then answers."""
    campaign, prospects = message.campaign, [message.prospect]
    steps = messages_of(connection, campaign, prospects)
    return [*steps, *answers_of(connection, campaign, prospects)]


def _action(mail: KeptMail, sent: Iterable[KeptMessage]) -> Action:
    known = [mail.sender, mail.mailbox, *(one.message.recipient for one in sent)]
    return action_for(
        mail.kind, mail.reply_class, mail.text, is_doubtful=mail.waits_for_person,
        known=[canonical_address(one) for one in persons_of(known)],
    )  # fmt: skip


def _no_mail(number: int) -> NotFound:
    return NotFound(f"there is no mail {number}; see: backlinkbot pitch inbox")
