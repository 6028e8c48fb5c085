"""The page Reports: what the client is told; made here, kept, shown, shared by a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.jobs import queue
from backlinkbot.app.report import list_reports, remove_report, report_file, share_report
from backlinkbot.app.report.keeping import MEDIA
from backlinkbot.core.client_report import Edition
from backlinkbot.core.errors import BadInput
from backlinkbot.core.job_arguments import faults_of
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Posted, Reads, Writes
from backlinkbot.interfaces.web.documents import document_response
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.places import Place

EDITIONS = (
    (Edition.MANAGER.value, "The manager: one page, is it working?"),
    (Edition.SPECIALIST.value, "The specialist: the whole"),
)
TONGUES = (("en", "English"), ("de", "Deutsch"))
DAYS = (("7", "a week"), ("30", "a month"), ("90", "three months"))

place = Place("reports", "Reports", icon="file", of_site=True, order=80)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/reports")
def reports(request: Request, asked: Reads, domain: str) -> Response:
    """The kept reports of a site, and the form for another."""
    return _page(request, asked, domain_named(domain), {"edition": "manager"}, {})


@router.post("/c/{client}/s/{domain}/reports")
def make(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a report; what is wrong is said at its field."""
    domain, errors = domain_named(domain), _errors(form)
    wanted = {"domain": domain, "edition": form.text("edition"), "language": form.text("language")}
    if month := form.text("month"):
        wanted["month"] = month
    faults = faults_of("report", wanted, asked.workspace.clock.today())
    errors = {name: sentence(BadInput(why)) for name, why in faults.items()} | errors
    if errors:
        return _page(request, asked, domain, dict(form.as_typed()), errors)
    job = queue(
        asked.gate.root, "report", wanted, client=asked.client, by=asked.principal.name
    )  # fmt: skip
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


@router.get("/c/{client}/s/{domain}/reports/{name}")
def shown(request: Request, asked: Reads, domain: str, name: str) -> Response:
    """One kept report, in the browser or as a file."""
    path = report_file(asked.workspace, _of_site(asked, domain, name))
    return document_response(path, MEDIA[path.suffix], saves="save" in request.query_params)


@router.post("/c/{client}/s/{domain}/reports/{name}/share")
def share(request: Request, asked: Writes, domain: str, name: str, form: Posted) -> Response:
    """Makes a link that opens the report without an account until it expires."""
    days = form.text("days", 4)
    if days not in dict(DAYS):
        raise BadInput(f"a link holds for {', '.join(number for number, _ in DAYS)} days")
    token = share_report(asked.workspace, _of_site(asked, domain, name), days=int(days))
    address = f"{request.url.scheme}://{request.url.netloc}/shared/{token}"
    return _page(request, asked, domain_named(domain), {"edition": "manager"}, {}, address)


@router.post("/c/{client}/s/{domain}/reports/{name}/remove")
def remove(request: Request, asked: Writes, domain: str, name: str, form: Posted) -> Response:
    """Removes a kept report; links to it open nothing from then on."""
    del form  # nothing in it but that it is ours
    remove_report(asked.workspace, _of_site(asked, domain, name))
    back = f"/c/{quote(asked.client)}/s/{quote(domain)}/reports"
    return after(request, back, "The report was removed; it can be made again.")


def _page(
    request: Request,
    asked: Asked,
    domain: str,
    typed: dict[str, Any],
    errors: dict[str, str],
    shared: str = "",
) -> Response:
    return page(
        request, asked, "reports.html.j2", status=400 if errors else 200, domain=domain,
        kept=list_reports(asked.workspace, domain), typed=typed, errors=errors, shared=shared,
        editions=EDITIONS, tongues=TONGUES, days=DAYS,
    )  # fmt: skip


def _errors(form: Fields) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, known in (("edition", EDITIONS), ("language", TONGUES)):
        if form.text(name) not in dict(known):
            errors[name] = sentence(BadInput(f"choose one of {', '.join(dict(known))}"))
    return errors


def _of_site(asked: Asked, domain: str, name: str) -> str:
    """The name of a report of this site; another's has another name and is not found here."""
    known = {one.name for one in list_reports(asked.workspace, domain_named(domain))}
    return name if name in known else ""
