"""The commands of prospect: whom to ask for links, how far each has come, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import (
    Csv,
    DomainName,
    Json,
    Lines,
    Out,
    day,
    output_of,
    site_of,
    user,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say
from backlinkbot.interfaces.cli.prospect_words import columns_typed, numbers_typed
from backlinkbot.interfaces.cli.prospected import (
    say_kept,
    say_kept_words,
    show_changed,
    show_checked,
    show_import,
    show_list,
    show_one,
)

if TYPE_CHECKING:
    from backlinkbot.app.prospects import Changed
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal

app = typer.Typer(
    no_args_is_help=True, help="Whom to ask for links, how far each has come, what came of it."
)

EXPORTED = (".csv", ".xlsx", ".json", ".parquet", ".nl")

Numbers = Annotated[
    str, typer.Argument(metavar="NUMBERS", help="One prospect or more: 12, or 12,15,20-25.")
]
Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="The prospect, as the list shows it.")
]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Who does it; else your user name.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="A note for its history.")]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag. Repeat it for more.")
]


@app.command("add")
def add(
    context: typer.Context,
    domain: DomainName,
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="A domain, or the page for the link.")
    ],
    *,
    tactic: Annotated[str, typer.Option(metavar="TACTIC", help="How to earn the link.")] = "",
    tag: TagOption = None,
    owner: Annotated[str, typer.Option(metavar="WHO", help="Who looks after it.")] = "",
    note: Note = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Add a prospect of a site by hand; one that is known gets the new page and tags."""
    from backlinkbot.app.prospects import add_prospect

    done = add_prospect(
        workspace_of(context),
        domain,
        place,
        by=_who(by),
        tactic=tactic,
        tags=tuple(tag or ()),
        owner=owner,
        note=note,
    )
    output_of(json=json).value(done.as_document(), lambda: say_kept(done))


@app.command("list")
def list_(
    context: typer.Context,
    domain: DomainName,
    *,
    stage: Annotated[
        list[str] | None, typer.Option("--stage", metavar="STAGE", help="Only this. Repeatable.")
    ] = None,
    tag: TagOption = None,
    owner: Annotated[str, typer.Option(metavar="WHO", help="Only what he looks after.")] = "",
    tactic: Annotated[str, typer.Option(metavar="TACTIC", help="Only this tactic.")] = "",
    search: Annotated[str, typer.Option(metavar="TEXT", help="In a name, page or contact.")] = "",
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """The prospects of a site, by stage, the most valuable first."""
    from backlinkbot.app.prospects import list_prospects, prospects_table

    found = list_prospects(
        workspace_of(context),
        site_of(context, domain),
        stages=tuple(stage or ()),
        tags=tuple(tag or ()),
        owner=owner,
        tactic=tactic,
        words=search,
    )
    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    if wanted.for_people:
        show_list(found)
    elif wanted.has_documents and not lines and wanted.ending not in {".nl", ".ndjson", ".jsonl"}:
        wanted.documents([found.as_document()], lambda: None)
    else:
        wanted.table(prospects_table(found.prospects), lambda: None)


@app.command("show")
def show(context: typer.Context, number: Number, *, json: Json = False) -> None:
    """One prospect with its openings and its history."""
    from backlinkbot.app.prospects import show_prospect

    found = show_prospect(workspace_of(context), number)
    output_of(json=json).value(found.as_document(), lambda: show_one(found))


@app.command("move")
def move(
    context: typer.Context,
    numbers: Numbers,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help='Like Contacted or "Won".')],
    *,
    on: Annotated[
        datetime | None,
        typer.Option(parser=day, metavar="DAY", help="When that was, like 2026-11-30; else now."),
    ] = None,
    tactic: Annotated[str, typer.Option(metavar="TACTIC", help="What they are asked by.")] = "",
    note: Note = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Move prospects to a stage: all of them, or where one cannot, none."""
    from backlinkbot.app.prospects import move_prospects

    done = move_prospects(
        workspace_of(context),
        numbers_typed(numbers),
        stage,
        by=_who(by),
        on=on,
        tactic=tactic,
        note=note,
    )
    _tell(done, json=json)


@app.command("note")
def note(
    context: typer.Context,
    numbers: Numbers,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to write down.")],
    *,
    by: By = "",
    json: Json = False,
) -> None:
    """Write a note to the history of prospects."""
    from backlinkbot.app.prospects import note_prospects

    done = note_prospects(workspace_of(context), numbers_typed(numbers), text, by=_who(by))
    _tell(done, json=json)


@app.command("tag")
def tag(
    context: typer.Context,
    numbers: Numbers,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TAG]...", help="Tags to put to them.")
    ] = None,
    *,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="TAG", help="A tag to take away.")
    ] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Put tags to prospects, or take them away."""
    from backlinkbot.app.prospects import tag_prospects

    done = tag_prospects(
        workspace_of(context),
        numbers_typed(numbers),
        more=tuple(words or ()),
        less=tuple(remove or ()),
        by=_who(by),
    )
    _tell(done, json=json)


