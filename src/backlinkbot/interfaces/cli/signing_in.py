"""The command mailbox sign-in: a login at Google or Microsoft instead of a password."""

from __future__ import annotations

from typing import Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.settings import told_in_environment
from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say

IN_ENVIRONMENT = "env:"


def sign_in(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The mailbox.")],
    *,
    provider: Annotated[
        str, typer.Option("--provider", metavar="NAME", help="google or microsoft.")
    ],
    client_id: Annotated[
        str, typer.Option("--client-id", metavar="ID", help="Of your application there.")
    ],
    client_secret: Annotated[
        str,
        typer.Option("--client-secret", metavar="WHERE", help="env:NAME or none; else asked."),
    ] = "",
    name: Annotated[str, typer.Option("--name", help="What stands before the address.")] = "",
    paste: Annotated[
        bool,
        typer.Option("--paste", help="Paste where a browser elsewhere ended."),
    ] = False,
    json: Json = False,
) -> None:
    """Sign in at the provider in a browser, and send and read by that from now on."""
    from backlinkbot.app.pitch.mailboxes import shown_mailbox
    from backlinkbot.app.pitch.signing_in import sign_in as signed_in

    workspace = workspace_of(context)
    one, is_new = signed_in(
        workspace, address, provider, client_id, _secret(client_secret),
        show=lambda url: _show(url, opens=not paste), name=name,
        pasted=_pasted if paste else None,
    )  # fmt: skip
    done = "Added" if is_new else "Changed"
    output_of(json=json).value(
        shown_mailbox(workspace, one),
        lambda: say(f"{done}. Look at it: backlinkbot mailbox check {one.address} --probe"),
    )


def _secret(told: str) -> str:
    if told == "none":
        return ""
    if not told:
        return str(typer.prompt("Secret of the application", hide_input=True, err=True))
    if not told.startswith(IN_ENVIRONMENT):
        raise BadInput(
            "a secret on the command line is seen by others of this machine: leave --client-secret "
            "away to be asked, or give env:NAME, or none"
        )
    name = told.removeprefix(IN_ENVIRONMENT)
    if not (found := told_in_environment(name)):
        raise BadInput(f"the secret should be in {name}, which is not set")
    return found


def _show(url: str, *, opens: bool) -> None:
    import webbrowser

    typer.echo(f"Sign in here:\n{url}", err=True)
    if opens:
        webbrowser.open(url)


def _pasted() -> str:
    return str(typer.prompt("The address at which the browser ended", err=True))
