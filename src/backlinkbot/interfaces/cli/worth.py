"""The commands that ask the graph: worth, study, paths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Csv, Json, Lines, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.worth import Worth


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("worth")(worth)


def worth(
    context: typer.Context,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[DOMAIN]...", help="More sources, after --from.")
    ] = None,
    *,
    to: Annotated[str, typer.Option("--to", metavar="DOMAIN", help="The site that is linked to.")],
    sources: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="DOMAIN", help="Only these sources, and all together."),
    ] = None,
    without: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What losing or disavowing these domains costs."),
    ] = None,
    placement: Annotated[
        str, typer.Option(help='Where the link would stand, like content or "author bio".')
    ] = "content",
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows; 0 for all.")] = 100,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """What a link from any domain would be worth, before it exists; what losing links costs."""
    from backlinkbot.app.worth import worth as run
    from backlinkbot.interfaces.cli.progress import Shown

    if more and not sources:
        raise typer.BadParameter("write --from before the sources")
    with Shown() as progress:
        found = run(
            workspace_of(context),
            to,
            sources=[*(sources or ()), *(more or ())],
            without=without,
            placement=placement,
            limit=limit or None,
            progress=progress,
        )
    output_of(json=json, lines=lines, csv=csv, path=output).table(
        found.table, lambda: _show_worth(found)
    )
    for note in found.notes:
        say(note)
    for reason, count in found.rejects.counts.items():
        say(f"left out {count:,}: {reason}")


def _show_worth(found: Worth) -> None:
    rows = found.table.to_pylist()
    shown(
        f"What links are worth to {found.target}, which has {found.authority:.1f} points",
        ["source", "authority", "points", "by links alone", "in words"],
        [
            [r["source"], r["authority"], r["points"], r["pagerank_points"], r["in_words"]]
            for r in rows
        ],
    )
    say(
        f"{found.priced:,} domains priced. An average weak link, from a domain in the lower half "
        f"of those that link at all, brings {found.weak_points:.2f} points alone."
    )
