"""The shapes of campaigns: what would go, what went, what came back, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.outreach import Purpose
from backlinkbot.interfaces.schemas.answer import Answer, Document
from backlinkbot.interfaces.schemas.outreach_words import FlawOut, RefusalOut
from backlinkbot.interfaces.schemas.prospects import MOST_AT_ONCE, MOST_NUMBER

if TYPE_CHECKING:
    from backlinkbot.core.access import Principal

OF_PEOPLE = ("mailbox", "sender", "postal_address")
LONGEST = 1_000
NOT_FOR_CLIENTS = "Null for the role client."
Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]


class CampaignOut(Document):
    """Prospects of a site that are written to with one sequence from one mailbox."""

    number: int
    site: str
    name: str
    purpose: str = Field(description="links, or removals of harmful ones.")
    target: str | None = Field(
        description="The page that links are to lead to; null: the home page."
    )
    sequence: str
    mailbox: str | None = Field(description=NOT_FOR_CLIENTS)
    sender: str | None = Field(description=NOT_FOR_CLIENTS)
    organisation: str
    postal_address: str | None = Field(description=NOT_FOR_CLIENTS)
    approves_follow_ups: bool = Field(description="Follow-ups need no approval of their own.")
    is_paused: bool
    paused_why: str
    made_at: datetime
    by: str


class StandingOut(CampaignOut):
    """A campaign and how it stands; counts of prospects, and of messages by state."""

    enrolled: int
    going: int = Field(description="Prospects for whom it goes on.")
    held: int = Field(description="Of them, those where a person must decide.")
    endings: dict[str, int]
    messages: dict[str, int]
    replied: int
    won: int
    next_at: datetime | None
    mailbox_is_gone: bool = Field(description="It was removed, so nothing goes.")


def campaign_told(principal: Principal, document: dict[str, Any]) -> dict[str, Any]:
    """The document of a campaign; for a client without who writes, and from where."""
    return document if principal.may_see_people else document | dict.fromkeys(OF_PEOPLE)


class StandingAnswer(StandingOut, Answer):
    """One campaign."""


class CampaignIn(BaseModel):
    """A campaign; nobody is in it yet, and nothing goes before it is approved."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "site": "fernhill.example",
                    "name": "spring",
                    "sequence": "two",
                    "mailbox": "bo@shop.example",
                    "sender": "Bo Lind",
                    "organisation": "Shop Ltd",
                    "postal_address": "1 High Street, Springfield",
                    "country": "US",
                }
            ]
        },
    )

    site: str = Field(min_length=1, max_length=2_000)
    name: str = Field(min_length=1, max_length=60, description="What you call it.")
    sequence: str = Field(min_length=1, max_length=80)
    mailbox: str = Field(min_length=1, max_length=400)
    sender: str = Field(min_length=1, max_length=LONGEST)
    postal_address: str = Field(min_length=1, max_length=LONGEST)
    organisation: str = Field(default="", max_length=LONGEST)
    country: str = Field(default="", max_length=2, description="The sender's, like DE.")
    privacy_url: str = Field(default="", max_length=LONGEST)
    purpose: Purpose = Purpose.LINKS
    target: str = Field(
        default="", max_length=LONGEST, description="The page that links are to lead to."
    )
    approves_follow_ups: bool = False


class CampaignChange(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"is_paused": True, "paused_why": "A holiday."}]},
    )

    is_paused: bool | None = None
    paused_why: str = Field(default="", max_length=500, description="With is_paused.")
    approves_follow_ups: bool | None = None


class MessageOut(Document):
    """One step to one prospect, and how far it is."""

    message_id: str
    campaign: int
    prospect: int
    organisation: str
    step: int = Field(description="Of the sequence from 0 on, of answers from 100 on.")
    answers: int | None = Field(description="The mail that a person answers; null for a step.")
    state: str = Field(description="planned, approved, claimed, sent, unknown, bounced …")
    mailbox: str
    recipient: str
    subject: str
    template: str | None
    version: int | None
    goes_at: datetime
    approved_at: datetime | None
    approved_by: str | None
    claimed_at: datetime | None
    sent_at: datetime | None
    tries: int
    said: str | None = Field(description="What the server or we said of it at last.")


class MemberOut(Document):
    """A prospect of a campaign and where it stands."""

    prospect: int
    organisation: str
    stage: str
    standing: str = Field(description="Where it stands, in words.")
    added_at: datetime
    ending: str | None = Field(description="What ended it for him; null while it goes on.")
    ended_at: datetime | None
    away_until: date | None
    is_held: bool
    messages: list[MessageOut]


