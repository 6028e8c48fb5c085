"""Sites: ours and watched ones, and what belongs to them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from backlinkbot.app.sites import (
    Names,
    SiteChange,
    SiteEdit,
    add_site,
    edit_site,
    list_sites,
    remove_site,
    show_site,
)
from backlinkbot.core.nouns import Site
from backlinkbot.interfaces.api.asked import Asked, Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamp, stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.sites import (
    SiteAnswer,
    SiteChanged,
    SiteEditIn,
    SiteIn,
    SiteOut,
)

LISTS = Names._fields

router = APIRouter(tags=["sites"])


@router.get("/sites", response_model=Rows[SiteOut])
def sites(asked: Reads, place: Paged) -> Any:
    """All sites, ours first."""
    return place.of([site_document(site) for site in list_sites(asked.workspace)])


@router.post(
    "/sites",
    status_code=201,
    response_model=SiteChanged,
    responses={200: {"model": SiteChanged, "description": "It was known already."}},
)
def add(asked: Changes, told: SiteIn, response: Response) -> Any:
    """Adds a site, or puts what is told to what is known of it; then the answer is 200."""
    named = {name: tuple(getattr(told, name)) for name in LISTS}
    done = add_site(
        asked.workspace, Site(domain=told.domain, name=told.name, is_ours=told.is_ours, **named)
    )
    response.status_code = 201 if done.before is None else 200
    response.headers["location"] = f"/api/v1/sites/{done.site.domain}"
    return _changed(asked, done)


@router.get("/sites/{domain}", response_model=SiteAnswer, responses=described(404))
def one(asked: Reads, domain: DomainPath) -> Any:
    """One site."""
    return stamped(asked, site_document(show_site(asked.workspace, domain)))


@router.patch("/sites/{domain}", response_model=SiteChanged, responses=described(404))
def edit(asked: Changes, domain: DomainPath, told: SiteEditIn) -> Any:
    """Changes a site; a list that is given stands for the whole list, what is left out stays."""
    before = show_site(asked.workspace, domain)
    return _changed(asked, edit_site(asked.workspace, before.domain, _edit(before, told)))


@router.delete("/sites/{domain}", response_model=SiteChanged, responses=described(404))
def remove(asked: Changes, domain: DomainPath) -> Any:
    """Forgets a site; its links stay in the index."""
    gone = remove_site(asked.workspace, domain)
    changes = [f"{gone.domain} is forgotten; its links stay in the index."]
    return {**stamp(asked), "site": site_document(gone), "changes": changes}


def site_document(site: Site) -> dict[str, Any]:
    """A site as JSON."""
    told = {"domain": site.domain, "name": site.name, "is_ours": site.is_ours}
    return told | {name: list(getattr(site, name)) for name in LISTS}


def _changed(asked: Asked, done: SiteChange) -> dict[str, Any]:
    return {**stamp(asked), "site": site_document(done.site), "changes": done.in_words}


def _edit(before: Site, told: SiteEditIn) -> SiteEdit:
    """What makes the known site the one that is told."""
    more, less = [], []
    for name in LISTS:
        known: tuple[str, ...] = getattr(before, name)
        wanted = getattr(told, name)
        wanted = known if wanted is None else wanted
        folded = {word.strip().casefold() for word in wanted}
        more.append(tuple(wanted))
        less.append(tuple(word for word in known if word.casefold() not in folded))
    return SiteEdit(told.name, told.is_ours, Names(*more), Names(*less))
