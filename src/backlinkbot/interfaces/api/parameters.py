"""Parameters that many routes take, described once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator

from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput

LONGEST_DOMAIN = 2_000


def day_told(text: str) -> date | None:
    """The day in a field of a form, None where it is empty; raises BadInput for another text."""
    try:
        return told_day(date.fromisoformat(text)) if text else None
    except ValueError:
        raise BadInput(f"{text} is no day; write it like 2026-11-30") from None


Day = Annotated[date, AfterValidator(told_day)]
DomainPath = Annotated[
    str,
    Path(
        min_length=1,
        max_length=LONGEST_DOMAIN,
        description="A domain, like example.com.",
        examples=["fernhill.example"],
    ),
]
IdPath = Annotated[
    str, Path(min_length=1, max_length=100, description="The id of one of this list.")
]
