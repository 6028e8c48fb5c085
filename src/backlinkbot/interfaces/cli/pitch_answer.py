"""The command of pitch by which a person answers a mail of the inbox, or takes an answer back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import (
    Json,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, visible

if TYPE_CHECKING:
    from backlinkbot.core.outreach import KeptMessage

LARGEST_FILE = 1 << 20  # bytes; the verb says how long an answer may be


def register(app: typer.Typer) -> None:
    """Put the command into the group."""
    app.command("answer")(answer)


def answer(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[MAIL]", help="Its number in the inbox.")
    ] = None,
    *,
    text: Annotated[str, typer.Option("--text", metavar="WORDS", help="What you answer.")] = "",
    file: Annotated[
        typer.FileBinaryRead | None,
        typer.Option("--file", metavar="FILE", help="The words in a file; - is standard input."),
    ] = None,
    subject: Annotated[
        str, typer.Option("--subject", metavar="TEXT", help="In place of theirs with Re:.")
    ] = "",
    cancel: Annotated[
        str, typer.Option("--cancel", metavar="ID", help="Take back this answer, if it waits.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Send it without being asked.")] = False,
    json: Json = False,
) -> None:
    """Answer a mail: shows what would go, asks you, and keeps it for the next round of sending.

    With --json and without --yes nothing is kept: it only shows.
    """
    from backlinkbot.app.pitch import answering

    workspace, wanted = workspace_of(context), output_of(json=json)
    if cancel:
        _nothing_else(number, text, file)
        done = answering.take_back(workspace, cancel, by=user_name())
        wanted.value(
            answering.document(done), lambda: say(f"Taken back: nothing goes to {_to(done)}.")
        )
        return
    if number is None:
        raise BadInput("say which mail you answer; their numbers: backlinkbot pitch inbox")
    words = _words(text, file)
    seen = answering.written(workspace, number, words, subject=subject)
    if not yes:
        wanted.value(answering.document(seen), lambda: _show(seen))
        if json or not _agreed(seen):
            return
    done = answering.answer(workspace, number, words, by=user_name(), subject=subject)
    wanted.value(answering.document(done), lambda: _say_kept(done))


def _nothing_else(number: int | None, text: str, file: object) -> None:
    if number is not None or text or file:
        raise BadInput("--cancel ID takes an answer back, and nothing is answered with it")


def _words(text: str, file: typer.FileBinaryRead | None) -> str:
    if bool(text) == bool(file):
        raise BadInput("give the words of the answer: --text WORDS, or --file FILE (- reads stdin)")
    if file is None:
        return text
    try:
        return file.read(LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name} is no text in UTF-8 ({error.reason})") from error


def _show(one: KeptMessage) -> None:
    words = one.message
    head = [("From", words.sender), ("To", words.recipient), ("Subject", words.subject)]
    lines = [f"{name}: {value}" for name, value in (*head, *words.headers)]
    typer.echo(visible("\n".join([*lines, "", words.body])))


def _agreed(one: KeptMessage) -> bool:
    """Whether the user lets it go; raises BadInput where nobody can be asked."""
    if not sys.stdin.isatty():
        raise BadInput("nobody can be asked here, so nothing is kept; add --yes to send it")
    is_agreed = typer.confirm(f"Send this to {one.message.recipient}?", err=True)
    if not is_agreed:
        say("Nothing was kept.")
    return is_agreed


def _say_kept(one: KeptMessage) -> None:
    id_ = one.message.message_id.strip("<>")
    say(f"It goes to {_to(one)} with the next round: backlinkbot pitch send")
    say(f"To take it back before that: backlinkbot pitch answer --cancel {id_}")


def _to(one: KeptMessage) -> str:
    return one.message.recipient or "him"
