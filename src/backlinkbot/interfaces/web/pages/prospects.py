"""The page Prospects: whom we mean to ask, as a board of stages or as a table."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.background import BackgroundTask

from backlinkbot.app.export import write_tables
from backlinkbot.app.prospects import list_prospects, prospects_table
from backlinkbot.app.prospects.asking import prospect_document
from backlinkbot.app.prospects.moves import moves_from
from backlinkbot.core.chances import Tactic
from backlinkbot.core.errors import BadInput
from backlinkbot.core.prospects import Stage
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.rows import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backlinkbot.app.prospects import Listed
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.listing import View

COLUMNS = (
    Column("organisation", "Prospect", order="organisation"),
    Column("stage", "Stage", order="stage"),
    Column("tactic", "Tactic", order="tactic"),
    Column("page", "Page"),
    Column("value", "Points an hour", is_numeric=True, order="value"),
    Column("worth", "Worth", is_numeric=True, order="worth"),
    Column("owner", "Looked after by", order="owner"),
    Column("tags", "Tags"),
    Column("contact", "Contact", is_first=False),
    Column("target", "Asks for", is_first=False),
    Column("changed", "Changed", order="changed"),
    Column("added", "Added", order="added", is_first=False),
)
STAGES = tuple(Stage)
ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "stage": lambda row: (-STAGES.index(Stage(row["stage"])), row["value_per_hour"] or 0.0),
    "value": lambda row: -1.0 if row["value_per_hour"] is None else row["value_per_hour"],
    "worth": lambda row: -1.0 if row["worth_points"] is None else row["worth_points"],
    "organisation": lambda row: row["prospect"],
    "tactic": lambda row: row["tactic"],
    "owner": lambda row: row["owner"],
    "changed": lambda row: row["changed_at"],
    "added": lambda row: row["added_at"],
}
WISHES = ("stage", "tactic", "tag", "owner", "q")
MOST_CARDS = 30  # of one stage on the board; the table has all
BOARD, TABLE = "board", "table"

place = Place("prospects", "Prospects", icon="find", of_site=True, order=72, group="Outreach")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board: `cards`: the first of its `total` prospects that fit.

    `moves`: where they may go; `onward`: the next of these, as a form offers it first.
    """

    stage: Stage
    cards: tuple[Prospect, ...]
    total: int
    moves: tuple[Stage, ...]

    @property
    def onward(self) -> Stage | None:
        """The first stage behind this one that they may be moved to."""
        behind = STAGES[STAGES.index(self.stage) + 1 :]
        return next((one for one in behind if one in self.moves), None)


@router.get("/c/{client}/s/{domain}/prospects")
def prospects(request: Request, asked: Reads, domain: str) -> Response:
    """The prospects of a site, most valuable first within their stage."""
    domain = domain_named(domain)
    if "least" in request.query_params:  # what this address showed before there were prospects
        return _moved(request, f"{_site(asked, domain)}/competitors/links")
    return prospects_page(request, asked, domain)


@router.get("/c/{client}/s/{domain}/prospects.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """The prospects that fit as a file, in the columns that an import reads."""
    domain = domain_named(domain)
    if "least" in request.query_params:
        return _moved(request, f"{_site(asked, domain)}/competitors/links.{quote(ending)}")
    if ending not in ENDINGS:
        raise BadInput(f"cannot write .{ending}; there are: {', '.join(ENDINGS)}")
    found = _found(asked, domain, request.query_params)
    folder = tempfile.TemporaryDirectory(prefix="backlinkbot-export-")
    path = Path(folder.name) / f"{domain}-prospects.{ending}"
    write_tables(iter([prospects_table(found.prospects)]), path, f".{ending}")
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def prospects_page(
    request: Request,
    asked: Asked,
    domain: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    """The page; with what was wrong in one of its forms, and what was typed there."""
    view = view_of(request, orders=tuple(ORDERS), order="stage")
    found, every = _found(asked, domain, view.query), list_prospects(asked.workspace, domain)
    way = TABLE if view.query.get("view") == TABLE else BOARD
    here = f"{_site(asked, domain)}/prospects"
    back = f"{here}?{urlencode(view.query)}" if view.query else here
    return page(
        request, asked, "prospects.html.j2", status=400 if errors else 200, domain=domain,
        here_at=here, back=back, view=view, way=way, every=every, found=found,
        lanes=_lanes(found), listing=_listing(found, view, here), stages=STAGES,
        tags=_words(tag for one in every.prospects for tag in one.tags),
        owners=_words(one.owner for one in every.prospects),
        tactics=_words(part.tactic for one in every.prospects for part in one.openings),
        every_tactic=list(Tactic), wishes=WISHES, errors=dict(errors or {}),
        typed=dict(typed or {}),
    )  # fmt: skip


def _found(asked: Asked, domain: str, query: Mapping[str, str]) -> Listed:
    stage, tag = query.get("stage", ""), query.get("tag", "")
    return list_prospects(
        asked.workspace,
        domain,
        stages=[stage] if stage in STAGES else (),
        tags=[tag] if tag else (),
        owner=query.get("owner", ""),
        tactic=query.get("tactic", ""),
        words=query.get("q", ""),
        with_contacts=asked.principal.may_see_people,
    )


def _lanes(found: Listed) -> list[Lane]:
    lanes = []
    for stage in STAGES:
        inside = [one for one in found.prospects if one.stage is stage]
        lanes.append(Lane(stage, tuple(inside[:MOST_CARDS]), len(inside), moves_from(stage)))
    return lanes


def _listing(found: Listed, view: View, here: str) -> Listing:
    rows = [prospect_document(one) for one in found.prospects]
    rows.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = rows[view.offset : view.offset + view.per_page]
    asked = {name: view.query[name] for name in WISHES if view.query.get(name)}
    query = f"?{urlencode(asked)}" if asked else ""
    exports = {ending.upper(): f"{here}.{ending}{query}" for ending in ENDINGS}
    return Listing(
        f"Prospects of {found.site}", COLUMNS, shown, view, len(rows), exports, "prospect"
    )


def _words(words: Any) -> list[str]:
    return sorted({word for word in words if word})


def _moved(request: Request, address: str) -> Response:
    return RedirectResponse(f"{address}?{request.url.query}", status_code=308)


def _site(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}"
