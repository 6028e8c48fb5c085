"""All that one application database keeps of a person: shown to him, or taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.contact_tables import contacts
from backlinkbot.io.state.prospect_tables import changes, prospects
from backlinkbot.io.state.sending_tables import mails, messages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

FORGOTTEN = "(forgotten)"
_AN_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]{}]{1,64}@[^\s<>,;:\"'()\[\]{}@]{1,255}")
_NOT_GONE = (MessageState.PLANNED.value, MessageState.APPROVED.value)


@dataclass(frozen=True, slots=True)
class Traces:
    """The rows of a person: of prospects their numbers, of changes too, else keys."""

    prospects: tuple[int, ...]
    changes: tuple[int, ...]
    messages: tuple[dict[str, Any], ...]
    mails: tuple[dict[str, Any], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.prospects or self.changes or self.messages or self.mails)


def traces_of(connection: Connection, person: str) -> Traces:
    """Where an address in canonical form stands besides the contacts."""
    of_prospects = [
        row.number
        for row in connection.execute(
            select(prospects.c.number, prospects.c.contact).where(prospects.c.contact.like("%@%"))
        )
        if _names(row.contact, person)
    ]
    of_changes = [
        row.number
        for row in connection.execute(
            select(changes.c.number, changes.c.fields, changes.c.note).where(
                changes.c.fields.like("%@%") | changes.c.note.like("%@%")
            )
        )
        if _names(f"{row.fields} {row.note}", person)
    ]
    sent, come = _written(connection, person)
    return Traces(tuple(of_prospects), tuple(of_changes), tuple(sent), tuple(come))


def _written(
    connection: Connection, person: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Messages to a person and mails from him; with all that answers either, for it quotes."""
    asked = select(
        messages.c.message_id, messages.c.recipient, messages.c.subject, messages.c.body,
        messages.c.state, messages.c.sent_at, messages.c.planned_at, messages.c.answers,
    )  # fmt: skip
    every = [dict(row._mapping) for row in connection.execute(asked)]  # noqa: SLF001 - the documented way to a row's names
    told = select(
        mails.c.number, mails.c.sender, mails.c.subject, mails.c.text, mails.c.read_at,
        mails.c.answers,
    )  # fmt: skip
    read = [dict(row._mapping) for row in connection.execute(told)]  # noqa: SLF001
    ids = {one["message_id"] for one in every if _is_about(one, person)}
    numbers = {one["number"] for one in read if _names(one["sender"], person)}
    known = -1
    while known != len(ids) + len(numbers):
        known = len(ids) + len(numbers)
        numbers |= {one["number"] for one in read if one["answers"] in ids}
        ids |= {one["message_id"] for one in every if one["answers"] in numbers}
    return (
        [one for one in every if one["message_id"] in ids],
        [one for one in read if one["number"] in numbers],
    )


def _is_about(message: dict[str, Any], person: str) -> bool:
    """Whether a message goes to a person, or is an answer that quotes his address."""
    quotes = bool(message["answers"]) and _names(message["body"], person)
    return quotes or _names(message["recipient"], person)


def blank_person(connection: Connection, person: str, at: datetime) -> dict[str, int]:
    """Take a person out of every table; how many rows that was of each.

    Messages stay as rows without words or recipient, so that none is sent again, and those that
    have not gone are cancelled; of mails only that they came stays.
    """
    found = traces_of(connection, person)
    dropped = connection.execute(delete(contacts).where(contacts.c.person == person)).rowcount
    for number in found.prospects:
        connection.execute(update(prospects).where(prospects.c.number == number).values(contact=""))
    for number in found.changes:
        _blank_change(connection, number, person)
    for sent in found.messages:
        _blank_message(connection, sent, at)
    for come in found.mails:
        connection.execute(
            update(mails)
            .where(mails.c.number == come["number"])
            .values(sender="", subject=FORGOTTEN, text="", raw=b"")
        )
    return {
        "contacts": dropped,
        "prospects": len(found.prospects),
        "changes": len(found.changes),
        "messages": len(found.messages),
        "mails": len(found.mails),
    }


def _blank_change(connection: Connection, number: int, person: str) -> None:
    of_it = changes.c.number == number
    row = connection.execute(select(changes.c.fields, changes.c.note).where(of_it)).one()
    told = {"fields": _without(row.fields, person), "note": _without(row.note, person)}
    connection.execute(update(changes).where(of_it).values(**told))


def _blank_message(connection: Connection, sent: dict[str, Any], at: datetime) -> None:
    told: dict[str, Any] = {
        "recipient": "", "subject": FORGOTTEN, "body": "", "headers": "[]", "said": FORGOTTEN,
    }  # fmt: skip
    if sent["state"] in _NOT_GONE:
        told |= {"state": MessageState.CANCELLED.value}
    connection.execute(
        update(messages)
        .where(messages.c.message_id == sent["message_id"])
        .values(**told, changed_at=at)
    )


def _names(text: str, person: str) -> bool:
    """Whether a text holds an address of this person, in whatever form."""
    return any(_is(match[0], person) for match in _AN_ADDRESS.finditer(text))


def _without(text: str, person: str) -> str:
    return _AN_ADDRESS.sub(lambda match: FORGOTTEN if _is(match[0], person) else match[0], text)


def _is(text: str, person: str) -> bool:
    try:
        return canonical_address(text.strip(".")) == person
    except BadInput:
        return False
