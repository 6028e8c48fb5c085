"""Business results: what links brought a site, and whether they worked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Response

from backlinkbot.app.results import forget_import, results_of
from backlinkbot.app.sites import show_site
from backlinkbot.app.uploads import keep_uploads
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import stamped
from backlinkbot.interfaces.api.parameters import Day, DomainPath, day_told
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.results import ResultsOut, VisitFilesIn, VisitImportOut

MOST_NUMBER = 1_000_000

router = APIRouter(tags=["results"])


@router.get("/domains/{domain}/results", response_model=ResultsOut, responses=described(404))
def results(
    asked: Reads,
    domain: DomainPath,
    since: Annotated[Day | None, Query(description="First day.")] = None,
    until: Annotated[Day | None, Query(description="Last day.")] = None,
) -> Any:
    """What links brought a site; without days: the last 90 that anything tells of."""
    return stamped(asked, results_of(asked.workspace, domain, since, until).as_document())


@router.post(
    "/domains/{domain}/results",
    status_code=202,
    response_model=JobOut,
    responses={**QUEUED, **described(413)},
)
def send(
    asked: Changes,
    domain: DomainPath,
    response: Response,
    told: Annotated[VisitFilesIn, Form(media_type="multipart/form-data")],
    keyed: Repeated,
) -> Any:
    """Sends exports of GA4, Matomo, Plausible, access logs or Search Console; queues the import."""
    site = show_site(asked.workspace, domain).domain
    days = {"since": day_told(told.since), "until": day_told(told.until)}
    options = {name: day.isoformat() for name, day in days.items() if day}
    sent = [(one.filename or "", one.file) for one in told.files]
    money = {"currency": told.currency} if told.currency else {}

    def arguments() -> dict[str, Any]:
        places = keep_uploads(asked.workspace, sent)
        return {"places": places, "site": site, "options": options | money}

    return queued(asked, response, keyed, "results-import", arguments)


@router.delete(
    "/domains/{domain}/results/imports/{number}",
    response_model=VisitImportOut,
    responses=described(404),
)
def forget(
    asked: Changes, domain: DomainPath, number: Annotated[int, Path(ge=0, le=MOST_NUMBER)]
) -> Any:
    """Lets an import of visits count no longer."""
    return forget_import(asked.workspace, domain, number).as_document()
