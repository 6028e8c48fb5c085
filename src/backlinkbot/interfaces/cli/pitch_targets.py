"""The command of pitch that suggests which page of yours each prospect could be asked to link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, Lines, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown
from backlinkbot.interfaces.cli.prospect_words import numbers_typed

if TYPE_CHECKING:
    from backlinkbot.app.prospects.fitting import Fitting, FittingPages

MOST_SILENT = 10  # prospects for whom nothing fits, told one by one


def register(app: typer.Typer) -> None:
    """Put this command into the group."""
    app.command("targets")(targets)


def targets(
    context: typer.Context,
    domain: DomainName,
    numbers: Annotated[
        str, typer.Argument(metavar="[NUMBERS]", help="Prospects: 12, or 12,15,20-25; else all.")
    ] = "",
    *,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """Pages of yours that prospects could be asked to link, and why; nothing is set by it."""
    from backlinkbot.app.prospects.fitting import fitting_pages

    wanted = output_of(json=json, lines=lines, path=output)
    asked = numbers_typed(numbers) if numbers.strip() else ()
    found = fitting_pages(workspace_of(context), domain, asked)
    wanted.value(found.as_document(), lambda: _show(found))


def _show(found: FittingPages) -> None:
    named = [one for one in found.rows if one.suggested]
    if named:
        shown(
            f"Pages of {found.site} that would fit",
            ["no.", "prospect", "tactic", "page of yours", "fit", "why", "asks for"],
            [_row(one) for one in named],
            least=("asks for", "tactic", "fit"),
        )
        first = named[0]
        say(
            f"Nothing was set. To take one: backlinkbot prospect target {first.prospect.number} "
            f"{first.suggested[0].page}"
        )
    silent = [one for one in found.rows if not one.suggested]
    for one in silent[:MOST_SILENT]:
        say(f"{one.prospect.number} {one.prospect.organisation}: {one.says}")
    if len(silent) > MOST_SILENT:
        say(f"and {len(silent) - MOST_SILENT:,} more for whom nothing fits")
    if not found.rows:
        say(f"{found.site} has no prospects with a page of theirs that are not over.")
    for note in found.notes:
        say(note)


def _row(one: Fitting) -> list[object]:
    best = one.suggested[0]
    fit = "sure" if best.is_sure else f"{best.fit:.2f}"
    told = (one.prospect.number, one.prospect.organisation, one.opening.tactic, best.page)
    return [*told, fit, best.reasons[0], one.prospect.target]
