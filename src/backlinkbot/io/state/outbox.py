"""Messages on their way: which are due, which are claimed, and what became of them.

Both databases keep a commit before they say so (SQLite with synchronous=FULL), so a claim that was
committed is there after a power cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select, update

from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.io.state.messages import IS_STEP, kept
from backlinkbot.io.state.sending_tables import campaigns, courses, mailboxes, mails, messages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

APPROVED, CLAIMED, SENT = (
    MessageState.APPROVED.value, MessageState.CLAIMED.value, MessageState.SENT.value,
)  # fmt: skip
MAY_HAVE_GONE = (CLAIMED, MessageState.UNKNOWN.value)
COMPLAINT = "feedback report"  # as the kind of a mail that came in


def due_messages(connection: Connection, mailbox: str, now: datetime) -> list[KeptMessage]:
    """The approved messages of a mailbox that are due, in the order in which they go.

    Answers that a person wrote go first, whatever became of campaign and sequence. No step goes
    without a campaign that runs and a recipient whose course goes on: such messages wait, and so
    do those to somebody who is away.
    """
    column, course = messages.c, courses.c
    goes_on = exists().where(
        course.campaign == column.campaign, course.prospect == column.prospect,
        course.ending == "", course.is_held.is_(False),
        or_(course.away_until.is_(None), course.away_until < now.date()),
    )  # fmt: skip
    runs = exists().where(
        campaigns.c.number == column.campaign, campaigns.c.is_paused.is_(False)
    )  # fmt: skip
    asked = select(messages).where(
        column.state == APPROVED, column.mailbox == mailbox, column.goes_at <= now,
        or_(~IS_STEP, and_(goes_on, runs)),
    )  # fmt: skip
    # prospects were numbered as they were found, the best first
    order = (IS_STEP, column.goes_at, column.campaign, column.prospect, column.step)
    rows = connection.execute(asked.order_by(*order))
    return [kept(row) for row in rows]


def claim_message(connection: Connection, message_id: str, holder: str, now: datetime) -> bool:
    """Make a message this sender's, before the server hears of it.

    False where it is no longer approved, the mailbox rests, or another sender has it now.
    """
    column = messages.c
    ours = select(mailboxes.c.address).where(
        mailboxes.c.busy_by == holder, mailboxes.c.is_paused.is_(False)
    )
    free = and_(column.message_id == message_id, column.state == APPROVED, column.mailbox.in_(ours))
    claimed = update(messages).where(free).values(
        state=CLAIMED, claimed_at=now, changed_at=now, tries=column.tries + 1
    )  # fmt: skip
    return bool(connection.execute(claimed).rowcount)


def mark_sent(
    connection: Connection, message_id: str, said: str, at: datetime, now: datetime
) -> bool:
    """Note that a message has gone; whether it was claimed.

    One that came back in the meantime stays that, and is known to have gone.
    """
    column = messages.c
    left = and_(column.message_id == message_id, column.sent_at.is_(None))
    connection.execute(update(messages).where(left).values(sent_at=at))
    return _mark(connection, message_id, {"state": SENT, "said": said, "changed_at": now})


def mark_waiting(
    connection: Connection, message_id: str, said: str, goes_at: datetime, now: datetime,
    *, is_try: bool,
) -> bool:  # fmt: skip
    """Let a message that did not go be tried again; whether it was claimed."""
    values = {"state": APPROVED, "said": said, "goes_at": goes_at, "changed_at": now}
    if not is_try:
        values["tries"] = messages.c.tries - 1
    return _mark(connection, message_id, values)


def mark_as(
    connection: Connection, message_id: str, state: MessageState, said: str, now: datetime
) -> bool:
    """Note what else became of a message; whether it was claimed."""
    values = {"state": state.value, "said": said, "changed_at": now}
    return _mark(connection, message_id, values)


def mark_cancelled(connection: Connection, message_id: str, said: str, now: datetime) -> bool:
    """Let an approved message not go after all; whether it was approved."""
    column = messages.c
    values = {"state": MessageState.CANCELLED.value, "said": said, "changed_at": now}
    waiting = and_(column.message_id == message_id, column.state == APPROVED)
    return bool(connection.execute(update(messages).where(waiting).values(values)).rowcount)


def mark_decided(
    connection: Connection, message_id: str, said: str, now: datetime, *, has_gone: bool
) -> bool:
    """Note what a person found out of a message that may have gone; whether that was not known.

    `has_gone` False: it is approved again.
    """
    column = messages.c
    unknown = and_(column.message_id == message_id, column.state == MessageState.UNKNOWN.value)
    values = {"said": said, "changed_at": now}
    if has_gone:
        told = {**values, "state": SENT, "sent_at": func.coalesce(column.claimed_at, now)}
    else:
        told = {**values, "state": APPROVED, "goes_at": now, "tries": 0}
    return bool(connection.execute(update(messages).where(unknown).values(told)).rowcount)


def claimed_messages(connection: Connection, mailbox: str) -> list[KeptMessage]:
    """The messages of a mailbox that are claimed, the oldest claim first."""
    column = messages.c
    asked = select(messages).where(column.state == CLAIMED, column.mailbox == mailbox)
    rows = connection.execute(asked.order_by(column.claimed_at, column.message_id))
    return [kept(row) for row in rows]


def unknown_messages(connection: Connection) -> list[KeptMessage]:
    """The messages of which a person must find out whether they have gone."""
    column = messages.c
    asked = select(messages).where(column.state == MessageState.UNKNOWN.value)
    return [kept(row) for row in connection.execute(asked.order_by(column.claimed_at))]


def moments_sent(connection: Connection, mailbox: str, since: datetime) -> list[datetime]:
    """When a mailbox sent, may have sent, or was refused steps of sequences, from a moment on."""
    return _moments(connection, mailbox, since, IS_STEP)


def moments_answered(connection: Connection, mailbox: str, since: datetime) -> list[datetime]:
    """The same of answers that people wrote: they take room in a day, and prove nothing."""
    return _moments(connection, mailbox, since, ~IS_STEP)


def _moments(
    connection: Connection, mailbox: str, since: datetime, wanted: ColumnElement[bool]
) -> list[datetime]:
    column = messages.c
    went = column.sent_at >= since
    tried = (*MAY_HAVE_GONE, MessageState.REFUSED.value)  # what was refused was tried as well
    may_have = and_(column.state.in_(tried), column.claimed_at >= since)
    asked = select(func.coalesce(column.sent_at, column.claimed_at, type_=column.sent_at.type))
    rows = connection.execute(asked.where(column.mailbox == mailbox, wanted, or_(went, may_have)))
    return [at for (at,) in rows]


def last_sent(connection: Connection) -> datetime | None:
    """When the last message was taken by a server; None where none ever was."""
    found: datetime | None = connection.execute(select(func.max(messages.c.sent_at))).scalar()
    return found


def dead_addresses(connection: Connection, mailbox: str, since: datetime) -> int:
    """How many steps that a mailbox sent came back for good, or were refused, from a moment on."""
    column = messages.c
    dead = column.state.in_((MessageState.BOUNCED.value, MessageState.REFUSED.value)) & IS_STEP
    asked = select(func.count()).where(column.mailbox == mailbox, dead, column.claimed_at >= since)
    return int(connection.execute(asked).scalar() or 0)


def complaints_about(connection: Connection, mailbox: str, since: datetime) -> int:
    """How many mails of a mailbox say that a message of ours was called spam."""
    asked = select(func.count()).select_from(mails).where(
        mails.c.mailbox == mailbox, mails.c.kind == COMPLAINT, mails.c.read_at >= since
    )  # fmt: skip
    return int(connection.execute(asked).scalar() or 0)


def _mark(connection: Connection, message_id: str, values: Mapping[str, object]) -> bool:
    claimed = and_(messages.c.message_id == message_id, messages.c.state == CLAIMED)
    return bool(connection.execute(update(messages).where(claimed).values(values)).rowcount)
