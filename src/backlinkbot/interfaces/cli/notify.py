"""The commands notify add, list, show, test, remove and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.access import HOME
from backlinkbot.interfaces.cli.options import (
    DomainName,
    Json,
    output_of,
    root_of,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.alerts import Rules
    from backlinkbot.core.notices import Notifier, Sending

app = typer.Typer(no_args_is_help=True, help="Who is told of alerts: mail, chat, feed, file.")

ClientName = Annotated[
    str, typer.Option("--client", metavar="NAME", help="Whose; else the workspace itself.")
]
NotifierId = Annotated[str, typer.Argument(metavar="ID", help="As `notify list` shows it.")]


@app.command("add")
def add(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="email, slack, teams, discord, webhook, atom or file."),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET", help="The mail address, the webhook's address, or the file."
        ),
    ],
    *,
    critical: Annotated[
        bool, typer.Option("--critical", help="Only what is critical, no digests.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It may be an address of your own network.")
    ] = False,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Let somebody be told; what lets anybody post there is never shown again."""
    from backlinkbot.app.watch.notifiers import add_notifier, shown_notifier

    one = add_notifier(
        root_of(context),
        kind,
        target,
        wants="critical" if critical else "all",
        client=client,
        allows_private=allow_private,
    )
    told = shown_notifier(one) | ({"secret": one.secret} if one.secret else {})
    output_of(json=json).value(told, lambda: _say_added(one))


@app.command("list")
def list_(context: typer.Context, *, client: ClientName = HOME, json: Json = False) -> None:
    """Who is told."""
    from backlinkbot.app.watch.notifiers import list_notifiers, shown_notifier

    found = [shown_notifier(one) for one in list_notifiers(root_of(context), client)]
    rows = [[one["id"], one["kind"], one["target"], one["wants"]] for one in found]
    output_of(json=json).value(
        found, lambda: shown("Notifiers", ["id", "kind", "target", "wants"], rows)
    )


@app.command("show")
def show(
    context: typer.Context,
    notifier_id: NotifierId,
    *,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """The latest notices to one, and what became of them."""
    from backlinkbot.app.watch.notifiers import sendings_of

    found = sendings_of(root_of(context), notifier_id, client)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("test")
def try_(
    context: typer.Context,
    notifier_id: NotifierId,
    *,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Send one test notice now."""
    from backlinkbot.app.watch.notifiers import try_notifier

    told = try_notifier(root_of(context), notifier_id, client)
    output_of(json=json).value(told.as_document(), lambda: _show([told]))


@app.command("remove")
def remove(
    context: typer.Context,
    notifier_id: NotifierId,
    *,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Tell somebody nothing more."""
    from backlinkbot.app.watch.notifiers import remove_notifier, shown_notifier

    told = shown_notifier(remove_notifier(root_of(context), notifier_id, client))
    output_of(json=json).value(told, lambda: say(f"Removed: {told['kind']} {told['target']}"))


@app.command("rules")
def rules(
    context: typer.Context,
    domain: DomainName,
    *,
    least_authority: Annotated[
        float | None,
        typer.Option(help="Referring domains below it stay quiet.", show_default=False),
    ] = None,
    quiet: Annotated[
        list[str] | None,
        typer.Option(help="This kind stays quiet; none: nothing does. Repeat it for more."),
    ] = None,
    digest: Annotated[
        str | None, typer.Option(metavar="RHYTHM", help="day or week.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """What you want to be told of a site, and how often; without options: how it stands."""
    from backlinkbot.app.watch.alerts import rules_of, set_rules

    workspace = workspace_of(context)
    if least_authority is None and quiet is None and digest is None:
        told = rules_of(workspace, domain)
    else:
        wanted = None if quiet is None else [one for one in quiet if one != "none"]
        told = set_rules(
            workspace, domain, least_authority=least_authority, quiet=wanted, digest=digest
        )
    output_of(json=json).value(told.as_document(), lambda: _show_rules(told))


def _say_added(one: Notifier) -> None:
    say(f"Added as {one.id}. Try it: backlinkbot notify test {one.id}")
    if one.secret:
        say(f"Its secret, shown this once: {one.secret}")


def _show(found: list[Sending]) -> None:
    rows = [
        [one.id[:8], one.state, one.attempts, one.next_at.strftime("%Y-%m-%d %H:%M"), one.message]
        for one in found
    ]
    shown("Notices", ["notice", "state", "tries", "last or next try", ""], rows)


def _show_rules(told: Rules) -> None:
    say(f"{told.site}: a digest every {told.digest}; critical alerts at once.")
    if told.least_authority:
        say(f"Quiet: referring domains below an authority of {told.least_authority:g}.")
    if told.quiet:
        say(f"Quiet: {', '.join(told.quiet)}.")
