"""Opportunities: where the next good link could come from; found by a job, then read here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from backlinkbot.app.find.kept import keep_rows, kept_find
from backlinkbot.core.chances import Tactic
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Format, Formatted
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.prospects import (
    FindIn,
    KeepIn,
    KeptOut,
    OpportunitiesOut,
    OpportunityOut,
    beside,
)

COLUMNS = tuple(OpportunityOut.model_fields)

router = APIRouter(tags=["opportunities"])


@router.post("/domains/{domain}/find", status_code=202, response_model=JobOut, responses=QUEUED)
def begin(
    asked: Changes, domain: DomainPath, told: FindIn, response: Response, keyed: Repeated
) -> Any:
    """Queues looking for opportunities in what the index knows; nothing is fetched."""
    arguments = {"domain": domain_named(domain), **told.model_dump()}
    return queued(asked, response, keyed, "find", lambda: arguments)


@router.get(
    "/domains/{domain}/opportunities",
    response_model=OpportunitiesOut,
    responses={**AS_FILES, **described(404)},
)
def opportunities(  # noqa: PLR0913, PLR0917 - what one may ask of opportunities
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    tactic: Annotated[list[Tactic], Query(description="Only by these tactics.")] = [],  # noqa: B006
    least_relevance: Annotated[
        float, Query(ge=0, le=1, description="Of the same niche with this probability.")
    ] = 0.0,
    sells: Annotated[
        bool | None, Query(description="Only those that ask money for links, or only others.")
    ] = None,
) -> Any:
    """What the last `find` found for a site: pages that could link to it, the best hour first."""
    found = kept_find(asked.workspace, domain)
    rows = [
        row
        for row in found.rows
        if (not tactic or row["tactic"] in tactic)
        and (row["relevance"] or 0.0) >= least_relevance
        and sells in {None, bool(row["sells"])}
    ]
    if wished is not Format.JSON:
        return documents(place, rows, wished, "opportunities", COLUMNS)
    page, told = place.of(rows), beside(found)
    return {**page, **told, "notes": [*told["notes"], *page["notes"]]}


@router.post(
    "/domains/{domain}/opportunities/keep",
    status_code=201,
    response_model=KeptOut,
    responses=described(404, 409),
)
def keep(asked: Changes, domain: DomainPath, told: KeepIn, keyed: Repeated) -> Any:
    """Keeps opportunities of the last `find` as prospects; who is one already stays one."""
    return keyed.once(
        asked,
        lambda: keep_rows(asked.workspace, domain, told.ids, by=asked.principal).as_document(),
    )
