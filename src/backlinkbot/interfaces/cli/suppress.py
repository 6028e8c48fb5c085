"""The commands of suppress: to whom nobody of this installation may write, ever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import (
    Csv,
    Json,
    Lines,
    Out,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.suppress import Suppressed
    from backlinkbot.core.outreach import Suppression

app = typer.Typer(
    no_args_is_help=True, help="To whom nobody of this installation may write, in any client."
)

Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="WORD",
        help="unsubscribed, complained, bounced, asked, or own decision.",
    ),
]


@app.command("add")
def add(
    context: typer.Context,
    whom: Annotated[list[str], typer.Argument(metavar="WHOM…", help="Addresses or domains.")],
    *,
    organisation: Annotated[
        bool,
        typer.Option("--organisation", help="Domains mean all who write or publish under them."),
    ] = False,
    reason: Reason = "own decision",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in your words.")] = "",
    json: Json = False,
) -> None:
    """Let nobody write there any more, in any client, for ever; all of them or none."""
    from backlinkbot.app.pitch.barring import bar
    from backlinkbot.app.suppress import suppression_reason

    done = bar(
        workspace_of(context),
        tuple(whom),
        reason=suppression_reason(reason),
        organisation=organisation,
        note=note,
        by=user_name(),
    )
    output_of(json=json).value(done.as_document(), lambda: _show(done))


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One a line, or a table.")],
    *,
    reason: Reason = "asked",
    json: Json = False,
) -> None:
    """Suppress all addresses and domains of a list, as other tools export theirs."""
    from backlinkbot.app.pitch.barring import bar_list
    from backlinkbot.app.suppress import suppression_reason

    done = bar_list(workspace_of(context), file, reason=suppression_reason(reason), by=user_name())
    output_of(json=json).value(done.as_document(), lambda: _show(done))


@app.command("list")
def list_(
    context: typer.Context,
    *,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="address, domain or organisation.")
    ] = "",
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="In value, note and reason.")
    ] = "",
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """All that is suppressed; of who asked to be forgotten, only that there is somebody."""
    from backlinkbot.app.suppress import list_suppressions, suppressions_table

    found = list_suppressions(workspace_of(context), search=search, kind=kind)
    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    wanted.table(suppressions_table(found), lambda: _show_all(found))


def _show(done: Suppressed) -> None:
    known = len(done.asked) - done.added
    say(f"{done.added:,} suppressed in all clients, {known:,} were before")
    if done.cancelled:
        say(f"{done.cancelled:,} messages to them were approved and had not gone: cancelled")
    for reason, times in done.rejects.items():
        say(f"{times:,} rows left out: {reason}")
    for reason, place, text in done.examples:
        say(f"  {place}: {text[:60]!r}: {reason}")


def _show_all(found: list[Suppression]) -> None:
    if not found:
        say("Nobody is suppressed. Add somebody: backlinkbot suppress add ann@example.com")
        return
    rows = [
        (one.value or "(forgotten)", one.kind.value, one.reason.value, f"{one.at:%Y-%m-%d}",
         one.note)
        for one in found
    ]  # fmt: skip
    shown("", ["whom", "kind", "reason", "since", "note"], rows)
