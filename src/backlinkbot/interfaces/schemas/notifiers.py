"""The shapes of notifiers: who is told, by which way, and what became of it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.notices import Wants
from backlinkbot.interfaces.schemas.answer import Document


class NotifierOut(Document):
    """One way to tell somebody."""

    id: str
    kind: str
    target: str = Field(description="What may be shown of it: a chat's address is a secret.")
    wants: str = Field(description="all, or critical alone.")
    created_at: datetime
    allows_private: bool


class NewNotifierOut(NotifierOut):
    """The same; of a signed one with its secret, which is shown this once."""

    secret: str | None = Field(description="What notices are signed with: `whsec_…`.")


class NotifierIn(BaseModel):
    """Somebody who should be told."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "webhook", "target": "https://hooks.example/alerts", "wants": "critical"}
            ]
        },
    )

    kind: str = Field(max_length=40, description="`GET /notifiers/kinds` lists them.")
    target: str = Field(
        min_length=1, max_length=2_000, description="An address, the recipients, or a file's name."
    )
    wants: Wants = Field(default=Wants.ALL, description="Which alerts.")
    allows_private: bool = Field(
        default=False, description="It may be an address of the server's own network; owners only."
    )


class NotifierKinds(Document):
    """The kinds there are."""

    kinds: list[str]


class SendingOut(Document):
    """One notice to one notifier."""

    id: str
    notifier: str
    state: str = Field(description="waiting, delivered or given up.")
    attempts: int
    next_at: datetime
    message: str | None
