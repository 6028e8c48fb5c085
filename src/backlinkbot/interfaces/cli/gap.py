"""The command gap."""

from __future__ import annotations

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
    output_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.gap import Gap, Side


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("gap")(gap)


def gap(
    context: typer.Context,
    domain: DomainName,
    rivals: Annotated[
        list[str] | None,
        typer.Argument(help="Rivals' domains; else its competitors.", metavar="RIVAL"),
    ] = None,
    *,
    rival: Annotated[
        list[str] | None,
        typer.Option("--rival", help="A rival's domain; else its competitors. Repeat it for more."),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(help="Of the matrix: best, weak, strong, shared, unique or all."),
    ] = "",
    least: Annotated[int, typer.Option(help="Links to at least so many of them.")] = 1,
    limit: Annotated[int, typer.Option(help="So many rows; 0: all.")] = 100,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """Who links to rivals and not to the site, the strongest first; or the whole matrix."""
    from backlinkbot.app.gap import gap as run

    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    side = _side(kind)
    found = run(
        workspace_of(context),
        domain,
        rivals=[*(rivals or ()), *(rival or ())],
        least=least,
        limit=None if output or not limit else limit,
        kind=side,
    )
    if wanted.json or (output and Path(output).suffix == ".json"):
        wanted.value(found.as_document(), lambda: None)
    elif kind:
        wanted.table(_matrix_table(found), lambda: _show_matrix(found))
    else:
        wanted.table(found.table, lambda: _show(found))


def _side(kind: str) -> Side:
    from backlinkbot.app.gap import Side

    words = [side.value for side in Side]
    if kind and kind not in words:
        raise BadInput(f"{kind!r} is no kind of the matrix; there are: {', '.join(words)}")
    return Side(kind) if kind else Side.BEST


def _matrix_table(found: Gap) -> pa.Table:
    import pyarrow as pa

    rows = found.matrix.rows
    columns = {
        "source_domain": pa.array([row["source_domain"] for row in rows], pa.string()),
        "authority": pa.array([row["authority"] for row in rows], pa.float64()),
    }
    for place, domain in enumerate(found.matrix.domains):
        columns[domain] = pa.array([row["backlinks"][place] for row in rows], pa.int64())
    return pa.table(columns)


def _show_matrix(found: Gap) -> None:
    matrix = found.matrix
    names = [*matrix.domains]
    rows = [[row["source_domain"], row["authority"], *row["backlinks"]] for row in matrix.rows]
    shown(f"Backlinks to each: {matrix.kind}", ["site", "authority", *names], rows)
    _say_counts(found)


def _say_counts(found: Gap) -> None:
    counts = found.matrix.counts
    say("Sites: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()) + ".")


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
    _say_counts(found)
    if found.total > len(rows):
        say(f"{len(rows):,} of {found.total:,} sites; more with --limit.")
