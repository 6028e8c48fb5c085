"""The command budget."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import (
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
    from backlinkbot.core.pacing import Budget

WEEKS = 13
SHOWN = 8  # weeks on a screen; --json has all


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("budget")(budget)


def budget(
    context: typer.Context,
    domain: DomainName,
    *,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="So many weeks ahead.")] = WEEKS,
    holiday: Annotated[
        list[datetime] | None,
        typer.Option(
            "--holiday",
            parser=day,
            metavar="DAY",
            help="A day on which nobody works, like 2026-12-08. Repeat it for more.",
        ),
    ] = None,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """How many links may land in a week: the natural band, what landed, what is pledged, room."""
    from backlinkbot.app.budget import budget as run

    off = [one.date() for one in holiday or ()]
    found = run(workspace_of(context), domain, weeks=weeks, holidays=off)
    wanted = output_of(json=json, lines=lines, path=output)
    wanted.value(found.as_document(), lambda: _show(found))


def _show(found: Budget) -> None:
    say(found.sentence)
    show_weeks(found, SHOWN)
    for note in found.notes:
        say(note)


def show_weeks(found: Budget, weeks: int) -> None:
    """The first weeks of a budget for people."""
    shown(
        f"Links landed a week, {found.domain}",
        ["week of", "half", "85 %", "99 %", "landed", "coming", "pledged", "room to land"],
        [
            [one.week.isoformat(), one.band.p50, one.band.p85, one.band.p99, one.landed,
             round(one.coming, 1), round(one.pledged, 1), round(one.room, 1)]
            for one in found.weeks[:weeks]
        ],
        least=["half", "coming"],
    )  # fmt: skip
