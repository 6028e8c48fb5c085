"""The page Prospects: who links to rivals and not to the site, with what a link would bring."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from backlinkbot.app.export import write_tables
from backlinkbot.app.gap import gap
from backlinkbot.app.worth import worth
from backlinkbot.core.errors import BacklinkBotError, BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.rows import ENDINGS

if TYPE_CHECKING:
    from backlinkbot.app.gap import Gap
    from backlinkbot.interfaces.gate import Asked

COLUMNS = (
    Column("source", "Site"),
    Column("authority", "Authority", is_numeric=True),
    Column("points", "Worth", is_numeric=True, help="Points that its link would bring"),
    Column("rivals", "Rivals it links to", is_numeric=True),
    Column("links_to", "Which"),
    Column("best", "Best link to one of them"),
    Column("placement", "Placement"),
    Column("first_seen", "First seen", is_first=False),
)
MOST_LEAST = 20

place = Place("prospects", "Prospects", icon="find", of_site=True, order=66)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/prospects")
def prospects(request: Request, asked: Reads, domain: str) -> Response:
    """Sites that link to most rivals first, each with its worth."""
    domain, view = domain_named(domain), view_of(request, orders=())
    least = _least(view.query.get("least", ""))
    found = _gap(asked, domain, least, view.per_page, view.offset)
    rows = found.table.to_pylist() if found else []
    prices = _prices(asked, domain, [row["source_domain"] for row in rows])
    listing = Listing(
        f"Sites that link to rivals and not to {domain}", COLUMNS, rows, view,
        found.total if found else 0, unit="site",
        exports={
            ending.upper(): f"{request.url.path}.{ending}?least={least}" for ending in ENDINGS
        },
    )  # fmt: skip
    return page(
        request, asked, "prospects.html.j2", domain=domain, found=found, listing=listing,
        prices=prices, least=least,
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/prospects.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """All of them as a file."""
    if ending not in ENDINGS:
        raise BadInput(f"cannot write .{ending}; there are: {', '.join(ENDINGS)}")
    domain = domain_named(domain)
    least = _least(request.query_params.get("least", ""))
    found = gap(asked.workspace, domain, least=least, limit=None)
    folder = tempfile.TemporaryDirectory(prefix="backlinkbot-export-")
    path = Path(folder.name) / f"{domain}-prospects.{ending}"
    write_tables(iter([found.table]), path, f".{ending}")
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def _least(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_LEAST))
    return min(MOST_LEAST, max(1, int(text))) if is_number else 1


def _gap(asked: Asked, domain: str, least: int, limit: int, offset: int) -> Gap | None:
    try:
        return gap(asked.workspace, domain, least=least, limit=limit, offset=offset)
    except NotFound:
        return None


def _prices(asked: Asked, domain: str, names: list[str]) -> dict[str, Any]:
    """What a link of each would bring; nothing where that cannot be told."""
    if not names:
        return {}
    try:
        rows = worth(asked.workspace, domain, sources=names).table.to_pylist()
    except BacklinkBotError:
        return {}
    return {row["source"]: row for row in rows}
