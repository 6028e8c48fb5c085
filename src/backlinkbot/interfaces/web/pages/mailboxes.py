"""The page Mailboxes: what each may send, how it does, its checks; secrets are never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.activity import mailbox_activity
from backlinkbot.app.pitch.mailbox_checks import check_mailbox
from backlinkbot.app.pitch.mailboxes import (
    add_mailbox,
    forget_mailbox,
    mailbox_named,
    pause,
    resume,
)
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Manages, People, Posted, Writes
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.sending import Check
    from backlinkbot.interfaces.gate import Asked, Fields

LONGEST = 254  # characters of an address, a host, a user
KINDS = (("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "none, on this machine"))
PORTS = {"smtp": "587", "imap": "993"}
ELSEWHERE = ("env:", "command:")  # passwords that are read on the server's machine
USUAL = {
    "smtp_port": "587", "smtp_security": "starttls", "imap_port": "993", "imap_security": "tls",
    "daily_limit": "30", "zone": "UTC",
}  # fmt: skip

place = Place("mailboxes", "Mailboxes", icon="mail", order=83, needs_writer=True, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/mailboxes")
def mailboxes(request: Request, asked: People) -> Response:
    """The mailboxes of a client and how they do."""
    return _page(request, asked)


@router.post("/c/{client}/mailboxes")
def add(request: Request, asked: Manages, form: Posted) -> Response:
    """Adds a mailbox, or says at the field why not."""
    try:
        one = _told(asked, form)
        known = {box.shown["address"] for box in mailbox_activity(asked.workspace)}
        if one.address.strip().lower() in known:
            wrong = {"address": "This mailbox is there already; remove it to add it anew."}
            return _page(request, asked, errors=wrong, typed=form.as_typed())
        kept, _ = add_mailbox(asked.workspace, one)
    except BadInput as error:
        said = sentence(error)
        wrong = {_field(said, form): pressed(said)}
        return _page(request, asked, errors=wrong, typed=form.as_typed())
    return after(request, _here(asked), f"{kept.address} was added. Check it before it sends.")


@router.post("/c/{client}/mailboxes/check")
def check(request: Request, asked: Writes, form: Posted) -> Response:
    """Logs in, reads what the domain publishes, and tells what there is to do."""
    one = mailbox_named(asked.workspace, form.text("address", LONGEST))
    found = check_mailbox(asked.workspace, one, is_probed=form.is_set("probe"))
    return _page(request, asked, checked=one.address, checks=found)


@router.post("/c/{client}/mailboxes/switch")
def switch(request: Request, asked: Writes, form: Posted) -> Response:
    """Lets nothing go out from a mailbox, or lets it go out again."""
    address, rests = form.text("address", LONGEST), form.text("what", 10) == "pause"
    if rests:
        one = pause(asked.workspace, address, form.text("why", 200) or "somebody paused it")
    else:
        one = resume(asked.workspace, address)
    told = f"{one.address} {'rests; what is approved waits' if rests else 'sends again'}."
    fields = {"address": one.address, "what": "resume" if rests else "pause"}
    return after(request, _here(asked), told, Undo(f"{_here(asked)}/switch", fields))


@router.post("/c/{client}/mailboxes/remove")
def remove(request: Request, asked: Manages, form: Posted) -> Response:
    """Forgets a mailbox and its secrets; its messages stay."""
    gone = forget_mailbox(asked.workspace, form.text("address", LONGEST))
    return after(request, _here(asked), f"{gone} and its secrets were forgotten.")


def _told(asked: Asked, form: Fields) -> Mailbox:
    """The mailbox of the form.

    Raises:
        BadInput: something of it cannot be used.
    """
    address = form.text("address", LONGEST)
    secret = form.secret("password")
    if secret.startswith(ELSEWHERE) and not asked.principal.is_local:
        raise BadInput("a password kept on the server is named on its command line alone")
    user = form.text("user", LONGEST) or (address if secret else "")
    imap = _server(form, "imap", user, secret) if form.text("imap_host", LONGEST) else None
    return Mailbox(
        address, form.text("name", LONGEST), _server(form, "smtp", user, secret), imap,
        form.text("archive", LONGEST), form.text("sent_folder", LONGEST),
        _number(form.text("daily_limit", 5), "messages a day"),
        zone=form.text("zone", 60) or "UTC",
    )  # fmt: skip


def _server(form: Fields, which: str, user: str, secret: str) -> MailServer:
    kind = form.text(f"{which}_security", 10)
    if kind not in set(Security):
        raise BadInput(f"the security of {which.upper()} is starttls, tls or none")
    port = _number(form.text(f"{which}_port", 5) or PORTS[which], f"a port of {which.upper()}")
    host = form.text(f"{which}_host", LONGEST)
    return MailServer(host, port, Security(kind), user, secret)


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{text or 'nothing'} is no number of {what}")
    return int(text)


def _field(said: str, form: Fields) -> str:
    """The field that a sentence is about."""
    told = (
        ("daily_limit", ("messages a day",)), ("zone", ("time zone",)),
        ("archive", ("copies are looked up", "archive")), ("password", ("password", "login for")),
        ("imap_host", (form.text("imap_host", LONGEST) or "IMAP",)),
        ("smtp_host", (form.text("smtp_host", LONGEST) or "mail server", "mail server", "SMTP")),
    )  # fmt: skip
    return next((name for name, words in told if any(word in said for word in words)), "address")


def _page(
    request: Request,
    asked: Asked,
    *,
    checked: str = "",
    checks: list[Check] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    try:
        boxes, why = mailbox_activity(asked.workspace), ""
    except Refused as error:
        boxes, why = [], pressed(sentence(error))
    told = [
        {"check": one, "says": pressed(one.says), "to_do": pressed(one.to_do)}
        for one in checks or ()
    ]
    return page(
        request, asked, "mailboxes.html.j2", status=400 if errors else 200, boxes=boxes, why=why,
        checked=checked, checks=told, kinds=KINDS, here_at=_here(asked), errors=dict(errors or {}),
        typed=dict(typed or USUAL),
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/mailboxes"
