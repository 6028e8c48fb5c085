"""The command gap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import (
    Csv,
    DomainName,
    Json,
    Lines,
    Out,
    output_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.gap import Gap


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("gap")(gap)


def gap(
    context: typer.Context,
    domain: DomainName,
    *,
    rival: Annotated[
        list[str] | None,
        typer.Option("--rival", help="A rival's domain; else its competitors. Repeat it for more."),
    ] = None,
    least: Annotated[int, typer.Option(help="Links to at least so many of them.")] = 1,
    limit: Annotated[int, typer.Option(help="So many rows; 0: all.")] = 100,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """Who links to rivals and not to the site, the strongest first."""
    from backlinkbot.app.gap import gap as run

    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    whole = None if output or not limit else limit
    found = run(workspace_of(context), domain, rivals=rival or (), least=least, limit=whole)
    if wanted.json or (output and Path(output).suffix == ".json"):
        wanted.value(found.as_document(), lambda: None)
    else:
        wanted.table(found.table, lambda: _show(found))


def _show(found: Gap) -> None:
    rows = [
        [row["source_domain"], row["authority"], row["rivals"], row["backlinks"], row["source_url"]]
        for row in found.table.to_pylist()
    ]
    title = f"Linking to rivals and not to {found.domain}"
    shown(title, ["site", "authority", "rivals", "links", "best link"], rows)
    for one in found.overlap:
        say(
            f"{one.rival}: {one.referring_domains:,} referring domains, {one.also_ours:,} ours too."
        )
    if found.lost_ones:
        say(
            f"{found.lost_ones:,} more linked to {found.domain} once: to win back, not in the list."
        )
    if found.total > len(rows):
        say(f"{len(rows):,} of {found.total:,} sites; more with --limit.")