class EnrolIn(BaseModel):
    """Whom to put in: these, else all that nobody has written to."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"numbers": [1]}]})

    numbers: list[Number] = Field(default_factory=list, max_length=MOST_AT_ONCE)
    tactic: str = Field(default="", max_length=40, description="Without numbers: of this tactic.")


class EnrolledOut(Document):
    """How many were not in it."""

    campaign: int
    added: int
    known: int = Field(description="Those that were in it already.")
    busy: list[int] = Field(description="Prospects left out, as another campaign goes on for them.")


class RemovalsOut(Document):
    """Owners of harmful sites that were put in, and those left out, with why."""

    added: int
    left_out: dict[str, str]


class TakeOutIn(BaseModel):
    """Whom to take out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"numbers": [1]}]})

    numbers: list[Number] = Field(min_length=1, max_length=MOST_AT_ONCE)


class TakenOut(Document):
    """For how many it went on and is over now."""

    campaign: int
    ended: int


class DraftOut(Document):
    """The next message to a prospect, word for word, or why there is none."""

    prospect: int
    organisation: str
    recipient: str | None
    step: int
    goes_at: datetime | None
    template: str | None
    version: int | None
    subject: str | None
    body: str | None
    asks_for: str | None = Field(description="The page of ours that its words ask to be linked.")
    flaws: list[FlawOut]
    refused: RefusalOut | None


class GoingOut(DraftOut):
    """One that would go."""

    waits: RefusalOut | None = Field(description="What it waits for once it is approved.")


class LookOut(Answer):
    """What would go of a campaign now, and why the rest would not."""

    campaign: int
    name: str
    digest: str = Field(description="Of the words and recipients; an approval names it.")
    would_go: list[GoingOut]
    would_not: list[DraftOut]


class ApproveIn(BaseModel):
    """The look that is approved: its digest, and what it was asked with."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"digest": "5f0c9e1d2b3a4c6d"}]}
    )

    digest: str = Field(min_length=1, max_length=64)
    most: int = Field(default=0, ge=0, le=MOST_AT_ONCE)
    prospects: list[Number] = Field(default_factory=list, max_length=MOST_AT_ONCE)


class ApprovedMessage(Document):
    """A message that may go when its moment has come."""

    message_id: str
    prospect: int
    recipient: str
    goes_at: datetime


class ApprovedOut(Document):
    """What an approval did."""

    campaign: int
    approved: list[ApprovedMessage]
    would_not: list[DraftOut]


class RoundIn(BaseModel):
    """From which mailbox."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"mailbox": "bo@shop.example"}]}
    )

    mailbox: str = Field(default="", max_length=400, description="Only this one; else all.")


class DueOut(Document):
    """A message that is approved and due."""

    message_id: str
    campaign: int
    prospect: int
    step: int
    answers: int | None = Field(description="The mail that a person answers; null for a step.")
    mailbox: str
    recipient: str
    subject: str
    goes_at: datetime


class DueWaits(DueOut):
    """One that waits, and for what."""

    rule: str
    says: str


class WouldGoOut(Answer):
    """What a round would send now; nothing was sent."""

    would_go: list[DueOut]
    waiting: list[DueWaits]


class GoneIn(BaseModel):
    """What a person found out of a message that nobody knew of."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"message_id": "<0f…@shop.example>", "has_gone": True}]},
    )

    message_id: str = Field(min_length=1, max_length=500)
    has_gone: bool = Field(description="False: it goes again when it is its turn.")


class GoneOut(Document):
    """How far the message is now."""

    message_id: str
    state: str


class ResultOut(Document):
    """What came of asking in one way; shares of what has ended, with 95 % intervals."""

    name: str
    asked: int
    replied: int
    open: int
    ended: int
    won: int
    share: float | None
    low: float
    high: float


class ComparisonOut(Document):
    """How templates that compete stand."""

    templates: str
    winner: str | None
    bayes_factor: float
    needed: int | None
    says: str


class OutcomesOut(Answer):
    """What came of asking, by tactic and by template."""

    tactics: list[ResultOut]
    templates: list[ResultOut]
    comparisons: list[ComparisonOut]


class WonOut(Document):
    """A link that was asked for and landed."""

    prospect: int
    site: str
    organisation: str
    page: str
    target: str
    landed_at: datetime
    checked_at: datetime
    campaign: int
    message_id: str
    tactic: str
    anchor: str
    anchor_class: str
    placement: str
    is_followed: bool
    quality: float | None
    strength: str
    authority: float | None
    worth_points: float | None
    lost_at: datetime | None
    lost_reason: str
