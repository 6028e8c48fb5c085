"""The page Authority: look any domain up, compare up to five, see how each came to its points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from backlinkbot.app.grounds import grounds
from backlinkbot.app.history import history
from backlinkbot.app.measure import authority_of
from backlinkbot.app.paths import paths
from backlinkbot.app.releases import list_releases
from backlinkbot.core.errors import BacklinkBotError, BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked

MOST = 5
MOST_TEXT = 2_000
BETWEEN = re.compile(r"[\s,;]+")

place = Place("authority", "Authority", icon="scale", order=10)
router = APIRouter()


@router.get("/c/{client}/authority")
def authority(request: Request, asked: Reads) -> Response:
    """The points of the domains that were asked for, side by side."""
    typed = request.query_params.get("domains", "")[:MOST_TEXT]
    names, errors = _named(typed)
    values: dict[str, Any] = {"rows": [], "why": {}, "past": [], "reach": {}}
    releases = list_releases(asked.workspace)
    if names and not errors and releases:
        values = _found(asked, names)
    return page(
        request, asked, "authority.html.j2", status=400 if errors else 200, errors=errors,
        typed={"domains": typed}, names=names, releases=releases, **values,
    )  # fmt: skip


def _named(typed: str) -> tuple[list[str], dict[str, str]]:
    words = [word for word in BETWEEN.split(typed) if word]
    try:
        names = list(dict.fromkeys(map(domain_named, words)))
    except BadInput as error:
        return [], {"domains": sentence(error)}
    if len(names) > MOST:
        return [], {"domains": f"At most {MOST} domains can be compared; these are {len(names)}."}
    return names, {}


def _found(asked: Asked, names: list[str]) -> dict[str, Any]:
    rows = authority_of(asked.workspace, names).to_pylist()
    known = [row["domain"] for row in rows if row["pagerank"] is not None]
    return {
        "rows": rows,
        "why": {one.domain: one for one in _why(asked, known)},
        "past": history(asked.workspace, names).table.to_pylist(),
        "reach": {name: found for name in known[:1] if (found := _reach(asked, name))},
    }


def _why(asked: Asked, names: list[str]) -> list[Any]:
    """What the points stand on; nothing where the graph that was measured is not at hand."""
    try:
        return list(grounds(asked.workspace, names)) if names else []
    except NotFound:
        return []


def _reach(asked: Asked, name: str) -> Any:
    try:
        return paths(asked.workspace, name)
    except BacklinkBotError:
        return None
