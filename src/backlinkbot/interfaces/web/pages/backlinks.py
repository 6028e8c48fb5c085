"""The page Backlinks: every link of a site, filtered, ordered, chosen, decided about, exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.decisions import decisions
from backlinkbot.app.profile import link_rows
from backlinkbot.app.profile.rows import LINK_ORDERS
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.platforms import owned_name
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.rows import ENDINGS, file_of, found_or_none, saved_filters
from backlinkbot.interfaces.web.wishes import exports_of, link_address, target_of, wishes_of

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked

COLUMNS = (
    Column("quality", "Quality", is_numeric=True, order="quality", help="0 to 100"),
    Column("source", "Linking page", order="source_url"),
    Column("anchor", "Anchor and target"),
    Column("authority", "Authority", is_numeric=True, order="authority", help="Of its site"),
    Column("placement", "Placement, rel", help="Followed, nofollow, UGC, sponsored: four facts"),
    Column("first_seen", "First seen", order="first_seen"),
    Column("state", "Status"),
    Column("last_seen", "Last seen", order="last_seen", is_first=False),
    Column("started_on", "Began", order="started_on", is_first=False,
           help="When the link began; empty where nobody can tell"),
    Column("anchor_class", "Anchor class", is_first=False),
    Column("language", "Language", is_first=False),
    Column("external", "Links out", is_numeric=True, is_first=False,
           help="External links on the linking page"),
    Column("sources", "Told by", is_first=False),
    Column("vendor", "Scores of vendors", is_first=False),
)  # fmt: skip
SIMILAR = Column("similar", "Similar", is_numeric=True, help="Links like this one")

place = Place("backlinks", "Backlinks", icon="link", of_site=True, order=30)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/backlinks")
def backlinks(request: Request, asked: Reads, domain: str) -> Response:
    """The links of a site that fit, a page of them."""
    target = target_of(request, domain)
    view = view_of(request, orders=LINK_ORDERS, order="quality")
    wishes = wishes_of(request, target, view)
    found = found_or_none(lambda: link_rows(asked.workspace, target.domain, wishes.question))
    columns = (*COLUMNS[:3], SIMILAR, *COLUMNS[3:]) if wishes.question.similar else COLUMNS
    listing = Listing(
        f"Backlinks of {target.domain}",
        columns,
        _rows(asked, target.domain, found),
        view,
        total=found.total if found else 0,
        exports=exports_of(request.url.path, view, ENDINGS),
        unit="backlink",
    )
    return page(
        request, asked, "backlinks.html.j2", status=400 if wishes.errors else 200,
        domain=target.domain, target=target, wishes=wishes, errors=wishes.errors, listing=listing,
        is_known=found is not None, snapshot=asked.workspace.snapshot,
        filters=saved_filters(asked, target.domain, place.name),
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/backlinks.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """All links that fit, as a file."""
    target = target_of(request, domain)
    wishes = wishes_of(request, target, view_of(request, orders=LINK_ORDERS, order="quality"))
    return file_of(asked, link_rows, target, wishes, "backlinks", ending)


def _rows(asked: Asked, domain: str, found: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    decided = {one.unit: one for one in decisions(asked.workspace, domain).in_force}
    root = f"/c/{quote(asked.client)}"
    rows: list[dict[str, Any]] = found.table.to_pylist(maps_as_pydicts="lossy")
    for row in rows:
        row["address"] = link_address(root, domain, row["source_url"], row["target_url"])
        row["decision"] = decided.get(owned_name(host_of(row["source_url"])))
    return rows
