"""Whole tables for spreadsheets, by an address that holds a token made for that alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from backlinkbot.app.feeds import feed as feed_of
from backlinkbot.app.profile import RowQuestion, anchor_rows, domain_rows, link_rows
from backlinkbot.interfaces.api.filters import AnchorWishes, DomainWishes, LinkWishes
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.tables import CSV, MOST_TABLE_ROWS, Format, table_file
from backlinkbot.interfaces.gate import Asked
from backlinkbot.interfaces.gate.asked import exports

AS_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table.", "content": {CSV: {"schema": {"type": "string"}}}},
    **described(404),
}
ATOM = "application/atom+xml"
AS_ATOM: dict[int | str, dict[str, Any]] = {
    200: {"description": "The feed.", "content": {ATOM: {"schema": {"type": "string"}}}},
    **described(404),
}
MOST_TOKEN = 200
Exported = Annotated[Asked, Depends(exports, scope="function")]
Domain = Annotated[
    str, Query(min_length=1, max_length=LONGEST_DOMAIN, examples=["fernhill.example"])
]
Token = Annotated[
    str | None, Query(max_length=MOST_TOKEN, description="A token of the scope `export`.")
]

router = APIRouter(tags=["exports"])


@router.get("/export/links.csv", response_class=FileResponse, responses=AS_CSV)
def links(asked: Exported, domain: Domain, wishes: LinkWishes, token: Token = None) -> Any:
    """The links to a domain, all that fit, for a spreadsheet to fetch."""
    del token  # read by the gate
    found = link_rows(asked.workspace, domain, _all(wishes))
    return table_file(asked, found.table, "links", Format.CSV)


@router.get("/export/referring-domains.csv", response_class=FileResponse, responses=AS_CSV)
def referring_domains(
    asked: Exported, domain: Domain, wishes: DomainWishes, token: Token = None
) -> Any:
    """The domains that link to a domain, all that fit."""
    del token  # read by the gate
    found = domain_rows(asked.workspace, domain, _all(wishes))
    return table_file(asked, found.table, "referring-domains", Format.CSV)


@router.get("/export/anchors.csv", response_class=FileResponse, responses=AS_CSV)
def anchors(asked: Exported, domain: Domain, wishes: AnchorWishes, token: Token = None) -> Any:
    """The anchor texts that point at a domain, all that fit."""
    del token  # read by the gate
    found = anchor_rows(asked.workspace, domain, _all(wishes))
    return table_file(asked, found.table, "anchors", Format.CSV)


@router.get("/export/feed.atom", response_class=Response, responses=AS_ATOM)
def feed(request: Request, asked: Exported, domain: Domain, token: Token = None) -> Any:
    """An Atom feed of a domain: links won and lost within a month, and its last audit."""
    del token  # read by the gate, and not told again
    address = str(request.url.include_query_params(domain=domain).remove_query_params("token"))
    return Response(feed_of(asked.workspace, domain, address), media_type=ATOM)


def _all(wishes: RowQuestion) -> RowQuestion:
    return replace(wishes, limit=MOST_TABLE_ROWS)
