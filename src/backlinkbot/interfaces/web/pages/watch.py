"""The page Watch: links won, lost and changed by day, of a site and its competitors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.crawl.starts import starts_of
from backlinkbot.app.jobs import open_jobs, queue
from backlinkbot.app.standings import recent_until
from backlinkbot.app.verify import known_standings
from backlinkbot.app.watch import watch
from backlinkbot.app.watch.alerts import rules_of, set_rules
from backlinkbot.core.alerts import EVERY, AlertKind
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.watching import WON, ChangeKind
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Listing, view_of
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.wishes import link_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from backlinkbot.core.jobs import Job
    from backlinkbot.core.watching import DomainChange, SiteChanges, Watched
    from backlinkbot.interfaces.gate import Asked, Fields

USUAL = timedelta(days=29)  # with the last day 30, as the new and lost of all other pages
MOVED = frozenset((*WON, ChangeKind.LOST))
SHOWS: Mapping[str, tuple[str, Callable[[DomainChange], bool]]] = {
    "": ("all that happened", lambda one: one.is_news),
    "won": ("domains won", lambda one: one.is_news and one.gained),
    "gone": ("domains lost", lambda one: one.is_news and one.gone),
    "more": ("more links", lambda one: one.is_news and one.kind in WON and not one.gained),
    "fewer": ("fewer links", lambda one: _is_lost(one) and not one.gone),
    "changed": ("links changed", lambda one: one.is_news and one.kind not in MOVED),
    "index": ("only the index changed", lambda one: not one.is_news),
}
WORKS = {"watch": "Watch", "verify": "Look at backlinks again", "crawl": "Crawl"}
CRAWL_PAGES = (50, 500, 5_000)
LONGEST_SEEDS = 4_000

place = Place("watch", "Watch", icon="clock", of_site=True, order=38)
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One change with the site whose links changed."""

    site: str
    is_ours: bool
    change: DomainChange


@router.get("/c/{client}/s/{domain}/watch")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """What changed since a day, the newest first."""
    return _page(request, asked, domain_named(domain))


