"""The page Velocity: how fast referring domains come, and where that is out of the ordinary."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from backlinkbot.app.profile.charts import velocity_chart
from backlinkbot.app.velocity import velocity
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place

place = Place("velocity", "Velocity", icon="pulse", of_site=True, order=36)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/velocity")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """The weeks of a site with the band they are held against, and the alarms."""
    domain = domain_named(domain)
    try:
        found = velocity(asked.workspace, domain)
    except NotFound:
        found = None
    locale = asked.workspace.settings.locale
    return page(
        request, asked, "velocity.html.j2", domain=domain, found=found,
        chart=velocity_chart(found, locale) if found else (),
        ends=[one.last + timedelta(days=6) for one in found.alarms] if found else [],
    )  # fmt: skip
