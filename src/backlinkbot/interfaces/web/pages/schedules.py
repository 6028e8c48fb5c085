"""Settings, Schedules: work that comes back by itself."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.jobs import (
    EVERY,
    KINDS,
    add_schedule,
    list_schedules,
    remove_schedule,
    switch_schedule,
)
from backlinkbot.app.sites import list_sites
from backlinkbot.core.client_report import Edition
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.pages.reports import EDITIONS, TONGUES

OF_DOMAINS = ("watch", "verify")
OF_PLACES, OF_REPORT, OF_VISITS = "ingest", "report", "results-import"
OF_NOTHING = ("measure", "outreach")
# What it does, as one chooses it: what tells and judges first, then what reads.
WORDS = (
    (OF_REPORT, "Client report of the last whole month"),
    ("watch", "Watch a site and its competitors"),
    ("verify", "Look at the backlinks of a site again"),
    ("find", "Look for opportunities of a site"),
    ("audit", "Audit of a site"),
    ("outreach", "Read answers and send what is approved and due"),
    ("landed", "Look for links of a site that were asked for"),
    ("measure", "Measure authority"),
    (OF_PLACES, "Import of links"),
    (OF_VISITS, "Import of visits"),
)

router = APIRouter()


@router.get("/c/{client}/settings/schedules")
def schedules(request: Request, asked: Reads) -> Response:
    """The schedules of a client; `kind` and `domain` in the address choose in the form."""
    query = request.query_params
    typed = {name: query[name] for name in ("kind", "domain", "every") if name in query}
    ours = (one.domain for one in list_sites(asked.workspace) if one.is_ours)
    usual = {"every": "month", "edition": Edition.MANAGER.value, "domain": next(ours, "")}
    return _page(request, asked, typed=usual | typed)


@router.post("/c/{client}/settings/schedules")
def add(request: Request, asked: Writes, form: Posted) -> Response:
    """Adds a schedule."""
    hour = form.text("at_hour", 10)
    try:
        one = add_schedule(
            asked.gate.root,
            form.text("kind", 100),
            _arguments(asked, form),
            every=form.text("every", 20),
            at_hour=int(hour) if hour.isascii() and hour.isdigit() else -1,
            client=asked.client,
            by=asked.principal.name,
        )
    except BadInput as error:
        return _page(request, asked, errors={"kind": sentence(error)}, typed=form.as_typed())
    return after(request, _here(asked), f"{KINDS[one.kind]} comes back every {one.every}.")


@router.post("/c/{client}/settings/schedules/{schedule}/switch")
def switch(request: Request, asked: Writes, schedule: str, form: Posted) -> Response:
    """Switches a schedule on or off."""
    one = switch_schedule(
        asked.gate.root, schedule, on=form.is_set("on"), client=asked.client
    )  # fmt: skip
    return after(request, _here(asked), f"It is {'on' if one.is_on else 'off'} now.")


@router.post("/c/{client}/settings/schedules/{schedule}/remove")
def remove(request: Request, asked: Writes, schedule: str, form: Posted) -> Response:
    """Forgets a schedule."""
    del form  # nothing in it but that it is ours
    remove_schedule(asked.gate.root, schedule, asked.client)
    return after(request, _here(asked), "The schedule was removed.")


def _arguments(asked: Asked, form: Fields) -> dict[str, object]:
    """What the job needs: a site, of a report how it is written, or for an import places.

    Raises:
        BadInput: no site or no place was named.
    """
    kind, place = form.text("kind", 100), form.text("place", 4_000)
    if kind in OF_NOTHING:
        return {}
    if kind in (OF_PLACES, OF_VISITS) and not place:
        raise BadInput("say what to import: a path or an http(s) address")
    if kind == OF_PLACES:
        return {"places": [place], "options": {"target": form.text("domain")}}
    if not form.text("domain"):
        raise BadInput("choose which site it is about")
    domain = site_in(asked, form.text("domain")).domain
    if kind == OF_VISITS:
        return {"places": [place], "site": domain}
    if kind in OF_DOMAINS:
        return {"domains": [domain]}
    if kind != OF_REPORT:
        return {"domain": domain}
    told = {"edition": form.text("edition", 20), "language": form.text("language", 20)}
    for name, known in (("edition", EDITIONS), ("language", TONGUES)):
        if told[name] not in dict(known):
            raise BadInput(f"the {name} is one of {', '.join(dict(known))}")
    return {"domain": domain, **told}


def _page(request: Request, asked: Asked, **shown: object) -> Response:
    return page(
        request, asked, "schedules.html.j2", status=400 if shown.get("errors") else 200,
        tab="schedules", schedules=list_schedules(asked.gate.root, asked.client),
        kinds=WORDS, editions=EDITIONS, tongues=TONGUES,
        every=[(one, f"Every {one}") for one in EVERY],
        hours=[(hour, f"{hour:02}:00 UTC") for hour in range(24)],
        is_local=asked.principal.is_local, words=KINDS, site_choices=[
            ("", "None"), *((one.domain, one.domain) for one in list_sites(asked.workspace)),
        ], **shown,
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{asked.client}/settings/schedules"
