"""What a person decides of messages before they go: planned, approved, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.messages import IS_STEP, kept, message_kept, row_of
from backlinkbot.io.state.prospect_tables import prospects as asked_prospects
from backlinkbot.io.state.sending_tables import courses, messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

UNASKED = (Stage.NEW.value, Stage.QUALIFIED.value, Stage.CONTACT_FOUND.value)
NOT_GONE = (MessageState.PLANNED.value, MessageState.APPROVED.value)


def plan_message(connection: Connection, one: KeptMessage) -> bool:
    """Keep a message as planned; one that is only planned gets the new words.

    False where it is further already: approved, on its way, or ended.
    """
    id_ = one.message.message_id
    known = message_kept(connection, id_)
    if known is not None and known.state is not MessageState.PLANNED:
        return False
    connection.execute(delete(messages).where(messages.c.message_id == id_))
    connection.execute(insert(messages).values(row_of(one)))
    return True


def approve_message(connection: Connection, message_id: str, at: datetime, by: str) -> bool:
    """Let a planned message go; False where it is no longer planned."""
    planned = _same(message_id, MessageState.PLANNED)
    told = {"approved_at": at, "approved_by": by, "changed_at": at}
    done = update(messages).where(planned).values(state=MessageState.APPROVED.value, **told)
    return bool(connection.execute(done).rowcount)


def take_back_approval(connection: Connection, message_id: str, at: datetime, why: str) -> bool:
    """Let an approved message wait for another approval; False where it is no longer approved."""
    approved = _same(message_id, MessageState.APPROVED)
    told = {"approved_at": None, "approved_by": "", "changed_at": at, "said": why}
    done = update(messages).where(approved).values(state=MessageState.PLANNED.value, **told)
    return bool(connection.execute(done).rowcount)


def drop_planned(connection: Connection, message_id: str) -> bool:
    """Forget a message that was planned and not approved; False where it is no longer planned."""
    planned = delete(messages).where(_same(message_id, MessageState.PLANNED))
    return bool(connection.execute(planned).rowcount)


def cancel_waiting(
    connection: Connection, campaign: int, prospect: int, at: datetime, why: str,
    *, is_last_word: bool = False,
) -> list[str]:  # fmt: skip
    """Cancel what has not gone to a prospect of a campaign; the ids of those messages.

    What a sender has claimed may have gone, so it is left to the sender. `is_last_word`: nobody may
    write there any more, so answers that a person wrote do not go either.
    """
    waiting = (
        (messages.c.campaign == campaign)
        & (messages.c.prospect == prospect)
        & messages.c.state.in_(NOT_GONE)
    )
    if not is_last_word:
        waiting &= IS_STEP
    ids = list(connection.execute(select(messages.c.message_id).where(waiting)).scalars())
    if ids:
        told = {"state": MessageState.CANCELLED.value, "changed_at": at, "said": why}
        connection.execute(
            update(messages)
            .where(messages.c.message_id.in_(ids), messages.c.state.in_(NOT_GONE))
            .values(**told)
        )
    return ids


def stranded_messages(connection: Connection) -> list[KeptMessage]:
    """What is approved though the sequence is over for its recipient."""
    over = (
        (courses.c.campaign == messages.c.campaign)
        & (courses.c.prospect == messages.c.prospect)
        & (courses.c.ending != "")
    )
    approved = (messages.c.state == MessageState.APPROVED.value) & IS_STEP
    rows = connection.execute(select(messages).join(courses, over).where(approved))
    return [kept(row) for row in rows]


def waiting_messages(connection: Connection, site: str = "") -> list[KeptMessage]:
    """What is approved and has not gone, answers as well, by when it goes."""
    asked = select(messages).where(messages.c.state == MessageState.APPROVED.value)
    if site:
        asked = asked.where(messages.c.site == site)
    rows = connection.execute(asked.order_by(messages.c.goes_at, messages.c.message_id))
    return [kept(row) for row in rows]


def message_counts(connection: Connection, campaign: int) -> dict[MessageState, int]:
    """How many messages of a campaign's sequence are in each state."""
    asked = select(messages.c.state, func.count()).where(messages.c.campaign == campaign, IS_STEP)
    rows = connection.execute(asked.group_by(messages.c.state))
    return {MessageState(state): int(many) for state, many in rows}


def ids_to(connection: Connection, prospects: Sequence[int]) -> dict[str, int]:
    """The ids of all messages to prospects, answers as well, and to whom each of them is."""
    asked = select(messages.c.message_id, messages.c.prospect)
    rows = connection.execute(asked.where(messages.c.prospect.in_(prospects)))
    return {row.message_id: int(row.prospect) for row in rows}


def next_moment(connection: Connection, campaign: int) -> datetime | None:
    """When the next approved step of a campaign may go, None where there is none."""
    is_approved = messages.c.state == MessageState.APPROVED.value
    approved = (messages.c.campaign == campaign) & is_approved & IS_STEP
    found: datetime | None = connection.execute(
        select(messages.c.goes_at).where(approved).order_by(messages.c.goes_at).limit(1)
    ).scalar()
    return found


def first_messages_unnoted(connection: Connection) -> list[KeptMessage]:
    """First messages that went to prospects who still stand where nobody has asked them."""
    unasked = select(asked_prospects.c.number).where(asked_prospects.c.stage.in_(UNASKED))
    went = (
        (messages.c.step == 0) & messages.c.sent_at.is_not(None) & messages.c.prospect.in_(unasked)
    )
    return [kept(row) for row in connection.execute(select(messages).where(went))]


def sent_messages(
    connection: Connection, site: str = "", since: datetime | None = None
) -> Sequence[KeptMessage]:
    """What has gone of sequences for a site or for all, the newest first."""
    asked = select(messages).where(messages.c.sent_at.is_not(None), IS_STEP)
    if site:
        asked = asked.where(messages.c.site == site)
    if since:
        asked = asked.where(messages.c.sent_at >= since)
    return [kept(row) for row in connection.execute(asked.order_by(messages.c.sent_at.desc()))]


def _same(message_id: str, state: MessageState) -> ColumnElement[bool]:
    return (messages.c.message_id == message_id) & (messages.c.state == state.value)
