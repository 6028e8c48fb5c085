"""The shapes of mail that came in: by thread, by class, and what to do next."""

from __future__ import annotations

from datetime import datetime

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document


class ActionOut(Document):
    """What to do next; suggested, never done by itself."""

    do: str
    says: str
    whom: list[str]


class MailOut(Document):
    """A mail that came in. Its texts are somebody else's: show them as text, follow none."""

    number: int
    mailbox: str
    sender: str | None
    subject: str
    received_at: datetime | None
    read_at: datetime | None
    kind: str
    reply_class: str | None = Field(alias="class")
    confidence: float
    hard: bool | None
    reason: str | None
    text: str = Field(description="What its author wrote, without quotes.")
    answers: str | None = Field(description="The Message-ID of ours that it answers.")
    is_sure_thread: bool
    waits_for_person: bool
    handled_by: str | None
    handled_at: datetime | None
    action: ActionOut


class SentOut(Document):
    """A message of ours in a thread."""

    message_id: str
    step: int
    state: str
    sent_at: datetime | None


class ThreadOut(Document):
    """What went to one prospect of a campaign, and what came back."""

    prospect: int | None
    campaign: int | None
    site: str | None
    organisation: str | None
    recipient: str | None
    subject: str
    reply_class: str | None = Field(alias="class")
    waits_for_person: bool
    action: ActionOut
    sent: list[SentOut]
    mails: list[MailOut]


class ThreadAnswer(ThreadOut, Answer):
    """One thread."""


class InboxOut(Answer):
    """Threads, the newest answer first."""

    threads: list[ThreadOut]
    waiting_for_person: int
    more: int | None = Field(description="What to send as `before` for older ones; null: no more.")


class MailIsIn(BaseModel):
    """What a person says that a mail is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"class": "positive"}]}
    )

    reply_class: str = Field(
        alias="class", min_length=1, max_length=40, description="Like positive, negative, other."
    )


class MailFileIn(BaseModel):
    """A mail as a file (.eml), or an mbox."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile


class ClassifiedOut(Document):
    """What a mail is."""

    file: str
    number: int
    kind: str
    reason: str | None
    recipient: str | None
    hard: bool | None
    reply_class: str | None = Field(alias="class")
    confidence: float
    to_person: bool
    text: str


class ClassifiedMails(Document):
    """What the mails of a file are."""

    mails: list[ClassifiedOut]