@app.command("assign")
def assign(
    context: typer.Context,
    numbers: Numbers,
    owner: Annotated[str, typer.Argument(metavar="WHO", help="An account; '' for nobody.")],
    *,
    by: By = "",
    json: Json = False,
) -> None:
    """Say who looks after prospects."""
    from backlinkbot.app.prospects import assign_prospects

    done = assign_prospects(workspace_of(context), numbers_typed(numbers), owner, by=_who(by))
    _tell(done, json=json)


@app.command("target")
def target(
    context: typer.Context,
    numbers: Numbers,
    page: Annotated[
        str, typer.Argument(metavar="[URL]", help="A page of the site they are prospects of.")
    ] = "",
    *,
    clear: Annotated[
        bool, typer.Option("--clear", help="Instead: the page that their campaign says.")
    ] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Say which page of yours prospects are asked to link; words that were approved stay."""
    from backlinkbot.app.prospects.aiming import aim_prospects, words_kept

    if bool(page.strip()) == clear:
        raise BadInput("say which page of yours they are asked to link, or --clear")
    workspace = workspace_of(context)
    done = aim_prospects(workspace, numbers_typed(numbers), page, by=_who(by))
    _tell(done, json=json)
    say_kept_words(words_kept(workspace, done))


@app.command("contact")
def contact(
    context: typer.Context,
    number: Number,
    place: Annotated[
        str, typer.Argument(metavar="CONTACT", help="An e-mail address, or the page of a form.")
    ],
    *,
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="named person, role address, general address, form, social profile, unknown.",
        ),
    ] = "unknown",
    by: By = "",
    json: Json = False,
) -> None:
    """Say how a prospect is reached; one not asked yet becomes Contact found."""
    from backlinkbot.app.prospects import set_contact

    workspace = workspace_of(context)
    done = set_contact(workspace, number, place, kind, by=_who(by))
    _tell(done, json=json)
    if not json:
        _say_of_board(workspace, done)


@app.command("import")
def import_(
    context: typer.Context,
    domain: DomainName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with any header.")],
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help='A column by another name: --map prospect="Site name". Remembered.',
        ),
    ] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Read a list of prospects; contacts of the past in it teach the odds."""
    from backlinkbot.app.prospects import import_prospects

    done = import_prospects(
        workspace_of(context), domain, file, by=_who(by), mapping=columns_typed(mapping or [])
    )
    output_of(json=json).value(done.as_document(), lambda: show_import(done))


@app.command("export")
def export(
    context: typer.Context,
    domain: DomainName,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to: .csv .xlsx .json .nl .parquet.")
    ],
) -> None:
    """Write all prospects of a site to a file, which import reads again."""
    from backlinkbot.app.prospects import list_prospects, prospects_table

    found = list_prospects(workspace_of(context), site_of(context, domain))
    if file.suffix.lower() not in EXPORTED:
        raise BadInput(f"{file.name}: say the form by its ending, one of {' '.join(EXPORTED)}")
    wanted = output_of(path=file)
    if file.suffix.lower() == ".json":
        wanted.documents([found.as_document()], lambda: None)
    else:
        wanted.table(prospects_table(found.prospects), lambda: None)


@app.command("undo")
def undo(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="The prospect.")] = None,
    *,
    change: Annotated[
        int | None, typer.Option(metavar="N", help="This change of it; else its last one.")
    ] = None,
    step: Annotated[
        int | None, typer.Option(metavar="N", help="All that was done in this step.")
    ] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Take back the last change of a prospect, or all of one step; the history keeps both."""
    from backlinkbot.app.prospects import undo_prospect, undo_step

    if (number is None) == (step is None):
        raise BadInput("say what to undo: the number of a prospect, or --step N")
    if step is not None:
        done = undo_step(workspace_of(context), step, by=_who(by))
    else:
        done = undo_prospect(workspace_of(context), number or 0, by=_who(by), change=change)
    _tell(done, json=json)


@app.command("refresh")
def refresh(context: typer.Context, domain: DomainName, *, json: Json = False) -> None:
    """Look up in the index whose link landed since, and whose is gone again."""
    from backlinkbot.app.prospects import refresh_prospects

    done = refresh_prospects(workspace_of(context), site_of(context, domain))
    output_of(json=json).value(done.as_document(), lambda: show_checked(done))


def _say_of_board(workspace: Workspace, done: Changed) -> None:
    """That campaigns write to contacts that are kept, where this one is not among them."""
    from backlinkbot.app.contacts import ways

    for one in (*done.prospects, *done.unchanged):
        if "@" in one.contact and one.organisation not in ways(workspace, [one.organisation]).best:
            say(
                "That is for the board; campaigns write to an address that is kept with the page "
                f"that publishes it: backlinkbot contacts set {one.organisation} --address "
                f"{one.contact} --found-on URL"
            )


def _tell(done: Changed, *, json: bool) -> None:
    output_of(json=json).value(done.as_document(), lambda: show_changed(done))


def _who(by: str) -> Principal:
    """Whoever sits at this machine, by the name he gives; everything here is his."""
    return replace(user(), name=by.strip()) if by.strip() else user()
