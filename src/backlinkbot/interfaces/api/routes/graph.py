"""What the link graph says: what links are worth, how a site is reached, two claims tested."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from backlinkbot.app.paths import START_SITES, STEPS
from backlinkbot.app.paths import paths as paths_to
from backlinkbot.app.study import TARGETS
from backlinkbot.app.study import study as study_of
from backlinkbot.app.worth import Worth
from backlinkbot.app.worth import worth as worth_to
from backlinkbot.core.nouns import Placement
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamp, stamped
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN, DomainPath
from backlinkbot.interfaces.api.problems import LOOKS, described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.tables import (
    AS_FILES,
    MOST_TABLE_ROWS,
    Format,
    Formatted,
    rows_of,
    table_file,
)
from backlinkbot.interfaces.schemas.graph import PathsOut, StudyOut, WorthIn, WorthOut
from backlinkbot.interfaces.schemas.jobs import JobOut

MOST_STEPS = 20
MOST_TARGETS = 2_000
LISTED = {**AS_FILES, **described(404)}

router = APIRouter(tags=["link graph"])


@router.post("/measure", status_code=202, response_model=JobOut, responses=QUEUED)
def measure(asked: Changes, response: Response, keyed: Repeated) -> Any:
    """Queues measuring the authority of every domain of the index."""
    return queued(asked, response, keyed, "measure", dict)


@router.get("/domains/{domain}/worth", response_model=WorthOut, responses=LISTED)
def worth(
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    placement: Annotated[Placement, Query(description="Where it would stand.")] = Placement.CONTENT,
    topic: Annotated[str, Query(max_length=200, description="Trust of this topic alone.")] = "",
) -> Any:
    """What a link from any domain would be worth to a domain, the best sources first."""
    is_page = wished is Format.JSON
    rows = place.rows if is_page or place.limit else MOST_TABLE_ROWS
    found = worth_to(
        asked.workspace, domain, placement=placement, topic=topic or None,
        limit=place.offset + rows,
    )  # fmt: skip
    table = found.table.slice(place.offset)
    if not is_page:
        return table_file(asked, table, "worth", wished)
    page = place.page(rows_of(table), found.priced)
    return page | _beside(found) | {"notes": [*page["notes"], *found.notes]}


@router.post(
    "/domains/{domain}/worth",
    response_model=WorthOut,
    responses=described(404),
    openapi_extra=LOOKS,
)
def worth_of(asked: Reads, domain: DomainPath, told: WorthIn) -> Any:
    """What links from these domains would be worth, or what losing theirs costs; each and all."""
    found = worth_to(
        asked.workspace, domain, sources=told.sources, without=told.without or None,
        placement=told.placement, topic=told.topic,
    )  # fmt: skip
    rows = rows_of(found.table)
    whole = {"total": len(rows), "rows": rows, "next_cursor": None, "notes": list(found.notes)}
    return stamp(asked) | whole | _beside(found)


@router.get("/domains/{domain}/paths", response_model=PathsOut, responses=described(404))
def paths(
    asked: Reads,
    domain: DomainPath,
    new_from: Annotated[
        str, Query(max_length=LONGEST_DOMAIN, description="Also as if this domain linked to it.")
    ] = "",
    steps: Annotated[int, Query(ge=1, le=MOST_STEPS)] = STEPS,
    well_known: Annotated[int, Query(ge=1, le=MOST_TARGETS)] = START_SITES,
) -> Any:
    """How readers and crawlers get from well-known sites to a domain, and to which pages."""
    found = paths_to(
        asked.workspace, domain, new_from=new_from or None, steps=steps, well_known=well_known
    )
    return stamped(asked, found.as_document())


@router.get("/study", response_model=StudyOut, responses=described(404))
def study(asked: Reads, targets: Annotated[int, Query(ge=10, le=MOST_TARGETS)] = TARGETS) -> Any:
    """Whether one strong link beats a hundred weak ones, and fifty five thousand, in this graph."""
    return stamped(asked, study_of(asked.workspace, targets=targets).as_document())


def _beside(found: Worth) -> dict[str, Any]:
    return {
        "target": found.target,
        "authority": found.authority,
        "weak_points": found.weak_points,
        "priced": found.priced,
        "basis": found.basis,
        "rejects": dict(found.rejects.counts),
    }
