"""A message as the bytes that go over the wire: headers no text can break out of, DKIM signed."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from email.header import Header
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backlinkbot.core.nouns import Message

LONGEST_LINE = 998  # octets without the line's end, RFC 5322 §2.1.1
GOOD_LINE = 76  # octets after which a header goes on in the next line, if it can
PLAIN_LINE = 200  # longer lines of a body are wrapped for the way, RFC 2045 §6.7
OURS = ("In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post", "Reply-To")
SIGNED = (  # RFC 6376 §5.4.1, and RFC 8058 §4 for the two of List-Unsubscribe
    "From", "To", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "Reply-To",
    "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
)  # fmt: skip
MESSAGE_ID = re.compile(r"<[!-~]+@[!-~]+>")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Signing:
    """With which key a domain signs; `key`: PEM, of RSA."""

    domain: str
    selector: str
    key: str = field(repr=False)


def wire_form(
    message: Message, sender_name: str, at: datetime, signing: Signing | None = None
) -> bytes:
    """The message as it is sent: text/plain in UTF-8, lines of 998 octets at most, one From.

    Raises:
        BadInput: a line break or control character stands where none may, an address has letters
            that not every server takes, or the key cannot sign.
    """
    fields = [
        ("From", _mailbox(sender_name, message.sender)),
        ("To", _mailbox("", message.recipient)),
        ("Subject", _text("Subject", message.subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", _message_id(message.message_id)),
        *_own(message.headers),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
    ]
    encoding, body = _body(message.body)
    fields.append(("Content-Transfer-Encoding", encoding))
    raw = b"".join(_folded(name, value) for name, value in fields) + b"\r\n" + body
    return raw if signing is None else _signed(raw, signing)


def check_signing(signing: Signing) -> None:
    """Raises BadInput where a key cannot sign."""
    _signed(b"From: a@example.com\r\n\r\nlook\r\n", signing)


def _own(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers that a message brings along; each of those it may have, once."""
    found: dict[str, str] = {}
    known = {name.lower(): name for name in OURS}
    for told, value in headers:
        name = known.get(told.lower(), "")
        if not name or name in found:
            raise BadInput(f"a message cannot have the header {told[:40]!r} of its own, or twice")
        if not value.isascii():
            raise BadInput(f"the header {name} has letters that headers of its kind cannot have")
        found[name] = _plain(name, value)
    return list(found.items())


def _mailbox(name: str, address: str) -> str:
    if not address.isascii():
        raise BadInput(f"{address!r} has letters that not every mail server takes")
    told = _plain("address", address)
    if told.count("@") != 1 or any(mark in told for mark in ' <>,;"()'):
        raise BadInput(f"{address!r} is no address that a message can go to or come from")
    return formataddr((_plain("name", name).strip(), told), "utf-8")


def _message_id(told: str) -> str:
    if not MESSAGE_ID.fullmatch(told):
        raise BadInput(f"{told[:80]!r} is no Message-ID")
    return told


def _text(name: str, value: str) -> str:
    told = _plain(name, value).strip()
    return told if told.isascii() else Header(told, "utf-8", GOOD_LINE, name).encode()


def _plain(what: str, value: str) -> str:
    if "\r" in value or "\n" in value or "\t" in value or _CONTROL.search(value):
        raise BadInput(f"there is a line break or a control character in the {what} of a message")
    return value


def _folded(name: str, value: str) -> bytes:
    """A header in lines, broken only where a space is; what has none stays whole."""
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} names no header")
    lines, line = [], f"{name}:"
    for word in value.replace("\n ", " ").replace("\r", "").split(" "):
        if len(line) + 1 + len(word) > GOOD_LINE and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    if max(map(len, lines)) > LONGEST_LINE:
        raise BadInput(f"the header {name} has a word that is too long for a message")
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def _body(text: str) -> tuple[str, bytes]:
    """How the body is encoded, and it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if any(_CONTROL.search(line) for line in lines):
        raise BadInput("there is a control character in the text of a message")
    whole = "\n".join(lines) + "\n"
    if whole.isascii() and max(map(len, lines)) <= PLAIN_LINE and not _is_fragile(lines):
        return "7bit", whole.replace("\n", "\r\n").encode("ascii")
    try:
        coded = quopri.encodestring(whole.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise BadInput("there is half a character in the text of a message") from error
    safe = re.sub(rb"(?m)^(?:\.|From )", lambda found: b"=%02X" % found[0][0] + found[0][1:], coded)
    return "quoted-printable", safe.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _is_fragile(lines: list[str]) -> bool:
    """Whether servers on the way may change a line, which would break the signature."""
    return any(line.startswith(("From ", ".")) or line.endswith(" ") for line in lines)


def _signed(raw: bytes, signing: Signing) -> bytes:
    try:
        import dkim
    except ImportError as error:
        told = "a DKIM key is set, but dkimpy is not installed; install backlinkbot[dkim]"
        raise BadInput(told) from error
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii").lower().split("\r\n")
    there = [name for name in SIGNED if any(one.startswith(f"{name.lower()}:") for one in head)]
    try:
        signature = dkim.sign(
            raw,
            signing.selector.encode("ascii"),
            signing.domain.encode("ascii"),
            signing.key.encode("ascii"),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.encode() for name in [*there, "From"]],  # a second From breaks it
        )
    except (dkim.DKIMException, ValueError, IndexError, TypeError) as error:
        told = f"the DKIM key of {signing.domain} cannot sign: {type(error).__name__}"
        raise BadInput(told) from None  # the error may have the key in it
    return bytes(signature) + raw


def public_key(key: str) -> str:
    """The public half of a DKIM key, as the record of the domain has it.

    Raises:
        BadInput: it is no RSA key in PEM.
    """
    from base64 import b64encode

    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_pem_private_key,
    )

    try:
        public = load_pem_private_key(key.encode("ascii"), None).public_key()
        raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError) as error:
        told = f"the DKIM key is no RSA key in PEM without a password: {type(error).__name__}"
        raise BadInput(told) from None
    return b64encode(raw).decode("ascii")
