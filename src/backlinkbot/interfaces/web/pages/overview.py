"""The page Overview: a site's main numbers and how they moved, each leading to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.profile import RowQuestion, courses, link_rows, overview
from backlinkbot.app.profile.charts import course_chart, flow_chart, quality_chart
from backlinkbot.app.sites import list_sites
from backlinkbot.app.standings import authority_change
from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.wishes import link_address, target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.profile import FoundOverview
    from backlinkbot.core.overview import Overview
    from backlinkbot.core.profile import Tally
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.wishes import Target

MOST_RIVALS = 5  # lines that can be told apart in one drawing
SHOWN = 8  # bars of one distribution
NEWEST = 6  # links on show in each list
# Bars count sites: of links the best one of each is listed, so that there are as many rows.
ONE = {"backlinks": {"one": "1"}, "referring-domains": {"basis": "pages"}}

place = Place("overview", "Overview", icon="gauge", of_site=True, order=20)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/overview")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """The main numbers of a site, or of a part of it."""
    target = target_of(request, domain)
    try:
        found = overview(asked.workspace, target.domain, target.view)
    except NotFound:
        found = None
    values = _values(asked, target, found) if found else {}
    return page(
        request, asked, "overview.html.j2", status=400 if target.errors else 200,
        domain=target.domain, target=target, errors=target.errors, found=found,
        snapshot=asked.workspace.snapshot, **values,
    )  # fmt: skip


def _values(asked: Asked, target: Target, found: FoundOverview) -> dict[str, Any]:
    rows = Addresses(f"/c/{quote(asked.client)}/s/{quote(target.domain)}", target.kept)
    told, locale = found.overview, asked.workspace.settings.locale
    return {
        "rows": rows,
        # Of a past day it would be the change up to the newest release, not up to the one then.
        "moved": None if target.view.as_of else authority_change(asked.workspace, target.domain),
        "course": _course(asked, target, found),
        "flow": flow_chart(told.weeks, locale),
        "quality": quality_chart(told.now, told.histogram, locale),
        "spreads": _spreads(rows, found),
        "newest": _links(asked, target, "new", "started_on"),
        "lost": _links(asked, target, "lost", "lost_on"),
    }


class Addresses:
    """Where the rows behind a number are; every one keeps the part of the site and the day."""

    def __init__(self, root: str, kept: dict[str, str]) -> None:
        self._root, self._kept = root, kept

    def __call__(self, of: str, **wishes: str) -> str:
        query = urlencode({**self._kept, **wishes})
        return f"{self._root}/{of}?{query}" if query else f"{self._root}/{of}"


def _course(asked: Asked, target: Target, found: FoundOverview) -> Any:
    """Referring domains over time; of rivals too where the whole site is looked at."""
    told = found.overview
    known = {site.domain: site for site in list_sites(asked.workspace)}
    rivals: tuple[str, ...] = ()
    if target.domain in known and not target.kept:
        rivals = known[target.domain].competitors[:MOST_RIVALS]
    own = (target.domain, told.weeks, told.now.referring_domains, told.start_unknown)
    others = courses(asked.workspace, rivals, told.as_of)
    lines = [
        own,
        *((one.domain, one.weeks, one.referring_domains, one.start_unknown) for one in others),
    ]
    return course_chart(lines, asked.workspace.settings.locale)


def _spreads(rows: Addresses, found: FoundOverview) -> list[dict[str, Any]]:
    told = found.overview

    def bars(tallies: Sequence[Tally], of: str, wish: str) -> list[dict[str, Any]]:
        whole = max(1, told.now.referring_domains)
        return [
            {
                "name": one.name,
                "value": one.domains,
                "share": min(1.0, one.domains / whole),
                "address": rows(of, status="live", **{wish: one.name}, **ONE[of]),
            }
            for one in tallies[:SHOWN]
        ]

    return [
        {"title": "Placements", "metric": "placement",
         "bars": bars(told.placements, "backlinks", "placement")},
        {"title": "Anchor classes", "metric": "anchor-class",
         "bars": bars(told.anchor_classes, "backlinks", "anchor_class")},
        {"title": "Domain endings", "metric": "",
         "bars": bars(told.endings, "referring-domains", "ending")},
        {"title": "Languages", "metric": "",
         "bars": bars(told.languages, "backlinks", "language")},
        {"title": "Pages linked to", "metric": "", "bars": _targets(rows, told)},
    ]  # fmt: skip


def _targets(rows: Addresses, told: Overview) -> list[dict[str, Any]]:
    """The addresses most sites link to, each leading to the links to it."""
    whole = max(1, told.now.referring_domains)
    return [
        {
            "name": "/" + one.name.partition("://")[2].partition("/")[2],
            "value": one.domains,
            "share": min(1.0, one.domains / whole),
            "address": rows("backlinks", status="live", scope="url", target=one.name, one="1"),
        }
        for one in told.targets[:SHOWN]
    ]


def _links(asked: Asked, target: Target, status: str, order: str) -> list[dict[str, Any]]:
    """The strongest links that are new, or were lost, lately; then the medium ones."""
    question = RowQuestion(
        quality=("strong", "medium"), recent="won" if status == "new" else "lost",
        view=target.view, one_per_domain=True, order="quality", limit=NEWEST,
    )  # fmt: skip
    found = link_rows(asked.workspace, target.domain, question)
    rows: list[dict[str, Any]] = found.table.to_pylist()
    root = f"/c/{quote(asked.client)}"
    for row in rows:
        row["address"] = link_address(root, target.domain, row["source_url"], row["target_url"])
        row["on"] = row[order]
    return rows
