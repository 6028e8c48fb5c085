"""The page Anchors: what links say, whether that is a natural mix, and every anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.profile import anchor_rows
from backlinkbot.app.profile.mix import kept_mix
from backlinkbot.app.profile.rows import ANCHOR_ORDERS
from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.rows import ENDINGS, file_of, found_or_none, saved_filters
from backlinkbot.interfaces.web.wishes import exports_of, target_of, wishes_of

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.wishes import Target

COLUMNS = (
    Column("anchor", "Anchor text", order="anchor"),
    Column("anchor_class", "Class"),
    Column("domains", "Referring domains", is_numeric=True, order="referring_domains"),
    Column("backlinks", "Backlinks", is_numeric=True, order="backlinks", help="Live ones"),
    Column("followed", "Followed", is_numeric=True, help="Of the live ones"),
    Column("quality", "Best link", is_numeric=True, order="quality", help="Quality, 0 to 100"),
    Column("first_seen", "First seen", order="first_seen"),
    Column("state", "Status"),
    Column("last_seen", "Last seen", order="last_seen", is_first=False),
    Column("all", "Ever seen", is_numeric=True, is_first=False, help="Backlinks, lost ones too"),
)

place = Place("anchors", "Anchors", icon="quote", of_site=True, order=34)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/anchors")
def anchors(request: Request, asked: Reads, domain: str) -> Response:
    """The mix of the whole site, and the anchors that fit."""
    target = target_of(request, domain)
    view = view_of(request, orders=ANCHOR_ORDERS, order="referring_domains")
    wishes = wishes_of(request, target, view)
    found = found_or_none(lambda: anchor_rows(asked.workspace, target.domain, wishes.question))
    listing = Listing(
        f"Anchors that point at {target.domain}",
        COLUMNS,
        _rows(asked, target, found),
        view,
        total=found.total if found else 0,
        exports=exports_of(request.url.path, view, ENDINGS),
        unit="anchor",
    )
    return page(
        request, asked, "anchors.html.j2", status=400 if wishes.errors else 200,
        domain=target.domain, target=target, wishes=wishes, errors=wishes.errors, listing=listing,
        is_known=found is not None, mix=_mix(asked, target, request),
        filters=saved_filters(asked, target.domain, place.name),
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/anchors.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """All anchors that fit, as a file."""
    target = target_of(request, domain)
    table = view_of(request, orders=ANCHOR_ORDERS, order="referring_domains")
    return file_of(
        asked, anchor_rows, target, wishes_of(request, target, table), place.name, ending
    )


def _mix(asked: Asked, target: Target, request: Request) -> dict[str, Any] | None:
    """How natural the mix is: of the whole site, and not again on each page of the list."""
    if not target.is_whole or set(request.query_params) - {"columns", "size"}:
        return None
    try:
        return kept_mix(asked.workspace, target.domain)
    except NotFound:
        return None


def _rows(asked: Asked, target: Target, found: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    start = f"/c/{quote(asked.client)}/s/{quote(target.domain)}/backlinks"
    rows: list[dict[str, Any]] = found.table.to_pylist()
    for row in rows:
        told = {"anchor_is": row["anchor"]} if row["anchor"] else {"anchor_class": "image/empty"}
        row["links"] = f"{start}?{urlencode({**target.kept, **told})}"
    return rows
