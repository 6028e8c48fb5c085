"""The commands of pitch that plan: plan, simulate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.budget import show_weeks
from backlinkbot.interfaces.cli.options import (
    DomainName,
    Json,
    Lines,
    Out,
    day,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.plans import Advice, Plan, PlannedTactic, Simulation

WEEKS, RUNS = 52, 400
SHOWN = 4  # weeks of the budget beside a plan


def register(app: typer.Typer) -> None:
    """Put these commands into the group."""
    app.command("plan")(plan)
    app.command("simulate")(simulate)


def plan(
    context: typer.Context,
    domain: DomainName,
    *,
    hours: Annotated[
        float | None, typer.Option("--hours", help="Of work a week; kept for the next time.")
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option("--budget", metavar="EUR", help="A month, for work, never for a link; kept."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language", metavar="CODE", help="That you write in; kept. Repeat it for more."
        ),
    ] = None,
    all_phases: Annotated[
        bool,
        typer.Option("--all-phases", help="Also volume tactics that wait for more strong links."),
    ] = False,
    holiday: Annotated[
        list[datetime] | None,
        typer.Option(
            "--holiday", parser=day, metavar="DAY", help="On which nobody works. Repeat for more."
        ),
    ] = None,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """The next four weeks: whom to ask by which tactic, inside the natural band; weeks it takes."""
    from backlinkbot.app.plan import PlanOptions
    from backlinkbot.app.plan import plan as run
    from backlinkbot.interfaces.cli.progress import Shown

    options = PlanOptions(
        hours=hours,
        budget=budget,
        languages=tuple(language) if language else None,
        all_phases=all_phases,
        holidays=tuple(one.date() for one in holiday or ()),
        by=user_name(),
    )
    wanted = output_of(json=json, lines=lines, path=output)
    with Shown() as progress:
        found = run(workspace_of(context), domain, options, progress)
    wanted.value(found.as_document(), lambda: _show(found))


def simulate(
    context: typer.Context,
    domain: DomainName,
    *,
    links: Annotated[
        int | None, typer.Option("--links", min=1, help="To be won; else those of the plan.")
    ] = None,
    weeks: Annotated[int, typer.Option("--weeks", min=1, help="That are tried.")] = WEEKS,
    chance: Annotated[
        float | None,
        typer.Option("--chance", help="Of a link from one message, 0 to 1; else the plan's mean."),
    ] = None,
    runs: Annotated[int, typer.Option("--runs", min=1, help="How often it is tried.")] = RUNS,
    seed: Annotated[int, typer.Option("--seed", help="Another one draws other weeks.")] = 1,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """Try a plan on made-up weeks of the site's forecast, beside asking everybody at once."""
    from backlinkbot.app.plan import SimulateOptions
    from backlinkbot.app.plan import simulate as run
    from backlinkbot.interfaces.cli.progress import Shown

    options = SimulateOptions(links=links, weeks=weeks, chance=chance, runs=runs, seed=seed)
    wanted = output_of(json=json, lines=lines, path=output)
    with Shown() as progress:
        found = run(workspace_of(context), domain, options, progress)
    wanted.value(found.as_document(), lambda: _show_courses(found))


def _show(found: Plan) -> None:
    say(found.sentence)
    shown(
        f"Plan for {found.domain}, {found.first.isoformat()} to {found.last.isoformat()}",
        ["tactic", "ask", "links", "9 of 10", "points", "hours", "risk", "weeks", "first"],
        [_row(one) for one in found.tactics],
        least=["first", "points", "9 of 10"],
    )
    say(found.phase)
    if found.waiting:
        say(f"Waiting: {', '.join(found.waiting)} (--all-phases).")
    for reason, many in found.left_out.items():
        say(f"Left out: {many:,} that {reason}.")
    show_weeks(found.budget, SHOWN)
    _show_advice(found.advice)
    for note in (*found.notes, *found.budget.notes):
        say(note)


def _row(one: PlannedTactic) -> list[object]:
    worth = None if one.worth is None else round(one.worth, 2)
    span = f"{one.low} to {one.high}"
    weeks = f"{one.weeks[0]} to {one.weeks[1]}"
    told = (one.tactic, one.asks, round(one.links, 1), span, worth, round(one.hours, 1))
    return [*told, one.risk.value, weeks, ", ".join(one.first)]


def _show_advice(advice: Advice) -> None:
    if advice.anchors:
        shown(
            "Anchors of the next links; who links chooses the words",
            ["class", "links", "share", "natural", "usual band", "ask for"],
            [
                [one.anchor_class, one.links, f"{one.share:.0%}", f"{one.natural:.0%}",
                 f"{one.low:.0%} to {one.high:.0%}", one.says]
                for one in advice.anchors
            ],
        )  # fmt: skip
    if advice.targets:
        shown(
            "Where they should point",
            ["pages", "links", "share", "peers", "for example"],
            [
                [one.kind, one.links, f"{one.share:.0%}", f"{one.natural:.0%}",
                 ", ".join(one.pages)]
                for one in advice.targets
            ],
        )  # fmt: skip
    if advice.avoid:
        say("Do not ask for these texts again: " + ", ".join(f'"{one}"' for one in advice.avoid))
    for note in advice.notes:
        say(note)


def _show_courses(found: Simulation) -> None:
    say(found.sentence)
    shown(
        f"{found.links:,} {'link' if found.links == 1 else 'links'} for {found.domain}, "
        f"{found.runs:,} times {found.horizon} weeks",
        ["", "placed", "weeks above 99 %", "90 % stand after"],
        [
            [one.name, _percent(one.placed), _percent(one.above),
             f"{one.weeks[0]} weeks ({one.weeks[1]} to {one.weeks[2]})" if one.weeks else None]
            for one in (found.organic, found.paced, found.greedy)
        ],
    )  # fmt: skip
    for note in found.notes:
        say(note)


def _percent(told: tuple[float, float, float]) -> str:
    middle, low, high = (100 * one for one in told)
    return f"{middle:.1f} % ({low:.1f} to {high:.1f})"
