"""Webhooks: addresses that are told what happened, signed as Standard Webhooks has it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from backlinkbot.app.hooks import add_hook, deliveries_of, list_hooks, remove_hook, try_hook
from backlinkbot.core.errors import Refused
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.hooks import DeliveryOut, HookIn, HookOut, NewHookOut

router = APIRouter(tags=["webhooks"])


@router.get("/hooks", response_model=Rows[HookOut])
def hooks(asked: Reads, place: Paged) -> Any:
    """The webhooks, without their secrets."""
    return place.of([one.as_document() for one in list_hooks(asked.gate.root, asked.client)])


@router.post("/hooks", status_code=201, response_model=NewHookOut, responses=described(409))
def add(asked: Changes, told: HookIn, response: Response, keyed: Repeated) -> Any:
    """Adds a webhook, and shows its secret this once."""
    if told.allows_private and not asked.principal.may_manage:
        raise Refused("only an owner may allow addresses of the server's own network")

    def made() -> dict[str, Any]:
        hook = add_hook(
            asked.gate.root, told.url, events=told.events, client=asked.client,
            allows_private=told.allows_private,
        )  # fmt: skip
        return hook.as_document() | {"secret": hook.secret}

    document = keyed.once(asked, made)
    response.headers["location"] = f"/api/v1/hooks/{document['id']}"
    return document


@router.delete("/hooks/{hook}", response_model=HookOut, responses=described(404))
def remove(asked: Changes, hook: IdPath) -> Any:
    """Forgets a webhook."""
    return remove_hook(asked.gate.root, hook, asked.client).as_document()


@router.get("/hooks/{hook}/deliveries", response_model=Rows[DeliveryOut], responses=described(404))
def deliveries(asked: Reads, hook: IdPath, place: Paged) -> Any:
    """The latest notices to a webhook, and what became of them."""
    found = deliveries_of(asked.gate.root, hook, asked.client)
    return place.of([one.as_document() for one in found])


@router.post("/hooks/{hook}/test", response_model=DeliveryOut, responses=described(404))
def test(asked: Changes, hook: IdPath) -> Any:
    """Sends a test notice now, and tells what became of it."""
    return try_hook(asked.gate.root, hook, asked.client).as_document()
