"""The command unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.unseen import FoundUnseen
    from backlinkbot.core.unseen import Unseen

EXAMPLES = 5


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("unseen")(unseen)


def unseen(
    context: typer.Context, domain: DomainName, *, json: Json = False, output: Out = None
) -> None:
    """How many links nobody has seen, told from what each source has, and where they disagree."""
    from backlinkbot.app.unseen import unseen as run

    wanted = output_of(json=json, path=output)
    found = run(workspace_of(context), domain)
    wanted.value(found.as_document(), lambda: _show(found))


def _show(found: FoundUnseen) -> None:
    rows = [
        _row("referring domains", found.domains),
        _row("backlinks", found.links),
    ]
    columns = ["", "seen", "in all", "from", "to", "at least"]
    shown(f"Links to {found.domain}, seen and unseen", columns, rows)
    sources = [
        [one.name, one.seen, one.alone, None if one.share is None else f"{one.share:.0%}"]
        for one in found.domains.sources
    ]
    shown("Referring domains by source", ["source", "seen", "alone", "of all"], sources)
    for one in (found.domains, found.links):
        say(one.method or one.why)
    for doubt in dict.fromkeys((*found.domains.doubts, *found.links.doubts, *found.doubts)):
        say(doubt)
    for fact, links in found.disagreements.items():
        say(f"The sources disagree on {fact} of {links:,} links.")
    for row in found.examples.slice(0, EXAMPLES).to_pylist():
        say(f"  {row['source_url']}: {row['said']}")


def _row(what: str, found: Unseen) -> list[object]:
    numbers = (found.total, found.low, found.high, found.least)
    return [what, found.seen, *(None if one is None else round(one) for one in numbers)]
