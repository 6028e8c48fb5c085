"""The commands that ask the graph: worth, study, paths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import (
    Csv,
    DomainName,
    Json,
    Lines,
    Out,
    output_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.paths import Pages, Paths, Reach
    from backlinkbot.app.study import Study
    from backlinkbot.app.worth import Worth

SHOWN_WAYS = 20  # on a screen; --json gives all


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("worth")(worth)
    app.command("paths")(paths)
    study_app = typer.Typer(no_args_is_help=True, help="What the graph says about common beliefs.")
    study_app.command("quality-vs-quantity")(quality_vs_quantity)
    app.add_typer(study_app, name="study")


def worth(
    context: typer.Context,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[DOMAIN]...", help="More sources, after --from.")
    ] = None,
    *,
    to: Annotated[str, typer.Option("--to", metavar="DOMAIN", help="The site that is linked to.")],
    sources: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="DOMAIN", help="Only these sources, and all together."),
    ] = None,
    without: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What losing or disavowing these domains costs."),
    ] = None,
    placement: Annotated[
        str, typer.Option(help='Where the link would stand, like content or "author bio".')
    ] = "content",
    topic: Annotated[
        str, typer.Option(help="Count only trust that starts at the sites of this topic.")
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows; 0 for all.")] = 100,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """What a link from any domain would be worth, before it exists; what losing links costs."""
    from backlinkbot.app.worth import NOT_IN_GRAPH
    from backlinkbot.app.worth import worth as run
    from backlinkbot.interfaces.cli.progress import Shown

    if more and not sources:
        raise typer.BadParameter("write --from before the sources")
    with Shown() as progress:
        found = run(
            workspace_of(context),
            to,
            sources=[*(sources or ()), *(more or ())],
            without=without,
            placement=placement,
            topic=topic or None,
            limit=limit or None,
            progress=progress,
        )
    output_of(json=json, lines=lines, csv=csv, path=output).table(
        found.table, lambda: _show_worth(found)
    )
    for note in found.notes:
        say(note)
    for reason, count in found.rejects.counts.items():
        if reason != NOT_IN_GRAPH or count > found.unknown:  # else each was told by its name
            say(f"left out {count:,}: {reason}")


def quality_vs_quantity(
    context: typer.Context,
    *,
    targets: Annotated[
        int, typer.Option(min=10, help="So many random sites that links are aimed at.")
    ] = 200,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Write a drawing of the result.")
    ] = None,
    json: Json = False,
    output: Out = None,
) -> None:
    """Whether one strong link beats a hundred weak ones, and fifty beat five thousand."""
    from backlinkbot.app.study import study as run
    from backlinkbot.interfaces.cli.progress import Shown

    with Shown() as progress:
        found = run(workspace_of(context), targets=targets, chart=chart, progress=progress)
    output_of(json=json, path=output).value(found.as_document(), lambda: _show_study(found))
    if chart:
        say(f"The drawing: {chart}")
    for note in found.notes:
        say(note)


def _show_study(found: Study) -> None:
    shown(
        f"{found.graph}: {found.domains:,} domains, {found.targets} random targets",
        ["claim", "by", "verdict", "ratio", "low", "high", "few win", "one strong = weak"],
        [
            [
                f"{one['few']} against {one['many']:,}",
                one["measure"],
                one["verdict"],
                one["value_ratio"],
                one["low"],
                one["high"],
                f"{one['win_probability']:.0%}",
                one["exchange_rate"],
            ]
            for one in found.findings
        ],
    )
    for one in found.findings:
        say(one["in_words"])
    for name, words in found.definitions.items():
        say(f"{name}: {words}")


def _show_worth(found: Worth) -> None:
    from backlinkbot.app.known import TOO_LITTLE, TRUST

    rows, is_trust = found.table.to_pylist(), found.basis == TRUST
    if is_trust:
        shown(
            f"What links are worth to {found.target}, which has {found.authority:.1f} points",
            ["source", "authority", "points", "by links alone", "in words"],
            [
                [r["source"], r["authority"], r["points"], r["pagerank_points"], r["in_words"]]
                for r in rows
            ],
        )
    else:
        shown(
            f"{TOO_LITTLE.capitalize()}; what links are worth to {found.target} by links only",
            ["source", "by links alone", "in words"],
            [[r["source"], r["pagerank_points"], r["in_words"]] for r in rows],
        )
    whom = "linking domains that trust reaches" if is_trust else "linking domains"
    unit = "points alone" if is_trust else "by links alone"
    say(
        f"{found.priced:,} domains priced. An average weak link, from the lower half of the {whom},"
        f" brings {found.weak_points:.2f} {unit}."
    )


def paths(
    context: typer.Context,
    domain: DomainName,
    *,
    new_from: Annotated[
        str, typer.Option("--new-from", metavar="DOMAIN", help="As if this domain linked too.")
    ] = "",
    steps: Annotated[int, typer.Option(min=1, max=20, help="Longest way, in links.")] = 4,
    well_known: Annotated[
        int, typer.Option(min=1, help="Set out from so many of the strongest linking sites.")
    ] = 100,
    json: Json = False,
    output: Out = None,
) -> None:
    """How readers and crawlers get to a site from well-known ones, and to which of its pages."""
    from backlinkbot.app.paths import paths as run
    from backlinkbot.interfaces.cli.progress import Shown

    with Shown() as progress:
        found = run(
            workspace_of(context),
            domain,
            new_from=new_from or None,
            steps=steps,
            well_known=well_known,
            progress=progress,
        )
    output_of(json=json, path=output).value(found.as_document(), lambda: _show_paths(found))
    for note in found.notes:
        say(note)


def _show_paths(found: Paths) -> None:
    both = [found.now, *([found.with_new_link] if found.with_new_link else [])]
    titles = ["now", f"with a link from {found.new_from}"][: len(both)]
    lines: list[tuple[str, Callable[[Reach], object]]] = [
        ("links from the nearest well-known site", lambda one: one.distance),
        ("links on average", lambda one: one.mean_distance),
        (f"well-known sites it can be reached from, of {found.well_known}",
            lambda one: one.reached_from),
        (f"independent ways of at most {found.steps} links", lambda one: one.independent_ways),
    ]  # fmt: skip
    shown(
        f"How {found.domain} is found",
        ["what", *titles],
        [[words, *(value(one) for one in both)] for words, value in lines],
    )
    shown("", ["ways"], [[" → ".join(way)] for way in both[-1].ways[:SHOWN_WAYS]])
    if found.new_link_points is not None:
        say(f"The new link would bring {found.new_link_points:+.1f} points of authority.")
    if found.pages is None:
        say("The index knows no page of this site, so it cannot tell which are not linked to.")
        return
    _say_pages(found.pages)


def _say_pages(pages: Pages) -> None:
    """Which captured pages are linked from outside, and how much is linked but not captured."""
    linked, known, others = pages.linked_from_outside, pages.known, pages.linked_not_captured
    say(
        f"{linked:,} of {known:,} captured pages are linked from outside."
        if known
        else "No page of this site was captured, so those without an outside link are not known."
    )
    if others:
        say(
            f"{others:,} other address{'' if others == 1 else 'es'} of this site that nobody "
            f"captured {'is' if others == 1 else 'are'} linked from outside."
        )
    for url in pages.not_reached[:SHOWN_WAYS]:
        say(f"no outside link: {url}")
