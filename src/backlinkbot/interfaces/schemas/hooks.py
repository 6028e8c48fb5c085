"""The shapes of webhooks and of notices to them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.hooks import Event
from backlinkbot.interfaces.schemas.answer import Document

MOST_EVENTS = 20


class HookOut(Document):
    """One address that is told what happens."""

    id: str
    url: str
    events: list[str] = Field(description="Empty: all.")
    created_at: datetime
    allows_private: bool


class NewHookOut(HookOut):
    """The same with its secret, which is shown this once."""

    secret: str = Field(description="What notices are signed with: `whsec_…`.")


class HookIn(BaseModel):
    """An address that should be told what happens."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://hooks.example/backlinks", "events": ["audit.done"]}]
        },
    )

    url: str = Field(min_length=1, max_length=2_000)
    events: list[Event] = Field(
        default_factory=list, max_length=MOST_EVENTS, description="None named: all."
    )
    allows_private: bool = Field(
        default=False, description="It may be an address of the server's own network; owners only."
    )


class DeliveryOut(Document):
    """One notice to one address."""

    id: str
    hook: str
    event: str
    state: str = Field(description="waiting, delivered or given up.")
    attempts: int
    next_at: datetime
    message: str | None
