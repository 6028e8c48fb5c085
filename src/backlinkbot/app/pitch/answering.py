"""Answers that a person writes to a mail of the inbox; they go out by the same outbox as all else.

Who writes an answer has approved it. No budget, no hours and no sequence stop it; but whoever asked
to be left alone is never answered from here, and where that cannot be found out nothing goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.pitch.admitting import release
from backlinkbot.app.pitch.books import open_books
from backlinkbot.app.pitch.carrying_out import Happened, carry_out
from backlinkbot.app.pitch.mailboxes import mailbox_is_gone
from backlinkbot.app.suppress import people_of, suppressed_about
from backlinkbot.core.errors import NotFound, Refused
from backlinkbot.core.mail_addresses import address_host, published_address
from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import (
    FIRST_ANSWER,
    MESSAGE_IDS,
    KeptMessage,
    MessageState,
    Refusal,
    message_id,
)
from backlinkbot.core.prospects import Stage
from backlinkbot.core.recipients import Touch
from backlinkbot.io.channels.wire_form import wire_form
from backlinkbot.io.state.campaigns import campaign_numbered
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.mails import mail_numbered, mails_answering, note_answered, raw_mail
from backlinkbot.io.state.messages import answers_of, keep_message, message_kept, messages_of
from backlinkbot.io.state.outbox import mark_cancelled
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.suppressions import drop_touch, keep_touch
from backlinkbot.logic.outreach.answers import (
    answer_subject,
    check_may_be_answered,
    check_subject,
    check_text,
    on_answering,
    quoted,
    thread_headers,
)
from backlinkbot.logic.outreach.mail.message import mail_of
from backlinkbot.logic.outreach.mail.replies import ReplyClass

if TYPE_CHECKING:
    from backlinkbot.app.suppress import People
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import Campaign
    from backlinkbot.io.state.engine import Connection

A_DAY, MOST_IN_A_DAY = timedelta(days=1), 5  # answers to one prospect: more is a flood
STALE = timedelta(days=30)  # an answer that could not go for so long answers nothing any more
CAME_TO_NOTHING = (MessageState.CANCELLED, MessageState.REFUSED, MessageState.BOUNCED)


@dataclass(frozen=True, slots=True)
class _Case:
    """A mail that may be answered. `ours`: what it answers; `had`: our answers there so far.

    `wish`: the number of a mail of the thread that is, or may be, a wish to be left alone; else 0.
    """

    mail: KeptMail
    raw: bytes
    ours: KeptMessage
    campaign: Campaign
    had: tuple[KeptMessage, ...]
    wish: int


def written(workspace: Workspace, number: int, text: str, *, subject: str = "") -> KeptMessage:
    """What would go as an answer to a mail, word for word; nothing is kept.

    `subject`: in place of theirs.

    Raises:
        NotFound: there is no such mail.
        BadInput: no words, or such as no mail can hold.
        Refused: they are not answered from here, or these words were sent there or wait to go.
    """
    return _written(workspace, _free(workspace, number), text, subject)


def outline(workspace: Workspace, number: int) -> KeptMessage:
    """An answer to a mail that has no words yet: to whom, from whom, and what stands below it.

    Raises:
        NotFound: there is no such mail.
        Refused: they are not answered from here.
    """
    return _kept(workspace, _free(workspace, number), "", "")


def why_unanswered(workspace: Workspace, number: int) -> str:
    """Why a mail cannot be answered from here, as a sentence; empty where it can."""
    try:
        _free(workspace, number)
    except Refused as error:
        return str(error)
    return ""


def answer(
    workspace: Workspace, number: int, text: str, *, by: str, subject: str = ""
) -> KeptMessage:
    """Keep an answer to a mail, approved by who wrote it; it goes with the next round, once.

    Raises:
        NotFound, BadInput, Refused: as `written`.
        Unreachable: a database does not answer; then nothing is kept.
    """
    with open_books(workspace) as books:
        case = _case(books.client, number)
        _check_free(books.root, books.people, case)
        now = workspace.clock.now()
        made = replace(
            _written(workspace, case, text, subject),
            state=MessageState.APPROVED, approved_at=now, approved_by=by,
        )  # fmt: skip
        mail, said = case.mail, on_answering(case.mail, made.message.subject)
        told = Happened(case.ours, (mail.sender,), mail.received_at or mail.read_at, now, by=by)
        carry_out(books, said, told)
        # a booking that is there is of a try that broke off before its message was kept
        drop_touch(books.root, made.message.message_id)
        keep_touch(books.root, _touch(books.people, workspace.client, made))
        keep_message(books.client, made)
        note_answered(books.client, number, by, now)
    return made


def document(one: KeptMessage) -> dict[str, Any]:
    """An answer as JSON, with its words and what puts it into the thread."""
    words = one.message
    told = dict(words.headers)
    return one.as_document() | {
        "sender": words.sender,
        "in_reply_to": told.get("In-Reply-To"),
        "references": told.get("References", "").split(),
        "body": words.body,
    }


def take_back(workspace: Workspace, told: str, *, by: str) -> KeptMessage:
    """Let an answer not go after all, which no sender has begun with.

    `told`: its Message-ID, with or without its brackets.

    Raises:
        NotFound: there is no such answer.
        Refused: it is on its way, has gone, or will not go anyway.
    """
    id_ = f"<{told.strip().removeprefix('<').removesuffix('>')}>"
    now = workspace.clock.now()
    with workspace.state.writing() as connection:
        known = message_kept(connection, id_)
        if known is None or not known.answers:
            raise NotFound(f"there is no answer {id_}; see: backlinkbot pitch inbox")
        if not mark_cancelled(connection, id_, f"taken back by {by}", now):
            raise Refused(f"it cannot be taken back: it is {known.state.value} already")
        found = message_kept(connection, id_)
    release(workspace, [id_])
    return found or known


def obstacle(workspace: Workspace, message: KeptMessage) -> Refusal | None:
    """What stops an answer that is due, beside the firewall; hours, budget and sequence do not."""
    with workspace.state.reading() as connection:
        campaign = campaign_numbered(connection, message.campaign)
        why = _over(connection, message.prospect)
        if campaign is None:
            return Refusal("ended", "its campaign is no more")
        if campaign.mailbox not in mailbox_addresses(connection):
            return mailbox_is_gone(campaign)
        wish = _wish_of(connection, message.campaign, message.prospect)
    if why:
        return Refusal("stage", why)
    if wish:
        said = f"mail {wish} may ask to be left alone: say first what it is"
        return Refusal("held", said)
    if workspace.clock.now() - message.planned_at > STALE:
        return Refusal("ended", f"it could not go for {STALE.days} days: answer anew")
    return None


def _free(workspace: Workspace, number: int) -> _Case:
    """A mail that may be answered, of somebody whom nobody has suppressed."""
    with workspace.state.reading() as connection:
        case = _case(connection, number)
    with root_workspace(workspace) as root, root.state.reading() as connection:
        _check_free(connection, people_of(root, connection), case)
    return case


def _case(connection: Connection, number: int) -> _Case:
    """All that is known of a mail that a person would answer."""
    mail = mail_numbered(connection, number)
    if mail is None:
        raise NotFound(f"there is no mail {number}; see: backlinkbot pitch inbox")
    check_may_be_answered(mail)
    ours = message_kept(connection, mail.answers) if mail.answers else None
    if ours is None:
        raise _no(mail, "nobody knows which message of ours it answers")
    campaign = campaign_numbered(connection, ours.campaign)
    if campaign is None:
        raise _no(mail, "its campaign is no more")
    if campaign.mailbox not in mailbox_addresses(connection):
        raise Refused(mailbox_is_gone(campaign).reason)
    if why := _over(connection, ours.prospect):
        raise _no(mail, why)
    had = answers_of(connection, ours.campaign, [ours.prospect])
    wish = _wish_of(connection, ours.campaign, ours.prospect)
    return _Case(mail, raw_mail(connection, number), ours, campaign, tuple(had), wish)


def _wish_of(connection: Connection, campaign: int, prospect: int) -> int:
    """The number of a mail of the thread that may ask to be left alone, 0 where none does."""
    steps = messages_of(connection, campaign, [prospect])
    sent = [*steps, *answers_of(connection, campaign, [prospect])]
    thread = mails_answering(connection, [one.message.message_id for one in sent])
    wishes = (one.number for one in thread if one.reply_class == ReplyClass.UNSUBSCRIBE)
    return next(wishes, 0)


def _over(connection: Connection, prospect: int) -> str:
    """Why nobody writes to a prospect any more, not even an answer; empty where somebody may."""
    known = next(iter(prospects_numbered(connection, [prospect])), None)
    if known is None or known.is_gone:
        return "the prospect is no more"
    barred = known.stage is Stage.DO_NOT_CONTACT
    return f"the prospect stands at {Stage.DO_NOT_CONTACT.value}" if barred else ""


def _check_free(connection: Connection, people: People, case: _Case) -> None:
    """Raises Refused where nobody may write there; `connection`: to the root's database."""
    theirs = (case.ours.organisation,)
    for one in suppressed_about(connection, people, case.mail.sender, theirs):
        raise _no(case.mail, one.says)
    if case.wish:
        which = "it" if case.wish == case.mail.number else f"mail {case.wish}"
        raise _no(case.mail, f"{which} may ask to be left alone; say first what {which} is")


