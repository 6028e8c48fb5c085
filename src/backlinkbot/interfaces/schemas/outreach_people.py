"""The shapes of contacts and suppressions: how somebody is reached, and who never is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

MOST_DOMAINS = 1_000
MOST_WHOM = 10_000
LONGEST_ADDRESS = 400
LONGEST_NOTE = 500
Reason = Literal["unsubscribed", "complained", "bounced", "asked", "own decision"]


class ContactOut(Document):
    """One published way to reach who answers for a site."""

    domain: str
    address: str | None = Field(description="Null where only a page is known, like a form.")
    kind: str = Field(description="named person, role address, form …")
    person: str | None
    role: str | None = Field(description="What he does there, as the page says it.")
    duty: str | None
    page: str | None = Field(description="A form or a profile.")
    found_on: str | None = Field(description="The page that publishes it.")
    found_at: datetime | None
    how: str | None = Field(description="How it was written there, or that a user told it.")
    evidence: str | None = Field(description="Where the page can be read again.")
    quote: str | None = Field(description="The words around it, as they were found.")
    language: str | None
    country: str | None
    confidence: float = Field(description="0 to 1, that it reaches who answers for the site.")
    is_guessed: bool
    says_no: bool | None = Field(description="It says there that nobody may advertise to it.")
    consent: str | None = Field(description="What shows that he agreed.")
    takes_mail: bool | None
    is_catch_all: bool | None
    expires_at: datetime | None = Field(description="When it is forgotten.")
    barred: str | None = Field(description="Why nobody may write there, and since when.")


class OrganisationOut(Answer):
    """What is known of an organisation."""

    domain: str
    contacts: list[ContactOut] = Field(description="The best first.")
    country: str | None = Field(description="Null: unknown, and the firewall lets nothing through.")
    country_why: str | None
    form: str | None
    profiles: list[str]
    language: str | None
    says_no: bool | None
    pages: int
    looked_at: datetime | None
    left_out: dict[str, int]
    notes: list[str]


class FindContactsIn(BaseModel):
    """Whose contacts to look for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"domains": ["moss.example"]}]}
    )

    domains: list[str] = Field(default_factory=list, max_length=MOST_DOMAINS)
    pages: list[str] = Field(
        default_factory=list, max_length=MOST_DOMAINS, description="Pages to begin with."
    )
    prospects_of: str = Field(
        default="", max_length=LONGEST_ADDRESS,
        description="Also of the open prospects of this site of which no address is known.",
    )  # fmt: skip
    fetch: bool = Field(default=True, description="Also fetch the usual pages of each site.")
    mx: bool = Field(default=True, description="Ask the name system which hosts take mail.")
    guess: bool = Field(default=False, description="Make addresses up where none is published.")


class ContactSetIn(BaseModel):
    """What a user knows of an organisation; it goes before what pages tell."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "country": "DE",
                    "address": "editor@moss.example",
                    "found_on": "https://moss.example/contact",
                }
            ]
        },
    )

    country: str = Field(default="", max_length=2, description="ISO 3166, like DE.")
    address: str = Field(default="", max_length=LONGEST_ADDRESS)
    found_on: str = Field(default="", max_length=8_000, description="The page that publishes it.")
    person: str = Field(default="", max_length=LONGEST_NOTE)
    role: str = Field(default="", max_length=LONGEST_NOTE)
    consent: str = Field(
        default="", max_length=LONGEST_NOTE, description="What shows that he agreed."
    )


class CountriesIn(BaseModel):
    """In which country organisations are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"domains": ["moss.example", "news.example"], "country": "GB"}]
        },
    )

    domains: list[str] = Field(min_length=1, max_length=MOST_DOMAINS, description="All or none.")
    country: str = Field(min_length=2, max_length=2, description="ISO 3166, like DE.")


class CountriesOut(Document):
    """The organisations whose country is known now."""

    domains: list[str]
    country: str


class PersonIn(BaseModel):
    """Whom it is about."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"address": "ann@moss.example"}]}
    )

    address: str = Field(min_length=1, max_length=LONGEST_ADDRESS)


class EraseIn(PersonIn):
    """Who is to be forgotten."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"address": "ann@moss.example", "dry_run": True}]},
    )

    dry_run: bool = Field(default=False, description="Only say what would go.")


class PersonOut(Document):
    """All that is kept of a person in any client, as a document for him."""

    person: str
    told_at: datetime
    clients: dict[str, dict[str, list[Any]]]
    suppressions: list[SuppressionOut]
    written_to: list[dict[str, Any]]


class ErasedOut(Document):
    """What was taken out, or would be; a keyed hash stays, so that he is never found again."""

    person: str
    rows: dict[str, dict[str, int]] = Field(description="By client and table.")
    is_dry_run: bool


class SuppressionOut(Document):
    """Somebody, or some place, to whom nobody of this installation may write."""

    kind: str = Field(description="address, domain or organisation.")
    value: str | None = Field(description="Null: he asked to be forgotten.")
    reason: str
    at: datetime
    by: str
    note: str
    client: str


class SuppressIn(BaseModel):
    """To whom nobody may write any more, in any client, for ever."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"whom": ["ann@moss.example", "rival.example"], "note": "By phone."}]
        },
    )

    whom: list[str] = Field(
        min_length=1, max_length=MOST_WHOM, description="Addresses or domains; all or none."
    )
    organisation: bool = Field(
        default=False, description="Domains mean all who write or publish under them."
    )
    reason: Reason = "own decision"
    note: str = Field(default="", max_length=LONGEST_NOTE)


class SuppressionFileIn(BaseModel):
    """A list of addresses and domains, as other tools export theirs."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile
    reason: Reason = "asked"


class SuppressedOut(Document):
    """What adding did."""

    asked: int
    added: int
    known: int
    cancelled: int = Field(description="Messages to them that were approved and had not gone.")
    rejects: dict[str, int] = Field(description="Rows that were left out, by reason.")
    examples: list[dict[str, Any]] = Field(description="The first of them, with their places.")


PersonOut.model_rebuild()
