"""The command plays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, Out, day, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.plays import Month, Play, Plays

MONTHS_SHOWN = 12


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("plays")(plays)


def plays(
    context: typer.Context,
    domain: DomainName,
    *,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=day, metavar="YYYY-MM-DD", help="Only links that are newer.", show_default=False
        ),
    ] = None,
    ours: Annotated[
        str,
        typer.Option(
            "--ours", metavar="DOMAIN", help="Our site; else the one that names it a competitor."
        ),
    ] = "",
    links: Annotated[
        bool, typer.Option("--links", help="Show the links of each play as well.")
    ] = False,
    json: Json = False,
    output: Out = None,
) -> None:
    """What a competitor did to earn its links: named plays, what they cost, and what is allowed."""
    from backlinkbot.app.plays import plays as run

    wanted = output_of(json=json, path=output)
    found = run(workspace_of(context), domain, since=since.date() if since else None, ours=ours)
    wanted.value(found.as_document(), lambda: _show(found, with_links=links))


def _show(found: Plays, *, with_links: bool) -> None:
    rows = [
        [
            play.kind.value,
            _when(play),
            play.domains,
            play.advice.cost.value,
            play.advice.allowed.value,
            round(play.confidence, 2),
        ]
        for play in found.plays
    ]
    columns = ["play", "when", "sites", "cost", "rules", "sure"]
    shown(f"Plays of {found.domain}", columns, rows)
    for number, play in enumerate(found.plays, 1):
        say(f"{number}. {play.name}: {play.asset}")
        for reason in play.reasons:
            say(f"   {reason}")
        say(f"   {play.advice.cost_reason}; {play.advice.rule}.")
        say(f"   {'To repeat it' if play.advice.may_repeat else 'Not to repeat'}: "
            f"{play.advice.needs}.")  # fmt: skip
        if play.open_to_us is not None:
            say(f"   {play.open_to_us:,} of {play.domains:,} sites never linked to {found.ours}.")
        if play.our_page:
            say(f"   Of ours, {play.our_page} is most like what they link to.")
        if with_links:
            _show_links(play)
    _show_months(found)


def _when(play: Play) -> str:
    first, last = play.begins.isoformat()[:7], play.ends.isoformat()[:7]
    return first if first == last else f"{first} to {last}"


def _show_links(play: Play) -> None:
    rows = [[link.day.isoformat(), link.source_url, link.anchor] for link in play.links]
    shown("", ["day", "page", "anchor"], rows)


def _show_months(found: Plays) -> None:
    rows = [_month(month) for month in found.months[-MONTHS_SHOWN:]]
    if rows:
        shown("New referring domains by play", ["month", "new", "of which"], rows)
    say(f"{found.in_no_play:,} of {found.referring_domains:,} referring domains are in no play.")
    if found.undated:
        say(f"Of {found.undated:,} nobody knows when they began to link; no month counts them.")
    for note in found.notes:
        say(note)


def _month(month: Month) -> list[object]:
    total = sum(month.domains.values())
    told = [f"{kind.value} {count / total:.0%}" for kind, count in month.domains.items() if count]
    return [month.month.isoformat()[:7], total, ", ".join(told)]