@router.post("/c/{client}/s/{domain}/watch/work")
def work(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a watch, a look at the backlinks, or a crawl; says at the field what is wrong."""
    domain, kind = domain_named(domain), form.text("kind", 20)
    if kind not in WORKS:
        raise NotFound(f"a job {kind} is not started here")
    try:
        job = queue(
            asked.gate.root, kind, _arguments(domain, kind, form), client=asked.client,
            by=asked.principal.name,
        )  # fmt: skip
    except BadInput as error:
        wrong = {"seeds": pressed(sentence(error))}
        return _page(request, asked, domain, wrong, form.as_typed())
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


@router.post("/c/{client}/s/{domain}/watch/rules")
def rules(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Keeps what the owner of the site wants to be told."""
    site = site_in(asked, domain_named(domain)).domain
    least = form.text("least_authority", 10).replace(",", ".")
    try:
        set_rules(
            asked.workspace, site, least_authority=_authority(least), quiet=form.texts("quiet"),
            digest=form.text("digest", 10),
        )  # fmt: skip
    except BadInput as error:
        wrong = {"least_authority": sentence(error)}
        return _page(request, asked, site, wrong, form.as_typed())
    return after(request, f"{_here(asked, site)}#rules", f"Alerts of {site} follow these rules.")


def _page(
    request: Request,
    asked: Asked,
    domain: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    wrong, view = dict(errors or {}), view_of(request, orders=())
    since, found, why = _since(asked, view.query, wrong), None, ""
    try:
        found = watch(asked.workspace, [domain], since=since)
    except NotFound as error:
        why = pressed(sentence(error))
    rows = _rows(found, view.query) if found else []
    part = rows[view.offset : view.offset + view.per_page]
    kept = rules_of(asked.workspace, domain)
    root = f"/c/{asked.client}"
    return page(
        request, asked, "watch.html.j2", status=400 if wrong else 200, domain=domain,
        address=_here(asked, domain), found=found, why=why, since=since,
        shows={name: words for name, (words, _) in SHOWS.items()},
        counts=[_counts(one) for one in found.sites] if found else [],
        days=[(day, list(some)) for day, some in groupby(part, key=lambda row: row.change.on)],
        pages=Listing("Changes", (), part, view, len(rows), unit="change"), errors=wrong,
        notes=_notes(found), running=_running(asked, domain), crawl_pages=CRAWL_PAGES,
        standings=known_standings(asked.workspace, domain), rules=kept, every=EVERY,
        words=[one.value for one in (*AlertKind, *ChangeKind) if one is not AlertKind.CHANGE],
        typed={"least_authority": f"{kept.least_authority:g}", "seeds": f"https://{domain}/"}
        | dict(typed or {}),
        seen_at=lambda row, link: link_address(root, row.site, link.source_url, link.target_url),
    )  # fmt: skip


def _since(asked: Asked, query: Mapping[str, str], errors: dict[str, str]) -> date:
    """The day that the address names; else 30 days before links were read last."""
    usual = min(recent_until(asked.workspace), asked.workspace.clock.today()) - USUAL
    text = query.get("since", "")
    try:
        wanted = told_day(date.fromisoformat(text)) if text else usual
    except ValueError:
        errors["since"] = f"{text[:40]} is no day; write it like 2026-11-30."
        return usual
    except BadInput as error:
        errors["since"] = sentence(error)
        return usual
    if wanted > asked.workspace.clock.today():
        errors["since"] = f"{wanted.isoformat()} has not come yet."
        return usual
    return wanted


def _rows(found: Watched, query: Mapping[str, str]) -> list[Row]:
    """The changes that were asked for, the newest day first, of unknown days last."""
    of, show = query.get("of", ""), query.get("show", "")
    rows = [
        Row(site.site, site.is_ours, one)
        for site in found.sites
        if not of or site.site == of
        for one in _wanted(site, show)
    ]
    rows.sort(key=lambda row: row.change.on or date.min, reverse=True)
    return rows


def _is_lost(one: DomainChange) -> bool:
    return one.is_news and one.kind is ChangeKind.LOST


def _wanted(site: SiteChanges, show: str) -> Iterable[DomainChange]:
    fits = SHOWS.get(show, SHOWS[""])[1]
    return (one for one in site.changes if fits(one))


def _counts(site: SiteChanges) -> tuple[SiteChanges, dict[str, int]]:
    """How many referring domains of each thing that can be shown."""
    return site, {show: len(list(_wanted(site, show))) for show in SHOWS if show}


def _notes(found: Watched | None) -> list[str]:
    """What is to be said of all sites, and what of single ones."""
    if found is None:
        return []
    of_all = [note for note in found.sites[0].notes if all(note in s.notes for s in found.sites)]
    of_one = [
        f"{site.site}: {note}" for site in found.sites for note in site.notes if note not in of_all
    ]
    return [pressed(note) for note in (*of_all, *of_one)]


def _running(asked: Asked, domain: str) -> list[Job]:
    """Work of this page that is queued or under way."""
    open_ones = open_jobs(asked.gate.root, WORKS, asked.client)
    return [job for job in open_ones if _is_about(job.arguments, domain)]


def _is_about(arguments: Mapping[str, Any], domain: str) -> bool:
    named: Sequence[str] = arguments.get("domains") or arguments.get("seeds") or [domain]
    return any(domain in one for one in named)


def _arguments(domain: str, kind: str, form: Fields) -> dict[str, Any]:
    if kind != "crawl":
        return {"domains": [domain]}
    pages = form.text("pages", 9)
    seeds = form.text("seeds", LONGEST_SEEDS).split()
    if not seeds:
        raise BadInput("name at least one address to begin with")
    many = int(pages) if pages in {str(one) for one in CRAWL_PAGES} else CRAWL_PAGES[0]
    starts_of(CrawlPlan(tuple(seeds), many))  # a word that cannot be is said now, not by the job
    return {"seeds": seeds, "pages": many, "same_site": form.is_set("same_site")}


def _authority(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        raise BadInput(f"{text!r} is no number; give an authority from 0 to 100") from None


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/watch"
