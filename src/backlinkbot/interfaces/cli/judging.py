"""The commands that measure and judge: measure, authority, links, profile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.profile import WEEKS_TOLD
from backlinkbot.interfaces.cli.grounds import show_grounds
from backlinkbot.interfaces.cli.linked import say_rest, show_links
from backlinkbot.interfaces.cli.measured import show_authority
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
from backlinkbot.interfaces.cli.output import place, say, say_written, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.interfaces.cli.output import Output

ON_SCREEN = 100  # links where nobody says how many; a file gets all


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("measure")(measure)
    app.command("authority")(authority)
    app.command("links")(links)
    app.command("profile")(profile)


def measure(
    context: typer.Context,
    *,
    edges: Annotated[
        Path | None, typer.Option(help="Measure this edge list instead of the index.")
    ] = None,
    release: Annotated[
        str, typer.Option(help="Measure a Common Crawl web graph release, fetched by its name.")
    ] = "",
    seeds: Annotated[
        Path | None, typer.Option(help="Trusted domains, one a line, instead of ours.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(help="Write the result also to this Parquet file.")
    ] = None,
    pivots: Annotated[
        int | None,
        typer.Option(min=1, help="Estimate harmonic centrality from so many starting domains."),
    ] = None,
    use: Annotated[
        bool,
        typer.Option("--use", help="Look domains up in an edge list's or web graph's result."),
    ] = False,
    with_own: Annotated[
        bool, typer.Option("--with-own", help="Let the index's links join the release's.")
    ] = False,
    json: Json = False,
) -> None:
    """Measure the authority of every domain in the index, or of a link graph."""
    from backlinkbot.app.measure import measure as run
    from backlinkbot.interfaces.cli.measured import show_measured
    from backlinkbot.interfaces.cli.progress import Shown

    with Shown() as progress:
        measured = run(
            workspace_of(context),
            edges=edges,
            release=release or None,
            seeds=seeds,
            export=export,
            pivots=pivots,
            use=use,
            with_own=with_own,
            progress=progress,
        )
    output_of(json=json).value(measured.as_document(), lambda: show_measured(measured))


def authority(
    context: typer.Context,
    domains: Annotated[list[str], typer.Argument(metavar="DOMAIN...", help="Domains to look up.")],
    *,
    release: Annotated[
        str, typer.Option(metavar="NAME", help="Look in this release, not in the one in force.")
    ] = "",
    history: Annotated[
        bool, typer.Option("--history", help="In every release, with what measurably changed.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="What it rests on, in words, and in which topics.")
    ] = False,
    topics: Annotated[
        Path | None,
        typer.Option(help="Topics and their sites for --why: [topic], then a domain a line."),
    ] = None,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """How strong any site is, with an interval and what links alone would say."""
    from backlinkbot.app.measure import authority_of

    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    if why:
        show_grounds(workspace_of(context), domains, topics, wanted)
        return
    if history:
        if release:
            raise typer.BadParameter("--history goes through all releases; leave --release out")
        _history(workspace_of(context), domains, wanted)
        return
    table = authority_of(workspace_of(context), domains, release)
    wanted.table(table, lambda: show_authority(table))


def _history(workspace: Workspace, domains: list[str], wanted: Output) -> None:
    from backlinkbot.app.history import history

    found = history(workspace, domains)
    wanted.table(
        found.table,
        lambda: _show_table(
            "Authority over time", found.table, ["domain", "measured_on", "authority",
                "authority_low", "authority_high", "change", "verdict"]
        ),
    )  # fmt: skip
    if found.left_out:
        say(f"{found.left_out:,} releases of other graphs or methods are not part of this history.")


def links(
    context: typer.Context,
    domain: Annotated[
        str,
        typer.Argument(metavar="DOMAIN|URL", help="A domain, or an address with all under it."),
    ],
    *,
    state: Annotated[str, typer.Option(help="live, lost, broken or redirected.")] = "",
    placement: Annotated[str, typer.Option(help='Like content, comment or "author bio".')] = "",
    kind: Annotated[
        str, typer.Option(help="text, image, redirect, frame …, or all: also what is no backlink.")
    ] = "",
    followed: Annotated[
        bool | None, typer.Option("--followed/--not-followed", help="Only such links.")
    ] = None,
    source: Annotated[str, typer.Option(help="Only links from this domain.")] = "",
    target: Annotated[
        str, typer.Option(help="Only links to this URL (end in * for a prefix).")
    ] = "",
    anchor: Annotated[str, typer.Option(help="Only anchors that contain this text.")] = "",
    reporter: Annotated[str, typer.Option(help="Only links this source reported.")] = "",
    since: Annotated[
        datetime | None,
        typer.Option(parser=day, metavar="DAY", help="First seen on or after this day."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=day, metavar="DAY", help="First seen on or before this day."),
    ] = None,
    order: Annotated[str, typer.Option(help="newest, seen, lost, source or quality.")] = "newest",
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, help="At most so many; 0 for all.", show_default="100; all of them with -o"
        ),
    ] = None,
    offset: Annotated[int, typer.Option(min=0, help="Skip so many.")] = 0,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """Every backlink of a domain, with its quality and where each fact was read."""
    from backlinkbot.app.profile import LinkQuestion, export_links
    from backlinkbot.app.profile import links as run

    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    if limit is None:
        limit = 0 if output else ON_SCREEN
    question = LinkQuestion(
        state=state,
        placement=placement,
        kind=kind,
        followed=followed,
        source_domain=source,
        target=target,
        anchor=anchor,
        reporter=reporter,
        since=since.date() if since else None,
        until=until.date() if until else None,
        order=order,
        limit=limit or None,
        offset=offset,
    )
    workspace = workspace_of(context)
    if output:
        where = place(output)
        done = export_links(workspace, domain, question, output, wanted.ending)
        say_written(done.rows, where)
        say_rest(done)
        return
    found = run(workspace, domain, question)
    wanted.table(found.table, lambda: show_links(f"Backlinks of {domain}", found))
    say_rest(found)


def profile(
    context: typer.Context,
    domain: DomainName,
    *,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page for a client.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", parser=day, metavar="DAY", help="As it was known on this day."),
    ] = None,
    weeks: Annotated[
        int, typer.Option(min=0, help="Weeks of history in --json, up to that day; 0 for all.")
    ] = WEEKS_TOLD,
    json: Json = False,
    output: Out = None,
) -> None:
    """How good a backlink profile is: quality and quantity, with the reasons."""
    from backlinkbot.app.profile import profile as run
    from backlinkbot.app.profile import profile_page
    from backlinkbot.interfaces.cli.profiled import show_profile

    workspace = workspace_of(context)
    found = run(workspace, domain, as_of=as_of.date() if as_of else None)
    if html:
        profile_page(workspace, found, html)
        say(f"The page for your client: {html}")
    told = found.as_document(weeks=weeks or None)
    output_of(json=json, path=output).value(told, lambda: show_profile(found))


def _show_table(title: str, table: pa.Table, columns: list[str]) -> None:
    kept = [name for name in columns if name in table.column_names]
    rows = table.select(kept).to_pylist()
    shown(title, kept, [[_day(row[name]) for name in kept] for row in rows])


def _day(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime) else value
