"""The commands that take data in: ingest and extract."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import (
    Json,
    Lines,
    Out,
    day,
    output_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import one_line, say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.ingest import FileReport, Ingested
    from backlinkbot.core.facts import Rejects

NO_WEB_LINKS = "addresses that are no web links"
SOME_NOT_READ = 3  # as for what is not there: a script must not take a part for the whole


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("ingest")(ingest)
    app.command("extract")(extract)


def ingest(
    context: typer.Context,
    places: Annotated[
        list[str],
        typer.Argument(metavar="PLACE...", help="Files, folders, - or http(s) addresses."),
    ],
    *,
    target: Annotated[
        str, typer.Option(help="The site an export is about, where it does not say itself.")
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help='A column of an unknown CSV: --map source_url="Linking page". Remembered.',
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            parser=day,
            metavar="DAY",
            help="The date of a rank list, graph or saved page.",
        ),
    ] = None,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            help="The address of an HTML page that does not tell it; or the word canonical: "
            "canonical links are right.",
        ),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Whose a table of any kind is; with it, it can be --complete."
        ),
    ] = "",
    complete: Annotated[
        bool,
        typer.Option(
            "--complete", help="The file holds ALL links of its kind: what it omits is lost."
        ),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Read known files once more.")] = False,
    json: Json = False,
) -> None:
    """Read archives, saved pages, link graphs and exports; the format is recognised."""
    from backlinkbot.app.ingest import IngestOptions
    from backlinkbot.app.ingest import ingest as run
    from backlinkbot.interfaces.cli.progress import Shown

    options = IngestOptions(
        target=target,
        mapping=_mapping(mapping or []),
        as_of=as_of.date() if as_of else None,
        base_url=base_url,
        source=source,
        complete=complete,
        again=again,
    )
    with Shown() as progress:
        done = run(workspace_of(context), places, options, progress)
    output_of(json=json).value(done.as_document(), lambda: _show(done))
    if any(report.error for report in done.files):
        raise typer.Exit(SOME_NOT_READ)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(mapping) < len(pairs):
        raise BadInput('--map wants OURS=THEIRS, like --map source_url="Linking page"')
    return mapping


def _show(done: Ingested) -> None:
    shown(
        "",
        ["file", "format", "pages", "rows", "links", "kept", "left out", "seconds"],
        [
            [
                Path(r.path).name,
                r.format,
                r.pages,
                r.rows,
                r.links,
                r.stored,
                sum(r.rejects.values()),
                r.seconds,
            ]
            for r in done.files
        ],
        least=("seconds", "pages", "rows", "format"),
    )
    for report in done.files:
        for line in _remarks(report):
            say(line)
    for reason, count in done.passed_over.items():
        say(f"passed over: {count:,} {reason}")
    if done.snapshot and done.complete:
        say(
            f"{done.snapshot.lost:,} links became lost: the complete "
            f"{'file names' if done.complete == 1 else 'files name'} them no longer"
        )
    if done.snapshot:
        say(
            f"Snapshot {done.snapshot.name}: {done.snapshot.links:,} links, lost ones too; "
            f"{done.snapshot.referring_domains:,} domains link today. Next: backlinkbot measure"
        )


def _remarks(report: FileReport) -> list[str]:
    """What a person should know of one file, a line each."""
    name = Path(report.path).name
    lines = [f"{name}: {note}" for note in report.notes]
    if report.error:
        lines.append(f"{name}: NOT READ: {report.error}")
    if report.not_links:
        counted = ", ".join(f"{count:,} {what}" for what, count in report.not_links.items())
        lines.append(f"{name}: {NO_WEB_LINKS}: {counted}")
    if report.rejects:
        reasons = "; ".join(f"{count:,} {why}" for why, count in report.rejects.items())
        where = f" (rows in {report.rejects_file})" if report.rejects_file else ""
        lines.append(f"{name}: left out {reasons}{where}")
    return lines


def extract(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PATH|URL", help="An HTML page or an archive.")],
    *,
    base_url: Annotated[
        str, typer.Option("--base-url", help="The address of an HTML file, for relative links.")
    ] = "",
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """Show what we see on a page: all links, internal ones too, with their placement."""
    from backlinkbot.app.extract import extract as run
    from backlinkbot.app.extract import links_table
    from backlinkbot.core.facts import Rejects

    wanted = output_of(json=json, lines=lines, path=output)
    rejects, no_links = Rejects(), Counter[str]()
    pages = run(workspace_of(context), place, base_url=base_url, rejects=rejects, no_links=no_links)
    if lines and not output:
        for page in pages:
            typer.echo(one_line(page))
        _say_left_out(rejects, no_links)
        return
    found = list(pages)
    _say_left_out(rejects, no_links)
    if not found:
        raise BadInput(f"{place}: no page could be read")
    if wanted.has_documents:
        wanted.documents(found, lambda: _show_pages(found))
        return
    wanted.table(links_table(found), lambda: None)


def _say_left_out(rejects: Rejects, no_links: Counter[str]) -> None:
    if no_links:
        counted = ", ".join(f"{count:,} {what}" for what, count in no_links.most_common())
        say(f"{NO_WEB_LINKS}: {counted}")
    for reason, place, text in rejects.examples[:20]:
        say(f"{place}: {reason} {text}".rstrip())
    for reason, count in rejects.counts.most_common():
        say(f"left out {count:,}: {reason}")


def _show_pages(pages: Sequence[dict[str, Any]]) -> None:
    for page in pages:
        _show_page(page)


def _show_page(page: dict[str, Any]) -> None:
    links = page["links"]
    away = sum(link["external"] for link in links)
    shown(
        f"{page['url']}  {page['title'] or ''}  [{page['language'] or '?'}, {page['page_type']}, "
        f"{len(links):,} links, {away:,} to other domains]",
        ["placement", "p", "rel", "anchor", "url"],
        [
            [
                link["placement"],
                link["placement_probability"],
                " ".join(rel for rel in ("nofollow", "ugc", "sponsored") if link[rel]),
                link["anchor"],
                link["url"],
            ]
            for link in links
        ],
    )
