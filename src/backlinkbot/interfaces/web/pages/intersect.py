"""The page Competitors, who links to whom: the sites behind each number, and those missing here."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from backlinkbot.app.export import write_tables
from backlinkbot.app.gap import MOST_RIVALS, Gap, Side, gap
from backlinkbot.app.worth import worth
from backlinkbot.core.errors import BacklinkBotError, BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Exports, Reads
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import page, site_in
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.rows import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.listing import View

MISSING = "missing"
KINDS = {
    MISSING: ("Missing here", "Link to rivals and never linked to {site}."),
    Side.BEST: ("Best", "Link to every rival and never linked to {site}: the first to ask."),
    Side.WEAK: ("Weak", "Link to {site}, and more often to one of the rivals."),
    Side.STRONG: ("Strong", "Link to {site} and to none of the rivals."),
    Side.SHARED: ("Shared", "Link to {site} and to every rival."),
    Side.UNIQUE: ("Unique", "Link to exactly one of them all."),
    Side.ALL: ("All", "Link to any of them."),
}
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

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a kind of the matrix or what is missing, and of which rivals."""

    kind: str
    least: int
    rivals: tuple[str, ...]

    @property
    def side(self) -> Side:
        """The kind of the matrix."""
        return Side.BEST if self.kind == MISSING else Side(self.kind)


@router.get("/c/{client}/s/{domain}/competitors/links")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """Who links to whom, one kind at a time; what is missing here with its worth."""
    domain, view, wanted = domain_named(domain), view_of(request, orders=()), _wanted(request)
    found, why = None, ""
    try:
        found = _gap(asked, domain, wanted, view.per_page, view.offset)
    except (NotFound, BadInput) as error:
        why = pressed(sentence(error))
    values: dict[str, Any] = {}
    if found:
        listing = _listing(found, wanted, view)
        values = {"listing": listing, "counts": _counts(found), "kinds": _kinds(found, view)}
        names = [row["source_domain"] for row in listing.rows]
        values["prices"] = _prices(asked, domain, names) if wanted.kind == MISSING else {}
    return page(
        request, asked, "intersect.html.j2", domain=domain, edited=_known(asked, domain),
        tab="links", found=found, why=why, wanted=wanted, **values,
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/competitors/links.{ending}")
def exported(request: Request, asked: Exports, domain: str, ending: str) -> Response:
    """All rows of that kind as a file."""
    import pyarrow as pa

    if ending not in ENDINGS:
        raise BadInput(f"cannot write .{ending}; there are: {', '.join(ENDINGS)}")
    domain, wanted = domain_named(domain), _wanted(request)
    found = _gap(asked, domain, wanted, None, 0)
    table = found.table if wanted.kind == MISSING else pa.Table.from_pylist(_flat(found))
    folder = tempfile.TemporaryDirectory(prefix="backlinkbot-export-")
    path = Path(folder.name) / f"{domain}-{wanted.kind}.{ending}"
    write_tables(iter([table]), path, f".{ending}")
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def _wanted(request: Request) -> Wanted:
    query = request.query_params
    kind = query.get("kind", MISSING)
    least = query.get("least", "")
    is_number = least.isascii() and least.isdigit() and len(least) <= len(str(MOST_RIVALS))
    return Wanted(
        kind=kind if kind in KINDS else MISSING,
        least=min(MOST_RIVALS, max(1, int(least))) if is_number else 1,
        rivals=tuple(name for text in query.getlist("rival") for name in text.split(",") if name),
    )


def _gap(asked: Asked, domain: str, wanted: Wanted, limit: int | None, offset: int) -> Gap:
    return gap(
        asked.workspace, domain, rivals=wanted.rivals, least=wanted.least, limit=limit,
        offset=offset, kind=wanted.side,
    )  # fmt: skip


def _counts(found: Gap) -> Mapping[str, int]:
    """Rows of each kind; what is missing with as many rivals as were asked for."""
    return {MISSING: found.total, **found.matrix.counts}


def _kinds(found: Gap, view: View) -> list[tuple[str, str, str, str]]:
    """The tabs: the kind, its word, what it means, and its address."""
    return [
        (kind, word, what.format(site=found.domain), view.address(kind=kind, page="", columns=""))
        for kind, (word, what) in KINDS.items()
    ]


def _listing(found: Gap, wanted: Wanted, view: View) -> Listing:
    rows: list[dict[str, Any]] = [
        *(found.table.to_pylist() if wanted.kind == MISSING else found.matrix.rows)
    ]
    told = {name: value for name, value in view.query.items() if name not in {"page", "size"}}
    exports = {ending.upper(): f"{view.path}.{ending}?{urlencode(told)}" for ending in ENDINGS}
    columns = COLUMNS if wanted.kind == MISSING else _matrix_columns(found)
    caption = KINDS[wanted.kind][1].format(site=found.domain)
    total = _counts(found)[wanted.kind]
    return Listing(caption, columns, rows, view, total, exports=exports, unit="site")


def _matrix_columns(found: Gap) -> tuple[Column, ...]:
    """A column for each domain, called like it."""
    of_domains = (Column(name, name, is_numeric=True) for name in found.matrix.domains)
    return (
        Column("source", "Site"),
        Column("authority", "Authority", is_numeric=True),
        *of_domains,
        Column("kinds", "Kinds"),
    )


def _flat(found: Gap) -> list[dict[str, Any]]:
    return [
        {"source_domain": row["source_domain"], "authority": row["authority"]}
        | dict(zip(found.matrix.domains, row["backlinks"], strict=True))
        | {"kinds": ", ".join(row["kinds"])}
        for row in found.matrix.rows
    ]


def _known(asked: Asked, domain: str) -> Any:
    try:
        return site_in(asked, domain)
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
