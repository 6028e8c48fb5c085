"""The commands of prospect: whom to ask for links, how far each has come, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.access import LOCAL, Principal
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import (
    Csv,
    DomainName,
    Json,
    Lines,
    Out,
    day,
    output_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.prospects import Changed, Checked, Imported, Kept, Listed, Shown
    from backlinkbot.core.prospects import Change, Prospect

app = typer.Typer(
    no_args_is_help=True, help="Whom to ask for links, how far each has come, what came of it."
)

MOST_AT_ONCE = 10_000  # numbers in one command
MOST_NAMED = 10  # prospects in one sentence
OUTCOME = ("contacted", "replied", "placed", "verified", "closed", "lost")
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
        domain,
        stages=tuple(stage or ()),
        tags=tuple(tag or ()),
        owner=owner,
        tactic=tactic,
        words=search,
    )
    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    if wanted.for_people:
        _show_list(found)
    elif wanted.has_documents and not lines and wanted.ending not in {".nl", ".ndjson", ".jsonl"}:
        wanted.documents([found.as_document()], lambda: None)
    else:
        wanted.table(prospects_table(found.prospects), lambda: None)


@app.command("show")
def show(context: typer.Context, number: Number, *, json: Json = False) -> None:
    """One prospect with its openings and its history."""
    from backlinkbot.app.prospects import show_prospect

    found = show_prospect(workspace_of(context), number)
    output_of(json=json).value(found.as_document(), lambda: _show_one(found))


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
        _numbers(numbers),
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

    done = note_prospects(workspace_of(context), _numbers(numbers), text, by=_who(by))
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
        _numbers(numbers),
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

    done = assign_prospects(workspace_of(context), _numbers(numbers), owner, by=_who(by))
    _tell(done, json=json)


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

    _tell(set_contact(workspace_of(context), number, place, kind, by=_who(by)), json=json)


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
        workspace_of(context), domain, file, by=_who(by), mapping=_mapping(mapping or [])
    )
    output_of(json=json).value(done.as_document(), lambda: _show_import(done))


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

    found = list_prospects(workspace_of(context), domain)
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

    done = refresh_prospects(workspace_of(context), domain)
    output_of(json=json).value(done.as_document(), lambda: _show_checked(done))


def say_kept(done: Kept) -> None:
    """What became of those that were to be kept as prospects."""
    if done.added:
        say(f"{_many(len(done.added))} added: {_named(done.added)}.")
    if done.found_again:
        say(f"{_many(len(done.found_again))} known already: {_named(done.found_again)}.")
    for reason, times in done.left_out.items():
        say(f"Left out, {reason}: {times:,}.")
    if not done.added and not done.found_again and not done.left_out:
        say("There was nothing to keep.")
    if done.step:
        say(f"To undo it: backlinkbot prospect undo --step {done.step}")


def _show_list(found: Listed) -> None:
    rows = [
        [
            one.number,
            one.organisation,
            one.stage.value,
            one.openings[0].tactic if one.openings else "",
            one.openings[0].value_per_hour if one.openings else None,
            one.owner,
        ]
        for one in found.prospects
    ]
    if not any(found.counts.values()):
        say(
            f"{found.site} has no prospects yet. Keep the best opportunities: backlinkbot find "
            f"{found.site} --keep 20, or add one: backlinkbot prospect add {found.site} PLACE"
        )
        return
    columns = ["no.", "prospect", "stage", "tactic", "points/hour", "owner"]
    shown(f"Prospects of {found.site}", columns, rows, least=("owner", "points/hour"))
    told = ", ".join(f"{many} {stage}" for stage, many in found.counts.items() if many)
    say(f"In all: {told}.")


def _show_one(found: Shown) -> None:
    one = found.prospect
    gone = ", its adding undone" if one.is_gone else ""
    rows: list[list[object]] = [
        ["site", one.site],
        ["stage", f"{one.stage.value}{gone}"],
        ["owner", one.owner],
        ["contact", f"{one.contact} ({one.contact_kind})" if one.contact else ""],
        ["tags", ", ".join(one.tags)],
        ["domains", ", ".join(one.names)],
    ]
    if one.outcome:
        moments = {name: getattr(one.outcome, f"{name}_at") for name in OUTCOME}
        rows.extend([name, f"{at:%Y-%m-%d}"] for name, at in moments.items() if at)
    shown(f"{one.number}: {one.organisation}", ["what", "value"], [r for r in rows if r[1]])
    for opening in one.openings:
        worth = "" if opening.value_per_hour is None else f", {opening.value_per_hour:.3g} an hour"
        say(f"{opening.tactic or 'page'}{worth}: {opening.page}")
        for reason in opening.reasons:
            say(f"  {reason}")
    lines = [
        [change.number, change.step, f"{change.at:%Y-%m-%d %H:%M}", change.by, _said(change)]
        for change in found.history
    ]
    shown("History", ["change", "step", "when", "by", "what"], lines, least=("step",))


def _said(change: Change) -> str:
    parts = [change.kind.value]
    for name, (before, after) in change.fields.items():
        if name in {"is_gone", "outcome"}:
            continue
        parts.append(f"{name.replace('_', ' ')}: {_word(before)} to {_word(after)}")
    if change.undoes:
        parts.append(f"takes back change {change.undoes}")
    if change.note:
        parts.append(f"“{change.note}”")
    return "; ".join(parts)


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "none"


def _tell(done: Changed, *, json: bool) -> None:
    def tell() -> None:
        for one in done.prospects[:MOST_NAMED]:
            say(f"{one.number} {one.organisation}: {one.stage.value}")
        if len(done.prospects) > MOST_NAMED:
            say(f"and {len(done.prospects) - MOST_NAMED:,} more")
        if done.unchanged:
            say(f"{_many(len(done.unchanged))} unchanged: {_named(done.unchanged)}.")
        if done.step:
            say(f"To undo it: backlinkbot prospect undo --step {done.step}")

    output_of(json=json).value(done.as_document(), tell)


def _show_import(done: Imported) -> None:
    say_kept(done.kept)
    for note in done.notes:
        say(note)
    if done.unused:
        say(f"Columns nothing was read from: {', '.join(done.unused)} (see --map).")
    for reason, times in done.rejects.items():
        say(f"{times:,} x {reason}")
    if done.rejects_file:
        say(f"These rows: {done.rejects_file}")


def _show_checked(done: Checked) -> None:
    if done.landed:
        say(f"Landed: {_named(done.landed)}.")
    if done.lost:
        say(f"Gone again: {_named(done.lost)}.")
    say(f"{_many(done.waiting)} without a link that the index knows.")
    if done.step:
        say(f"To undo it: backlinkbot prospect undo --step {done.step}")


def _named(found: Sequence[Prospect]) -> str:
    told = [f"{one.organisation} ({one.number})" for one in found[:MOST_NAMED]]
    more = f" and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
    return ", ".join(told) + more


def _many(number: int) -> str:
    return "1 prospect" if number == 1 else f"{number:,} prospects"


def _numbers(text: str) -> list[int]:
    """The numbers that a user typed: 12, or 12,15,20-25."""
    found: list[int] = []
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise BadInput(f"{part!r} is no number of a prospect; give them like 12,15,20-25")
        begin, end = int(first), int(last or first)
        if not 0 <= end - begin < MOST_AT_ONCE or len(found) > MOST_AT_ONCE:
            raise BadInput(f"{part}: at most {MOST_AT_ONCE:,} prospects at once, the lower first")
        found.extend(range(begin, end + 1))
    return found


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(mapping) < len(pairs):
        raise BadInput('--map wants OURS=THEIRS, like --map prospect="Site name"')
    return mapping


def _who(by: str) -> Principal:
    """Whoever sits at this machine, by the name he gives; everything here is his."""
    try:
        return replace(LOCAL, name=by.strip() or getuser())
    except (KeyError, OSError, ImportError):
        raise BadInput("say who does it: --by NAME") from None
