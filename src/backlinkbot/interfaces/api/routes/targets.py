"""Which page of ours each prospect could be asked to link; suggested, never set."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.prospects.fitting import fitting_pages
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.prospects import MOST_AT_ONCE, Number
from backlinkbot.interfaces.schemas.targets import FittingPagesOut

router = APIRouter(tags=["prospects"])


@router.get(
    "/domains/{domain}/targets", response_model=FittingPagesOut, responses=described(400, 404)
)
def targets(
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    prospect: Annotated[
        list[Number], Query(max_length=MOST_AT_ONCE, description="Only these; else all not over.")
    ] = [],  # noqa: B006
) -> Any:
    """Pages of yours that prospects could be asked to link, with reasons; a lost link's are sure.

    `POST /prospects/target` says which it is to be.
    """
    found = fitting_pages(asked.workspace, domain, prospect, offset=place.offset, most=place.rows)
    page = place.page([one.as_document() for one in found.rows], found.total)
    return page | {"site": found.site, "notes": [*page["notes"], *found.notes]}
