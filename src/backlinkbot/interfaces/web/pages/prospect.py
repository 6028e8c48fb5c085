"""The page of one prospect: where it could link, how it is reached, and all that was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.contacts import list_contacts
from backlinkbot.app.pitch.dealings import dealings_with
from backlinkbot.app.pitch.sent import OUTREACH
from backlinkbot.app.prospects import set_contact, show_prospect
from backlinkbot.app.prospects.fitting import fitting_pages
from backlinkbot.app.prospects.moves import moves_from
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.prospects import ChangeKind, ContactKind, Stage
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.obstacles import has_contacts_page
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.prospects import Shown
    from backlinkbot.app.prospects.fitting import Fitting
    from backlinkbot.core.contacts import SiteContacts
    from backlinkbot.core.prospects import Change
    from backlinkbot.interfaces.gate import Asked

FACTS = {"owner": "looked after by", "contact": "contact", "contact_kind": "reaches"}
MOMENTS = (
    ("contacted_at", "Asked"), ("replied_at", "Answered"), ("placed_at", "Placed"),
    ("verified_at", "Seen in the index"), ("closed_at", "Closed"), ("lost_at", "Lost again"),
)  # fmt: skip

router = APIRouter()


@router.get("/c/{client}/s/{domain}/prospects/{number}")
def one(request: Request, asked: Reads, domain: str, number: int) -> Response:
    """All that is known of one prospect."""
    return _page(request, asked, domain_named(domain), number)


@router.post("/c/{client}/s/{domain}/prospects/{number}/contact")
def contact(request: Request, asked: Writes, domain: str, number: int, form: Posted) -> Response:
    """Keeps how a prospect is reached, or says at the field why not."""
    domain = domain_named(domain)
    shown = _shown(asked, domain, number)
    try:
        done = set_contact(
            asked.workspace, number, form.text("contact", 1_000), form.text("kind", 40),
            by=asked.principal,
        )  # fmt: skip
    except BadInput as error:
        wrong = {"contact": pressed(sentence(error))}
        return _page(request, asked, domain, number, wrong, form.as_typed())
    here = _here(asked, domain)
    steps = [Undo(f"{here}/undo", {"step": str(done.step), "back": f"{here}/{number}"})]
    told = f"The contact of {shown.prospect.organisation} was kept."
    return after(request, f"{here}/{number}", told, *(steps if done.step else []))


def _page(
    request: Request,
    asked: Asked,
    domain: str,
    number: int,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    shown = _shown(asked, domain, number)
    organisation, sees = shown.prospect.organisation, asked.principal.may_see_people
    known = next(iter(_known(asked, organisation)), None) if sees else None
    dealings = dealings_with(asked.workspace, shown.prospect)
    return page(
        request, asked, "prospect.html.j2", status=400 if errors else 200, domain=domain,
        known=known, dealings=dealings, has_contacts_page=has_contacts_page(organisation),
        sees_people=sees, one=shown.prospect, here_at=_here(asked, domain), history=_history(shown),
        moves=moves_from(shown.prospect.stage), kinds=list(ContactKind), moments=MOMENTS,
        is_barred=shown.prospect.stage is Stage.DO_NOT_CONTACT, fitting=_fitting(asked, shown),
        has_writer=bool(asked.workspace.settings.writer_url and asked.may_write),
        errors=dict(errors or {}),
        typed=dict(typed or {})
        or {"contact": shown.prospect.contact, "kind": shown.prospect.contact_kind.value},
    )  # fmt: skip


def _fitting(asked: Asked, shown: Shown) -> Fitting | None:
    """Pages of ours that it could be asked to link; for who may write, while it may be asked."""
    if not asked.may_write or not moves_from(shown.prospect.stage):
        return None
    found = fitting_pages(asked.workspace, shown.prospect.site, [shown.prospect.number])
    return next(iter(found.rows), None)


def _known(asked: Asked, organisation: str) -> list[SiteContacts]:
    """Who answers for the organisation, as far as somebody has looked; none for what is no domain.

    A prospect on a platform is called by its name there.
    """
    try:
        return list_contacts(asked.workspace, [organisation])
    except BadInput:
        return []


def _shown(asked: Asked, domain: str, number: int) -> Shown:
    """The prospect, if it is this site's.

    Raises:
        NotFound: it is not, or its adding was undone.
    """
    missing = f"{domain} has no prospect {number}"
    try:
        shown = show_prospect(asked.workspace, number)
    except NotFound:
        raise NotFound(missing) from None
    if shown.prospect.site != domain or shown.prospect.is_gone:
        raise NotFound(missing)
    return shown if asked.principal.may_see_people else _without_people(shown)


def _without_people(shown: Shown) -> Shown:
    """For a client: neither how the prospect is reached, nor what was written down about it."""
    history = tuple(
        replace(one, note="", fields={n: both for n, both in one.fields.items() if n != "contact"})
        for one in shown.history
    )
    return replace(shown, prospect=replace(shown.prospect, contact=""), history=history)


def _history(shown: Shown) -> list[tuple[Change, str, bool]]:
    """The changes, the newest first: each in words, and whether it can be undone."""
    standing = {one.number for one in shown.standing}
    return [
        (one, _said(one), _can_be_undone(one) and one.number in standing)
        for one in reversed(shown.history)
    ]


def _can_be_undone(change: Change) -> bool:
    """Whether to offer it: what went cannot be unsent, whatever the board says then."""
    return bool(change.fields) and change.by != OUTREACH.name


def _said(change: Change) -> str:
    said = [_fact(name, *both) for name, both in change.fields.items()]
    told = "; ".join(part for part in said if part)
    if change.kind is ChangeKind.UNDONE:
        return f"undid change {change.undoes}{': ' if told else ''}{told}"
    return f"{change.kind.value}{': ' if told else ''}{told}"


def _fact(name: str, before: Any, after_it: Any) -> str:
    if name == "stage":
        return f"{before} → {after_it}"
    if name == "tags":
        more = [f"+{tag}" for tag in after_it or () if tag not in (before or ())]
        less = [f"\N{MINUS SIGN}{tag}" for tag in before or () if tag not in (after_it or ())]
        return " ".join([*more, *less])
    if name == "target":
        return f"asks for {after_it or 'the page of its campaign'}"
    if name in FACTS:
        return f"{FACTS[name]} {after_it or 'nobody'}"
    return ""


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/prospects"
