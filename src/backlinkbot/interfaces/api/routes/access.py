"""Who asks, which clients there are, tokens, and the audit log."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.accounts import events, list_tokens, revoke_token
from backlinkbot.core.access import Token
from backlinkbot.interfaces.api.asked import Changes, Reads, Rules
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.access import ClientOut, EventOut, MeOut, TokenOut
from backlinkbot.interfaces.schemas.answer import Rows

MOST_EVENTS = 1_000

router = APIRouter(tags=["access"])


@router.get("/me", response_model=MeOut)
def me(asked: Reads) -> Any:
    """Who asks, and what he may do."""
    who = asked.principal
    clients = [one.slug for one in asked.gate.clients(who)]
    return {
        "name": who.name, "role": who.role, "scope": who.scope, "client": asked.client,
        "clients": clients, "may_write": asked.may_write, "may_manage": who.may_manage,
    }  # fmt: skip


@router.get("/clients", response_model=Rows[ClientOut])
def clients(asked: Reads, place: Paged) -> Any:
    """The clients that one may see, home first."""
    found = asked.gate.clients(asked.principal)
    return place.of([{"slug": one.slug, "name": one.name} for one in found])


@router.get("/tokens", response_model=Rows[TokenOut])
def tokens(asked: Reads, place: Paged) -> Any:
    """One's own tokens, and for an owner those of all; a token is made by a person, on a page."""
    return place.of([_token(one) for one in list_tokens(asked.gate.root, by=asked.principal)])


@router.delete("/tokens/{token}", response_model=TokenOut, responses=described(404))
def revoke(asked: Changes, token: IdPath) -> Any:
    """Ends a token at once; a token may end itself alone."""
    return _token(revoke_token(asked.gate.root, token, by=asked.principal))


@router.get("/log", response_model=Rows[EventOut])
def log(
    asked: Rules,
    place: Paged,
    who: Annotated[str, Query(max_length=300, description="Only of this account.")] = "",
) -> Any:
    """The newest lines of the audit log; for owners."""
    found = events(asked.gate.root, by=asked.principal, limit=MOST_EVENTS, who=who)
    return place.of(
        [
            {
                "at": one.at, "who": one.who, "client": one.client, "action": one.action,
                "object": one.object, "address": one.address,
            }
            for one in found
        ]
    )  # fmt: skip


def _token(one: Token) -> dict[str, Any]:
    return {
        "id": one.id, "label": one.label, "account": one.account, "client": one.client or None,
        "scope": one.scope, "created_at": one.created_at, "expires_at": one.expires_at,
        "last_used_at": one.last_used_at,
    }  # fmt: skip
