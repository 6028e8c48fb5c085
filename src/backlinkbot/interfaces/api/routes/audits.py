"""Audits: which links do harm, with evidence; made by a job, then read here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from backlinkbot.app.audit import last_audit
from backlinkbot.app.audit.files import prepared
from backlinkbot.app.decisions import removal_requests
from backlinkbot.app.profile import LinkQuestion
from backlinkbot.app.profile import links as link_rows_of
from backlinkbot.core.audit import Advice, Choice
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamp, stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.audits import (
    AuditOut,
    DisavowFileOut,
    DomainVerdictOut,
    GroupOut,
    LinkVerdictOut,
    RemovalsOut,
)
from backlinkbot.interfaces.schemas.jobs import JobOut

OWN_LISTS = ("domains", "links", "disavow_file")
LISTED = {**AS_FILES, **described(404)}
DOMAIN_COLUMNS = tuple(name for name in DomainVerdictOut.model_fields if name != "marks")
LINK_COLUMNS = tuple(LinkVerdictOut.model_fields)
Verdict = Annotated[Advice | None, Query(description="Only those with this verdict.")]
Unit = Annotated[str, Query(max_length=2_000, description="Only of this linking site.")]

router = APIRouter(tags=["audit"])


@router.post("/domains/{domain}/audit", status_code=202, response_model=JobOut, responses=QUEUED)
def begin(asked: Changes, domain: DomainPath, response: Response, keyed: Repeated) -> Any:
    """Queues an audit of a domain that something links to."""
    link_rows_of(asked.workspace, domain, LinkQuestion(limit=1))  # NotFound before it is queued
    return queued(asked, response, keyed, "audit", lambda: {"domain": domain_named(domain)})


@router.get("/domains/{domain}/audit", response_model=AuditOut, responses=described(404))
def audit(asked: Reads, domain: DomainPath) -> Any:
    """The last audit of a domain: its summary, groups, risk, and how often such verdicts err."""
    told = last_audit(asked.workspace, domain)
    return stamped(asked, {name: part for name, part in told.items() if name not in OWN_LISTS})


@router.get(
    "/domains/{domain}/audit/groups", response_model=Rows[GroupOut], responses=described(404)
)
def groups(asked: Reads, domain: DomainPath, place: Paged) -> Any:
    """Linking sites that one hand placed, as the last audit found them."""
    return place.of(last_audit(asked.workspace, domain)["groups"])


@router.get(
    "/domains/{domain}/audit/domains", response_model=Rows[DomainVerdictOut], responses=LISTED
)
def domains(  # noqa: PLR0913, PLR0917 - what one may ask of verdicts
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    verdict: Verdict = None,
    decision: Annotated[Choice | None, Query(description="Only those decided so.")] = None,
    group: Annotated[str, Query(max_length=500, description="Only members of this group.")] = "",
    unit: Unit = "",
) -> Any:
    """The linking sites with verdict, reasons and evidence, the gravest first."""
    wishes = {"verdict": verdict, "decision": decision, "group": group, "unit": unit}
    rows = _fitting(last_audit(asked.workspace, domain)["domains"], wishes)
    return documents(place, rows, wished, "audit-domains", DOMAIN_COLUMNS)


@router.get("/domains/{domain}/audit/links", response_model=Rows[LinkVerdictOut], responses=LISTED)
def links(
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    verdict: Verdict = None,
    unit: Unit = "",
) -> Any:
    """The links that are not to keep, with their own reasons."""
    rows = _fitting(
        last_audit(asked.workspace, domain)["links"], {"verdict": verdict, "unit": unit}
    )
    return documents(place, rows, wished, "audit-links", LINK_COLUMNS)


@router.post(
    "/domains/{domain}/audit/rebuild", status_code=202, response_model=JobOut, responses=QUEUED
)
def begin_rebuild(asked: Changes, domain: DomainPath, response: Response, keyed: Repeated) -> Any:
    """Queues judging every kept audit again from what was kept; the job tells what differs."""
    named = last_audit(asked.workspace, domain)["domain"]  # NotFound before it is queued
    return queued(asked, response, keyed, "audit-rebuild", lambda: {"domain": named})


@router.get(
    "/domains/{domain}/audit/disavow-file",
    response_model=DisavowFileOut,
    responses=described(404, 409),
)
def disavow_file(asked: Reads, domain: DomainPath) -> Any:
    """The disavow file of the last audit and the decisions, merged with the file in force."""
    named = domain_named(domain)
    made = prepared(asked.workspace, named)
    told = made.written.as_document()
    return {
        **stamp(asked), "domain": named, "text": made.text, "sentences": made.sentences,
        **{name: told[name] for name in DisavowFileOut.model_fields if name in told},
    }  # fmt: skip


@router.get(
    "/domains/{domain}/audit/removals", response_model=RemovalsOut, responses=described(404)
)
def removals(asked: Reads, domain: DomainPath) -> Any:
    """A letter to the owner of each site that was decided to be asked; none is sent."""
    letters = removal_requests(asked.workspace, domain)
    return {**stamp(asked), "domain": domain_named(domain), **letters.as_document()}


def _fitting(rows: list[dict[str, Any]], wishes: dict[str, Any]) -> list[dict[str, Any]]:
    asked = {name: wish for name, wish in wishes.items() if wish}
    return [row for row in rows if all(row[name] == wish for name, wish in asked.items())]
