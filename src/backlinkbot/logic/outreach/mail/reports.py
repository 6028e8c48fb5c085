"""The fields of a delivery report (RFC 3464) or of a complaint (RFC 5965), as far as written down.

A report has a first block about itself, then one block for each recipient; blocks are kept apart
by an empty line. Servers write them in any order and often leave some out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.mail.message import Headers, Mail, Part, headers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIVERY_TYPES = ("message/delivery-status", "message/global-delivery-status")
COMPLAINT_TYPES = ("message/feedback-report",)
READ_TYPES = ("message/disposition-notification", "message/global-disposition-notification")
ORIGINAL_TYPES = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "text/rfc822",
    "message/global-headers",
    "message/partial",
)
MAX_BLOCKS = 100  # recipients of one report that are read
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
FIELD = re.compile(r"^(?:final|original)-recipient:", re.IGNORECASE | re.MULTILINE)
# Chinese, Japanese and Korean stand beside an address without a space: they are no part of it.
NO_SPACES = r"\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"
ONE_ADDRESS = (
    rf"[^\s<>()\[\];:,\"'|@{NO_SPACES}]{{1,64}}@"
    rf"[A-Za-z0-9](?:(?:(?![{NO_SPACES}])[\w.-]){{0,250}}(?![{NO_SPACES}])\w)?"
)
ADDRESS = re.compile(ONE_ADDRESS)
QUOTED_LOCAL = re.compile(r'"[^"\s@<>]{1,62}"@[A-Za-z0-9][\w.-]{0,250}\w')


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one block says of one recipient; what it does not say is empty."""

    recipient: str  # as we wrote it, where the report knows
    action: str  # failed, delayed, delivered, relayed or expanded
    status: str  # class.subject.detail of RFC 3463
    diagnostic: str  # what the other server said


def deliveries_of(mail: Mail) -> tuple[Delivery, ...]:
    """What the mail's delivery report says of each recipient."""
    blocks = [block for part in mail.of_type(*DELIVERY_TYPES) for block in _blocks(part)]
    return tuple(found for block in blocks[:MAX_BLOCKS] if (found := _delivery(block)))


def deliveries_in(text: str) -> tuple[Delivery, ...]:
    """The same out of a text in which the fields stand, because nothing parts the mail."""
    blocks = [block for block in re.split(r"\n[ \t]*\n", text) if FIELD.search(block)]
    found = (_delivery(fields_of(block.strip("\n"))) for block in blocks[:MAX_BLOCKS])
    return tuple(one for one in found if one)


def _blocks(part: Part) -> Iterator[Headers]:
    for block in re.split(r"\n[ \t]*\n", part.text)[: MAX_BLOCKS + 1]:
        yield headers_of(block.strip("\n").encode("utf-8", "replace"))


def fields_of(block: str) -> Headers:
    """The fields of a block of text."""
    return headers_of(block.encode("utf-8", "replace"))


def _delivery(block: Headers) -> Delivery | None:
    fields = dict(reversed(block))
    final, original = fields.get("final-recipient", ""), fields.get("original-recipient", "")
    action = fields.get("action", "").lower().split(" ")[0].strip("()")
    status, said = fields.get("status", ""), fields.get("diagnostic-code", "")
    if not (final or original or action or status):
        return None
    found = STATUS.search(status)
    aside = status[found.end() :] if found else status
    return Delivery(
        recipient=address_in(original) or address_in(final),
        action=action,
        status=found[0] if found else "",
        diagnostic=said or aside.strip(" ()"),
    )


def address_in(text: str) -> str:
    """The first address in a text, in its own spelling; empty where there is none.

    Of a route (`@relay:name@site`, RFC 822) only the address at its end counts, and the words
    that name its kind (`rfc822;`) are no part of it.
    """
    plain = text.rsplit(";", 1)[-1] if ";" in text else text
    found = QUOTED_LOCAL.search(plain[:2_000]) or ADDRESS.search(plain[:2_000])
    return found[0].rstrip(".") if found else ""


def original_headers(mail: Mail) -> dict[str, str]:
    """The headers of the mail that came back or was complained about; empty where not attached."""
    for part in mail.of_type(*ORIGINAL_TYPES):
        head = part.text.lstrip("\n").partition("\n\n")[0]
        if fields := dict(reversed(fields_of(head))):
            return fields
    return {}
