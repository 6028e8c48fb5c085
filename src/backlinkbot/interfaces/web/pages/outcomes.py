"""The page Outcomes: what came of asking, by tactic and template, and the links that were won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.jobs import open_jobs, queue
from backlinkbot.app.pitch.landing import won_links
from backlinkbot.app.pitch.standing import campaign_standings, results
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.won_links import WonLink

KIND = "landed"
COLUMNS = (
    Column("organisation", "Won from", order="organisation"),
    Column("page", "Page and target"),
    Column("stands", "Stands", order="stands"),
    Column("landed", "Landed", order="landed"),
    Column("tactic", "Tactic", order="tactic"),
    Column("spot", "Placement", order="spot"),
    Column("quality", "Quality", is_numeric=True, order="quality"),
    Column("expected", "Worth", is_numeric=True, order="expected", help="Points, as expected"),
)
ORDERS: dict[str, Callable[[WonLink], Any]] = {
    "landed": lambda one: one.landed_at,
    "organisation": lambda one: one.organisation,
    "stands": lambda one: one.lost_at is None,
    "tactic": lambda one: one.tactic,
    "spot": lambda one: one.placement,
    "quality": lambda one: -1.0 if one.quality is None else one.quality,
    "expected": lambda one: -1e9 if one.worth_points is None else one.worth_points,
}

place = Place("outcomes", "Outcomes", icon="coins", of_site=True, order=80, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/s/{domain}/outcomes")
def outcomes(request: Request, asked: Reads, domain: str) -> Response:
    """Shares with their intervals, and won links with whether they still stand."""
    domain = domain_named(domain)
    view = view_of(request, orders=tuple(ORDERS), order="landed")
    won = won_links(asked.workspace, domain)
    won.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = [{"link": one} for one in won[view.offset : view.offset + view.per_page]]
    looks = open_jobs(asked.gate.root, (KIND,), asked.client)
    return page(
        request, asked, "outcomes.html.j2", domain=domain, here_at=_here(asked.client, domain),
        found=results(asked.workspace, domain), won=won,
        standings=campaign_standings(asked.workspace, domain),
        listing=Listing(f"Links won for {domain}", COLUMNS, shown, view, len(won), unit="link"),
        running=next((job for job in looks if job.arguments.get("domain") == domain), None),
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/outcomes/look")
def look(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a look at the pages that were asked for a link."""
    del form  # nothing in it but that it is ours
    site = site_in(asked, domain_named(domain))
    job = queue(
        asked.gate.root, KIND, {"domain": site.domain}, client=asked.client,
        by=asked.principal.name,
    )  # fmt: skip
    return after(request, f"/c/{quote(asked.client)}/jobs/{job.id}")


def _here(client: str, domain: str) -> str:
    return f"/c/{quote(client)}/s/{quote(domain)}/outcomes"
