"""The page Templates: the words of messages in versions, with a preview and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.writing import suggest
from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.sites import list_sites
from backlinkbot.app.templates import (
    add_template,
    list_templates,
    preview_for,
    template_named,
    template_words,
    variables,
)
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import People, Posted, Writes
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.templates.previewing import Previewed
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.interfaces.gate import Asked

MOST_PROSPECTS = 300  # to choose one from, for a preview
NUMBER_DIGITS = 9
BEGIN = {
    "subject": "A dead link on {{ their_site }}",
    "body": (
        'Hi {{ first_name | default: "there" }},\n\n'
        "on {{ page_url }} the link to {{ broken_url }} leads nowhere.\n"
        "{{ our_url }} has the same for your readers, if you want to replace it.\n\n"
        "Kind regards\n{{ sender_name }}\n"
    ),
    "language": "en",
}

place = Place("templates", "Templates", icon="edit", order=75, needs_writer=True, group="Outreach")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tried:
    """Words as one prospect would get them, or why not."""

    found: Previewed | None
    why: str = ""


@router.get("/c/{client}/templates")
def templates(request: Request, asked: People) -> Response:
    """The templates in their newest version."""
    return page(
        request, asked, "templates.html.j2", templates=list_templates(asked.workspace),
        here_at=_here(asked),
    )  # fmt: skip


@router.get("/c/{client}/templates/_new")
def new(request: Request, asked: People) -> Response:
    """The form for a new template."""
    return _form(request, asked, "", dict(BEGIN))


@router.get("/c/{client}/templates/{name}")
def template(request: Request, asked: People, name: str) -> Response:
    """One template to be edited; `version`: an older one."""
    text = request.query_params.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < NUMBER_DIGITS else 0
    try:
        found = template_named(asked.workspace, name, version)
    except NotFound:
        raise NotFound(f"there is no template {name}") from None
    shown = {"subject": found.subject, "body": found.body, "language": found.language}
    prospect = request.query_params.get("prospect", "")
    return _form(request, asked, name, shown | {"prospect": prospect}, version=found.version)


@router.post("/c/{client}/templates")
def save(request: Request, asked: Writes, form: Posted) -> Response:
    """Keeps a template, or the next version of one; or says at the field why not."""
    name, typed = form.text("name", 80), dict(form.as_typed())
    subject = " ".join(form.text("subject", 1_000).split())
    text = f"Subject: {subject}\n\n{form.text('body', 25_000)}"
    known = form.text("known", 80)
    if not known and any(one.name == name for one in list_templates(asked.workspace)):
        wrong = {"name": f"There is a template {name} already; open it to write its next version."}
        return _form(request, asked, "", typed, errors=wrong)
    try:
        made = add_template(
            asked.workspace, name, text, language=form.text("language", 40) or "en",
            by=asked.principal.name,
        )  # fmt: skip
    except BadInput as error:
        said = sentence(error)
        wrong = {_field(said): pressed(said)}
        return _form(request, asked, known, typed, errors=wrong)
    address = f"{_here(asked)}/{quote(made.name)}"
    if form.text("prospect", NUMBER_DIGITS):
        address += f"?prospect={quote(form.text('prospect', NUMBER_DIGITS))}"
    return after(request, address, f"{made.name} is kept in version {made.version}.")


@router.post("/c/{client}/templates/_suggested")
def suggested(request: Request, asked: Writes, form: Posted) -> Response:
    """Words that the configured model drafts for a prospect, in the form for a new template.

    Nothing is kept: they are read first.
    """
    number, language = form.text("prospect", NUMBER_DIGITS), form.text("language", 40) or "en"
    typed = {**BEGIN, "prospect": number, "language": language}
    if not (number.isascii() and number.isdigit()):
        raise BadInput(f"{number!r} is no number of a prospect")
    try:
        made = suggest(asked.workspace, int(number), language)
    except (BadInput, Refused, Unreachable) as error:
        wrong = {"body": f"Nothing was drafted: {pressed(sentence(error))}"}
        return _form(request, asked, "", typed, errors=wrong)
    subject, _, body = made.text.partition("\n")
    words = {"subject": subject.removeprefix("Subject: "), "body": body.lstrip("\n")}
    return _form(request, asked, "", typed | words, drafted_by=made.model)


@router.post("/c/{client}/templates/_preview")
def preview(request: Request, asked: People, form: Posted) -> Response:
    """The words of the form as one prospect would get them; nothing is kept.

    With `part`, only the preview: for the script that asks while somebody types.
    """
    if not asked.may_write:
        raise Refused(f"{asked.principal.name} may look here, but change nothing")
    typed = dict(form.as_typed())
    if form.is_set("part"):
        return page(
            request, asked, "template_preview.html.j2", tried=_tried(asked, typed)
        )  # fmt: skip
    return _form(request, asked, form.text("known", 80), typed)


def _form(  # noqa: PLR0913 - what the form shows
    request: Request,
    asked: Asked,
    name: str,
    typed: Mapping[str, Any],
    *,
    version: int = 0,
    errors: Mapping[str, str] | None = None,
    drafted_by: str = "",
) -> Response:
    prospects = _prospects(asked)
    chosen = str(typed.get("prospect", ""))
    if not chosen and prospects:
        typed = {**typed, "prospect": str(prospects[0].number)}
    newest = template_named(asked.workspace, name).version if name else 0
    return page(
        request, asked, "template.html.j2", status=400 if errors else 200, name=name,
        version=version or newest, newest=newest, here_at=_here(asked), typed=dict(typed),
        prospects=prospects, tried=_tried(asked, typed), errors=dict(errors or {}),
        variables=variables(), drafted_by=drafted_by,
    )  # fmt: skip


def _tried(asked: Asked, typed: Mapping[str, Any]) -> Tried | None:
    """The preview; None where there is no prospect to look at it for."""
    number = str(typed.get("prospect", ""))
    if not (number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS):
        return None
    try:
        words = template_words(
            str(typed.get("name") or "preview"), str(typed.get("subject", "")),
            str(typed.get("body", "")), str(typed.get("language") or "en"),
        )  # fmt: skip
        return Tried(preview_for(asked.workspace, words, int(number)))
    except (BadInput, NotFound, Refused, Unreachable) as error:
        return Tried(None, pressed(sentence(error)))


def _prospects(asked: Asked) -> list[Prospect]:
    """Prospects of the client's own sites to look at words for, those with a page first."""
    found: list[Prospect] = []
    for site in list_sites(asked.workspace):
        if site.is_ours and len(found) < MOST_PROSPECTS:
            found += list_prospects(asked.workspace, site.domain).prospects
    return sorted(found, key=lambda one: not one.openings)[:MOST_PROSPECTS]


def _field(said: str) -> str:
    if "cannot name" in said:
        return "name"
    return "language" if "is no language" in said else "body"


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/templates"
