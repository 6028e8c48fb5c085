"""The command results: what links brought a site, and the files that tell of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.interfaces.cli.listed import Listed
from backlinkbot.interfaces.cli.options import Json, Lines, Out, day, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.results import Imported
    from backlinkbot.core.results import Effect, Results, Sums

ROWS_SHOWN = 15
SOME_NOT_READ = 3  # as for what is not there: a script must not take a part for the whole


class _ShowFirst(Listed):
    """`results DOMAIN` means `results show DOMAIN`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        first = next((word for word in args if not word.startswith("-")), "")
        is_help = not first and any(word in ("--help", "-h") for word in args)
        if args and not is_help and first not in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_ShowFirst,
    no_args_is_help=True,
    help="What links brought: visits, goals, revenue, and whether pages gained by them.",
)

Site = Annotated[str, typer.Option("--site", metavar="DOMAIN", help="Whose visits these are.")]
From = Annotated[
    datetime | None,
    typer.Option("--since", parser=day, metavar="DAY", help="First day, like 2026-11-01."),
]
To = Annotated[
    datetime | None,
    typer.Option("--until", parser=day, metavar="DAY", help="Last day, like 2026-11-30."),
]


@app.command("import")
def import_(
    context: typer.Context,
    places: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, folders, zips or -.")
    ],
    *,
    site: Site,
    since: From = None,
    until: To = None,
    currency: Annotated[str, typer.Option(help="Of amounts whose file names none, like EUR.")] = "",
    json: Json = False,
    output: Out = None,
) -> None:
    """Read exports of GA4, Matomo, Plausible or Search Console, or access logs."""
    from backlinkbot.app.results import ImportOptions, import_results
    from backlinkbot.interfaces.cli.progress import Shown

    options = ImportOptions(
        since.date() if since else None, until.date() if until else None, currency
    )
    with Shown() as progress:
        found = import_results(workspace_of(context), places, site, options, progress)
    output_of(json=json, path=output).value(found.as_document(), lambda: _show_imported(found))
    if any(one.error for one in found.files):
        raise typer.Exit(SOME_NOT_READ)


@app.command("show")
def show(
    context: typer.Context,
    domain: Annotated[str, typer.Argument(metavar="DOMAIN", help="A site, like example.com.")],
    *,
    since: From = None,
    until: To = None,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """Visits, goals and revenue by referring domain and link, and whether the links worked."""
    from backlinkbot.app.results import results_of

    found = results_of(
        workspace_of(context),
        domain,
        since.date() if since else None,
        until.date() if until else None,
    )
    wanted = output_of(json=json, lines=lines, path=output)
    wanted.value(found.as_document(), lambda: _show(found))


@app.command("forget")
def forget(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `results` lists it.")],
    *,
    site: Site,
) -> None:
    """Let an imported file count no longer."""
    from backlinkbot.app.results import forget_import

    gone = forget_import(workspace_of(context), site, number)
    say(f"Import {gone.number} ({gone.name}) counts no longer.")


def _show_imported(found: Imported) -> None:
    say(found.sentence)
    shown(
        "",
        ["file", "source", "days", "rows", "kept", "left out", "rejected", "note"],
        [
            [
                one.path,
                one.source,
                f"{one.since} to {one.until}" if one.since else None,
                one.rows,
                sum(one.kept.values()),
                sum(one.left_out.values()),
                sum(one.rejects.values()),
                one.error or "; ".join(one.notes),
            ]
            for one in found.files
        ],
        least=["rejected", "left out"],
    )
    for one in found.files:
        for reason, times in (*one.left_out.items(), *one.rejects.items()):
            say(f"{times:,} × {reason}")  # noqa: RUF001 - times
        if one.rejects_file:
            say(f"What could not be read is in {one.rejects_file}")


def _show(found: Results) -> None:
    say(found.sentence)
    shown(
        f"Referring domains that brought visits to {found.domain}, {found.since} to {found.until}",
        ["domain", "visits", "share", "goals", "revenue", "pages that link"],
        [
            [one.domain, one.sums.visits, f"{one.share:.0%}", one.sums.goals, _money(one.sums),
             one.links or None]
            for one in found.by_domain[:ROWS_SHOWN]
        ],
    )  # fmt: skip
    shown(
        "Links that brought them",
        ["linking page", "leads to", "visits", "goals", "revenue", "certainty"],
        [
            [one.source_url, one.target_url, one.sums.visits, one.sums.goals, _money(one.sums),
             one.certainty.value]
            for one in found.by_link[:ROWS_SHOWN]
        ],
        least=["revenue", "goals"],
    )  # fmt: skip
    shown(
        "Where this comes from",
        ["source", "days", "visits by links", "files", "used"],
        [[o.source, o.days, o.referral_visits, o.files, o.is_used] for o in found.sources],
    )
    shown(
        "Imported files",
        ["number", "file", "source", "from", "to"],
        [[one.number, one.name, one.reporter, str(one.since), str(one.until)]
         for one in found.imports],
    )  # fmt: skip
    for reason, times in found.left_out.items():
        say(f"Left out: {times:,} {reason}")
    for note in found.notes:
        say(f"Note: {note}.")
    _show_effect(found.effect)


def _show_effect(effect: Effect) -> None:
    say(f"Did the links work? {effect.word.value}. {effect.sentence}")
    if effect.pages:
        shown(
            f"Pages that gained links: {effect.outcome} a week",
            ["page", "from", "new domains", "before", "after", "expected", "change"],
            [
                [one.page, str(one.week), one.new_domains, one.before, one.after, one.expected,
                 f"{one.change:+.0%}"]
                for one in effect.pages[:ROWS_SHOWN]
            ],
            least=["new domains", "from"],
        )  # fmt: skip
    if effect.blind_spots:
        shown("What this cannot see", ["blind spot"], [[line] for line in effect.blind_spots])


def _money(sums: Sums) -> str | None:
    parts = [f"{amount:,.2f} {name}".strip() for name, amount in sorted(sums.revenue.items())]
    return " + ".join(parts) or None
