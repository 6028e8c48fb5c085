"""Complaints: reports that somebody marked our mail as unwanted (RFC 5965), and their likes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.mail.message import MAX_TEXT
from backlinkbot.logic.outreach.mail.reports import (
    COMPLAINT_TYPES,
    ORIGINAL_TYPES,
    address_in,
    fields_of,
    original_headers,
)

if TYPE_CHECKING:
    from backlinkbot.logic.outreach.mail.message import Mail

SUBJECT = re.compile(
    r"complaint about message|abuse (?:report|complaint)|spam (?:report|complaint)|feedback report",
    re.IGNORECASE,
)
SENDER = re.compile(
    r"\bstaff@hotmail|complaints?@|abuse@|fbl@|feedback(?:loop)?[-.@]|\barf\b|scomp@", re.IGNORECASE
)
NOTICE = re.compile(r'"notificationType"\s*:\s*"Complaint"')
NOTICE_ADDRESS = re.compile(
    r'"complainedRecipients".{0,80}?"emailAddress"\s*:\s*"([^"\s]{3,254})"', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A report that our mail was unwanted."""

    sort: str  # abuse, fraud, virus, not-spam, auth-failure, opt-out or other (RFC 5965)
    recipient: str  # who complained; empty where the provider hides it
    original_id: str = ""

    @property
    def is_about_sending(self) -> bool:
        """Whether it is no person's wish but a report on our set-up (DMARC) or a mistake."""
        return self.sort in {"auth-failure", "not-spam"}


def complaint_of(mail: Mail) -> Complaint | None:
    """What a mail complains about; `None` where it is no complaint."""
    parts = mail.of_type(*COMPLAINT_TYPES)
    if parts:
        return _from_fields(mail, dict(reversed(fields_of(parts[0].text.lstrip("\n")))))
    text = mail.own_text[:MAX_TEXT].replace('\\"', '"')
    if NOTICE.search(text):
        found = NOTICE_ADDRESS.search(text)
        return Complaint("abuse", found[1] if found else "")
    is_one = SUBJECT.search(mail.header("subject")) and SENDER.search(mail.header("from"))
    if is_one and (mail.of_type(*ORIGINAL_TYPES) or "feedback" in mail.content_type):
        return _from_fields(mail, {})
    return None


def _from_fields(mail: Mail, fields: dict[str, str]) -> Complaint:
    original = original_headers(mail)
    named = fields.get("original-rcpt-to", "") or fields.get("removal-recipient", "")
    return Complaint(
        sort=fields.get("feedback-type", "abuse").lower().strip(),
        recipient=address_in(named) or address_in(original.get("to", "")),
        original_id=original.get("message-id", ""),
    )
