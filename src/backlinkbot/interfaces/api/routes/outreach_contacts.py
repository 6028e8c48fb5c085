"""Contacts and suppressions: how somebody is reached, what is kept of him, who never is."""

from __future__ import annotations

from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response

from backlinkbot.app.contacts import (
    erase,
    export_person,
    list_contacts,
    set_consent,
    set_contact,
    set_countries,
    set_country,
)
from backlinkbot.app.own_sites import own_site
from backlinkbot.app.pitch.barring import bar, bar_list
from backlinkbot.app.suppress import list_suppressions, suppression_reason
from backlinkbot.app.uploads import keep_uploads
from backlinkbot.core.contacts import as_document
from backlinkbot.core.countries import country_named
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import SuppressionKind
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Asked, Changes, Owns, People
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import LOOKS, described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.outreach_people import (
    ContactOut,
    ContactSetIn,
    CountriesIn,
    CountriesOut,
    ErasedOut,
    EraseIn,
    FindContactsIn,
    OrganisationOut,
    PersonIn,
    PersonOut,
    SuppressedOut,
    SuppressIn,
    SuppressionFileIn,
    SuppressionOut,
)

MOST_ASKED = 1_000
CONTACT_COLUMNS = tuple(ContactOut.model_fields)
SUPPRESSION_COLUMNS = tuple(SuppressionOut.model_fields)

router = APIRouter(tags=["contacts"])


@router.get("/contacts", response_model=Rows[ContactOut], responses=AS_FILES)
def contacts(
    asked: People,
    place: Paged,
    wished: Formatted,
    domain: Annotated[
        list[str], Query(max_length=MOST_ASKED, description="Only of these organisations.")
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Any:
    """How organisations are reached, with the page and the day that tell it."""
    found = list_contacts(asked.workspace, domain)
    rows = [as_document(one) for site in found for one in site.contacts]
    return documents(place, rows, wished, "contacts", CONTACT_COLUMNS)


@router.post("/contacts/find", status_code=202, response_model=JobOut, responses=QUEUED)
def find(asked: Changes, told: FindContactsIn, response: Response, keyed: Repeated) -> Any:
    """Queues looking for published addresses; robots.txt is kept, and nobody is written to."""
    arguments = told.model_dump() | {"domains": [domain_named(one) for one in told.domains]}
    if told.prospects_of:
        own_site(asked.workspace, told.prospects_of)
    return queued(asked, response, keyed, "contacts", lambda: arguments)


@router.post("/contacts/countries", response_model=CountriesOut)
def countries(asked: Changes, told: CountriesIn) -> Any:
    """Says in which country organisations are, so that their law is known; all or none."""
    by = asked.principal.name
    names = set_countries(asked.workspace, told.domains, told.country, by=by)
    return {"domains": names, "country": country_named(told.country)}


@router.post("/contacts/export", response_model=PersonOut, openapi_extra=LOOKS)
def export(asked: Owns, told: PersonIn) -> Any:
    """All that is kept of a person in any client, as a document for him; for owners."""
    return export_person(asked.workspace, told.address)


@router.post("/contacts/erase", response_model=ErasedOut)
def forget(asked: Owns, told: EraseIn) -> Any:
    """Forgets a person in all clients, so that he is never found again; for owners."""
    by = asked.principal.name
    return erase(asked.workspace, told.address, by=by, dry_run=told.dry_run).as_document()


@router.get("/domains/{domain}/contacts", response_model=OrganisationOut, responses=described(404))
def organisation(asked: People, domain: DomainPath) -> Any:
    """What is known of one organisation: its contacts, country, forms, and what was left out."""
    return stamped(asked, _organisation(asked, domain_named(domain)))


@router.patch(
    "/domains/{domain}/contacts", response_model=OrganisationOut, responses=described(404)
)
def tell(asked: Changes, domain: DomainPath, told: ContactSetIn) -> Any:
    """Says what you know of an organisation; it goes before what pages tell."""
    workspace, by = asked.workspace, asked.principal.name
    if not (told.country or told.address or told.consent):
        raise BadInput("say a country, an address or a consent")
    if told.address:
        set_contact(
            workspace, domain, told.address, found_on=told.found_on, person=told.person,
            role=told.role, consent=told.consent, by=by,
        )  # fmt: skip
    elif told.consent:
        set_consent(workspace, domain, told.consent, by=by)
    if told.country:
        set_country(workspace, domain, told.country, by=by)
    return stamped(asked, _organisation(asked, domain_named(domain)))


@router.get("/suppressions", response_model=Rows[SuppressionOut], responses=AS_FILES)
def suppressions(
    asked: People,
    place: Paged,
    wished: Formatted,
    kind: Annotated[SuppressionKind | None, Query(description="Only of this kind.")] = None,
    search: Annotated[str, Query(max_length=500, description="In value, note and reason.")] = "",
) -> Any:
    """To whom nobody may write; of other clients' people only who may see those clients is told."""
    found = list_suppressions(asked.workspace, search=search, kind=kind.value if kind else "")
    seen = [one.as_document() for one in found if asked.principal.may_see(one.client)]
    return documents(place, seen, wished, "suppressions", SUPPRESSION_COLUMNS)


@router.post("/suppressions", status_code=201, response_model=SuppressedOut)
def suppress(asked: Changes, told: SuppressIn) -> Any:
    """Lets nobody write there any more, in any client, for ever; all of them or none."""
    return bar(
        asked.workspace, tuple(told.whom), reason=suppression_reason(told.reason),
        organisation=told.organisation, note=told.note, by=asked.principal.name,
    ).as_document()  # fmt: skip


@router.post(
    "/suppressions/import",
    status_code=201,
    response_model=SuppressedOut,
    responses=described(413),
)
def send(
    asked: Changes, told: Annotated[SuppressionFileIn, Form(media_type="multipart/form-data")]
) -> Any:
    """Sends a list of addresses and domains to suppress, as other tools export theirs."""
    (path,) = keep_uploads(asked.workspace, [(told.file.filename or "", told.file.file)])
    try:
        return bar_list(
            asked.workspace, File(path), reason=suppression_reason(told.reason),
            by=asked.principal.name,
        ).as_document()  # fmt: skip
    finally:
        File(path).unlink(missing_ok=True)  # people of a list are kept as what they are, not as it


def _organisation(asked: Asked, domain: str) -> dict[str, Any]:
    found = list_contacts(asked.workspace, [domain])
    if not found:
        raise NotFound(f"nobody looked for contacts of {domain}; queue it: POST /contacts/find")
    return found[0].as_document()
