"""The page Worth: what a link would bring before anybody asks for it, and what losing one costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from backlinkbot.app.worth import Worth
from backlinkbot.app.worth import worth as price
from backlinkbot.core.errors import BacklinkBotError, BadInput
from backlinkbot.core.nouns import Placement
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked

COLUMNS = (
    Column("source", "From"),
    Column("points", "Points", is_numeric=True, help="What its link brings, on the scale of 100"),
    Column("interval", "Interval", is_numeric=True),
    Column("weak", "As weak links", is_numeric=True, help="So many average weak links together"),
    Column("authority", "Its authority", is_numeric=True),
    Column("already", "Links already"),
    Column("pagerank", "By links alone", is_numeric=True, is_first=False),
    Column("words", "In words"),
)
WAYS = ("all", "from", "without")
MOST_NAMES = 1_000
MOST_TEXT = 50_000

place = Place("worth", "Worth", icon="coins", of_site=True, order=60)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/worth")
def worth(request: Request, asked: Reads, domain: str) -> Response:
    """Every possible source by what it would bring; or a chosen set; or what losing some costs."""
    domain, query = domain_named(domain), request.query_params
    typed = {name: query.get(name, "")[:MOST_TEXT] for name in ("way", "names", "topic")}
    typed["placement"] = query.get("placement", "") or Placement.CONTENT.value
    view = view_of(request, orders=())
    found, errors = _priced(asked, domain, typed, view.offset + view.per_page)
    rows = found.table.to_pylist()[view.offset :] if found else []
    listing = Listing(
        f"What links to {domain} are worth", COLUMNS, rows, view,
        found.priced if found else 0, unit="source",
    )  # fmt: skip
    return page(
        request, asked, "worth.html.j2", status=400 if "names" in errors else 200, domain=domain,
        found=found, listing=listing, typed=typed, errors=errors,
        placements=[(one.value, one.value) for one in Placement],
    )  # fmt: skip


def _priced(
    asked: Asked, domain: str, typed: dict[str, str], limit: int
) -> tuple[Worth | None, dict[str, str]]:
    way = typed["way"] if typed["way"] in WAYS else WAYS[0]
    names = typed["names"].replace(",", " ").split() if way != "all" else []
    if way != "all" and not names:
        return None, {"names": "Name the sites, one a line."}
    if len(names) > MOST_NAMES:
        return None, {"names": f"At most {MOST_NAMES:,} sites at once; these are {len(names):,}."}
    options: dict[str, Any] = {"placement": typed["placement"], "topic": typed["topic"] or None}
    if names:
        options |= {"sources": names} if way == "from" else {"without": names}
    try:
        return price(asked.workspace, domain, limit=limit, **options), {}
    except BadInput as error:
        return None, {"names" if names else "topic": sentence(error)}
    except BacklinkBotError as error:
        return None, {"missing": sentence(error)}
