"""Questions to the messages of campaigns, each kept once: steps of sequences, and answers.

Steps and what a person wrote as an answer are told apart here for all that ask (`IS_STEP`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.io.state.sending_tables import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

SAME = (
    "campaign", "prospect", "step", "site", "organisation", "mailbox", "tactic", "page", "template",
    "template_version", "p_placement", "goes_at", "planned_at", "approved_at", "approved_by",
    "claimed_at", "sent_at", "changed_at", "tries", "said", "answers",
)  # fmt: skip
IS_STEP = messages.c.answers == 0


def keep_message(connection: Connection, one: KeptMessage) -> bool:
    """Keep a message that is not kept yet; False where there is one of its id, which stays."""
    if message_kept(connection, one.message.message_id) is not None:
        return False
    connection.execute(insert(messages).values(row_of(one)))
    return True


def message_kept(connection: Connection, message_id: str) -> KeptMessage | None:
    """The message of an id, None where there is none."""
    row = connection.execute(select(messages).where(messages.c.message_id == message_id)).first()
    return None if row is None else kept(row)


def messages_of(
    connection: Connection, campaign: int, prospects: Sequence[int] = ()
) -> list[KeptMessage]:
    """The steps of a campaign, of some of its prospects or of all; by prospect and step."""
    return _of(connection, IS_STEP, campaign, prospects)


def answers_of(
    connection: Connection, campaign: int, prospects: Sequence[int] = ()
) -> list[KeptMessage]:
    """What people of ours answered to prospects of a campaign; by prospect, the oldest first."""
    return _of(connection, ~IS_STEP, campaign, prospects)


def _of(
    connection: Connection, wanted: ColumnElement[bool], campaign: int, prospects: Sequence[int]
) -> list[KeptMessage]:
    asked = select(messages).where(wanted, messages.c.campaign == campaign)
    if prospects:
        asked = asked.where(messages.c.prospect.in_(prospects))
    rows = connection.execute(asked.order_by(messages.c.prospect, messages.c.step))
    return [kept(row) for row in rows]


def kept(row: Any) -> KeptMessage:
    """A row of the table as a message."""
    headers = tuple((str(name), str(value)) for name, value in json.loads(row.headers))
    words = Message(
        row.message_id, row.mailbox, row.recipient, row.subject, row.body, headers
    )  # fmt: skip
    told = {name: getattr(row, name) for name in SAME}
    return KeptMessage(message=words, state=MessageState(row.state), **told)


def row_of(one: KeptMessage) -> dict[str, Any]:
    """A message as a row of the table."""
    words = one.message
    return {
        **{name: getattr(one, name) for name in SAME},
        "message_id": words.message_id,
        "recipient": words.recipient,
        "subject": words.subject,
        "body": words.body,
        "headers": json.dumps(words.headers, ensure_ascii=False),
        "state": one.state.value,
    }
