"""Settings, Webhooks: other machines that are told what happened."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.hooks import add_hook, deliveries_of, list_hooks, remove_hook, try_hook
from backlinkbot.core.errors import BadInput
from backlinkbot.core.hooks import Event
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page

DELIVERIES = 5  # shown of each: the newest

router = APIRouter()


@router.get("/c/{client}/settings/hooks")
def hooks(request: Request, asked: Reads) -> Response:
    """The webhooks of a client with their latest notices."""
    return _page(request, asked)


@router.post("/c/{client}/settings/hooks")
def add(request: Request, asked: Writes, form: Posted) -> Response:
    """Adds a webhook and shows its secret, this once."""
    wants = [one for one in form.texts("events") if one in set(Event)]
    try:
        made = add_hook(
            asked.gate.root, form.text("url", 2_000), events=wants, client=asked.client,
            allows_private=asked.principal.may_manage and form.is_set("allows_private"),
        )  # fmt: skip
    except BadInput as error:
        return _page(request, asked, errors={"url": sentence(error)}, typed=form.as_typed())
    return _page(request, asked, made=made)


@router.post("/c/{client}/settings/hooks/{hook}/test")
def test(request: Request, asked: Writes, hook: str, form: Posted) -> Response:
    """Sends a test notice now, and says what became of it."""
    del form  # nothing in it but that it is ours
    done = try_hook(asked.gate.root, hook, asked.client)
    told = f"The test is {done.state}{': ' if done.message else ''}{done.message}."
    return after(request, _here(asked), told)


@router.post("/c/{client}/settings/hooks/{hook}/remove")
def remove(request: Request, asked: Writes, hook: str, form: Posted) -> Response:
    """Forgets a webhook."""
    del form  # nothing in it but that it is ours
    gone = remove_hook(asked.gate.root, hook, asked.client)
    return after(request, _here(asked), f"{gone.url} is told nothing any more.")


def _page(request: Request, asked: Asked, **shown: object) -> Response:
    root = asked.gate.root
    known = list_hooks(root, asked.client)
    shown.setdefault("made", None)
    return page(
        request, asked, "hooks.html.j2", status=400 if shown.get("errors") else 200, tab="hooks",
        hooks=[(one, deliveries_of(root, one.id, asked.client)[:DELIVERIES]) for one in known],
        events=[one.value for one in Event if one is not Event.TEST], **shown,
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{asked.client}/settings/hooks"
