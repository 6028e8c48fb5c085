"""The commands of template: the words of messages, checked and looked at before anything goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import Sender
from backlinkbot.interfaces.cli.options import (
    Json,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.templates import Flaw, Proof, Shown
    from backlinkbot.core.outreach import Template

app = typer.Typer(no_args_is_help=True, help="The words of messages, with names to be filled in.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The template.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Subject: line, blank line, body.")],
    *,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Like en, de or pt-BR.")
    ] = "en",
    json: Json = False,
) -> None:
    """Keep a template; one that is known becomes its next version, and the old ones stay."""
    from backlinkbot.app.templates import add_template, proof, template_file

    text = template_file(file)
    kept = add_template(workspace_of(context), name, text, language=language, by=user_name())
    read = proof(kept)
    told = {**kept.as_document(), "flaws": read.as_document(), "holes": list(read.holes)}
    output_of(json=json).value(told, lambda: _show_kept(kept, read))


@app.command("list")
def list_(context: typer.Context, *, json: Json = False) -> None:
    """All templates in their newest version."""
    from backlinkbot.app.templates import list_templates

    found = list_templates(workspace_of(context))
    output_of(json=json).value([one.as_document() for one in found], lambda: _show_all(found))


@app.command("show")
def show(
    context: typer.Context,
    name: Name,
    *,
    version: Annotated[
        int, typer.Option("--version", metavar="N", min=0, help="An older one; else the newest.")
    ] = 0,
    json: Json = False,
) -> None:
    """One template as it was written."""
    from backlinkbot.app.templates import template_named

    found = template_named(workspace_of(context), name, version)
    text = f"Subject: {found.subject}\n\n{found.body}"
    output_of(json=json).value(found.as_document(), lambda: typer.echo(visible(text), nl=False))


@app.command("preview")
def preview(
    context: typer.Context,
    name: Name,
    *,
    prospect: Annotated[int, typer.Option("--prospect", metavar="NUMBER", help="For whom.")],
    campaign: Annotated[
        int,
        typer.Option(
            "--campaign", metavar="NUMBER", min=0, help="Whose sender; else the site's newest."
        ),
    ] = 0,
    step: Annotated[
        int,
        typer.Option("--step", metavar="N", min=1, max=3, help="As its first, second … message."),
    ] = 1,
    sender: Annotated[
        str, typer.Option("--sender", metavar="NAME", help="Who writes; else the campaign's.")
    ] = "",
    postal_address: Annotated[
        str, typer.Option("--postal-address", metavar="TEXT", help="Where he can be written to.")
    ] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="NAME", help="For whom he writes.")
    ] = "",
    country: Annotated[
        str, typer.Option("--country", metavar="CODE", help="The recipient's, if not as kept.")
    ] = "",
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A value to fill in. Repeatable."),
    ] = None,
    json: Json = False,
) -> None:
    """A template filled in for a prospect, what is wrong with it, and whether it might go."""
    from backlinkbot.app.templates import preview_template

    told = preview_template(
        workspace_of(context),
        name,
        prospect,
        Sender(sender, organisation, postal_address) if sender else None,
        given=dict(_pair(one) for one in given or ()),
        country=country,
        campaign=campaign,
        step=step - 1,
    )
    output_of(json=json).value(told.as_document(), lambda: _show(told))


def _show_kept(kept: Template, read: Proof) -> None:
    say(f"{kept.name} is kept in version {kept.version}")
    _show_flaws(read.flaws)
    for flaw in read.as_first:
        say(f"As a first message: {flaw.sentence} ({flaw.rule})")
    if read.holes:
        names = ", ".join(read.holes)
        say(f"Not known of everybody, and without a fallback: {names}. Who lacks it gets nothing.")


def _show_flaws(flaws: Sequence[Flaw]) -> None:
    for flaw in flaws:
        say(f"{'Stops it' if flaw.is_hard else 'Look at it'}: {flaw.sentence} ({flaw.rule})")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadInput(f"{text!r} sets nothing; write it like first_name=Ann")
    return name.strip(), value


def _show_all(found: list[Template]) -> None:
    if not found:
        say("There are no templates yet. Keep one: backlinkbot template add NAME FILE")
        return
    rows = [(one.name, one.version, one.language, one.subject) for one in found]
    shown("", ["template", "version", "language", "subject"], rows)


def _show(told: Shown) -> None:
    message = told.message
    typer.echo(visible(f"To: {told.recipient or '(nobody)'}\nSubject: {message.subject}\n"))
    typer.echo(visible(message.body), nl=False)
    _show_flaws(told.flaws)
    if told.refusal:
        say(f"May not go: {told.refusal.reason} ({told.refusal.rule})")
    if told.may_go:
        say("Nothing stands against it; nothing goes before somebody approves it.")
