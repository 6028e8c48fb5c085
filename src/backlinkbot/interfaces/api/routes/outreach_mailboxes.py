"""Mailboxes: the accounts that messages go from; what is secret goes in and never comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from backlinkbot.app.pitch.activity import mailbox_activity
from backlinkbot.app.pitch.mailbox_checks import check_mailbox
from backlinkbot.app.pitch.mailboxes import (
    add_mailbox,
    forget_mailbox,
    mailbox_named,
    may_tell_secret,
    shown_mailbox,
)
from backlinkbot.app.pitch.mailboxes import pause as run_pause
from backlinkbot.app.pitch.mailboxes import resume as run_resume
from backlinkbot.core.errors import Refused
from backlinkbot.core.outreach import IMAP_PORTS, SMTP_PORTS, Mailbox, MailServer, Security
from backlinkbot.interfaces.api.asked import Changes, Owns, People
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.outreach_boxes import (
    LONGEST,
    ActivityOut,
    CheckIn,
    ChecksOut,
    MailboxAnswer,
    MailboxIn,
    MailboxOut,
    PauseIn,
    RemovedMailbox,
    ServerIn,
)

MailboxPath = Annotated[str, Path(min_length=1, max_length=LONGEST, description="Its address.")]

router = APIRouter(tags=["mailboxes"])


@router.get("/mailboxes", response_model=Rows[ActivityOut])
def boxes(asked: People, place: Paged) -> Any:
    """The accounts that messages go from, without secrets, and what each did and may do today."""
    return place.of([one.as_document() for one in mailbox_activity(asked.workspace)])


@router.post("/mailboxes", status_code=201, response_model=MailboxOut)
def add(asked: Owns, told: MailboxIn, response: Response) -> Any:
    """Adds a mailbox, or changes one that is known; for owners."""
    if not asked.principal.is_local and not may_tell_secret(told.password, told.token_command):
        raise Refused("give the password itself: commands and variables are for who sits there")
    who = told.user or told.address if told.password or told.token_command else ""
    login = (who, told.password, told.token_command)
    smtp = _server(told.smtp, Security.STARTTLS, SMTP_PORTS, login)
    imap = _server(told.imap, Security.TLS, IMAP_PORTS, login) if told.imap else None
    wanted = Mailbox(
        told.address, told.name, smtp, imap, told.archive, told.sent_folder, told.daily_limit,
        told.started_on, zone=told.zone, dkim_selector=told.dkim_selector,
        dkim_key=told.dkim_key,
    )  # fmt: skip
    one, _ = add_mailbox(asked.workspace, wanted)
    response.headers["location"] = f"/api/v1/mailboxes/{one.address}"
    return shown_mailbox(asked.workspace, one)


@router.get("/mailboxes/{mailbox}", response_model=MailboxAnswer, responses=described(404))
def one(asked: People, mailbox: MailboxPath) -> Any:
    """One mailbox."""
    found = mailbox_named(asked.workspace, mailbox)
    return stamped(asked, shown_mailbox(asked.workspace, found))


@router.delete("/mailboxes/{mailbox}", response_model=RemovedMailbox, responses=described(404, 409))
def remove(asked: Owns, mailbox: MailboxPath) -> Any:
    """Forgets a mailbox and its secrets, where no campaign goes on from it; its messages stay."""
    return {"address": forget_mailbox(asked.workspace, mailbox)}


@router.post("/mailboxes/{mailbox}/pause", response_model=MailboxOut, responses=described(404))
def pause(asked: Changes, mailbox: MailboxPath, told: PauseIn) -> Any:
    """Lets nothing go out from a mailbox; what is approved waits."""
    return shown_mailbox(asked.workspace, run_pause(asked.workspace, mailbox, told.why))


@router.post("/mailboxes/{mailbox}/resume", response_model=MailboxOut, responses=described(404))
def resume(asked: Changes, mailbox: MailboxPath) -> Any:
    """Lets messages go out from a mailbox again."""
    return shown_mailbox(asked.workspace, run_resume(asked.workspace, mailbox))


@router.post("/mailboxes/{mailbox}/check", response_model=ChecksOut, responses=described(404))
def check(asked: Changes, mailbox: MailboxPath, told: CheckIn) -> Any:
    """Logs in, looks at SPF, DKIM and DMARC of its domain, and says what to do."""
    found = mailbox_named(asked.workspace, mailbox)
    done = check_mailbox(asked.workspace, found, is_probed=told.probe)
    return {"address": found.address, "checks": [each.as_document() for each in done]}


def _server(
    told: ServerIn, usual: Security, ports: Mapping[Security, int], login: tuple[str, str, str]
) -> MailServer:
    kind = Security(told.security) if told.security else usual
    return MailServer(told.host, told.port or ports[kind], kind, *login)
