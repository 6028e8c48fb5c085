"""Settings, Notifications: who is told of alerts by mail, chat, feed, webhook or file."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.watch.notifiers import (
    add_notifier,
    kinds_of_notifiers,
    list_notifiers,
    remove_notifier,
    sendings_of,
    shown_notifier,
    try_notifier,
)
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.notices import Wants
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.pressing import pressed

SENDINGS = 5  # shown of each: the newest
HINTS = {  # what its target is, by kind
    "atom": "a plain file name; the feed is written into the folder of this client",
    "discord": "the address of its webhook, which is never shown again",
    "email": "e-mail addresses with commas between; needs a mail server in the settings",
    "file": "a plain file name; one line of JSON a notice",
    "slack": "the address of its webhook, which is never shown again",
    "teams": "the address of its webhook, which is never shown again",
    "webhook": "an address that is told by POST, signed as Standard Webhooks ask",
}
WANTS = ((Wants.ALL.value, "Critical alerts and digests"), (Wants.CRITICAL.value, "Critical alone"))

router = APIRouter()


@router.get("/c/{client}/settings/notifications")
def notifications(request: Request, asked: Reads) -> Response:
    """Who is told, and what became of the latest notices."""
    return _page(request, asked)


@router.post("/c/{client}/settings/notifications")
def add(request: Request, asked: Writes, form: Posted) -> Response:
    """Adds one; a secret that signs is shown this once."""
    try:
        made = add_notifier(
            asked.gate.root, form.text("kind", 40), form.text("target", 2_000),
            wants=form.text("wants", 20), client=asked.client,
            allows_private=asked.principal.may_manage and form.is_set("allows_private"),
            is_local=asked.principal.is_local,
        )  # fmt: skip
    except (BadInput, Refused) as error:
        typed = {name: value for name, value in form.as_typed().items() if name != "target"}
        return _page(request, asked, errors={"target": pressed(sentence(error))}, typed=typed)
    if made.secret:
        return _page(request, asked, made=made)
    told = f"Notices go out by {made.kind} from now on. Send a test to be sure."
    return after(request, _here(asked), told)


@router.post("/c/{client}/settings/notifications/{notifier}/test")
def test(request: Request, asked: Writes, notifier: str, form: Posted) -> Response:
    """Sends a test notice now, and says what became of it."""
    del form  # nothing in it but that it is ours
    done = try_notifier(asked.gate.root, notifier, asked.client)
    told = f"The test is {done.state}{': ' if done.message else ''}{done.message}."
    return after(request, _here(asked), told)


@router.post("/c/{client}/settings/notifications/{notifier}/remove")
def remove(request: Request, asked: Writes, notifier: str, form: Posted) -> Response:
    """Tells one nothing any more."""
    del form  # nothing in it but that it is ours
    gone = remove_notifier(asked.gate.root, notifier, asked.client)
    return after(request, _here(asked), f"Notices go out by that {gone.kind} no more.")


def _page(request: Request, asked: Asked, **shown: object) -> Response:
    root = asked.gate.root
    known = list_notifiers(root, asked.client)
    shown.setdefault("made", None)
    kinds = [(kind, HINTS.get(kind, "")) for kind in kinds_of_notifiers()]
    return page(
        request, asked, "notifications.html.j2", status=400 if shown.get("errors") else 200,
        tab="notifications", kinds=kinds, wants=WANTS,
        known=[
            (shown_notifier(one), sendings_of(root, one.id, asked.client)[:SENDINGS])
            for one in known
        ], **shown,
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{asked.client}/settings/notifications"
