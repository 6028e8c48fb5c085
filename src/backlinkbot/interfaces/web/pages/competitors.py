"""The page Competitors: the site and its rivals side by side, and who else may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.compare import MOST_DOMAINS, compare
from backlinkbot.app.gap import Side, gap
from backlinkbot.app.rivals import rivals
from backlinkbot.app.sites import Names, SiteEdit, edit_site
from backlinkbot.app.standings import recent_until, standings
from backlinkbot.app.unseen import unseen
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.charting import spark_path
from backlinkbot.interfaces.web.page import Undo, after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from backlinkbot.app.compare import Comparison
    from backlinkbot.interfaces.gate import Asked

MIXES = (  # what of a profile is shown as shares, by the name that `Compared` has for it
    ("anchors", "Anchors", "anchor_class"),
    ("placements", "Placements", "placement"),
    ("countries", "Countries", ""),
    ("languages", "Languages", "language"),
)

place = Place("competitors", "Competitors", icon="rivals", of_site=True, order=64)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/competitors")
def competitors(request: Request, asked: Reads, domain: str) -> Response:
    """The main numbers of all, how their profiles differ, and what each shares with the site."""
    domain = domain_named(domain)
    site = _site(asked, domain)
    named = site.competitors[: MOST_DOMAINS - 1]
    every = [site, *(Site(name, is_ours=False) for name in named)]
    return page(
        request, asked, "competitors.html.j2", domain=domain, edited=site, tab="",
        found=standings(asked.workspace, every) if named else [],
        compared=_compared(asked, domain) if named else None,
        shared={name: _shared(asked, domain, name) for name in named},
        left_out=len(site.competitors) - len(named), mixes=MIXES, sparks=spark_path,
        recent_until=recent_until(asked.workspace), today=asked.workspace.clock.today(),
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/competitors/suggested")
def suggested(request: Request, asked: Reads, domain: str) -> Response:
    """Who competes, by who links to both and what both write about; one press takes one over."""
    domain, found, why = domain_named(domain), None, ""
    try:
        found = rivals(asked.workspace, domain)
    except NotFound as error:
        why = pressed(sentence(error))
    return page(
        request, asked, "suggested.html.j2", domain=domain, edited=_site(asked, domain),
        tab="suggested", found=found, why=why, back=_here(asked, domain),
    )  # fmt: skip


@router.get("/c/{client}/s/{domain}/competitors/unseen")
def not_seen(request: Request, asked: Reads, domain: str) -> Response:
    """How many links of the site no source has seen, and what the sources disagree on."""
    domain, found, why = domain_named(domain), None, ""
    try:
        found = unseen(asked.workspace, domain)
    except NotFound as error:
        why = pressed(sentence(error))
    return page(
        request, asked, "unseen.html.j2", domain=domain, edited=_site(asked, domain),
        tab="unseen", found=found, why=why,
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/competitors/take")
def take(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Takes a suggested domain over as a competitor."""
    site, rival = site_in(asked, domain_named(domain)), domain_named(form.text("rival", 300))
    if rival == site.domain:
        raise BadInput(f"{rival} is the site itself, not one of its rivals")
    edit_site(asked.workspace, site.domain, SiteEdit(more=Names(competitors=(rival,))))
    back = _here(asked, site.domain)
    undo = Undo(f"{back}/drop", {"rival": rival})
    return after(request, f"{back}/suggested", f"{rival} is a competitor now.", undo)


@router.post("/c/{client}/s/{domain}/competitors/drop")
def drop(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Counts a domain among the competitors no longer."""
    site, rival = site_in(asked, domain_named(domain)), domain_named(form.text("rival", 300))
    edit_site(asked.workspace, site.domain, SiteEdit(less=Names(competitors=(rival,))))
    back = _here(asked, site.domain)
    undo = Undo(f"{back}/take", {"rival": rival})
    return after(request, f"{back}/suggested", f"{rival} is no competitor any more.", undo)


def _site(asked: Asked, domain: str) -> Site:
    try:
        return site_in(asked, domain)
    except NotFound:
        return Site(domain, is_ours=False)


def _compared(asked: Asked, domain: str) -> Comparison | None:
    """The profiles side by side; None where nothing points at the site."""
    try:
        return compare(asked.workspace, [domain])
    except NotFound:
        return None


def _shared(asked: Asked, domain: str, rival: str) -> int | None:
    """How many sites link to both, counted as the list behind the number has them."""
    try:
        counts = gap(asked.workspace, domain, rivals=[rival], limit=0).matrix.counts
    except NotFound:
        return None
    return counts[Side.SHARED.value]


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/competitors"
