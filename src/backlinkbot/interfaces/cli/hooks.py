"""The commands hook add, list, show, test and remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.access import HOME
from backlinkbot.interfaces.cli.options import Json, output_of, root_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.hooks import Delivery, Hook

app = typer.Typer(no_args_is_help=True, help="Addresses that are told what happened.")

ClientName = Annotated[
    str, typer.Option("--client", metavar="NAME", help="Whose; else the workspace itself.")
]
HookId = Annotated[str, typer.Argument(metavar="ID", help="As `hook list` shows it.")]


@app.command("add")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where notices are sent.")],
    *,
    event: Annotated[
        list[str] | None, typer.Option("--event", help="Only this one. Repeat it for more.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It may be an address of your own network.")
    ] = False,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Let an address be told; its secret, which signs the notices, is shown this once."""
    from backlinkbot.app.hooks import add_hook

    hook = add_hook(
        root_of(context), url, events=event or (), client=client, allows_private=allow_private
    )
    output_of(json=json).value(
        {**hook.as_document(), "secret": hook.secret},
        lambda: say(f"Added as {hook.id}. Its secret, shown this once: {hook.secret}"),
    )


@app.command("list")
def list_(context: typer.Context, *, client: ClientName = HOME, json: Json = False) -> None:
    """Who is told."""
    from backlinkbot.app.hooks import list_hooks

    found = list_hooks(root_of(context), client)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("show")
def show(
    context: typer.Context, hook_id: HookId, *, client: ClientName = HOME, json: Json = False
) -> None:
    """The latest notices to one address, and what became of them."""
    from backlinkbot.app.hooks import deliveries_of

    found = deliveries_of(root_of(context), hook_id, client)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show_notices(found))


@app.command("test")
def try_(
    context: typer.Context, hook_id: HookId, *, client: ClientName = HOME, json: Json = False
) -> None:
    """Send one notice now."""
    from backlinkbot.app.hooks import try_hook

    told = try_hook(root_of(context), hook_id, client)
    output_of(json=json).value(told.as_document(), lambda: _show_notices([told]))


@app.command("remove")
def remove(
    context: typer.Context, hook_id: HookId, *, client: ClientName = HOME, json: Json = False
) -> None:
    """Tell an address nothing more."""
    from backlinkbot.app.hooks import remove_hook

    hook = remove_hook(root_of(context), hook_id, client)
    output_of(json=json).value(hook.as_document(), lambda: say(f"Removed: {hook.url}"))


def _show(found: list[Hook]) -> None:
    rows = [[one.id, one.url, ", ".join(one.events) or "all"] for one in found]
    shown("Webhooks", ["id", "address", "events"], rows)


def _show_notices(found: list[Delivery]) -> None:
    rows = [[one.event, one.state, one.attempts, one.message] for one in found]
    shown("Notices", ["event", "state", "tries", ""], rows)
