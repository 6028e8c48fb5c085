"""The page Suppressions: to whom nobody of this installation may write, for ever.

They hold in all clients. Those that another client led to are shown to owners alone: a name in
them would tell whom that client writes to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.barring import bar, bar_list
from backlinkbot.app.suppress import list_suppressions, suppression_reason
from backlinkbot.app.uploads import keep_uploads
from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import SuppressionKind, SuppressionReason
from backlinkbot.core.places import names_only
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import People, Posted, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.suppress import Suppressed
    from backlinkbot.core.outreach import Suppression
    from backlinkbot.interfaces.gate import Asked

COLUMNS = (
    Column("whom", "Whom", order="whom"),
    Column("kind", "Kind", order="kind"),
    Column("reason", "Why", order="reason"),
    Column("at", "Since", order="at"),
    Column("note", "Note"),
)
ORDERS: dict[str, Any] = {
    "at": lambda one: one.at,
    "whom": lambda one: one.value,
    "kind": lambda one: one.kind.value,
    "reason": lambda one: one.reason.value,
}
ENDINGS = (".csv", ".tsv", ".txt")
REASONS = tuple(one.value for one in SuppressionReason if one is not SuppressionReason.ERASED)

router = APIRouter()


@router.get("/c/{client}/suppressions")
def suppressions(request: Request, asked: People) -> Response:
    """What is suppressed, the newest first."""
    return _page(request, asked)


@router.post("/c/{client}/suppressions")
def add(request: Request, asked: Writes, form: Posted) -> Response:
    """Lets nobody write to addresses, domains or organisations; or says at the field why not."""
    try:
        done = bar(
            asked.workspace, form.words("whom"), note=form.text("note", 500),
            reason=suppression_reason(form.text("reason", 40)), by=asked.principal.name,
            organisation=form.is_set("organisation"),
        )  # fmt: skip
    except BadInput as error:
        wrong = {"whom": pressed(sentence(error))}
        return _page(request, asked, wrong, form.as_typed())
    if not done.asked:
        wrong = {"whom": "Name an address or a domain."}
        return _page(request, asked, wrong, form.as_typed())
    return after(request, _here(asked), _told(done))


@router.post("/c/{client}/suppressions/import")
def read(request: Request, asked: Writes, form: Posted) -> Response:
    """Suppresses all that a list names."""
    sent = form.files("file")
    if not sent or not (sent[0].filename or "").lower().endswith(ENDINGS):
        wrong = {"file": f"Choose a list first: {', '.join(ENDINGS)}."}
        return _page(request, asked, wrong, form.as_typed())
    try:
        places = keep_uploads(asked.workspace, [(sent[0].filename or "", sent[0].file)])
        reason = suppression_reason(form.text("reason", 40))
        done = bar_list(
            asked.workspace, Path(places[0]), reason=reason, by=asked.principal.name
        )  # fmt: skip
    except BadInput as error:
        return _page(request, asked, {"file": str(names_only(sentence(error)))}, form.as_typed())
    return after(request, _here(asked), _told(done))


def _told(done: Suppressed) -> str:
    known, left = len(done.asked) - done.added, sum(done.rejects.values())
    told = f"{done.added:,} added: nobody writes there any more, in no client."
    told += f" {known:,} were known already." if known else ""
    gone = done.cancelled
    told += f" {gone:,} approved messages to them were cancelled." if gone else ""
    return told + (f" {left:,} rows named nobody and were left out." if left else "")


def _page(
    request: Request,
    asked: Asked,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    view = view_of(request, orders=tuple(ORDERS), order="at")
    kind = view.query.get("kind", "")
    found = list_suppressions(
        asked.workspace, search=view.query.get("q", ""),
        kind=kind if kind in set(SuppressionKind) else "",
    )  # fmt: skip
    mine = [one for one in found if _may_see(asked, one)]
    mine.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = [{"one": one} for one in mine[view.offset : view.offset + view.per_page]]
    return page(
        request, asked, "suppressions.html.j2", status=400 if errors else 200, view=view,
        listing=Listing("Suppressions", COLUMNS, shown, view, len(mine), unit="suppression"),
        others=len(found) - len(mine), here_at=_here(asked), kinds=list(SuppressionKind),
        reasons=REASONS, errors=dict(errors or {}), typed=dict(typed or {}),
    )  # fmt: skip


def _may_see(asked: Asked, one: Suppression) -> bool:
    return asked.principal.may_manage or one.client == asked.client


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/suppressions"
