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
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page, site_in

OF_PLACES, OF_NOTHING = "ingest", "measure"

router = APIRouter()


@router.get("/c/{client}/settings/schedules")
def schedules(request: Request, asked: Reads) -> Response:
    """The schedules of a client."""
    return _page(request, asked)


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
    """What the job needs: a site, or for an import places.

    Raises:
        BadInput: no place was named.
    """
    kind = form.text("kind", 100)
    if kind == OF_NOTHING:
        return {}
    if kind != OF_PLACES:
        return {"domain": site_in(asked, form.text("domain")).domain}
    place = form.text("place", 4_000)
    if not place:
        raise BadInput("say what to import: a path or an http(s) address")
    return {"places": [place], "options": {"target": form.text("domain")}}


def _page(request: Request, asked: Asked, **shown: object) -> Response:
    return page(
        request, asked, "schedules.html.j2", status=400 if shown.get("errors") else 200,
        tab="schedules", schedules=list_schedules(asked.gate.root, asked.client),
        kinds=list(KINDS.items()), every=[(one, f"Every {one}") for one in EVERY],
        hours=[(hour, f"{hour:02}:00 UTC") for hour in range(24)],
        is_local=asked.principal.is_local, words=KINDS, site_choices=[
            ("", "None"), *((one.domain, one.domain) for one in list_sites(asked.workspace)),
        ], **shown,
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{asked.client}/settings/schedules"
