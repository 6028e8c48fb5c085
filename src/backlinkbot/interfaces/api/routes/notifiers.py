"""Notifiers: who is told of alerts by mail, chat, feed, file or webhook; secrets stay inside."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from backlinkbot.app.watch.notifiers import (
    add_notifier,
    kinds_of_notifiers,
    list_notifiers,
    remove_notifier,
    sendings_of,
    shown_notifier,
    try_notifier,
)
from backlinkbot.core.errors import Refused
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.notifiers import (
    NewNotifierOut,
    NotifierIn,
    NotifierKinds,
    NotifierOut,
    SendingOut,
)

router = APIRouter(tags=["watch"])


@router.get("/notifiers", response_model=Rows[NotifierOut])
def notifiers(asked: Reads, place: Paged) -> Any:
    """Who is told of alerts, without secrets."""
    return place.of([shown_notifier(one) for one in list_notifiers(asked.gate.root, asked.client)])


@router.get("/notifiers/kinds", response_model=NotifierKinds)
def kinds(asked: Reads) -> Any:
    """The ways in which somebody can be told."""
    del asked  # anybody who may see something may see them
    return {"kinds": kinds_of_notifiers()}


@router.post("/notifiers", status_code=201, response_model=NewNotifierOut, responses=described(409))
def add(asked: Changes, told: NotifierIn, response: Response, keyed: Repeated) -> Any:
    """Lets somebody be told; a secret that signs is shown this once."""
    if told.allows_private and not asked.principal.may_manage:
        raise Refused("only an owner may allow addresses of the server's own network")

    def made() -> dict[str, Any]:
        one = add_notifier(
            asked.gate.root, told.kind, told.target, wants=told.wants, client=asked.client,
            allows_private=told.allows_private, is_local=asked.principal.is_local,
        )  # fmt: skip
        return shown_notifier(one) | {"secret": one.secret or None}

    document = keyed.once(asked, made)
    response.headers["location"] = f"/api/v1/notifiers/{document['id']}"
    return document


@router.delete("/notifiers/{notifier}", response_model=NotifierOut, responses=described(404))
def remove(asked: Changes, notifier: IdPath) -> Any:
    """Tells somebody nothing more."""
    return shown_notifier(remove_notifier(asked.gate.root, notifier, asked.client))


@router.get(
    "/notifiers/{notifier}/sendings", response_model=Rows[SendingOut], responses=described(404)
)
def sendings(asked: Reads, notifier: IdPath, place: Paged) -> Any:
    """The latest notices to one, and what became of them."""
    found = sendings_of(asked.gate.root, notifier, asked.client)
    return place.of([one.as_document() for one in found])


@router.post("/notifiers/{notifier}/test", response_model=SendingOut, responses=described(404))
def test(asked: Changes, notifier: IdPath) -> Any:
    """Sends a test notice now, and tells what became of it."""
    return try_notifier(asked.gate.root, notifier, asked.client).as_document()
