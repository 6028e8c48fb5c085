"""The command serve: pages, REST and MCP on this machine, until it is interrupted."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import webbrowser
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import Refused
from backlinkbot.interfaces.cli.options import day, root_of
from backlinkbot.interfaces.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.app.workspace import Workspace

PORT = 8750
NEXT_PORTS = 50  # taken ports that are passed over, where no port was asked for
GOODBYE_S = 5  # for requests that are still being answered, and the job that is running
LOOK_EVERY_S = 0.5
AGAIN_AFTER_S = 2.0  # a worker that falls over at once must not take the machine


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
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", parser=day, metavar="DAY", help="Look at the data as on that day, not today."
        ),
    ] = None,
    no_work: Annotated[
        bool, typer.Option("--no-work", help="Run no jobs: the command work does elsewhere.")
    ] = False,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open it in the browser of this machine.")
    ] = False,
) -> None:
    """Serve the pages, REST and MCP of the workspace until it is interrupted."""
    wishes = Wishes(host, port, as_of.date() if as_of else None, not no_work, open_browser)
    run(root_of(context), wishes)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to serve. `port` None: the first free one; `works`: jobs are run beside it."""

    host: str = "127.0.0.1"
    port: int | None = None
    as_of: date | None = None
    works: bool = True
    opens_browser: bool = False


def run(root: Workspace, wishes: Wishes) -> None:
    """Serve a workspace until SIGINT or SIGTERM.

    Raises:
        Refused: the port is taken, or strangers could come in where there are no accounts.
    """
    import uvicorn

    from backlinkbot.interfaces.gate.desk import NO_ACCOUNTS, is_loopback
    from backlinkbot.interfaces.serve import make_app

    root.write()
    app = make_app(root, as_of=wishes.as_of)
    if not is_loopback(wishes.host) and not app.state.gate.is_team:
        raise Refused(NO_ACCOUNTS)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on",
        timeout_graceful_shutdown=GOODBYE_S,
    )  # fmt: skip
    with _listener(wishes.host, wishes.port) as listener, _worker(root, wishes):
        address = f"http://{_named(wishes.host)}:{listener.getsockname()[1]}/"
        say(f"Backlink Bot: {address} (workspace {root.folder}; Ctrl+C ends it)")
        if wishes.opens_browser:
            webbrowser.open(address)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl+C does
        with suppress(KeyboardInterrupt):  # uvicorn ends well and then raises it once more
            uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _worker(root: Workspace, wishes: Wishes) -> Iterator[None]:
    """A process that runs jobs, for as long as this one lives; begun anew if it falls over."""
    if not wishes.works:
        yield
        return
    over = Event()
    thread = Thread(target=_keep_working, args=(root, over), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(GOODBYE_S + 1)


def _keep_working(root: Workspace, over: Event) -> None:
    """Heavy verbs in a process of their own hold up no page, and give their memory back."""
    command = [sys.executable, "-m", "backlinkbot", "--workspace", str(root.folder)]
    while not over.is_set():
        child = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "work", "--until-eof"], stdin=subprocess.PIPE, start_new_session=True
        )
        while child.poll() is None and not over.wait(LOOK_EVERY_S):
            pass
        if child.stdin:
            child.stdin.close()  # it ends at its next step; what it leaves, the next one begins
        with suppress(subprocess.TimeoutExpired):
            child.wait(GOODBYE_S if over.is_set() else None)
        if child.poll() is None:
            child.kill()
            child.wait()
        over.wait(AGAIN_AFTER_S)


def _listener(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = range(PORT, PORT + NEXT_PORTS) if port is None else (port,)
    reason = ""
    for one in tried:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, one))
            listener.listen()  # bound alone, two servers could have one port
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
            continue
        return listener
    raise Refused(f"nothing can listen on {host} port {tried[0]}: {reason}; choose a --port")


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host
