"""Leaving: the address by which a recipient says that he wants no more, and what that does.

RFC 8058: the address is in the headers of each message, a mail program sends one POST to it, and
nothing else is needed. What it holds is the number of a message with a signature (128 bits each),
no address and no name; it works for all clients and never ends.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from backlinkbot.app.clients import client_workspace, root_workspace
from backlinkbot.app.pitch.books import open_books
from backlinkbot.app.pitch.carrying_out import Happened, carry_out, persons_of
from backlinkbot.app.suppress import people_of, suppress_unnamed
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.io.state.messages import message_kept
from backlinkbot.io.state.suppressions import suppressions_of, touch_numbered
from backlinkbot.logic.outreach.effects import BY_CLASS
from backlinkbot.logic.outreach.mail.replies import ReplyClass

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.core.recipients import Touch

PURPOSE = "unsubscribe"  # of the key that signs
PATH = "/u/"
IN_SUBJECT = re.compile(r"\bunsubscribe\s+([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])", re.IGNORECASE)
DIGITS = 16  # bytes of a message's number, and of the signature
ONE_CLICK = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
WRONG = (
    "this is no address that we gave out; copy all of it from the message, or answer the message "
    "with the word unsubscribe"
)
BY_LINK = "the link in a message"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who would leave: `sender`, of which mailbox he got a message (empty: not known any more)."""

    sender: str
    is_done: bool


def unsubscribe_url(workspace: Workspace, message_id: str, mailbox: str = "") -> str:
    """Where the recipient of a message says no more: a page of ours, or a mail to the mailbox.

    Raises:
        BadInput: the setting public_url is no address of the web, or the id is none of ours.
    """
    base = public_address(workspace.settings.public_url)
    if base:
        with root_workspace(workspace) as root:
            return f"{base}{PATH}{_token(root, message_id)}"
    if not mailbox:
        return ""
    plain = f"mailto:{quote(mailbox, safe='@+')}?subject=unsubscribe"
    try:
        with root_workspace(workspace) as root:
            return f"{plain}%20{_token(root, message_id)}"
    except BadInput:  # a message that is only looked at has no number yet
        return plain


def unsubscribe_headers(address: str, mailbox: str = "") -> tuple[tuple[str, str], ...]:
    """The headers of a message that say the same to mail programs; signed with all others.

    One click is promised only where it can be kept: at an address of ours that is encrypted.
    """
    if not address:
        return ()
    ways = [f"<{address}>"]
    if mailbox and not address.startswith("mailto:"):
        token = address.rpartition(PATH)[2]  # names the message, whoever sends the mail
        ways.append(f"<mailto:{quote(mailbox, safe='@+')}?subject=unsubscribe%20{token}>")
    told = ("List-Unsubscribe", ", ".join(ways))
    return (told, ONE_CLICK) if address.startswith("https://") else (told,)


def public_address(setting: str) -> str:
    """Where the server is reached, without a slash at the end; empty where that is not set.

    Raises:
        BadInput: it is no address of the web.
    """
    told = setting.strip().rstrip("/")
    if not told:
        return ""
    parts = urlsplit(told)
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
        raise BadInput(
            f"public_url is {setting!r}, which is no address like https://links.example.com"
        )
    return told


def message_named(root: Workspace, subject: str, mailbox: str) -> str:
    """The Message-ID that the subject of a mail to us names by its token; empty where none."""
    told = IN_SUBJECT.search(subject)
    if told is None:
        return ""
    try:
        return f"<{_digits(root, told[1])}@{mailbox.rpartition('@')[2]}>"
    except NotFound:  # somebody made it up
        return ""


def leaving(root: Workspace, token: str) -> Leaving:
    """What a link is about; changes nothing.

    Raises:
        NotFound: we never gave it out.
    """
    digits = _digits(root, token)
    with root.state.reading() as connection:
        people_of(root, connection)
        known = touch_numbered(connection, digits)
        if known is None:
            raise NotFound(WRONG)
        is_done = bool(suppressions_of(connection, [known.person]))
    message = _message(root, known)
    return Leaving(message.mailbox if message else "", is_done)


def leave(root: Workspace, token: str) -> Leaving:
    """Let nobody of this installation write to the recipient of a message again; twice is once.

    Raises:
        NotFound: we never gave the link out.
    """
    digits = _digits(root, token)
    with root.state.reading() as connection:
        known = touch_numbered(connection, digits)
    if known is None:
        raise NotFound(WRONG)
    reason, now = SuppressionReason.UNSUBSCRIBED, root.clock.now()
    message = _message(root, known)
    persons = persons_of([message.message.recipient]) if message else ()
    if not persons:  # forgotten since, but for the hashes
        with root.state.writing() as connection:
            suppress_unnamed(connection, known, reason, now)
    if message is None:
        return Leaving("", is_done=True)
    with client_workspace(root, known.client) as workspace, open_books(workspace, root) as books:
        told = Happened(message, persons, now, now, by=BY_LINK)
        carry_out(books, BY_CLASS[ReplyClass.UNSUBSCRIBE], told)
    return Leaving(message.mailbox, is_done=True)


def _message(root: Workspace, known: Touch) -> KeptMessage | None:
    """The message, None where its client or itself is gone."""
    try:
        with (
            client_workspace(root, known.client) as workspace,
            workspace.state.reading() as connection,
        ):
            return message_kept(connection, known.message_id)
    except NotFound:
        return None


def _token(root: Workspace, message_id: str) -> str:
    digits = message_id.strip().removeprefix("<").partition("@")[0]
    try:
        number = bytes.fromhex(digits)
    except ValueError:
        number = b""
    if len(number) != DIGITS:
        raise BadInput(f"{message_id} is no Message-ID of ours")
    return urlsafe_b64encode(number + _signature(root, number)).decode().rstrip("=")


def _digits(root: Workspace, token: str) -> str:
    """The number of the message that a token is for; raises NotFound where it is none of ours."""
    try:
        told = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (ValueError, NoBase64) as error:
        raise NotFound(WRONG) from error
    number, signature = told[:DIGITS], told[DIGITS:]
    if not hmac.compare_digest(signature, _signature(root, number)):
        raise NotFound(WRONG)
    return number.hex()


def _signature(root: Workspace, number: bytes) -> bytes:
    return hmac.new(root.key(PURPOSE), number, "sha256").digest()[:DIGITS]
