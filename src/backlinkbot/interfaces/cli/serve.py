"""The command serve: pages, REST and MCP on this machine, until it is interrupted."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import Refused
from backlinkbot.interfaces.cli.options import workspace_of
from backlinkbot.interfaces.cli.output import say

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

PORT = 8750
NEXT_PORTS = 50  # taken ports that are passed over, where no port was asked for
GOODBYE_S = 5  # for requests that are still being answered


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(help=f"The port; if none is given, the first free one from {PORT} on."),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open it in the browser of this machine.")
    ] = False,
) -> None:
    """Serve the pages, REST and MCP of the workspace until it is interrupted."""
    run(workspace_of(context), host=host, port=port, open_browser=open_browser)


def run(root: Workspace, *, host: str, port: int | None, open_browser: bool) -> None:
    """Serve a workspace until SIGINT or SIGTERM.

    Raises:
        Refused: the port is taken, or strangers could come in where there are no accounts.
    """
    import uvicorn

    from backlinkbot.interfaces.gate.desk import NO_ACCOUNTS, is_loopback
    from backlinkbot.interfaces.serve import make_app

    root.write()
    app = make_app(root)
    if not is_loopback(host) and not app.state.gate.is_team:
        raise Refused(NO_ACCOUNTS)
    listener = _listener(host, port)
    address = f"http://{_named(host)}:{listener.getsockname()[1]}/"
    say(f"Backlink Bot: {address}  (workspace {root.folder}; Ctrl+C ends it)")
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True,
        timeout_graceful_shutdown=GOODBYE_S, lifespan="on",
    )  # fmt: skip
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = range(PORT, PORT + NEXT_PORTS) if port is None else (port,)
    reason = ""
    for one in tried:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, one))
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
            continue
        return listener
    raise Refused(f"nothing can listen on {host} port {tried[0]}: {reason}; choose a --port")


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host
