"""The commands release list, use, import, export, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Csv, Json, Lines, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.releases import Compared, Imported

app = typer.Typer(no_args_is_help=True, help="Authority releases: keep, exchange, compare them.")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A release, by its name, its beginning, or `latest`.")
]


@app.command("list")
def list_all(context: typer.Context, *, json: Json = False) -> None:
    """Every kept release, the oldest first, and which one domains are looked up in."""
    from backlinkbot.app.releases import list_releases

    found = list_releases(workspace_of(context))
    rows = [
        ["in force" if r["is_in_force"] else "", r["name"], r["nodes"], r["fault"] or r["basis"],
         r["graph"], r["seed_list"]]
        for r in found
    ]  # fmt: skip
    columns = ["", "name", "domains", "stands on", "graph", "seed list"]
    output_of(json=json).value(found, lambda: shown("", columns, rows, least=("seed list",)))


@app.command("use")
def use(context: typer.Context, name: Name, *, json: Json = False) -> None:
    """Look domains up in this release from now on."""
    from backlinkbot.app.releases import use_release

    told = use_release(workspace_of(context), name)
    output_of(json=json).value(
        told, lambda: say(f"Domains are looked up in {told['name']} now: {told['graph']}.")
    )


@app.command("import")
def import_one(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A release's Parquet file.")],
    *,
    use: Annotated[bool, typer.Option("--use", help="Look domains up in it from now on.")] = False,
    json: Json = False,
) -> None:
    """Keep a release that somebody published; rows that cannot be are counted and left out."""
    from backlinkbot.app.releases import import_release

    told = import_release(workspace_of(context), file, use=use)
    output_of(json=json).value(told.as_document(), lambda: _show_imported(told))


@app.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Parquet file to write.")],
    *,
    release: Annotated[
        str, typer.Option(metavar="NAME", help="Another release than the one in force.")
    ] = "",
    json: Json = False,
) -> None:
    """Write a copy of a release, for others to import."""
    from backlinkbot.app.releases import export_release

    told = export_release(workspace_of(context), file, release)
    output_of(json=json).value(
        told, lambda: say(f"{told['nodes']:,} domains of {told['release']} written to {file}")
    )


@app.command("compare")
def compare(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="The earlier release.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later one, or `latest`.")],
    domains: Annotated[
        list[str] | None, typer.Argument(metavar="[DOMAIN]...", help="Only these domains.")
    ] = None,
    *,
    whole: Annotated[
        bool, typer.Option("--all", help="Every domain, not only what measurably changed.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows; 0 for all.")] = 100,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """What changed between two releases, beyond what their intervals leave open."""
    from backlinkbot.app.releases import compare_releases

    found = compare_releases(
        workspace_of(context), before, after, domains or (), whole=whole, limit=limit or None
    )
    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    if json:
        wanted.value(found.as_document(), lambda: None)
    else:
        wanted.table(found.table, lambda: _show_compared(found))
    if found.incomparable:
        say(f"these releases do not compare: {found.incomparable}")
    for note in found.notes:
        say(note)


def _show_imported(told: Imported) -> None:
    known = "" if told.is_new else ", which was here already"
    say(f"{told.name}: {told.nodes:,} domains{known}")
    for note in told.notes:
        say(note)
    for reason, count in told.rejects.items():
        say(f"left out {count:,}: {reason}")
    if told.is_in_force:
        say("Domains are looked up in it now.")


def _show_compared(found: Compared) -> None:
    rows = [
        [r["node"], r["before"], r["after"], r["change"], r["verdict"]]
        for r in found.table.to_pylist()
    ]
    shown(
        f"From {found.before} to {found.after}",
        ["domain", "before", "after", "change", "verdict"],
        rows,
    )
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(found.counts.items()))
    say(
        f"{found.common:,} domains are in both; the median one moved by "
        f"{found.median_movement:.3f} (log10 of its rank). {counts}."
    )