def _written(workspace: Workspace, case: _Case, text: str, subject: str) -> KeptMessage:
    made = _kept(workspace, case, check_text(text), check_subject(subject))
    wire_form(made.message, "", made.planned_at)  # what cannot be written is said now
    of_late = [one for one in case.had if made.planned_at - one.planned_at < A_DAY]
    if sum(one.state not in CAME_TO_NOTHING for one in of_late) >= MOST_IN_A_DAY:
        raise _no(case.mail, f"{MOST_IN_A_DAY} answers went or wait to go there within a day")
    for one in case.had:
        if one.answers == case.mail.number and _is_same(one, made.message):
            how = "wait to go" if one.state is MessageState.APPROVED else "went"
            raise _no(case.mail, f"the same words {how} there already")
    return made


def _kept(workspace: Workspace, case: _Case, text: str, subject: str) -> KeptMessage:
    mail, ours, now = case.mail, case.ours, workspace.clock.now()
    body = _body(text, mail)
    words = Message(
        _next_id(workspace, case, body),
        case.campaign.mailbox,
        published_address(mail.sender),
        subject or answer_subject(mail.subject or ours.message.subject),
        body,
        _headers(case),
    )
    return KeptMessage(
        words, ours.campaign, ours.prospect, _step(case), ours.site, ours.organisation,
        case.campaign.mailbox, MessageState.PLANNED, now, now, now,
        tactic=ours.tactic, page=ours.page, answers=mail.number,
    )  # fmt: skip


