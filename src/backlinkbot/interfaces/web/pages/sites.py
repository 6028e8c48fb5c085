"""The page Sites: all sites with their main numbers; a site is added, changed and removed here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from backlinkbot.app.sites import Names, SiteEdit, add_site, edit_site, list_sites, remove_site
from backlinkbot.app.standings import recent_until, standings
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Site
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Posted, Reads, Writes
from backlinkbot.interfaces.web.charting import spark_path
from backlinkbot.interfaces.web.page import Undo, after, page, site_in
from backlinkbot.interfaces.web.places import Place

LISTS = ("brand_words", "topic_words", "competitors", "estate")
OF_DOMAINS = ("competitors", "estate")

place = Place("sites", "Sites", icon="grid", order=1)
router = APIRouter()


@router.get("/c/{client}")
def home(asked: Reads) -> Response:
    """Leads to the sites of a client."""
    from fastapi.responses import RedirectResponse

    return RedirectResponse(place.address(asked.client), status_code=303)


@router.get("/c/{client}/sites")
def sites(request: Request, asked: Reads) -> Response:
    """All sites, ours first, each with its numbers and what moved."""
    known = list_sites(asked.workspace)
    found = standings(asked.workspace, known)
    return page(
        request, asked, "sites.html.j2",
        ours=[one for one in found if one.site.is_ours],
        watched=[one for one in found if not one.site.is_ours],
        sparks=spark_path,
        snapshot=asked.workspace.snapshot,
        recent_until=recent_until(asked.workspace), today=asked.workspace.clock.today(),
    )  # fmt: skip


@router.get("/c/{client}/sites/new")
def new(request: Request, asked: Writes) -> Response:
    """The form for another site."""
    return _form(request, asked, None)


@router.post("/c/{client}/sites/new")
def add(request: Request, asked: Writes, form: Posted) -> Response:
    """Adds a site, or shows the form again with what is wrong at its field."""
    errors = _errors(form)
    if not errors and _is_known(asked, form):
        errors["domain"] = "This site is here already; change it from the list."
    if errors:
        return _form(request, asked, None, form, errors)
    change = add_site(asked.workspace, _site(form, domain_named(form.text("domain"))))
    return after(request, place.address(asked.client), f"{change.site.domain} was added.")


@router.get("/c/{client}/s/{domain}/settings")
def one(request: Request, asked: Writes, domain: str) -> Response:
    """The form of a known site."""
    return _form(request, asked, site_in(asked, domain))


@router.post("/c/{client}/s/{domain}/settings")
def change(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Changes a site to what the form says."""
    before = site_in(asked, domain)
    errors = _errors(form, domain)
    if errors:
        return _form(request, asked, before, form, errors)
    wanted = _site(form, domain)
    done = edit_site(asked.workspace, domain, _edit(before, wanted))
    return after(request, place.address(asked.client), " ".join(_ended(done.in_words)))


@router.post("/c/{client}/s/{domain}/remove")
def remove(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Forgets a site; its links stay, and one press brings it back."""
    del form  # nothing in it but that it is ours
    gone = remove_site(asked.workspace, site_in(asked, domain).domain)
    fields = {"domain": gone.domain, "name": gone.name, "is_ours": "1" if gone.is_ours else ""}
    fields |= {name: "\n".join(getattr(gone, name)) for name in LISTS}
    return after(
        request,
        place.address(asked.client),
        f"{gone.domain} was removed; its links stay in the index.",
        Undo(f"/c/{asked.client}/sites/new", fields),
    )


def _form(
    request: Request,
    asked: Asked,
    site: Site | None,
    form: Fields | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    typed = dict(form.as_typed()) if form else _typed(site)
    return page(
        request, asked, "site.html.j2", status=400 if errors else 200,
        domain=site.domain if site else "", edited=site, typed=typed, errors=errors or {},
    )  # fmt: skip


def _typed(site: Site | None) -> dict[str, Any]:
    if site is None:
        return {"is_ours": "1"}
    told = asdict(site) | {name: "\n".join(getattr(site, name)) for name in LISTS}
    return told | {"is_ours": "1" if site.is_ours else ""}


def _errors(form: Fields, domain: str = "") -> dict[str, str]:
    """What is wrong, by the field that it is wrong in."""
    errors: dict[str, str] = {}
    if not domain:
        try:
            domain = domain_named(form.text("domain"))
        except BadInput as error:
            errors["domain"] = sentence(error)
    for name in OF_DOMAINS:
        try:
            named = [domain_named(word) for word in form.words(name)]
        except BadInput as error:
            errors[name] = sentence(error)
            continue
        if domain in named:
            errors[name] = f"{domain} is the site itself; leave it out here."
    return errors


def _is_known(asked: Asked, form: Fields) -> bool:
    domain = domain_named(form.text("domain"))
    return any(one.domain == domain for one in list_sites(asked.workspace))


def _site(form: Fields, domain: str) -> Site:
    return Site(
        domain=domain,
        name=form.text("name", 200),
        is_ours=form.is_set("is_ours"),
        **{name: form.words(name) for name in LISTS},
    )


def _edit(before: Site, wanted: Site) -> SiteEdit:
    """What makes the one of the other; domains are compared as they are kept."""

    def of(site: Site, name: str) -> tuple[str, ...]:
        values: tuple[str, ...] = getattr(site, name)
        return tuple(map(domain_named, values)) if name in OF_DOMAINS else values

    more = [tuple(v for v in of(wanted, n) if v not in of(before, n)) for n in LISTS]
    less = [tuple(v for v in of(before, n) if v not in of(wanted, n)) for n in LISTS]
    return SiteEdit(wanted.name, wanted.is_ours, Names(*more), Names(*less))


def _ended(lines: list[str]) -> list[str]:
    return [line if line.endswith(".") else f"{line}." for line in lines]
