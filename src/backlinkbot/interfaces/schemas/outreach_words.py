"""The shapes of templates and sequences: the words of messages, and which follows which."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Document
from backlinkbot.interfaces.schemas.prospects import MOST_NUMBER

LONGEST_NAME = 80
LONGEST_TEXT = 200_000
LONGEST_LINE = 1_000
MOST_STEPS = 3
ONE_LINE = r"^[^\r\n]*$"
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hour = Annotated[int, Field(ge=0, le=24)]


class TemplateOut(Document):
    """The words of a message (Liquid), in one version."""

    name: str
    version: int
    language: str
    subject: str
    body: str
    made_at: datetime | None
    by: str


class TemplateIn(BaseModel):
    """A template; one whose name is known becomes its next version."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "first",
                    "subject": "A dead link on {{ their_site }}",
                    "body": 'Hi {{ first_name | default: "there" }},\n\n{{ page_url }} …\n',
                }
            ]
        },
    )

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="a-z, 0-9 and hyphens.")
    subject: str = Field(min_length=1, max_length=LONGEST_LINE, pattern=ONE_LINE)
    body: str = Field(min_length=1, max_length=LONGEST_TEXT)
    language: str = Field(default="en", max_length=40, description="Like en, de or pt-BR.")


class PreviewIn(BaseModel):
    """For whom a template is filled in, and who writes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "prospect": 1,
                    "sender": "Bo Lind",
                    "organisation": "Shop Ltd",
                    "postal_address": "1 High Street, Springfield",
                    "country": "US",
                }
            ]
        },
    )

    prospect: int = Field(ge=1, le=MOST_NUMBER)
    sender: str = Field(min_length=1, max_length=LONGEST_LINE)
    postal_address: str = Field(min_length=1, max_length=LONGEST_LINE)
    organisation: str = Field(default="", max_length=LONGEST_LINE)
    country: str = Field(default="", max_length=2, description="The recipient's, like DE.")
    values: dict[str, str] = Field(
        default_factory=dict, max_length=50, description="Values to fill in before those known."
    )


class FlawOut(Document):
    """Something that is wrong with a message."""

    rule: str
    says: str
    stops: bool | None = Field(default=None, description="It may not go so; in previews.")


class RefusalOut(Document):
    """Why nothing goes."""

    rule: str
    says: str


class PreviewOut(Document):
    """A template filled in for a prospect; nothing is kept, and nothing goes."""

    template: str
    version: int
    prospect: int
    recipient: str | None
    subject: str
    body: str
    flaws: list[FlawOut]
    refused: RefusalOut | None = Field(description="What the contact firewall says.")
    may_go: bool


class SuggestIn(BaseModel):
    """In which language."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"language": "en"}]})

    language: str = Field(default="en", min_length=2, max_length=40)


class SuggestedOut(Document):
    """Words that a model suggests, as the text of a template; to be read, and not kept."""

    prospect: int
    language: str
    model: str
    text: str
    is_kept: bool


class StepOut(Document):
    """One message of a sequence."""

    templates: list[str] = Field(description="Several are variants; the better is learnt.")
    after_days: int = Field(description="Business days after the message before it.")


class SequenceOut(Document):
    """A first message and its follow-ups, in one thread."""

    name: str
    version: int
    steps: list[StepOut]
    hours: list[int] = Field(description="From, and before which full hour of his day.")
    days: list[str]


class StepIn(BaseModel):
    """One message of a sequence."""

    model_config = ConfigDict(extra="forbid")

    templates: list[str] = Field(min_length=1, max_length=10)
    after_days: int = Field(default=0, ge=0, le=99)


class SequenceIn(BaseModel):
    """A sequence; one whose name is known becomes its next version, for who begins later."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "two",
                    "steps": [
                        {"templates": ["first"]},
                        {"templates": ["second"], "after_days": 3},
                    ],
                }
            ]
        },
    )

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    steps: list[StepIn] = Field(min_length=1, max_length=MOST_STEPS)
    hours: tuple[Hour, Hour] = Field(default=(9, 17), description="In the recipient's day.")
    days: tuple[Day, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1, max_length=7
    )


class WithdrawnOut(Document):
    """A sequence with which nobody begins any more."""

    name: str
