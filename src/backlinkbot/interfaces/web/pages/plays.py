"""The page Plays: what a competitor did to earn its links, and whether we could do the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from backlinkbot.app.plays import plays
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.plays import PlayKind
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.charting import stacked
from backlinkbot.interfaces.web.page import page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.wishes import link_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.core.plays import Month
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.charting import Stack

PERIODS = (("", "All that is known"), ("365", "The last year"), ("183", "The last half year"))
MOST_MONTHS = 36  # a column each: more are too narrow to be told apart
MOST_LINKS = 200  # of one play on the page; all are on the page Backlinks of the competitor

place = Place("plays", "Plays", icon="bolt", of_site=True, order=65)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/plays")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """The plays of one competitor, or of the site itself where it is asked for or none is known."""
    domain, errors = domain_named(domain), {}
    rivals = _rivals(asked, domain)
    rival, period = request.query_params.get("rival", ""), request.query_params.get("period", "")
    try:
        rival = domain_named(rival) if rival else next(iter(rivals), domain)
    except BadInput as error:
        errors["rival"], rival = sentence(error), next(iter(rivals), domain)
    days = int(period) if period in dict(PERIODS) and period else 0
    since = asked.workspace.clock.today() - timedelta(days=days) if days else None
    found, why = None, ""
    try:
        found = plays(asked.workspace, rival, since=since, ours="" if rival == domain else domain)
    except (NotFound, BadInput) as error:
        why = pressed(sentence(error))
    root = f"/c/{asked.client}"
    months = found.months[-MOST_MONTHS:] if found else ()
    return page(
        request, asked, "plays.html.j2", status=400 if errors else 200, domain=domain, rival=rival,
        rivals=rivals, found=found, why=why, errors=errors, period=period, periods=PERIODS,
        months=months, kinds=_kinds(months), stacks=_stacks(months), most=MOST_LINKS,
        totals=[sum(month.domains.values()) for month in months],
        seen_at=lambda link: link_address(root, rival, link.source_url, link.target_url),
    )  # fmt: skip


def _rivals(asked: Asked, domain: str) -> tuple[str, ...]:
    try:
        return site_in(asked, domain).competitors
    except NotFound:
        return ()


def _kinds(months: Sequence[Month]) -> list[tuple[int, PlayKind]]:
    """The kinds that there are, each with the number that its colour goes by."""
    return [
        (number, kind)
        for number, kind in enumerate(PlayKind)
        if any(month.domains.get(kind) for month in months)
    ]


def _stacks(months: Sequence[Month]) -> list[Stack]:
    return stacked([[month.domains.get(kind, 0) for kind in PlayKind] for month in months])
