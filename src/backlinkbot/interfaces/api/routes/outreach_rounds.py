"""Outreach: what is due is sent, what came of it, and the links that were won."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from backlinkbot.app.pitch.landing import won_links
from backlinkbot.app.pitch.mailboxes import mailbox_named
from backlinkbot.app.pitch.outbox import decide_unknown
from backlinkbot.app.pitch.outbox import unknown as run_unknown
from backlinkbot.app.pitch.rounds import would_go as run_would_go
from backlinkbot.app.pitch.standing import results as run_results
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Asked, Changes, People, Reads
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN, DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.outreach import (
    GoneIn,
    GoneOut,
    MessageOut,
    OutcomesOut,
    RoundIn,
    WonOut,
    WouldGoOut,
)

WON_COLUMNS = tuple(WonOut.model_fields)
Site = Annotated[str, Query(max_length=LONGEST_DOMAIN, description="Only of this site.")]
FromMailbox = Annotated[str, Query(max_length=400, description="From this one only.")]

router = APIRouter(tags=["outreach"])


@router.get("/outreach/would-go", response_model=WouldGoOut, responses=described(404))
def would_go(asked: People, mailbox: FromMailbox = "") -> Any:
    """What a round would send now, and what the rest that is due waits for; nothing goes."""
    return stamped(asked, run_would_go(asked.workspace, mailbox).as_document())


@router.post("/outreach/send", status_code=202, response_model=JobOut, responses=QUEUED)
def send(asked: Changes, told: RoundIn, response: Response, keyed: Repeated) -> Any:
    """Queues a round: answers are read, then what is approved and due is sent, never twice."""
    return queued(asked, response, keyed, "outreach", lambda: _arguments(asked, told))


@router.post("/outreach/sync", status_code=202, response_model=JobOut, responses=QUEUED)
def sync(asked: Changes, told: RoundIn, response: Response, keyed: Repeated) -> Any:
    """Queues reading what came to the mailboxes; nothing is sent."""
    arguments = {"only_read": True}
    return queued(asked, response, keyed, "outreach", lambda: _arguments(asked, told) | arguments)


@router.get("/outreach/unknown", response_model=Rows[MessageOut])
def unknown(asked: People, place: Paged) -> Any:
    """The messages of which a person must find out whether they have gone."""
    return place.of([one.as_document() for one in run_unknown(asked.workspace)])


@router.post("/outreach/unknown", response_model=GoneOut, responses=described(404, 409))
def decide(asked: Changes, told: GoneIn, keyed: Repeated) -> Any:
    """Says whether a message has gone; one that has not goes again when it is its turn."""

    def done() -> dict[str, Any]:
        found = decide_unknown(
            asked.workspace, told.message_id, has_gone=told.has_gone, by=asked.principal.name
        )
        return {"message_id": told.message_id, "state": found.state.value}

    return keyed.once(asked, done)


@router.get("/outreach/results", response_model=OutcomesOut)
def results(asked: Reads, domain: Site = "") -> Any:
    """What came of asking, by tactic and by template, with 95 % intervals."""
    return stamped(asked, run_results(asked.workspace, domain).as_document())


@router.get("/outreach/won", response_model=Rows[WonOut], responses=AS_FILES)
def won(asked: Reads, place: Paged, wished: Formatted, domain: Site = "") -> Any:
    """The links that were asked for and landed, the newest first, and whether they still stand."""
    rows = [one.as_document() for one in won_links(asked.workspace, domain)]
    return documents(place, rows, wished, "won-links", WON_COLUMNS)


@router.post("/domains/{domain}/landed", status_code=202, response_model=JobOut, responses=QUEUED)
def landed(asked: Changes, domain: DomainPath, response: Response, keyed: Repeated) -> Any:
    """Queues fetching the pages that were asked for a link; those that stand are recorded."""
    arguments = {"domain": domain_named(domain)}
    return queued(asked, response, keyed, "landed", lambda: arguments)


def _arguments(asked: Asked, told: RoundIn) -> dict[str, Any]:
    """Of the job; NotFound before it waits where there is no such mailbox."""
    return {"mailbox": mailbox_named(asked.workspace, told.mailbox).address} if told.mailbox else {}
