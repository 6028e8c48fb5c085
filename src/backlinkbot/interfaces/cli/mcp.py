"""The command mcp: the tools over standard input, for an assistant that starts this program."""

from __future__ import annotations

import typer

from backlinkbot.interfaces.cli.options import workspace_of


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("mcp")(mcp)


def mcp(context: typer.Context) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol)."""
    from backlinkbot.interfaces.mcp import make_server
    from backlinkbot.interfaces.mcp.caller import Caller

    make_server(Caller(workspace_of(context))).run("stdio")
