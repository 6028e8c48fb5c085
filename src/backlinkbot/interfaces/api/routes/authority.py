"""Authority: how strong domains are, over time, on what it rests, and in which release."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from backlinkbot.app.grounds import grounds as grounds_of
from backlinkbot.app.history import history as history_of
from backlinkbot.app.measure import authority_of
from backlinkbot.app.releases import compare_releases, list_releases, use_release
from backlinkbot.interfaces.api.asked import Asked, Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamp, stamped
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN
from backlinkbot.interfaces.api.problems import LOOKS, described
from backlinkbot.interfaces.api.tables import AS_FILES, Format, Formatted, rows_of, table_file
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.graph import (
    AuthorityRow,
    ComparedOut,
    DomainsIn,
    GroundsOut,
    HistoryOut,
    ReleaseOut,
)

MOST_IN_ADDRESS = 100
MOST_COMPARED = 1_000
LISTED = {**AS_FILES, **described(404)}
Domains = Annotated[
    list[str],
    Query(
        alias="domain",
        min_length=1,
        max_length=MOST_IN_ADDRESS,
        description="One or more.",
    ),
]
Release = Annotated[
    str, Query(max_length=LONGEST_DOMAIN, description="Another release than the one in force.")
]
ReleasePath = Annotated[
    str, Path(min_length=1, max_length=200, description="A release's name, or `latest`.")
]

router = APIRouter(tags=["authority"])


@router.get("/authority", response_model=Rows[AuthorityRow], responses=LISTED)
def authority(asked: Reads, domains: Domains, wished: Formatted, release: Release = "") -> Any:
    """How strong domains are, with intervals, in the order asked."""
    return _looked_up(asked, domains, wished, release)


@router.post("/authority", response_model=Rows[AuthorityRow], responses=LISTED, openapi_extra=LOOKS)
def authority_of_many(
    asked: Reads, told: DomainsIn, wished: Formatted, release: Release = ""
) -> Any:
    """The same for more domains than an address holds; nothing is changed."""
    return _looked_up(asked, told.domains, wished, release)


@router.get("/authority/history", response_model=HistoryOut, responses=LISTED)
def history(asked: Reads, domains: Domains, wished: Formatted) -> Any:
    """The authority of domains in every release that compares with the one in force."""
    found = history_of(asked.workspace, list(dict.fromkeys(domains)))
    if wished is not Format.JSON:
        return table_file(asked, found.table, "history", wished)
    return {**stamp(asked), "rows": rows_of(found.table), "left_out": found.left_out}


@router.get("/authority/grounds", response_model=GroundsOut, responses=described(404))
def grounds(asked: Reads, domains: Domains) -> Any:
    """What the authority of domains rests on, and in which topics they have it."""
    found = grounds_of(asked.workspace, domains)
    return {**stamp(asked), "rows": [one.as_document() for one in found]}


@router.get("/releases", response_model=Rows[ReleaseOut])
def releases(asked: Reads, place: Paged) -> Any:
    """Every kept authority release, the oldest first."""
    return place.of(list_releases(asked.workspace))


@router.post("/releases/{release}/use", response_model=ReleaseOut, responses=described(404))
def use(asked: Changes, release: ReleasePath) -> Any:
    """Looks domains up in this release from now on."""
    return use_release(asked.workspace, release)


@router.get("/releases/{release}/changes", response_model=ComparedOut, responses=described(404))
def changes(
    asked: Reads,
    release: ReleasePath,
    to: Annotated[str, Query(max_length=200, description="The later release.")] = "latest",
    limit: Annotated[int, Query(ge=1, le=MOST_COMPARED)] = 100,
) -> Any:
    """What changed from this release to a later one, beyond what their intervals leave open."""
    found = compare_releases(asked.workspace, release, to, limit=limit)
    return stamped(asked, found.as_document())


def _looked_up(asked: Asked, domains: list[str], wished: Format, release: str) -> Any:
    table = authority_of(asked.workspace, domains, release)
    if wished is not Format.JSON:
        return table_file(asked, table, "authority", wished)
    rows = rows_of(table)
    return {**stamp(asked), "total": len(rows), "rows": rows, "next_cursor": None, "notes": []}
