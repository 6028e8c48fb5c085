"""The options that many commands share, and the workspace they work on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from backlinkbot.core.access import HOME, LOCAL
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.output import Output

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal


def day(text: str) -> datetime:
    """The beginning of a day that the user typed; for `typer.Option(parser=day)`.

    Raises:
        BadInput: it is none.
    """
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise BadInput(f"{text!r} is no day; write it like 2026-11-30") from None


Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Lines = Annotated[bool, typer.Option("--nl", help="JSON lines, one object a line.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to FILE (.csv .json .nl .parquet .xlsx)."),
]
DomainName = Annotated[str, typer.Argument(help="A domain, like example.com.", metavar="DOMAIN")]


def user_name() -> str:
    """Who sits at this machine; where it has no name for him, as in a container, what he is."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return LOCAL.name


def user() -> Principal:
    """Whoever sits at this machine, by that name: everything here is his."""
    return replace(LOCAL, name=user_name())


def workspace_of(context: typer.Context) -> Workspace:
    """The workspace the command line names; opened lazily."""
    return cast("Workspace", context.find_root().obj)


def site_of(context: typer.Context, told: str) -> str:
    """The site that is meant; empty for nothing told.

    Raises:
        NotFound: it is mistyped, or nothing is known of it.
    """
    from backlinkbot.app.own_sites import site_meant

    return site_meant(workspace_of(context), told) if told else ""


def root_of(context: typer.Context) -> Workspace:
    """The workspace that keeps accounts, clients, tokens and jobs of all clients.

    Raises:
        BadInput: the command line names one of the clients before the verb.
    """
    workspace = workspace_of(context)
    if workspace.client != HOME:
        raise BadInput(
            "this verb is about the workspace as a whole: leave --client away before it; where it "
            "has a --client of its own, say it behind the verb"
        )
    return workspace


def output_of(
    *, json: bool = False, lines: bool = False, csv: bool = False, path: Path | None = None
) -> Output:
    """How the user wants the result."""
    return Output(json=json, lines=lines, csv=csv, path=path)
