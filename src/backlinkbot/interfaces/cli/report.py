"""The commands report and goal: what a client is told, and what was agreed to be reached."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.goals import GoalKind
from backlinkbot.interfaces.cli.options import (
    DomainName,
    Json,
    day,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import place, say, shown

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.app.report import Reported
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.client_report import Brand
    from backlinkbot.core.goals import Goal

MEANT = {
    GoalKind.REFERRING_DOMAINS: "won a month", GoalKind.AUTHORITY: "points at least",
    GoalKind.VISITS: "a month",
}  # fmt: skip
goal_app = typer.Typer(no_args_is_help=True, help="What was agreed to be reached for a site.")

Kind = Annotated[
    str, typer.Argument(metavar="GOAL", help="referring-domains, authority or visits.")
]


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("report")(report)
    app.add_typer(goal_app, name="goal")


def report(
    context: typer.Context,
    domain: DomainName,
    *,
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="The month; else the last whole one.")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(parser=day, metavar="DAY", help="From this day on.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(parser=day, metavar="DAY", help="Up to this day.")
    ] = None,
    edition: Annotated[
        str, typer.Option(help="manager: one page; specialist: the whole.")
    ] = "manager",
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    brand: Annotated[
        Path | None, typer.Option(help="A TOML file with agency, colour, contact and logo.")
    ] = None,
    agency: Annotated[str | None, typer.Option(help="Under whose name it goes out.")] = None,
    logo: Annotated[Path | None, typer.Option(help="Its logo: PNG, JPEG or SVG.")] = None,
    colour: Annotated[str | None, typer.Option(help="Its colour, like #14608a.")] = None,
    contact: Annotated[str | None, typer.Option(help="A line under the report.")] = None,
    keep_brand: Annotated[
        bool, typer.Option("--keep-brand", help="Use this name and look for later reports too.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep page and PDF among the workspace's reports.")
    ] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Each sentence with its facts and where they are from.")
    ] = False,
    json: Json = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to FILE (.html .pdf .json).")
    ] = None,
) -> None:
    """What a client is told: is it working, what was won and lost, what comes next."""
    from backlinkbot.app import report as verb
    from backlinkbot.interfaces.cli.progress import Shown

    workspace = workspace_of(context)
    _need_form(output)
    period = verb.period_of(workspace.clock.today(), month, _date(since), _date(until))
    look = _brand(workspace, brand)
    look = verb.changed(look, agency=agency, colour=colour, contact=contact, logo=logo)
    if keep_brand:
        verb.keep_brand(workspace, look)
    options = verb.ReportOptions(verb.edition_named(edition), language, look)
    with Shown() as progress:
        found = verb.report(workspace, domain, period, options, progress)
    if output:
        where = place(output)
        verb.write_report(found, output)
        say(f"Written to {where}")
    if keep:
        for name in verb.keep_report(workspace, found, period):
            say(f"Kept as {workspace.reports_folder / name}")
    if trace:
        output_of(json=json).value(found.trace(), lambda: _show_trace(found))
    elif json or not (output or keep):
        output_of(json=json).value(found.as_document(), lambda: _show(found))


@goal_app.command("set")
def set_goal(
    context: typer.Context,
    domain: DomainName,
    kind: Kind,
    wanted: Annotated[
        float,
        typer.Argument(
            metavar="NUMBER",
            help="To be won, or of visits to come, in a month; of authority, the points to have.",
        ),
    ],
    *,
    begin: Annotated[
        str, typer.Option("--from", metavar="YYYY-MM", help="The first month; else this one.")
    ] = "",
    json: Json = False,
) -> None:
    """Agree on a goal; it holds until another of its kind begins."""
    from backlinkbot.app.goals import set_goal as run

    goal = run(
        workspace_of(context), domain, kind, wanted, since=_month(begin), by=user_name()
    )  # fmt: skip
    output_of(json=json).value(goal.as_document(), lambda: _show_goals([goal]))


@goal_app.command("list")
def list_goals(context: typer.Context, domain: DomainName, *, json: Json = False) -> None:
    """The goals of a site, by kind, the oldest first."""
    from backlinkbot.app.goals import list_goals as run

    found = run(workspace_of(context), domain)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show_goals(found))


@goal_app.command("remove")
def remove_goal(
    context: typer.Context,
    domain: DomainName,
    kind: Kind,
    *,
    begin: Annotated[
        str, typer.Option("--from", metavar="YYYY-MM", help="Only the one from this month on.")
    ] = "",
) -> None:
    """Forget the goals of a kind."""
    from backlinkbot.app.goals import remove_goal as run

    gone = run(workspace_of(context), domain, kind, since=_month(begin))
    say(f"Forgotten: {gone:,} {'goal' if gone == 1 else 'goals'} for {kind} of {domain}.")


def _brand(workspace: Workspace, path: Path | None) -> Brand:
    from backlinkbot.app.report import brand_of_file, kept_brand

    return brand_of_file(path) if path else kept_brand(workspace)


def _need_form(output: Path | None) -> None:
    """Say it before the work is done, not after."""
    from backlinkbot.app.report import FORMS

    if output and output.suffix.lower() not in FORMS:
        raise BadInput(f"a report cannot be written as {output.name}; end it in {', '.join(FORMS)}")


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _month(text: str) -> date | None:
    from backlinkbot.app.report import period_of

    return period_of(datetime(2000, 1, 1).date(), text).since if text else None  # noqa: DTZ001


def _show(found: Reported) -> None:
    say(f"{found.document.title}: {found.document.subtitle}")
    for one in found.sentences:
        if not one.id.startswith(("card.", "title.")):
            say(f"  {one.text}")
    say("Write it for your client with: -o report.pdf")


def _show_trace(found: Reported) -> None:
    rows = [[row["text"], row["fact"], row["value"], row["source"]] for row in found.trace()]
    shown("Where each sentence is from", ["sentence", "fact", "value", "from"], rows)


def _show_goals(goals: list[Goal]) -> None:
    if not goals:
        say("No goals yet. Agree on one with: backlinkbot goal set DOMAIN referring-domains 10")
        return
    rows = [
        [one.site, one.kind.value, f"{one.wanted:,g} {MEANT[one.kind]}", f"{one.since:%Y-%m}",
         one.by]
        for one in goals
    ]  # fmt: skip
    shown("Goals", ["site", "goal", "wanted", "from", "by"], rows)
