"""What all answers have: the state of the index they were made from, and pages of rows."""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Row = TypeVar("Row")


class Document(BaseModel):
    """A document of the product; further fields may come, none is renamed or goes."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Answer(Document):
    """An answer made from one state of the index."""

    snapshot: str | None = Field(
        description="The snapshot of the link index this was read from; null while it is empty.",
        examples=["000001-20261101T120000Z"],
    )
    as_of: date = Field(description="The day that the answer looks at.")


class Rows(Answer, Generic[Row]):
    """Some of the rows that fit, in their order."""

    total: int = Field(description="How many rows fit in all.", ge=0)
    rows: list[Row] = Field(description="The rows of this page.")
    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one."
    )
    notes: list[str] = Field(
        description="What should be known of this page, like that the index changed meanwhile."
    )


class FieldFault(Document):
    """What is wrong with one part of a request."""

    field: str = Field(description="Where: `query.limit`, `body.domain` …")
    sentence: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Why a request was not answered as it was meant (RFC 9457)."""

    type: str = Field(
        description="The kind of problem, an address that tells what it means.",
        examples=["/api/v1/problems/not-found"],
    )
    title: str = Field(description="The kind of problem in words.", examples=["Not found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="One sentence about this very case.",
        examples=["Nothing in the index points at fernhill.example."],
    )
    what_to_do: str = Field(description="What helps.")
    errors: list[FieldFault] = Field(
        default_factory=list, description="What is wrong, field by field, where that is known."
    )


class ProblemKind(Document):
    """A kind of problem."""

    title: str
    status: int
    what_to_do: str
