"""Settings, Audit log: who did what, when, from where."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.accounts import events
from backlinkbot.interfaces.gate import Manages
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page

MOST = 1_000
COLUMNS = (
    Column("at", "When"),
    Column("who", "Who"),
    Column("action", "Did"),
    Column("object", "To"),
    Column("client", "Client"),
    Column("address", "From"),
)

router = APIRouter()


@router.get("/c/{client}/settings/log")
def log(request: Request, asked: Manages) -> Response:
    """The newest lines; `who` and `of` leave those of one account or client."""
    view = view_of(request, orders=())
    found = events(
        asked.gate.root, by=asked.principal, limit=MOST, who=view.query.get("who", ""),
        client=view.query.get("of", ""),
    )  # fmt: skip
    rows = found[view.offset : view.offset + view.per_page]
    return page(
        request, asked, "log.html.j2", tab="log", typed=dict(view.query),
        client_choices=[
            ("", "All"), *((one.slug, one.name) for one in asked.gate.clients(asked.principal)),
        ],
        found=Listing("Audit log", COLUMNS, rows, view, len(found), unit="line"),
    )  # fmt: skip
