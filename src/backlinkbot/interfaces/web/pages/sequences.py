"""The page Sequences: which message follows which, and when in the recipient's day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.campaigns import add_sequence, end_sequence, list_sequences
from backlinkbot.app.templates import list_templates
from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import MOST_FOLLOW_UPS, Sequence, Step
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import People, Posted, Writes
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.interfaces.gate import Asked, Fields

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STEPS = range(1 + MOST_FOLLOW_UPS)
USUAL: dict[str, Any] = {
    "hour-from": "9", "hour-to": "17", "days": ("0", "1", "2", "3", "4"),
    "after-1": "3", "after-2": "5",
}  # fmt: skip

router = APIRouter()


@router.get("/c/{client}/sequences")
def sequences(request: Request, asked: People) -> Response:
    """The sequences in their newest version; `edit` puts one into the form."""
    named = request.query_params.get("edit", "")
    known = next((one for one in list_sequences(asked.workspace) if one.name == named), None)
    return _page(request, asked, _typed(known) if known else USUAL, editing=named if known else "")


@router.post("/c/{client}/sequences")
def save(request: Request, asked: Writes, form: Posted) -> Response:
    """Keeps a sequence, or the next version of one; or says why not."""
    many = ("days", *(f"template-{number}" for number in STEPS))
    typed = {**form.as_typed(), **{name: tuple(form.texts(name)) for name in many}}
    try:
        kept = add_sequence(asked.workspace, _told(form), by=asked.principal.name)
    except BadInput as error:
        said = pressed(sentence(error))
        wrong = {"name" if "no name for a sequence" in said else "steps": said}
        return _page(request, asked, typed, errors=wrong)
    told = f"{kept.name} is kept in version {kept.version}; who has begun goes on with his."
    return after(request, _here(asked), told)


@router.post("/c/{client}/sequences/withdraw")
def withdraw(request: Request, asked: Writes, form: Posted) -> Response:
    """Lets nobody begin with a sequence, and sends nothing more of it."""
    name = form.text("name", 80)
    end_sequence(asked.workspace, name)
    told = f"{name} is withdrawn: nothing more of it goes. Keep it again to use it again."
    return after(request, _here(asked), told)


def _told(form: Fields) -> Sequence:
    """The sequence that a form tells.

    Raises:
        BadInput: a number is none.
    """
    steps = []
    for number in STEPS:
        names = dict.fromkeys(form.texts(f"template-{number}"))
        if names:
            wait = _number(form, f"after-{number}", "business days") if number else 0
            steps.append(Step(tuple(names), wait))
    hours = (_number(form, "hour-from", "hours"), _number(form, "hour-to", "hours"))
    days = tuple(sorted({int(one) for one in form.texts("days") if one in set("0123456")}))
    return Sequence(form.text("name", 80), tuple(steps), hours, days)


def _number(form: Fields, name: str, what: str) -> int:
    text = form.text(name, 4)
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{text or 'nothing'} is no number of {what}")
    return int(text)


def _typed(one: Sequence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name, "hour-from": str(one.hours[0]), "hour-to": str(one.hours[1]),
        "days": tuple(str(day) for day in one.weekdays),
    }  # fmt: skip
    for number, step in enumerate(one.steps):
        told |= {f"template-{number}": step.templates, f"after-{number}": str(step.after_days)}
    return told


def _page(
    request: Request,
    asked: Asked,
    typed: Mapping[str, Any],
    *,
    editing: str = "",
    errors: Mapping[str, str] | None = None,
) -> Response:
    shown = {f"template-{number}": () for number in STEPS} | dict(typed)
    return page(
        request, asked, "sequences.html.j2", status=400 if errors else 200,
        sequences=list_sequences(asked.workspace), editing=editing, here_at=_here(asked),
        templates=[one.name for one in list_templates(asked.workspace)], days=list(enumerate(DAYS)),
        steps=list(STEPS), typed=shown, errors=dict(errors or {}),
    )  # fmt: skip


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/sequences"
