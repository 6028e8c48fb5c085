"""Templates and sequences: the words of messages, filled in before anything goes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from backlinkbot.app.pitch.campaigns import add_sequence, end_sequence, list_sequences
from backlinkbot.app.pitch.writing import suggest as run_suggest
from backlinkbot.app.templates import (
    add_template,
    list_templates,
    preview_template,
    template_named,
)
from backlinkbot.core.outreach import DAYS, Sender, Sequence, Step
from backlinkbot.interfaces.api.asked import Changes, People
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.problems import LOOKS, described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.outreach_words import (
    LONGEST_NAME,
    PreviewIn,
    PreviewOut,
    SequenceIn,
    SequenceOut,
    SuggestedOut,
    SuggestIn,
    TemplateIn,
    TemplateOut,
    WithdrawnOut,
)
from backlinkbot.interfaces.schemas.prospects import MOST_NUMBER

MOST_VERSION = 1_000_000
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="Of a prospect.")]
NamePath = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME, description="Its name.")]

router = APIRouter(tags=["campaigns"])


@router.get("/templates", response_model=Rows[TemplateOut])
def templates(asked: People, place: Paged) -> Any:
    """All templates in their newest version."""
    return place.of([one.as_document() for one in list_templates(asked.workspace)])


@router.post("/templates", status_code=201, response_model=TemplateOut, responses=described(409))
def add(asked: Changes, told: TemplateIn, keyed: Repeated) -> Any:
    """Keeps a template; one that is known becomes its next version, and the old ones stay."""
    text = f"Subject: {told.subject}\n\n{told.body}"
    return keyed.once(
        asked,
        lambda: add_template(
            asked.workspace, told.name, text, language=told.language, by=asked.principal.name
        ).as_document(),
    )


@router.get("/templates/{name}", response_model=TemplateOut, responses=described(404))
def one(
    asked: People,
    name: NamePath,
    version: Annotated[
        int, Query(ge=0, le=MOST_VERSION, description="Of these; 0: the newest.")
    ] = 0,
) -> Any:
    """One template, in its newest version or in another."""
    return template_named(asked.workspace, name, version).as_document()


@router.post(
    "/templates/{name}/preview",
    response_model=PreviewOut,
    responses=described(404),
    openapi_extra=LOOKS,
)
def preview(asked: People, name: NamePath, told: PreviewIn) -> Any:
    """A template filled in for a prospect, what is wrong with it, and whether it might go."""
    sender = Sender(told.sender, told.organisation, told.postal_address)
    return preview_template(
        asked.workspace, name, told.prospect, sender, given=told.values, country=told.country
    ).as_document()


@router.post("/prospects/{number}/draft", response_model=SuggestedOut, responses=described(404))
def suggest(asked: Changes, number: Number, told: SuggestIn) -> Any:
    """Words for a prospect by the text model that is set, told nothing of people; none is kept."""
    return run_suggest(asked.workspace, number, told.language).as_document()


@router.get("/sequences", response_model=Rows[SequenceOut])
def sequences(asked: People, place: Paged) -> Any:
    """All sequences in their newest version."""
    return place.of([one.as_document() for one in list_sequences(asked.workspace)])


@router.post("/sequences", status_code=201, response_model=SequenceOut, responses=described(409))
def add_steps(asked: Changes, told: SequenceIn, keyed: Repeated) -> Any:
    """Keeps a sequence; an edit makes its next version, and who has begun goes on with his."""
    steps = tuple(Step(tuple(step.templates), step.after_days) for step in told.steps)
    days = tuple(sorted({DAYS.index(day) for day in told.days}))
    wanted = Sequence(told.name, steps, told.hours, days)
    return keyed.once(
        asked,
        lambda: add_sequence(asked.workspace, wanted, by=asked.principal.name).as_document(),
    )


@router.delete("/sequences/{name}", response_model=WithdrawnOut, responses=described(404))
def withdraw(asked: Changes, name: NamePath) -> Any:
    """Lets nobody begin with a sequence, and sends nothing more of it to anybody."""
    end_sequence(asked.workspace, name)
    return {"name": name}
