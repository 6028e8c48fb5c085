"""The page Opportunities: where the next good link could come from, best value per hour first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.find.kept import KeptFind, keep_rows, kept_find
from backlinkbot.app.jobs import open_jobs, queue
from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.core.chances import Tactic
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import Undo, after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backlinkbot.app.prospects import Kept
    from backlinkbot.core.jobs import Job
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.listing import View

COLUMNS = (
    Column("prospect", "Prospect", order="prospect"),
    Column("tactic", "Tactic", order="tactic"),
    Column("value", "Points an hour", is_numeric=True, order="value"),
    Column("worth", "Worth", is_numeric=True, order="worth", help="Points of authority"),
    Column("reply", "Reply", is_numeric=True, order="reply", help="With its 90 % interval"),
    Column("placement", "Placed", is_numeric=True, order="placement", help="Of those that reply"),
    Column("relevance", "Same niche", is_numeric=True, order="relevance"),
    Column("minutes", "Minutes", is_numeric=True, order="minutes"),
    Column("reasons", "Why"),
    Column("kept", "Kept"),
)
ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "value": lambda row: _or_less(row["value_per_hour"]),
    "worth": lambda row: _or_less(row["worth_points"]),
    "reply": lambda row: row["p_reply"],
    "placement": lambda row: row["p_placement"],
    "relevance": lambda row: _or_less(row["relevance"]),
    "minutes": lambda row: row["minutes"],
    "prospect": lambda row: row["prospect"],
    "tactic": lambda row: row["tactic"],
}
TOPS = (50, 200, 1_000)
MANY_KEPT = 10  # that one press keeps
TOLD = 5  # names in one message

place = Place(
    "opportunities", "Opportunities", icon="star", of_site=True, order=71, group="Outreach"
)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/opportunities")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """What the last look found, with filters; and the form for another look."""
    return _page(request, asked, domain_named(domain))


@router.post("/c/{client}/s/{domain}/opportunities")
def look(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a look for opportunities."""
    domain = domain_named(domain)
    top = form.text("top", 9)
    arguments: dict[str, Any] = {
        "domain": domain,
        "tactics": [name for name in form.texts("tactics") if name in set(Tactic)],
        "top": int(top) if top in {str(one) for one in TOPS} else TOPS[0],
        "all_phases": form.is_set("all_phases"),
    }
    if (wrong := set(form.texts("tactics")) - set(Tactic)) or not form.text("top", 9):
        errors = {"tactics": f"{', '.join(sorted(wrong)) or 'nothing'} is no tactic."}
        return _page(request, asked, domain, errors=errors if wrong else {})
    job = queue(
        asked.gate.root, "find", arguments, client=asked.client, by=asked.principal.name
    )  # fmt: skip
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


@router.post("/c/{client}/s/{domain}/opportunities/keep")
def keep(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Puts the chosen ones, or the first so many, among the prospects."""
    domain, back = domain_named(domain), _here(asked, domain_named(domain))
    chosen = form.texts("pick")
    if form.is_set("first"):
        chosen = [row["id"] for row in kept_find(asked.workspace, domain).rows[:MANY_KEPT]]
    try:
        kept = keep_rows(asked.workspace, domain, chosen, by=asked.principal)
    except (BadInput, NotFound) as error:
        return after(request, back, f"Nothing was kept: {sentence(error)}")
    steps = [Undo(f"{_prospects(asked, domain)}/undo", {"step": str(kept.step)})] * bool(kept.step)
    return after(request, back, _told(kept), *steps)


def _page(
    request: Request, asked: Asked, domain: str, errors: dict[str, str] | None = None
) -> Response:
    found, running = _last(asked, domain), _running(asked, domain)
    values: dict[str, Any] = {}
    if found:
        view = view_of(request, orders=tuple(ORDERS), order="value")
        values = {"listing": _listing(found, view), "known": _known(asked, domain)}
        values |= {"organisation": organisation_of}
        values["tactics_found"] = sorted({row["tactic"] for row in found.rows})
    return page(
        request, asked, "opportunities.html.j2", status=400 if errors else 200, domain=domain,
        found=found, running=running, errors=errors or {}, tactics=list(Tactic), tops=TOPS,
        address=_here(asked, domain), many=MANY_KEPT, edited=_site(asked, domain), **values,
    )  # fmt: skip


def _last(asked: Asked, domain: str) -> KeptFind | None:
    try:
        found = kept_find(asked.workspace, domain)
    except NotFound:
        return None
    notes = tuple(pressed(line) for line in found.notes)
    return replace(found, notes=notes, phase=pressed(found.phase))


def _running(asked: Asked, domain: str) -> Job | None:
    """A look that is queued or under way."""
    looks = open_jobs(asked.gate.root, ("find",), asked.client)
    return next((job for job in looks if job.arguments.get("domain") == domain), None)


def _listing(found: KeptFind, view: View) -> Listing:
    rows = [row for row in found.rows if _fits(row, view)]
    rows.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = rows[view.offset : view.offset + view.per_page]
    caption = f"Opportunities of {found.domain}"
    return Listing(caption, COLUMNS, shown, view, len(rows), unit="opportunity")


def _fits(row: dict[str, Any], view: View) -> bool:
    tactic, words = view.query.get("tactic", ""), view.query.get("q", "").casefold()
    is_near = view.query.get("near") != "1" or (row["relevance"] or 0) >= 0.5  # noqa: PLR2004 - likelier than not
    return (
        (not tactic or row["tactic"] == tactic)
        and (not words or words in f"{row['prospect']} {row['page']}".casefold())
        and is_near
    )


def _known(asked: Asked, domain: str) -> dict[str, Any]:
    """By organisation (all its names) the prospect that it is already."""
    every = list_prospects(asked.workspace, domain).prospects
    return {name: one for one in every for name in (one.organisation, *one.names)}


def _site(asked: Asked, domain: str) -> Any:
    try:
        return site_in(asked, domain)
    except NotFound:
        return None


def _told(kept: Kept) -> str:
    said = []
    if kept.added:
        said.append(_named("is a prospect now", "are prospects now", kept.added))
    if kept.found_again:
        said.append(_named("was one already", "were prospects already", kept.found_again))
    said += [f"{name} {why}." for name, why in kept.refused[:TOLD]]
    return " ".join(said) or "Nothing was kept."


def _named(one: str, many: str, prospects: Sequence[Any]) -> str:
    if len(prospects) == 1:
        return f"{prospects[0].organisation} {one}."
    return f"{len(prospects):,} {many}."


def _or_less(number: float | None) -> float:
    return -1.0 if number is None else number


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/opportunities"


def _prospects(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/prospects"
