"""Prospects: whom to ask for links, how far each has come; every step can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Response
from fastapi.responses import FileResponse

from backlinkbot.app.prospects import (
    add_prospect,
    aim_prospects,
    assign_prospects,
    import_prospects,
    list_prospects,
    move_prospects,
    note_prospects,
    prospects_table,
    refresh_prospects,
    set_contact,
    show_prospect,
    tag_prospects,
    undo_prospect,
    undo_step,
)
from backlinkbot.app.uploads import keep_uploads, rejects_file
from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput
from backlinkbot.core.places import names_only
from backlinkbot.core.prospects import Stage
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.tables import (
    AS_FILES,
    MOST_TABLE_ROWS,
    Format,
    Formatted,
    table_file,
)
from backlinkbot.interfaces.schemas.prospects import (
    LONGEST_NAME,
    MOST_NUMBER,
    MOST_WORDS,
    AimIn,
    AssignIn,
    ChangedOut,
    CheckedOut,
    ContactIn,
    ImportedOut,
    KeptOut,
    MoveIn,
    NoteIn,
    ProspectAnswer,
    ProspectFileIn,
    ProspectIn,
    ProspectsOut,
    TagIn,
    UndoIn,
    UndoStepIn,
    prospect_told,
)

REJECTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows that were left out, with place and reason.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="As the list shows it.")]
THERE = described(404, 409)

router = APIRouter(tags=["prospects"])


@router.get("/domains/{domain}/prospects", response_model=ProspectsOut, responses=AS_FILES)
def prospects(  # noqa: PLR0913, PLR0917 - what one may ask of prospects
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    stage: Annotated[list[Stage], Query(description="In any of these stages.")] = [],  # noqa: B006
    tag: Annotated[
        list[str], Query(max_length=MOST_WORDS, description="With all of these tags.")
    ] = [],  # noqa: B006
    owner: Annotated[str, Query(max_length=LONGEST_NAME, description="That he looks after.")] = "",
    tactic: Annotated[str, Query(max_length=40, description="With an opening for it.")] = "",
    search: Annotated[
        str, Query(max_length=500, description="Somewhere in a name, page or contact.")
    ] = "",
) -> Any:
    """The prospects of a site, by stage, the most valuable first."""
    found = list_prospects(
        asked.workspace, domain, stages=stage, tags=tag, owner=owner, tactic=tactic, words=search,
        with_contacts=asked.principal.may_see_people,
    )  # fmt: skip
    if wished is not Format.JSON:
        most = place.limit or MOST_TABLE_ROWS
        table = prospects_table(found.prospects[place.offset : place.offset + most])
        return table_file(asked, table, "prospects", wished)
    stages = {one.value: count for one, count in found.counts.items()}
    rows = [prospect_told(asked.principal, one) for one in found.as_document()]
    return place.of(rows) | {"site": found.site, "stages": stages}


@router.post(
    "/domains/{domain}/prospects", status_code=201, response_model=KeptOut, responses=THERE
)
def add(asked: Changes, domain: DomainPath, told: ProspectIn, keyed: Repeated) -> Any:
    """Adds a prospect by hand; one that is known gets the new page and tags."""
    return keyed.once(
        asked,
        lambda: add_prospect(
            asked.workspace, domain, told.place, by=asked.principal, tactic=told.tactic,
            tags=told.tags, owner=told.owner, note=told.note,
        ).as_document(),
    )  # fmt: skip


@router.post(
    "/domains/{domain}/prospects/import",
    status_code=201,
    response_model=ImportedOut,
    responses={**THERE, **described(413)},
)
def send(
    asked: Changes,
    domain: DomainPath,
    told: Annotated[ProspectFileIn, Form(media_type="multipart/form-data")],
    keyed: Repeated,
) -> Any:
    """Sends a list of prospects; contacts of the past in it teach the odds."""
    pairs = [pair.partition("=") for pair in told.mapping]
    if not all(equals for _, equals, _ in pairs):
        raise BadInput("each mapping is OURS=THEIRS, like prospect=Site name")
    mapping = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}

    def done() -> dict[str, Any]:
        sent = [(told.file.filename or "", told.file.file)]
        (path,) = keep_uploads(asked.workspace, sent)
        kept = import_prospects(
            asked.workspace, domain, File(path), by=asked.principal, mapping=mapping
        )
        named: dict[str, Any] = names_only(kept.as_document())
        return named

    return keyed.once(asked, done)


@router.get("/rejects/{name}", response_class=FileResponse, responses={**REJECTS, **described(404)})
def rejects(asked: Reads, name: Annotated[str, Path(min_length=1, max_length=400)]) -> Response:
    """What an import left out, row by row with the reasons."""
    path = rejects_file(asked.workspace, name)
    return FileResponse(path, media_type="text/csv", filename=path.name)


@router.post(
    "/domains/{domain}/prospects/refresh", response_model=CheckedOut, responses=described(404)
)
def refresh(asked: Changes, domain: DomainPath) -> Any:
    """Looks up in the index whose link landed since, and whose is gone again."""
    return refresh_prospects(asked.workspace, domain).as_document()


@router.get("/prospects/{number}", response_model=ProspectAnswer, responses=described(404))
def one(asked: Reads, number: Number) -> Any:
    """One prospect with its openings and its history."""
    found = show_prospect(asked.workspace, number).as_document()
    return stamped(asked, prospect_told(asked.principal, found))


@router.post("/prospects/move", response_model=ChangedOut, responses=THERE)
def move(asked: Changes, told: MoveIn, keyed: Repeated) -> Any:
    """Moves prospects to a stage: all of them, or where one cannot, none. Nothing is sent."""
    on = datetime.combine(told_day(told.on), time.min, UTC) if told.on else None
    return keyed.once(
        asked,
        lambda: move_prospects(
            asked.workspace, told.numbers, told.stage, by=asked.principal, on=on,
            tactic=told.tactic, note=told.note,
        ).as_document(),
    )  # fmt: skip


@router.post("/prospects/note", response_model=ChangedOut, responses=THERE)
def note(asked: Changes, told: NoteIn, keyed: Repeated) -> Any:
    """Writes a note to the history of prospects."""
    return keyed.once(
        asked,
        lambda: note_prospects(
            asked.workspace, told.numbers, told.note, by=asked.principal
        ).as_document(),
    )


@router.post("/prospects/tag", response_model=ChangedOut, responses=THERE)
def tag(asked: Changes, told: TagIn, keyed: Repeated) -> Any:
    """Puts tags to prospects, and takes others away."""
    return keyed.once(
        asked,
        lambda: tag_prospects(
            asked.workspace, told.numbers, more=told.add, less=told.remove, by=asked.principal
        ).as_document(),
    )


@router.post("/prospects/assign", response_model=ChangedOut, responses=THERE)
def assign(asked: Changes, told: AssignIn, keyed: Repeated) -> Any:
    """Says who looks after prospects."""
    return keyed.once(
        asked,
        lambda: assign_prospects(
            asked.workspace, told.numbers, told.owner, by=asked.principal
        ).as_document(),
    )


@router.post("/prospects/target", response_model=ChangedOut, responses=THERE)
def aim(asked: Changes, told: AimIn, keyed: Repeated) -> Any:
    """Says which page of ours prospects are asked to link; words that were approved stay."""
    return keyed.once(
        asked,
        lambda: aim_prospects(
            asked.workspace, told.numbers, told.page, by=asked.principal
        ).as_document(),
    )


@router.post("/prospects/undo", response_model=ChangedOut, responses=THERE)
def undo_all(asked: Changes, told: UndoStepIn, keyed: Repeated) -> Any:
    """Takes back all that was done in one step, or where something stands in the way nothing."""
    return keyed.once(
        asked, lambda: undo_step(asked.workspace, told.step, by=asked.principal).as_document()
    )


@router.put("/prospects/{number}/contact", response_model=ChangedOut, responses=described(404))
def contact(asked: Changes, number: Number, told: ContactIn) -> Any:
    """Says how a prospect is reached; one not asked yet becomes Contact found."""
    return set_contact(
        asked.workspace, number, told.contact, told.kind, by=asked.principal
    ).as_document()


@router.post("/prospects/{number}/undo", response_model=ChangedOut, responses=THERE)
def undo(asked: Changes, number: Number, told: UndoIn, keyed: Repeated) -> Any:
    """Takes back the last change of a prospect, or one of them; the history keeps both."""
    return keyed.once(
        asked,
        lambda: undo_prospect(
            asked.workspace, number, by=asked.principal, change=told.change
        ).as_document(),
    )
