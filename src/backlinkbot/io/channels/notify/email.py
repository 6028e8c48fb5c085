"""E-mail in plain text, over the mail server of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.channels import smtp
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.texts import LONGEST_TITLE, more, one_line, told
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from email.message import EmailMessage

    from backlinkbot.core.notices import Notice

LONGEST_ADDRESS = 254  # RFC 5321


def send(notice: Notice, way: Way) -> None:
    """Send the notice to one recipient; its Message-ID is the notice's, so a second is known."""
    smtp.send(_message(notice, way), way.mail)


def _message(notice: Notice, way: Way) -> EmailMessage:
    from email.message import EmailMessage
    from email.utils import format_datetime

    message = EmailMessage()
    message["Subject"] = one_line(notice.title, LONGEST_TITLE)
    message["From"] = way.mail.sender
    message["To"] = way.target
    message["Date"] = format_datetime(way.now)
    message["Message-ID"] = f"<{notice.id}@backlinkbot.invalid>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday answers stay away
    lines = [f"- {line}" for line in told(notice)]
    text = "\n\n".join([one_line(notice.title), *lines, *filter(None, (more(notice),))])
    message.set_content(text + "\n", cte="quoted-printable")
    return message


def check(target: str) -> None:
    """Raises BadInput where the target is no one address."""
    name, at, domain = target.rpartition("@")
    is_plain = target.isprintable() and not set(target) & set(' ,;<>()[]"\\')
    if not (name and at and "." in domain and is_plain and len(target) <= LONGEST_ADDRESS):
        raise BadInput(f"{one_line(target)!r} is no e-mail address; give one, without a name")


def shown(target: str) -> str:
    """An address of a person is shown as it is: the owner has to know who is told."""
    return target


channels.add("email")(Channel(send, check, shown))
