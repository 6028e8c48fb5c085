"""Client reports: made by a job, kept, taken away as page, PDF or data, shared by a link."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse

from backlinkbot.app.profile import LinkQuestion
from backlinkbot.app.profile import links as links_to
from backlinkbot.app.report import (
    edition_named,
    forms_named,
    list_reports,
    period_of,
    remove_report,
    report_file,
    share_report,
)
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN, DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.reports import KeptReportOut, ReportIn, SharedOut, ShareIn

MEDIA = {".html": "text/html", ".pdf": "application/pdf", ".json": "application/json"}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report as it was made.",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"} if "pdf" in media else {}}
            for media in MEDIA.values()
        },
    },
    **described(404),
}
Name = Annotated[str, Path(min_length=1, max_length=400, description="As the list names it.")]

router = APIRouter(tags=["reports"])


@router.post("/domains/{domain}/report", status_code=202, response_model=JobOut, responses=QUEUED)
def begin(
    asked: Changes, domain: DomainPath, told: ReportIn, response: Response, keyed: Repeated
) -> Any:
    """Queues a client's report of a domain for a month, or for some days."""
    links_to(asked.workspace, domain, LinkQuestion(limit=1))  # NotFound before it is queued
    days = [
        told.since.isoformat() if told.since else "",
        told.until.isoformat() if told.until else "",
    ]
    period_of(asked.workspace.clock.today(), told.month, told.since, told.until)
    arguments = {
        "domain": domain_named(domain),
        "month": told.month,
        "since": days[0],
        "until": days[1],
        "edition": edition_named(told.edition).value,
        "language": told.language,
        "forms": list(forms_named(told.forms)),
    }
    return queued(asked, response, keyed, "report", lambda: arguments)


@router.get("/reports", response_model=Rows[KeptReportOut])
def reports(
    asked: Reads,
    place: Paged,
    domain: Annotated[str, Query(max_length=LONGEST_DOMAIN, description="Only of it.")] = "",
) -> Any:
    """The kept reports, the newest first."""
    named = domain_named(domain) if domain else ""
    return place.of([one.as_document() for one in list_reports(asked.workspace, named)])


@router.get("/reports/{name}", response_class=FileResponse, responses=FILE)
def report(asked: Reads, name: Name) -> Response:
    """A kept report as a file."""
    path = report_file(asked.workspace, name)
    return FileResponse(path, media_type=MEDIA[path.suffix], filename=path.name)


@router.delete("/reports/{name}", status_code=204, responses=described(404))
def remove(asked: Changes, name: Name) -> None:
    """Removes a kept report, and with it every link to it."""
    remove_report(asked.workspace, name)


@router.post(
    "/reports/{name}/share", status_code=201, response_model=SharedOut, responses=described(404)
)
def share(asked: Changes, name: Name, told: ShareIn) -> Any:
    """A token that opens a kept report for some days; whoever has it needs no account."""
    return {"token": share_report(asked.workspace, name, days=told.days), "days": told.days}
