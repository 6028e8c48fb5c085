"""The page Competitors: the site and its rivals side by side, and whose links they share."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.gap import gap
from backlinkbot.app.standings import recent_until, standings
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.charting import spark_path
from backlinkbot.interfaces.web.page import page, site_in
from backlinkbot.interfaces.web.places import Place

place = Place("competitors", "Competitors", icon="rivals", of_site=True, order=64)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/competitors")
def competitors(request: Request, asked: Reads, domain: str) -> Response:
    """The main numbers of all, and how many referring domains each shares with the site."""
    domain = domain_named(domain)
    try:
        site = site_in(asked, domain)
    except NotFound:
        site = Site(domain, is_ours=False)
    rivals = [Site(name, is_ours=False) for name in site.competitors]
    try:
        shared = {one.rival: one for one in gap(asked.workspace, domain, limit=0).overlap}
    except NotFound:
        shared = {}
    return page(
        request, asked, "competitors.html.j2", domain=domain, edited=site,
        found=standings(asked.workspace, [site, *rivals]) if rivals else [],
        shared=shared, sparks=spark_path,
        recent_until=recent_until(asked.workspace), today=asked.workspace.clock.today(),
    )  # fmt: skip
