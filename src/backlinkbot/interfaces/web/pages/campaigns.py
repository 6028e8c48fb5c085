"""The page Campaigns: those of a site with how they stand, and one more is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.campaigns import add_campaign, list_sequences
from backlinkbot.app.pitch.mailboxes import mailboxes
from backlinkbot.app.pitch.standing import campaign_standings
from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import Purpose, Sender
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.interfaces.gate import Asked


place = Place("campaigns", "Campaigns", icon="send", of_site=True, order=77, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/s/{domain}/campaigns")
def campaigns(request: Request, asked: Reads, domain: str) -> Response:
    """The campaigns of a site, the newest first."""
    return _page(request, asked, domain_named(domain))


@router.post("/c/{client}/s/{domain}/campaigns")
def add(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Makes a campaign, or says at the field why not; nobody is in it, and nothing goes."""
    domain = domain_named(domain)
    site_in(asked, domain)
    sender = Sender(
        form.text("sender", 200), form.text("organisation", 200),
        form.text("postal_address", 500), form.text("country", 20),
        form.text("privacy_url", 2_000),
    )  # fmt: skip
    try:
        made = add_campaign(
            asked.workspace, domain, form.text("name", 80), sequence=form.text("sequence", 80),
            mailbox=form.text("mailbox", 254), sender=sender, by=asked.principal.name,
            purpose=Purpose.REMOVALS if form.is_set("removals") else Purpose.LINKS,
            approves_itself=form.is_set("approves_itself"), target=form.text("target", 2_000),
        )  # fmt: skip
    except BadInput as error:
        wrong = {_field(sentence(error)): pressed(sentence(error))}
        return _page(request, asked, domain, wrong, form.as_typed())
    told = f"{made.name} is made. Nobody is in it yet: put prospects in."
    return after(request, f"{here_of(asked, domain)}/{made.number}", told)


def here_of(asked: Asked, domain: str) -> str:
    """The address of the page."""
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/campaigns"


def _field(said: str) -> str:
    """The field that a sentence is about."""
    if "postal address" in said:
        return "postal_address"
    if "no country" in said:
        return "country"
    if "no page of" in said:
        return "target"
    return next((name for name in ("sequence", "mailbox") if f"no {name}" in said), "name")


def _page(
    request: Request,
    asked: Asked,
    domain: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    workspace = asked.workspace
    standings = campaign_standings(workspace, domain)
    last = standings[0].campaign.sender if standings else None
    usual = {} if last is None else {
        "sender": last.name, "organisation": last.organisation, "country": last.country,
        "postal_address": last.postal_address, "privacy_url": last.privacy_url,
    }  # fmt: skip
    boxes = [one.address for one in mailboxes(workspace)] if asked.may_write else []
    return page(
        request, asked, "campaigns.html.j2", status=400 if errors else 200, domain=domain,
        here_at=here_of(asked, domain), standings=standings, boxes=boxes,
        sequences=[one.name for one in list_sequences(workspace)] if asked.may_write else [],
        errors=dict(errors or {}), typed=dict(typed or usual),
    )  # fmt: skip
