"""The command rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.rivals import Rivals


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("rivals")(rivals)


def rivals(
    context: typer.Context,
    domain: DomainName,
    *,
    limit: Annotated[int, typer.Option(min=1, help="So many.")] = 20,
    json: Json = False,
    output: Out = None,
) -> None:
    """Who competes with a site: who shares its referring domains and its topics."""
    from backlinkbot.app.rivals import rivals as run

    wanted = output_of(json=json, path=output)
    found = run(workspace_of(context), domain, limit=limit)
    wanted.value(found.as_document(), lambda: _show(found))


def _show(found: Rivals) -> None:
    rows = [
        [
            f"{one.domain} (known)" if one.is_known else one.domain,
            round(one.closeness, 3),
            one.shared,
            one.referring_domains,
            None if one.relevance is None else round(one.relevance, 2),
            ", ".join(one.examples[:2]),
        ]
        for one in found.found
    ]
    columns = ["domain", "close", "shared", "domains", "niche", "such as"]
    shown(f"Who may compete with {found.domain}", columns, rows, least=["such as"])
    new = [one for one in found.found if not one.is_known]
    if new:
        say(f"To take one over: {new[0].take}")
