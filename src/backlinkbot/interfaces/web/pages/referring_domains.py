"""The page Referring domains: every linking site, filtered, ordered, chosen, exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.decisions import decisions
from backlinkbot.app.profile import domain_rows
from backlinkbot.app.profile.rows import DOMAIN_ORDERS
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.rows import ENDINGS, file_of, found_or_none, saved_filters
from backlinkbot.interfaces.web.wishes import exports_of, link_address, target_of, wishes_of

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.wishes import Target

COLUMNS = (
    Column("domain", "Domain", order="source_domain"),
    Column("authority", "Authority", is_numeric=True, order="authority", help="0 to 100, ours"),
    Column("quality", "Best link", is_numeric=True, order="quality", help="Quality, 0 to 100"),
    Column("backlinks", "Backlinks", is_numeric=True, order="backlinks", help="Live ones"),
    Column("followed", "Followed", is_numeric=True, help="Of the live ones"),
    Column("placement", "Placement", help="Of its best link"),
    Column("first_seen", "First seen", order="first_seen"),
    Column("state", "Status"),
    Column("best", "Best linking page", is_first=False),
    Column("anchor", "Its anchor", is_first=False),
    Column("language", "Language", is_first=False),
    Column("last_seen", "Last seen", order="last_seen", is_first=False),
    Column("started_on", "Began", order="started_on", is_first=False, help="Where it is known"),
    Column("all", "Ever seen", is_numeric=True, is_first=False, help="Backlinks, lost ones too"),
    Column("basis", "Known by", is_first=False, help="Its pages, or its name alone"),
)

place = Place("referring-domains", "Referring domains", icon="globe", of_site=True, order=32)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/referring-domains")
def referring_domains(request: Request, asked: Reads, domain: str) -> Response:
    """The linking sites that fit, a page of them."""
    target = target_of(request, domain)
    view = view_of(request, orders=DOMAIN_ORDERS, order="authority")
    wishes = wishes_of(request, target, view)
    found = found_or_none(lambda: domain_rows(asked.workspace, target.domain, wishes.question))
    listing = Listing(
        f"Domains that link to {target.domain}",
        COLUMNS,
        _rows(asked, target, found),
        view,
        total=found.total if found else 0,
        exports=exports_of(request.url.path, view, ENDINGS),
        unit="referring domain",
    )
    return page(
        request, asked, "referring_domains.html.j2", status=400 if wishes.errors else 200,
        domain=target.domain, target=target, wishes=wishes, errors=wishes.errors, listing=listing,
        is_known=found is not None, filters=saved_filters(asked, target.domain, place.name),
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/referring-domains.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """All linking sites that fit, as a file."""
    target = target_of(request, domain)
    wishes = wishes_of(request, target, view_of(request, orders=DOMAIN_ORDERS, order="authority"))
    return file_of(asked, domain_rows, target, wishes, place.name, ending)


def _rows(asked: Asked, target: Target, found: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    decided = {one.unit: one for one in decisions(asked.workspace, target.domain).in_force}
    root = f"/c/{quote(asked.client)}"
    rows: list[dict[str, Any]] = found.table.to_pylist()
    for row in rows:
        wish = {**target.kept, "source_domain": row["source_domain"]}
        row["links"] = f"{root}/s/{quote(target.domain)}/backlinks?{urlencode(wish)}"
        row["decision"] = decided.get(row["source_domain"])
        row["address"] = ""
        if row["source_url"]:
            pages = row["source_url"], row["target_url"]
            row["address"] = link_address(root, target.domain, *pages)
    return rows
