"""What an answer changes: the message it is about, and the course of its recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.io.state.messages import IS_STEP, kept
from backlinkbot.io.state.outreach_tables import touches
from backlinkbot.io.state.sending_tables import courses, mails, messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection

AT_ONCE = 500  # values in one question, well under what SQLite takes
LEFT = (MessageState.SENT, MessageState.UNKNOWN, MessageState.CLAIMED)  # or may have


def messages_with_ids(connection: Connection, message_ids: Iterable[str]) -> list[KeptMessage]:
    """The messages that have one of these ids, the newest first."""
    wanted = list(dict.fromkeys(message_ids))[:AT_ONCE]
    asked = select(messages).where(messages.c.message_id.in_(wanted))
    order = (messages.c.sent_at.is_(None), messages.c.sent_at.desc(), messages.c.step.desc())
    return [kept(row) for row in connection.execute(asked.order_by(*order))]


def messages_to_organisation(connection: Connection, organisation: str) -> list[KeptMessage]:
    """What went to an organisation, the newest first."""
    went = (messages.c.organisation == organisation) & messages.c.sent_at.is_not(None)
    asked = select(messages).where(went).order_by(messages.c.sent_at.desc()).limit(AT_ONCE)
    return [kept(row) for row in connection.execute(asked)]


def prospects_written_to(connection: Connection, campaign: int) -> set[int]:
    """The prospects that a step of a campaign was sent to."""
    went = (messages.c.campaign == campaign) & messages.c.sent_at.is_not(None) & IS_STEP
    return set(connection.execute(select(messages.c.prospect).where(went)).scalars())


def prospects_that_answered(connection: Connection, campaign: int) -> set[int]:
    """The prospects of whom a mail answers a message of a campaign."""
    same = messages.c.message_id == mails.c.answers
    asked = select(messages.c.prospect).join(mails, same).where(messages.c.campaign == campaign)
    return set(connection.execute(asked.distinct()).scalars())


def first_sent(connection: Connection, mailbox: str) -> datetime | None:
    """When a mailbox sent its first message, None where it did not yet."""
    asked = select(messages.c.sent_at).where(
        (messages.c.mailbox == mailbox) & messages.c.sent_at.is_not(None)
    )
    return connection.execute(asked.order_by(messages.c.sent_at).limit(1)).scalar()


def ids_to_person(connection: Connection, person: str) -> list[str]:
    """The ids of all that was promised or sent to a person; asked of the root's database."""
    asked = select(touches.c.message_id).where(touches.c.person == person)
    return [
        str(one) for one in connection.scalars(asked.order_by(touches.c.at.desc()).limit(AT_ONCE))
    ]


def mark_bounced(connection: Connection, message_id: str, said: str, at: datetime) -> bool:
    """Note of a message that left, or may have, that it came back; whether that was news."""
    of_it = (messages.c.message_id == message_id) & messages.c.state.in_(LEFT)
    values = {"state": MessageState.BOUNCED.value, "said": said, "changed_at": at}
    return bool(connection.execute(update(messages).where(of_it).values(values)).rowcount)


def end_course(
    connection: Connection, campaign: int, prospect: int, ending: str, at: datetime
) -> bool:
    """End a sequence for a prospect, also where it was held; whether it had not ended before."""
    of_it = (courses.c.campaign == campaign) & (courses.c.prospect == prospect)
    connection.execute(update(courses).where(of_it).values(is_held=False))
    values = {"ending": ending, "ended_at": at}
    fresh = update(courses).where(of_it & (courses.c.ending == "")).values(values)
    return bool(connection.execute(fresh).rowcount)


def hold_course(connection: Connection, campaign: int, prospect: int, *, is_held: bool) -> None:
    """Hold a sequence until a person has decided, or let it go on."""
    of_it = (courses.c.campaign == campaign) & (courses.c.prospect == prospect)
    connection.execute(update(courses).where(of_it).values(is_held=is_held))


def delay_course(connection: Connection, campaign: int, prospect: int, until: date) -> None:
    """Let the next step wait until a day, or longer where it waits longer already."""
    of_it = (courses.c.campaign == campaign) & (courses.c.prospect == prospect)
    later = courses.c.away_until.is_(None) | (courses.c.away_until < until)
    connection.execute(update(courses).where(of_it & later).values(away_until=until))
