"""The page Mailboxes: what each may send, how it does, its checks; secrets are never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.activity import mailbox_activity
from backlinkbot.app.pitch.mailbox_checks import check_mailbox
from backlinkbot.app.pitch.mailboxes import (
    add_mailbox,
    forget_mailbox,
    mailbox_named,
    may_tell_secret,
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
USUAL = {
    "smtp_port": "587", "smtp_security": "starttls", "imap_port": "993", "imap_security": "tls",
    "daily_limit": "30", "zone": "UTC",
}  # fmt: skip

place = Place("mailboxes", "Mailboxes", icon="mail", order=76, needs_writer=True, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/mailboxes")
def mailboxes(request: Request, asked: People) -> Response:
    """The mailboxes of a client and how they do; `change=ADDRESS`: with the form to change one."""
    named = request.query_params.get("change", "")
    if named in _addresses(asked) and asked.principal.may_manage:
        return _page(request, asked, changing=named)
    return _page(request, asked)


@router.post("/c/{client}/mailboxes")
def add(request: Request, asked: Manages, form: Posted) -> Response:
    """Adds a mailbox, or says at the field why not."""
    try:
        one = _told(asked, form)
        if one.address.strip().lower() in _addresses(asked):
            wrong = {"address": "This mailbox is there already; press Change beside it."}
            return _page(request, asked, errors=wrong, typed=form.as_typed())
        kept, _ = add_mailbox(asked.workspace, one)
    except BadInput as error:
        said = sentence(error)
        wrong = {_field(said, form): pressed(said)}
        return _page(request, asked, errors=wrong, typed=form.as_typed())
    return after(request, _here(asked), f"{kept.address} was added. Check it before it sends.")


@router.post("/c/{client}/mailboxes/change")
def change(request: Request, asked: Manages, form: Posted) -> Response:
    """Changes a mailbox; what is secret stays as it is where nothing new is told."""
    known = mailbox_named(asked.workspace, form.text("address", LONGEST))
    try:
        kept, _ = add_mailbox(asked.workspace, _changed(asked, form, known))
    except BadInput as error:
        said = sentence(error)
        wrong = {_field(said, form): pressed(said)}
        return _page(request, asked, errors=wrong, typed=form.as_typed(), changing=known.address)
    return after(request, _here(asked), f"{kept.address} was changed. Check it before it sends.")


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
    if not may_tell_secret(secret) and not asked.principal.is_local:
        raise BadInput("a password kept on the server is named on its command line alone")
    user = form.text("user", LONGEST) or (address if secret else "")
    imap = _server(form, "imap", user, secret) if form.text("imap_host", LONGEST) else None
    return Mailbox(
        address, form.text("name", LONGEST), _server(form, "smtp", user, secret), imap,
        form.text("archive", LONGEST), form.text("sent_folder", LONGEST),
        _number(form.text("daily_limit", 5), "messages a day"),
        zone=form.text("zone", 60) or "UTC",
    )  # fmt: skip


def _changed(asked: Asked, form: Fields, known: Mailbox) -> Mailbox:
    """The mailbox as the form tells it, with its secrets and its key where none is told.

    Raises:
        BadInput: something of it cannot be used; or a password would go to another server.
    """
    told = _told(asked, form)
    if not form.secret("password"):
        told = replace(
            told, smtp=_as_known(told.smtp, known.smtp, form),
            imap=_as_known(told.imap, known.imap or known.smtp, form) if told.imap else None,
        )  # fmt: skip
    return replace(told, dkim_selector=known.dkim_selector, dkim_key=known.dkim_key)


def _as_known(told: MailServer, known: MailServer, form: Fields) -> MailServer:
    """A server with the login that is known, which is for this server alone."""
    has_login = bool(known.secret or known.token_command)
    if has_login and told.host.strip().lower() != known.host.lower():
        raise BadInput(f"give the password for {told.host}, too: the one kept is for {known.host}")
    user = form.text("user", LONGEST) or known.user
    return replace(known, port=told.port, security=told.security, host=told.host, user=user)


def _typed(one: Mailbox) -> dict[str, str]:
    """A mailbox as its form has it, without anything secret."""
    imap = one.imap
    return {
        "address": one.address, "name": one.name, "smtp_host": one.smtp.host,
        "smtp_port": str(one.smtp.port), "smtp_security": one.smtp.security.value,
        "imap_host": imap.host if imap else "",
        "imap_port": str(imap.port) if imap else PORTS["imap"],
        "imap_security": (imap.security if imap else Security.TLS).value, "user": one.smtp.user,
        "sent_folder": one.sent_folder, "archive": one.archive,
        "daily_limit": str(one.daily_limit), "zone": one.zone,
    }  # fmt: skip


def _addresses(asked: Asked) -> set[str]:
    """The mailboxes of the client."""
    return {box.shown["address"] for box in mailbox_activity(asked.workspace)}


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


def _page(  # noqa: PLR0913 - what the page may tell
    request: Request,
    asked: Asked,
    *,
    checked: str = "",
    checks: list[Check] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
    changing: str = "",
) -> Response:
    if changing and typed is None:
        typed = _typed(mailbox_named(asked.workspace, changing))
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
        typed=dict(typed or USUAL), changing=changing,
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/mailboxes"
