"""The command find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.interfaces.cli.options import (
    Csv,
    DomainName,
    Json,
    Lines,
    Out,
    output_of,
    user,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.find import Opportunities

TOP = 50
SHOWN = 20  # on a screen, where nobody said how many
MEANINGS = (
    "points/h: points of authority that an hour of asking is expected to bring; worth: those of "
    "the link, if it comes; reply: how likely an answer is; same niche: how likely the site is "
    "about your subject, 0 to 1."
)
EXPLAINED = 10  # on a screen, each with its strongest reason; --json has all


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("find")(find)


def find(
    context: typer.Context,
    domain: DomainName,
    *,
    tactic: Annotated[
        list[str] | None,
        typer.Option("--tactic", metavar="TACTIC", help="Only this one. Repeat it for more."),
    ] = None,
    rival: Annotated[
        list[str] | None,
        typer.Option("--rival", help="A rival's domain; else its competitors. Repeat it for more."),
    ] = None,
    top: Annotated[int, typer.Option(min=0, help="So many opportunities; 0: all.")] = TOP,
    explore: Annotated[
        bool, typer.Option("--explore", help="Also what was little tried, by chance.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Another one explores otherwise.")] = 1,
    all_phases: Annotated[
        bool,
        typer.Option("--all-phases", help="Also volume tactics that wait for more strong links."),
    ] = False,
    keep: Annotated[
        int, typer.Option("--keep", min=0, help="Put the first so many among the prospects.")
    ] = 0,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """Where the next good link could come from: by tactic, priced, best value per hour first."""
    from backlinkbot.app.find import FindOptions, keep_best
    from backlinkbot.app.find import find as run
    from backlinkbot.app.find.kept import keep_find
    from backlinkbot.interfaces.cli.progress import Shown

    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    options = FindOptions(
        tactics=tuple(tactic or ()),
        top=top or None,
        rivals=tuple(rival or ()),
        seed=seed if explore else None,
        all_phases=all_phases,
    )
    workspace = workspace_of(context)
    with Shown() as progress:
        found = run(workspace, domain, options, progress)
    is_narrowed = bool(tactic or rival or explore) or 0 < top < TOP
    if found.found and not is_narrowed:
        keep_find(workspace, found, options)
        say("Kept as the list that the page Opportunities and REST show.")
    if keep:
        kept = keep_best(workspace, found, keep, by=user())
        say(f"{len(kept.added):,} new prospects, {len(kept.found_again):,} known before.")
    if wanted.json:
        wanted.documents([found.as_document()], lambda: None)
    else:
        most = SHOWN if top == TOP else None
        wanted.table(found.as_rows(), lambda: _show(found, most))


def _show(found: Opportunities, most: int | None) -> None:
    every = found.as_document()
    rows = every[:most]
    columns = ["prospect", "tactic", "points/h", "reply", "worth", "same niche"]
    title = f"Opportunities of {found.domain}"
    shown(title, columns, map(_row, rows), least=["same niche", "worth"])
    if rows:
        first = [[one["prospect"], f"{one['page']} - {_why(one)}"] for one in rows[:EXPLAINED]]
        shown("Where, and why", ["prospect", "page and reason"], first)
        say(MEANINGS)
        say("All reasons and the evidence: --json, or -o FILE.")
    if len(rows) < len(every):
        say(
            f"Shown are the first {len(rows):,} of these {len(every):,}; so many as you say: --top."
        )
    for sentence in found.sentences():
        say(sentence)


def _row(one: dict[str, Any]) -> list[object]:
    near = None if one["relevance"] is None else round(one["relevance"], 2)
    reply = f"{100 * one['p_reply']:.0f} %"
    told = (one["prospect"], one["tactic"], _points(one["value_per_hour"]), reply)
    return [*told, _points(one["worth_points"]), near]


def _points(value: float | None) -> float | None:
    """Points to two places, so that they can be compared at a glance."""
    return None if value is None else round(value, 2)


def _why(one: dict[str, Any]) -> str:
    return str(next(iter(one["reasons"]), ""))
