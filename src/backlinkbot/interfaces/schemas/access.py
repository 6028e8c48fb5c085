"""The shapes of who may do what: the asker, clients, tokens, the audit log."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from backlinkbot.interfaces.schemas.answer import Document


class MeOut(Document):
    """Who asks, and what he may do."""

    name: str
    role: str = Field(description="owner, member or client.")
    scope: str = Field(description="read or write.")
    client: str = Field(description="The client that is asked about.")
    clients: list[str] = Field(description="All that he may see.")
    may_write: bool
    may_manage: bool


class ClientOut(Document):
    """One client: a tenant with an index of its own."""

    slug: str
    name: str


class TokenOut(Document):
    """One API token, without its secret."""

    id: str
    label: str
    account: str
    client: str | None = Field(description="Null: all clients of its account.")
    scope: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class EventOut(Document):
    """One line of the audit log."""

    at: datetime
    who: str
    client: str
    action: str
    object: str
    address: str