def _body(words: str, mail: KeptMail) -> str:
    below = quoted(mail.text, published_address(mail.sender), mail.received_at or mail.read_at)
    return "\n\n".join(part for part in (words, below) if part) + "\n"


def _headers(case: _Case) -> tuple[tuple[str, str], ...]:
    told = mail_of(case.raw)
    return thread_headers(
        case.mail.message_id, told.header("in-reply-to"), told.header("references"),
        case.ours.message.message_id,
    )  # fmt: skip


def _step(case: _Case) -> int:
    return max((one.step + 1 for one in case.had), default=FIRST_ANSWER)


def _next_id(workspace: Workspace, case: _Case, body: str) -> str:
    """Of these words to this mail: one that the archive has is known to have gone."""
    host = address_host(case.campaign.mailbox)
    ours, key = case.ours, workspace.key(MESSAGE_IDS)
    words = f"{case.mail.digest}\0{body}"
    return message_id(key, ours.campaign, ours.prospect, _step(case), host, words)


def _is_same(one: KeptMessage, words: Message) -> bool:
    """Whether an answer has these words, whatever spaces and lines are between them."""
    is_there = one.state not in CAME_TO_NOTHING
    return is_there and one.message.body.split() == words.body.split()


def _touch(people: People, client: str, made: KeptMessage) -> Touch:
    """What the firewall books: without it, nothing goes."""
    to = made.message.recipient
    return Touch(
        made.message.message_id, people.person(to), people.look(to), made.organisation, client,
        made.campaign, made.step, made.goes_at,
    )  # fmt: skip


def _no(mail: KeptMail, why: str) -> Refused:
    return Refused(f"mail {mail.number} is not answered from here: {why}")
