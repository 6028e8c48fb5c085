"""The page Alerts: what somebody should know, the critical first; seen, and unseen again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.sites import list_sites
from backlinkbot.app.watch.alerts import list_alerts, see_alert
from backlinkbot.core.alerts import Importance
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Listing, view_of
from backlinkbot.interfaces.web.page import Undo, after, own_path, page
from backlinkbot.interfaces.web.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.alerts import Alert
    from backlinkbot.interfaces.gate import Asked

MOST = 2_000  # the newest: more than anybody reads
MOST_IDS = 60  # that an undo of one press carries
GRAVITY = {Importance.CRITICAL: 0, Importance.DIGEST: 1, Importance.QUIET: 2}

place = Place("alerts", "Alerts", icon="warn", order=9)
router = APIRouter()


@router.get("/c/{client}/alerts")
def alerts(request: Request, asked: Reads) -> Response:
    """Alerts that nobody has seen, or with `history` all of them."""
    view = view_of(request, orders=())
    is_history, site = bool(view.query.get("history")), view.query.get("site", "")
    try:
        found = list_alerts(asked.workspace, [site] if site else [], history=is_history, limit=MOST)
    except BadInput:
        found = []
    if not is_history:
        found.sort(key=lambda one: GRAVITY[one.importance])  # the newest first within each
    part = found[view.offset : view.offset + view.per_page]
    return page(
        request, asked, "alerts.html.j2", rows=part, is_history=is_history, site_asked=site,
        listing=Listing("Alerts", (), part, view, len(found), unit="alert"),
        here_at=_here(asked), back=_back(asked, view.query),
        every_site=sorted({one.domain for one in list_sites(asked.workspace)}),
        is_cut=len(found) == MOST,
    )  # fmt: skip


@router.post("/c/{client}/alerts/see")
def see(request: Request, asked: Writes, form: Posted) -> Response:
    """Keeps that the chosen alerts were seen, or with `undo` that they were not."""
    ids, is_undo = [*form.texts("pick"), *form.words("ids")], form.is_set("undo")
    back = own_path(form.text("back", 2_000) or _here(asked))
    seen: list[Alert] = []
    for one in ids:
        try:
            seen.append(see_alert(asked.workspace, one, undo=is_undo, by=asked.principal.name))
        except NotFound:
            continue
    if not seen:
        return after(request, back, "No alert was chosen: tick some first.")
    many = "1 alert" if len(seen) == 1 else f"{len(seen):,} alerts"
    if is_undo:
        return after(request, back, f"{many} not seen any more.")
    fields = {"ids": "\n".join(one.id for one in seen), "undo": "1", "back": back}
    steps = [Undo(f"{_here(asked)}/see", fields)] if len(seen) <= MOST_IDS else []
    return after(request, back, f"{many} seen.", *steps)


def _back(asked: Asked, query: Mapping[str, str]) -> str:
    told = urlencode(query)
    return f"{_here(asked)}?{told}" if told else _here(asked)


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/alerts"
