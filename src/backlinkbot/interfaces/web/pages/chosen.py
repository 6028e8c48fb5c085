"""What is done with rows that were chosen in a list, and with filters that are kept of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from backlinkbot.app.decisions import decide, decisions, unit_named
from backlinkbot.app.export import write_tables
from backlinkbot.app.filters import remove_filter, save_filter
from backlinkbot.app.profile import RowQuestion, domain_rows, link_rows
from backlinkbot.core.audit import Choice
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import Undo, after, own_path, page
from backlinkbot.interfaces.web.rows import EVERY_ROW

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked, Fields

LISTS = ("backlinks", "referring-domains", "anchors")
DONE = {
    Choice.KEEP: "on the keep list now",
    Choice.REMOVE: "to be asked to take their links away",
}
NOTHING = "No row was chosen; tick the boxes of some first."

router = APIRouter()


@router.post("/c/{client}/s/{domain}/{of}/decide")
def decided(request: Request, asked: Writes, domain: str, of: str, form: Posted) -> Response:
    """Keeps or removes the linking sites of the chosen rows, or takes that back."""
    site, back = domain_named(domain), _list(asked, domain, of, form)
    if form.text("since"):
        return after(request, back, _taken_back(asked, site, form))
    units = _units(form.texts("pick"))
    if not units:
        return after(request, back, NOTHING)
    choice = _choice(form.text("do"))
    start = asked.workspace.clock.now()
    done, missed = _decide(asked, site, units, choice)
    said = _said(choice, done, missed)
    moments = {"since": start.isoformat(), "until": asked.workspace.clock.now().isoformat()}
    undo = Undo(request.url.path, moments | {n: form.text(n) for n in ("query", "here")})
    return after(request, back, said, undo if done and choice is not Choice.UNDO else None)


@router.post("/c/{client}/s/{domain}/{of}/chosen")
def chosen(request: Request, asked: Reads, domain: str, of: str, form: Posted) -> Response:
    """The chosen rows as a file, or as a text to copy."""
    site, back = domain_named(domain), _list(asked, domain, of, form)
    picked = tuple(dict.fromkeys(form.texts("pick")))
    if not picked:
        return after(request, back, NOTHING)
    if form.text("do") == "csv":
        return _file(asked, site, of, picked)
    return page(
        request, asked, "chosen.html.j2", domain=site, of=of, back=back, picked=picked,
        what="addresses" if of == "backlinks" else "domains",
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/{of}/filters")
def filters(request: Request, asked: Writes, domain: str, of: str, form: Posted) -> Response:
    """Keeps what a list shows under a name, or forgets it."""
    site, back = domain_named(domain), _list(asked, domain, of, form)
    if gone := form.text("remove"):
        old = remove_filter(asked.workspace, site, of, gone)
        undo = Undo(request.url.path, {"name": old.name, "query": old.query})
        return after(request, back, f"The filter {old.name} was removed.", undo)
    query = form.text("query")
    kept = save_filter(asked.workspace, site, of, form.text("name"), query, asked.principal.name)
    return after(request, back, f"Saved as {kept.name}.")


def _list(asked: Asked, domain: str, of: str, form: Fields) -> str:
    """The address to go back to: the list as it was looked at, or the page of a link."""
    if of not in LISTS:
        raise NotFound(f"there is no list {of}")
    if here := form.text("here"):
        return own_path(here)
    query = form.text("query")
    start = f"/c/{quote(asked.client)}/s/{quote(domain_named(domain))}/{of}"
    return f"{start}?{query}" if query and query.isprintable() else start


def _choice(word: str) -> Choice:
    if word not in {Choice.KEEP, Choice.REMOVE, Choice.UNDO}:
        raise BadInput(f"{word!r} is nothing that can be decided here")
    return Choice(word)


def _units(picked: list[str]) -> list[str]:
    return list(dict.fromkeys(unit_named(one) for one in picked))


def _decide(
    asked: Asked, site: str, units: list[str], choice: Choice
) -> tuple[list[str], list[str]]:
    """The units that were decided about, and those about which there was nothing to undo."""
    done, missed = [], []
    for unit in units:
        try:
            decide(asked.workspace, site, unit, choice, by=asked.principal.name)
        except NotFound:
            missed.append(unit)
        else:
            done.append(unit)
    return done, missed


def _taken_back(asked: Asked, site: str, form: Fields) -> str:
    """Undoes what one person decided in a span of time."""
    try:
        since, until = (datetime.fromisoformat(form.text(name)) for name in ("since", "until"))
    except ValueError as error:
        raise BadInput("this is no span of time") from error
    mine = [
        one.unit
        for one in decisions(asked.workspace, site).in_force
        if one.by == asked.principal.name and since <= one.at <= until
    ]
    done, _ = _decide(asked, site, mine, Choice.UNDO)
    return _said(Choice.UNDO, done, [])


def _said(choice: Choice, done: list[str], missed: list[str]) -> str:
    many = f"{done[0]} is" if len(done) == 1 else f"{len(done):,} linking sites are"
    if choice is not Choice.UNDO:
        return f"{many} {DONE[choice]}."
    if not done:
        return "Nothing was decided about these sites, so there is nothing to take back."
    told = f"The decision about {done[0] if len(done) == 1 else f'{len(done):,} sites'} was undone."
    return told + (f" Nothing was decided about {len(missed):,} others." if missed else "")


def _file(asked: Asked, site: str, of: str, picked: tuple[str, ...]) -> Response:
    ask = RowQuestion(every_kind=True, limit=EVERY_ROW)
    if of == "backlinks":
        table = link_rows(asked.workspace, site, replace(ask, source_urls=picked)).table
    elif of == "referring-domains":
        table = domain_rows(asked.workspace, site, replace(ask, source_domains=picked)).table
    else:
        raise NotFound("anchors are not chosen one by one; export the list")
    folder = tempfile.TemporaryDirectory(prefix="backlinkbot-export-")
    path = Path(folder.name) / f"{site}-{of}-chosen.csv"
    write_tables(iter([table]), path)
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))
