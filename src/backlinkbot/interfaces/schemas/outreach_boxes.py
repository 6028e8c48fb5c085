"""The shapes of mailboxes: from where messages go; their secrets are taken and never given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

LONGEST = 400
LONGEST_KEY = 20_000
LONGEST_SECRET = 16_000
SINCE = "It has sent mail since then: it still begins with 5 a day, but rises in days, not weeks."
Security = Literal["tls", "starttls", "none"]


class ServerOut(Document):
    """A mail server and who we are there."""

    host: str
    port: int
    security: str
    user: str | None
    login: str = Field(description="password, token or none; neither is ever shown.")


class MailboxOut(Document):
    """An account that messages are sent from."""

    address: str
    name: str
    smtp: ServerOut
    imap: ServerOut | None
    archive: str | None
    sent_folder: str | None
    daily_limit: int
    left_today: int = Field(description="What it may still send today, while it warms up.")
    started_on: date | None
    zone: str
    signs: bool = Field(description="With DKIM.")
    dkim_selector: str | None
    is_paused: bool
    paused_why: str | None


class ActivityOut(MailboxOut):
    """The same, and what it did of late."""

    limit_today: int = Field(description="How many it may send in this day in all.")
    sent_today: int
    sent_7_days: int
    sent_30_days: int
    last_sent_at: datetime | None
    complaints_30_days: int
    warning: str | None = Field(description="What complaints mean for it.")


class MailboxAnswer(MailboxOut, Answer):
    """One mailbox."""


class RemovedMailbox(Document):
    """A mailbox that was forgotten."""

    address: str


class CheckedOut(Document):
    """One thing that was looked at, and what to do about it."""

    check: str
    finding: str = Field(description="good, warning, bad or unknown.")
    says: str
    to_do: str | None


class ChecksOut(Document):
    """Whether a mailbox can do its work."""

    address: str
    checks: list[CheckedOut]


class ServerIn(BaseModel):
    """A mail server."""

    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1, max_length=253)
    port: int | None = Field(default=None, ge=1, le=65_535, description="Else the usual one.")
    security: Security | None = Field(
        default=None, description="Else starttls to send and tls to read; none on this machine."
    )


class MailboxIn(BaseModel):
    """An account; one that is known is changed. What is secret is sealed and never shown."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "address": "bo@shop.example",
                    "name": "Bo Lind",
                    "smtp": {"host": "mail.shop.example"},
                    "imap": {"host": "mail.shop.example"},
                    "password": "…",
                    "sent_folder": "Sent",
                }
            ]
        },
    )

    address: str = Field(min_length=3, max_length=LONGEST)
    name: str = Field(default="", max_length=LONGEST)
    smtp: ServerIn
    imap: ServerIn | None = Field(default=None, description="Where answers are read.")
    user: str = Field(default="", max_length=LONGEST, description="Who logs in; else the address.")
    password: str = Field(
        default="", max_length=LONGEST_SECRET, description="None and no command: nobody logs in."
    )
    token_command: str = Field(
        default="", max_length=2_000, description="Prints an OAuth token; this machine's user only."
    )
    archive: str = Field(default="", max_length=LONGEST, description="Gets a copy of each message.")
    sent_folder: str = Field(default="", max_length=LONGEST)
    daily_limit: int = Field(default=30, ge=1, le=500)
    started_on: date | None = Field(default=None, description=SINCE)
    zone: str = Field(default="UTC", max_length=100)
    dkim_selector: str = Field(default="", max_length=253)
    dkim_key: str = Field(default="", max_length=LONGEST_KEY, description="PEM, RSA.")


class PauseIn(BaseModel):
    """Why nothing goes out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"why": "Away."}]})

    why: str = Field(default="", max_length=500)


class CheckIn(BaseModel):
    """How to look at a mailbox."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"probe": False}]})

    probe: bool = Field(
        default=False, description="Also send a mail to itself, and look for the copy."
    )
