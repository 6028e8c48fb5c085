"""The program: global options, the list of commands, and errors turned into answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from backlinkbot import __version__
from backlinkbot.app.workspace import Workspace
from backlinkbot.interfaces.answers import INTERRUPTED, exit_code, sentence
from backlinkbot.interfaces.cli import (
    audit,
    budget,
    campaign,
    compare,
    contacts,
    crawl,
    data,
    decide,
    disavow,
    find,
    gap,
    hooks,
    judging,
    mail,
    mailbox,
    mcp,
    notify,
    pitch,
    plays,
    prospect,
    releases,
    report,
    results,
    rivals,
    robots,
    sequence,
    serve,
    sites,
    suppress,
    team,
    template,
    topics,
    unseen,
    upkeep,
    velocity,
    verify,
    watch,
    work,
    worth,
)
from backlinkbot.interfaces.cli.listed import Listed
from backlinkbot.interfaces.cli.typed import started_with, typed

USAGE = 2

app = typer.Typer(
    name="backlinkbot",
    cls=Listed,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # we answer errors ourselves
    rich_markup_mode=None,  # rich help costs 0.15 s at every start
    help="Which links are worth having, which do harm, and how to earn the next good ones.",
    epilog="Begin with the verb demo.",
)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - called by Typer with the option's value
    if wanted:
        typer.echo(f"backlinkbot {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            metavar="DIR",
            help="The folder with everything in it.",
            show_default=False,
        ),
    ] = None,
    client: Annotated[
        str,
        typer.Option(
            "--client",
            metavar="SLUG",
            help="The client to work in; else the workspace itself.",
            show_default=False,
        ),
    ] = "",
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an error arose.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_say_version, help="Say the version and stop."
        ),
    ] = False,
) -> None:
    """Options that stand before the verb."""
    del version  # said and done by its callback, which needs no verb
    del traceback  # read by main, which also sees errors before this runs
    context.obj = context.with_resource(_opened(workspace, client))


for module in (
    upkeep,
    data,
    crawl,
    judging,
    audit,
    decide,
    worth,
    velocity,
    serve,
    work,
    team,
    report,
    gap,
    topics,
    compare,
    unseen,
    find,
    plays,
    rivals,
    mcp,
    robots,
    verify,
    watch,
    budget,
):
    module.register(app)
app.add_typer(sites.app, name="site")
app.add_typer(upkeep.index_app, name="index")
app.add_typer(releases.app, name="release")
app.add_typer(results.app, name="results")
app.add_typer(disavow.app, name="disavow")
app.add_typer(mail.app, name="mail")
app.add_typer(mailbox.app, name="mailbox")
app.add_typer(hooks.app, name="hook")
app.add_typer(notify.app, name="notify")
app.add_typer(prospect.app, name="prospect")
app.add_typer(suppress.app, name="suppress")
app.add_typer(contacts.app, name="contacts")
app.add_typer(template.app, name="template")
app.add_typer(sequence.app, name="sequence")
app.add_typer(pitch.app, name="pitch")
app.add_typer(campaign.app, name="campaign")
for group in app.registered_groups:
    if group.typer_instance and not isinstance(group.typer_instance.info.cls, type):
        group.cls = Listed


def _opened(folder: Path | None, client: str) -> Workspace:
    """The workspace that the command line names."""
    root = Workspace.open(folder)
    if not client:
        return root
    from backlinkbot.app.clients import client_workspace

    with root:
        return client_workspace(root, client)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code of product.md, "Command line"."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _speak_utf8()
    with started_with(arguments) as program:
        return _run(arguments, program)


def _run(arguments: list[str], program: str) -> int:
    try:
        code = int(app(args=arguments, prog_name=program, standalone_mode=False) or 0)
    except BaseException as error:  # the one place where every error becomes an answer
        if "--traceback" in arguments:
            raise
        return _answer(error)
    if code == INTERRUPTED:  # Typer turned the interrupt into this number
        sys.stderr.write(sentence(KeyboardInterrupt()) + "\n")
    return code


def _answer(error: BaseException) -> int:
    if isinstance(error.__context__ or error, BrokenPipeError):  # Typer makes it a SystemExit
        return _close_pipe()
    if hasattr(error, "format_message"):  # bad usage, said by the option parser
        said, words = _wrong_usage(error)
        sys.stderr.write(typed(f"{said}\nTry: backlinkbot {words}--help\n"))
        return USAGE
    if type(error).__name__ == "Abort":  # a question that nobody answered
        sys.stderr.write(
            "Nobody answered, so nothing was done; the options say it without a question.\n"
        )
        return USAGE
    if type(error).__name__ == "Exit":
        return int(getattr(error, "exit_code", 0) or 0)
    if isinstance(error, SystemExit):
        return int(error.code or 0)
    sys.stderr.write(typed(sentence(error)) + "\n")
    return exit_code(error)


def _wrong_usage(error: Any) -> tuple[str, str]:
    """What the option parser says, and the words of the command that it says it of."""
    said = error.format_message()
    for other in getattr(getattr(error, "param", None), "secondary_opts", ()):
        said = f"{said.rstrip('.')} or '{other}'."  # one of a pair, of which the library names one
    context, words = getattr(error, "ctx", None), ""
    while context is not None and context.parent is not None:
        words = f"{context.info_name} {words}"
        context = context.parent
    return said, words


def _speak_utf8() -> None:
    """Anchors hold any script; a terminal that cannot show one gets a replacement, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _close_pipe() -> int:
    """Whoever read our output has had enough (`| head`): no error."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
