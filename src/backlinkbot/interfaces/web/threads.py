"""A thread as its page shows it: in order, where its sequence stands, how to answer by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from backlinkbot.app.pitch.members import members_of
from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import published_address
from backlinkbot.core.outreach import KeptMessage

if TYPE_CHECKING:
    from backlinkbot.app.pitch.deciding import MailThread
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail

# What a person has to do about a mail by hand, of what is suggested; and the word for it.
BY_HAND = {
    "answer": "answer it", "decline": "answer it", "write-to": "write to them",
    "ask-later": "put it down", "decide": "say what it is",
}  # fmt: skip


def in_order(thread: MailThread) -> list[tuple[str, Any]]:
    """Our messages and the mails that came, the oldest first, and whose each is."""
    return [("ours" if isinstance(one, KeptMessage) else "theirs", one) for one in thread.in_order]


def course_of(workspace: Workspace, thread: MailThread) -> str:
    """Where the sequence of a thread stands, in words; empty where it is of none."""
    if not thread.sent:
        return ""
    first = thread.sent[0]
    every = members_of(workspace, first.campaign)
    one = next((one for one in every if one.prospect.number == first.prospect), None)
    if one is None:
        return ""
    if one.going.ending:
        return f"over: {one.going.ending}"
    return "held until somebody says what it is" if one.going.is_held else "goes on"


def mail_to(mail: KeptMail) -> str:
    """An address that opens an answer in one's own mail program, in the thread; or nothing.

    RFC 6068; the headers that mail programs know are told, the others are theirs to leave out.
    """
    try:
        address = published_address(mail.sender)
    except BadInput:
        return ""
    subject = mail.subject if mail.subject[:3].casefold() == "re:" else f"Re: {mail.subject}"
    told = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
    return f"{told}&In-Reply-To={quote(mail.message_id, safe='')}" if mail.message_id else told
