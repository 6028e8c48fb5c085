"""Competitors: who they are, how they compare, what they did, and how much nobody has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.compare import MOST_DOMAINS
from backlinkbot.app.compare import compare as compare_of
from backlinkbot.app.plays import plays as plays_of
from backlinkbot.app.rivals import rivals as rivals_of
from backlinkbot.app.unseen import unseen as unseen_of
from backlinkbot.core.plays import PlayKind
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN, Day, DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.compared import CompareOut, RivalsOut, UnseenOut
from backlinkbot.interfaces.schemas.plays import PlayLinkOut, PlaysOut

if TYPE_CHECKING:
    from backlinkbot.core.plays import Play

MOST_FOUND = 100  # rivals of one answer: more are none
LINK_COLUMNS = tuple(PlayLinkOut.model_fields)
Since = Annotated[Day | None, Query(description="Only links that began from this day on.")]
Ours = Annotated[
    str,
    Query(max_length=LONGEST_DOMAIN, description="Our site; else one of which it is a competitor."),
]

router = APIRouter(tags=["competitors"])


@router.get("/domains/{domain}/rivals", response_model=RivalsOut, responses=described(404))
def rivals(
    asked: Reads,
    domain: DomainPath,
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND, description="So many at most.")] = 20,
) -> Any:
    """Who competes with a site, by who links to both and what both write about."""
    return stamped(asked, rivals_of(asked.workspace, domain, limit=limit).as_document())


@router.get("/domains/{domain}/compare", response_model=CompareOut, responses=described(404))
def compare(
    asked: Reads,
    domain: DomainPath,
    rival: Annotated[
        list[str],
        Query(max_length=MOST_DOMAINS - 1, description="These, else the site's competitors."),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Any:
    """A site beside its rivals: authority, profile, velocity, anchors, placements, countries."""
    return stamped(asked, compare_of(asked.workspace, [domain, *rival]).as_document())


@router.get("/domains/{domain}/plays", response_model=PlaysOut, responses=described(404))
def plays(asked: Reads, domain: DomainPath, since: Since = None, ours: Ours = "") -> Any:
    """A domain's new links as named plays: tactic, time, cost, whether rules allow it."""
    found = plays_of(asked.workspace, domain, since=since, ours=ours)
    told = found.as_document()
    parts = [*told["plays"], *([told["trickle"]] if told["trickle"] else [])]
    for part in parts:
        del part["links"]
    return stamped(asked, told)


@router.get(
    "/domains/{domain}/plays/links",
    response_model=Rows[PlayLinkOut],
    responses={**AS_FILES, **described(404)},
)
def play_links(  # noqa: PLR0913, PLR0917 - what one may ask of plays
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    since: Since = None,
    ours: Ours = "",
    play: Annotated[PlayKind | None, Query(description="Only of this kind of play.")] = None,
    name: Annotated[str, Query(max_length=500, description="Only of the play named so.")] = "",
) -> Any:
    """The links of a domain's plays, each with the play it belongs to and why."""
    found = plays_of(asked.workspace, domain, since=since, ours=ours)
    every = [*found.plays, *([found.trickle] if found.trickle else [])]
    fitting = [one for one in every if play in {None, one.kind} and name in {"", one.name}]
    rows = [row for one in fitting for row in _links(one)]
    return documents(place, rows, wished, "play-links", LINK_COLUMNS)


@router.get("/domains/{domain}/unseen", response_model=UnseenOut, responses=described(404))
def unseen(asked: Reads, domain: DomainPath) -> Any:
    """How many links to a domain no source has seen, and where the sources disagree."""
    return stamped(asked, unseen_of(asked.workspace, domain).as_document())


def _links(one: Play) -> list[dict[str, Any]]:
    beside = {"play": one.kind.value, "name": one.name}
    return [beside | link.as_document() for link in one.links]
