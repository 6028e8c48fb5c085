"""The page Contacts: how organisations are reached, what users tell of them, and people's rights.

What a person may ask for reaches into all clients, so an export or an erasure is an owner's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.contacts import (
    erase,
    export_person,
    list_contacts,
    set_consent,
    set_contact,
    set_country,
)
from backlinkbot.app.contacts.finding import EVERY_ONE
from backlinkbot.app.contacts.of_prospects import prospects_without_contact
from backlinkbot.app.jobs import open_jobs, queue
from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.sites import list_sites
from backlinkbot.core.contacts import law_column, what_it_is
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Manages, People, Posted, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backlinkbot.app.contacts.erasing import Erased
    from backlinkbot.core.contacts import SiteContacts
    from backlinkbot.interfaces.gate import Asked

KIND = "contacts"
MOST_AT_ONCE = 200  # organisations of one look: each costs some fetches
LONGEST = 254
COLUMNS = (
    Column("domain", "Organisation", order="domain"),
    Column("contact", "Best contact"),
    Column("who", "Who"),
    Column("country", "Country", order="country"),
    Column("sure", "Sure", is_numeric=True, order="sure"),
    Column("found", "Found on"),
    Column("looked", "Looked at", order="looked"),
)
ORDERS: dict[str, Callable[[SiteContacts], Any]] = {
    "domain": lambda one: one.domain,
    "country": lambda one: one.country or "",
    "sure": lambda one: max((contact.confidence for contact in one.contacts), default=-1.0),
    "looked": lambda one: one.looked_at.timestamp() if one.looked_at else 0.0,
}

place = Place("contacts", "Contacts", icon="user", order=73, needs_writer=True, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/contacts")
def contacts(request: Request, asked: People) -> Response:
    """The organisations that were looked at, with the best contact of each."""
    return _page(request, asked)


@router.post("/c/{client}/contacts/find")
def find(request: Request, asked: Writes, form: Posted) -> Response:
    """Queues a look for contacts: of organisations named, or of a site's prospects without one."""
    named, pages = list(form.words("domains")), list(form.words("pages"))
    site = form.text("site", LONGEST)
    try:
        if site and not named and not pages:
            named = _without_contact(asked, site_in(asked, site).domain)
        told = {
            "domains": [domain_named(one) for one in named[:MOST_AT_ONCE]], "pages": pages,
            "guess": form.is_set("guess"),
        }  # fmt: skip
        job = queue(
            asked.gate.root, KIND, told, client=asked.client, by=asked.principal.name
        )  # fmt: skip
    except BadInput as error:
        wrong = {"domains": pressed(sentence(error))}
        return _page(request, asked, errors=wrong, typed=form.as_typed())
    return after(request, f"/c/{quote(asked.client)}/jobs/{job.id}")


@router.post("/c/{client}/contacts/export")
def export(asked: Manages, form: Posted) -> Response:
    """All that is kept of a person in any client, as a file for him."""
    found = export_person(asked.workspace, form.text("person", LONGEST))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    headers = {"content-disposition": 'attachment; filename="person.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/c/{client}/contacts/erase")
def forget(request: Request, asked: Manages, form: Posted) -> Response:
    """Tells what would be forgotten of a person; with `sure`, forgets it in all clients."""
    person = form.text("person", LONGEST)
    is_sure = form.text("sure", 3) == "yes"
    try:
        done = erase(asked.workspace, person, by=asked.principal.name, dry_run=not is_sure)
    except BadInput as error:
        wrong = {"person": pressed(sentence(error))}
        return _page(request, asked, errors=wrong, typed=form.as_typed())
    if not is_sure:
        return _page(request, asked, erasing=done, typed=form.as_typed())
    told = f"Forgotten: {done.total:,} rows. A keyed hash is left, so that nobody writes there."
    return after(request, _here(asked), told)


@router.get("/c/{client}/contacts/{domain}")
def one(request: Request, asked: People, domain: str) -> Response:
    """All contacts of an organisation, with where each was found."""
    return _one(request, asked, domain_named(domain))


@router.post("/c/{client}/contacts/{domain}")
def tell(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Keeps what a user knows: an address, a country, or what shows that somebody agreed."""
    domain = domain_named(domain)
    what, by = form.text("what", 10), asked.principal.name
    try:
        if what == "country":
            set_country(asked.workspace, domain, form.text("country", 20), by=by)
        elif what == "consent":
            set_consent(asked.workspace, domain, form.text("consent", 500), by=by)
        else:
            set_contact(
                asked.workspace, domain, form.text("address", LONGEST),
                found_on=form.text("found_on", 2_000), person=form.text("person", 200),
                role=form.text("role", 200), consent=form.text("consent", 500), by=by,
            )  # fmt: skip
    except (BadInput, NotFound, Refused) as error:
        names = {"country": "country", "consent": "agreed"}
        said = pressed(sentence(error))
        wrong = {"found_on" if "of a page" in said else names.get(what, "address"): said}
        return _one(request, asked, domain, wrong, form.as_typed())
    return after(request, f"{_here(asked)}/{quote(domain)}", "That was kept.")


def _page(
    request: Request,
    asked: Asked,
    *,
    erasing: Erased | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    view = view_of(request, orders=tuple(ORDERS), order="domain", is_descending=False)
    words = view.query.get("q", "").casefold()
    rows = [row for row in list_contacts(asked.workspace) if words in _words(row)]
    total = len(rows)
    rows.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = [{"site": row} for row in rows[view.offset : view.offset + view.per_page]]
    listing = Listing("Contacts by organisation", COLUMNS, shown, view, total, unit="organisation")
    return page(
        request, asked, "contacts.html.j2", status=400 if errors else 200, listing=listing,
        here_at=_here(asked), erasing=erasing, errors=dict(errors or {}), typed=dict(typed or {}),
        running=next(iter(open_jobs(asked.gate.root, (KIND,), asked.client)), None),
        own=[site.domain for site in list_sites(asked.workspace) if site.is_ours], view=view,
        what_it_is=what_it_is,
    )  # fmt: skip


def _one(
    request: Request,
    asked: Asked,
    domain: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    found = next(iter(list_contacts(asked.workspace, [domain])), None)
    if found is None and not _is_prospect(asked, domain):
        raise NotFound(f"nothing is known of contacts of {domain}; look for them first")
    return page(
        request, asked, "contact.html.j2", status=400 if errors else 200, name=domain, found=found,
        here_at=_here(asked), errors=dict(errors or {}), typed=dict(typed or {}),
        what_it_is=what_it_is, law_column=law_column,
    )  # fmt: skip


def _words(row: SiteContacts) -> str:
    told = [row.domain, *(f"{one.address} {one.person} {one.role}" for one in row.contacts)]
    return " ".join(told).casefold()


def _without_contact(asked: Asked, site: str) -> list[str]:
    """The organisations of a site's prospects without an address; raises BadInput for none."""
    found = prospects_without_contact(asked.workspace, site)
    if not found:
        raise BadInput(EVERY_ONE.format(site=site))
    return found


def _is_prospect(asked: Asked, domain: str) -> bool:
    sites = (site for site in list_sites(asked.workspace) if site.is_ours)
    return any(
        row.organisation == domain
        for site in sites
        for row in list_prospects(asked.workspace, site.domain).prospects
    )


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/contacts"
