"""The command robots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.robots import Rulings


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("robots")(robots)


def robots(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses to ask about.")],
    *,
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", help="A robots.txt, or - for stdin.")
    ],
    agent: Annotated[
        str | None,
        typer.Option("--agent", metavar="NAME", help="A crawler's name; else our own."),
    ] = None,
    json: Json = False,
) -> None:
    """What a robots.txt allows a crawler to fetch, and which rule decides."""
    from backlinkbot.app.robots import robots as run

    found = run(workspace_of(context), file, urls, agent)
    output_of(json=json).value(found.as_document(), lambda: _show(found))


def _show(found: Rulings) -> None:
    rows = [[one.url, one.allowed, one.rule or None] for one in found.rulings]
    shown(f"What {found.agent} may fetch", ["address", "may", "rule"], rows)
    if found.delay_s is not None:
        say(f"{found.agent} is asked to wait {found.delay_s:g} s between two visits.")
    if found.sitemaps:
        say(f"Sitemaps: {', '.join(found.sitemaps)}")
