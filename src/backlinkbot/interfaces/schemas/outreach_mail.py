"""The shapes of mail that came in: by thread, by class, and what to do next."""

from __future__ import annotations

from datetime import datetime

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.outreach import LONGEST_ANSWER, LONGEST_SUBJECT
from backlinkbot.interfaces.schemas.answer import Answer, Document
from backlinkbot.interfaces.schemas.outreach import MessageOut


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
    """A message of ours in a thread: a step of the sequence, or an answer that a person wrote."""

    message_id: str
    step: int = Field(description="Of the sequence from 0 on, of answers from 100 on.")
    answers: int | None = Field(description="The mail that it answers; null for a step.")
    state: str
    sent_at: datetime | None
    recipient: str
    subject: str
    text: str | None = Field(description="The words of an answer; null for a step.")
    by: str | None = Field(description="Who wrote the answer; null for a step.")


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

    not_answered: str | None = Field(
        description="Why the mail cannot be answered from here; null where it can."
    )


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


class AnswerIn(BaseModel):
    """An answer to a mail."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "The second page, please."}]}
    )

    text: str = Field(
        min_length=1, max_length=LONGEST_ANSWER, description="Plain; theirs is quoted below it."
    )
    subject: str = Field(
        default="", max_length=LONGEST_SUBJECT, description="In place of theirs with Re:."
    )
    dry_run: bool = Field(default=False, description="Only show what would go; nothing is kept.")


class AnswerIdIn(BaseModel):
    """An answer, by its Message-ID."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"message_id": "<1@shop.example>"}]}
    )

    message_id: str = Field(min_length=1, max_length=300)


class AnswerOut(MessageOut):
    """An answer word for word; its `state` is `planned` where it is only shown, and not kept."""

    sender: str
    in_reply_to: str | None
    references: list[str]
    body: str


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
