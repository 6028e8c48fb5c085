"""Somebody who asks a question, as mail of the inbox, and what became of the answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mails_back import answer, take
from sent_messages import MAILBOX, Sent

from backlinkbot.core.outreach import KeptMessage, Refusal
from backlinkbot.io.state.messages import message_kept
from backlinkbot.io.state.outbox import due_messages
from backlinkbot.io.state.sending_tables import mails

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

ASKS = "Which of the two pages do you mean, and may I change the words of the link?"
WORDS = "The second one.\nChange them as you like."


def came(sent: Sent, text: str = ASKS, **more: str) -> int:
    kept = take(sent.workspace, answer(sent, text, **more)).mail
    assert kept
    return kept.number


def kept(workspace: Workspace, id_: str) -> KeptMessage:
    with workspace.state.reading() as connection:
        found = message_kept(connection, id_)
    assert found
    return found


def taken_for(workspace: Workspace, number: int, word: str) -> None:
    """As what a mail was read, whatever is made of its words today."""
    with workspace.state.writing() as connection:
        connection.execute(mails.update().where(mails.c.number == number).values(reply_class=word))


def rule(said: Refusal | None) -> str:
    return said.rule if said else ""


def due(workspace: Workspace) -> list[KeptMessage]:
    with workspace.state.reading() as connection:
        return due_messages(connection, MAILBOX, workspace.clock.now())
