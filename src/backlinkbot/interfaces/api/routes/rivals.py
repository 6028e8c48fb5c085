"""Sites side by side: their main numbers, and who links to rivals and not to us."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.gap import MOST_RIVALS, Side
from backlinkbot.app.gap import gap as gap_of
from backlinkbot.app.sites import list_sites
from backlinkbot.app.standings import Standing
from backlinkbot.app.standings import standings as standings_of
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.tables import (
    AS_FILES,
    MOST_TABLE_ROWS,
    Format,
    Formatted,
    rows_of,
    table_file,
)
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.rivals import GapOut, StandingOut

LISTED = {**AS_FILES, **described(404)}
NUMBERS = tuple(name for name in StandingOut.model_fields if name not in {"domain", "is_ours"})

router = APIRouter(tags=["sites"])


@router.get("/standings", response_model=Rows[StandingOut])
def standings(asked: Reads, place: Paged) -> Any:
    """The main numbers of all sites side by side, and how they moved."""
    sites = list_sites(asked.workspace)
    shown = sites[place.offset : place.offset + place.rows]
    rows = [_told(one) for one in standings_of(asked.workspace, shown)]
    return place.page(rows, len(sites))


@router.get("/domains/{domain}/gap", response_model=GapOut, responses=LISTED)
def gap(  # noqa: PLR0913, PLR0917 - what one may ask of a gap
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    rival: Annotated[
        list[str],
        Query(max_length=MOST_RIVALS, description="These, else the site's competitors."),
    ] = [],  # noqa: B006 - FastAPI copies it
    least: Annotated[
        int, Query(ge=1, le=MOST_RIVALS, description="Of the rivals that one links to.")
    ] = 1,
    kind: Annotated[Side, Query(description="Of the rows of the matrix.")] = Side.BEST,
) -> Any:
    """Who links to rivals and not to a domain, those with most rivals and authority first."""
    is_page = wished is Format.JSON
    limit = place.rows if is_page or place.limit else MOST_TABLE_ROWS
    found = gap_of(
        asked.workspace, domain, rivals=rival, least=least, limit=limit, offset=place.offset,
        kind=kind,
    )  # fmt: skip
    if not is_page:
        return table_file(asked, found.table, "gap", wished)
    told = {name: part for name, part in found.as_document().items() if name != "sources"}
    return told | place.page(rows_of(found.table), found.total)


def _told(one: Standing) -> dict[str, Any]:
    numbers = {name: getattr(one, name) for name in NUMBERS}
    return {"domain": one.site.domain, "is_ours": one.site.is_ours, **numbers}
