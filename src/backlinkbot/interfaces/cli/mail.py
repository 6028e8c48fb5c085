"""The commands on mail that came in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Json, Lines, Out, output_of
from backlinkbot.interfaces.cli.output import Output, document, shown

if TYPE_CHECKING:
    from backlinkbot.app.mail import ClassifiedMail

app = typer.Typer(no_args_is_help=True, help="Mail that came in.")


@app.command("classify")
def classify(
    files: Annotated[
        list[Path],
        typer.Argument(help="Mails, mbox files, Maildirs or tar archives.", metavar="FILE…"),
    ],
    *,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """What mails are: bounces, automatic replies, complaints, answers and what they mean."""
    from backlinkbot.app.mail import classify_mail

    wanted = output_of(json=json, lines=lines, path=output)
    found = list(classify_mail(files))
    _give(wanted, found)


def _give(wanted: Output, found: list[ClassifiedMail]) -> None:
    documents = [one.as_document() for one in found]
    if wanted.json and not wanted.path:
        document(documents)  # a list also of one mail
        return
    wanted.documents(documents, lambda: _show(found))


def _show(found: list[ClassifiedMail]) -> None:
    rows = [
        [
            one.file if one.number == 1 else f"{one.file} ({one.number})",
            one.mail.kind.value,
            one.mail.reply_class.value if one.mail.reply_class else None,
            one.mail.reason or None,
            one.mail.hard,
            one.mail.recipient or None,
            f"{one.mail.confidence:.2f}" + (" (a person decides)" if one.mail.to_person else ""),
        ]
        for one in found
    ]
    columns = ["file", "kind", "class", "reason", "hard", "recipient", "sure"]
    shown("", columns, rows, least=["reason", "recipient"])
