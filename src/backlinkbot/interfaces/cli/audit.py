"""The command audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.audit import Advice
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.answers import FINDINGS
from backlinkbot.interfaces.cli.audited import show_audit, show_rebuilt
from backlinkbot.interfaces.cli.options import Csv, DomainName, Json, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say
from backlinkbot.interfaces.cli.progress import Shown

if TYPE_CHECKING:
    from backlinkbot.app.audit import Audited
    from backlinkbot.app.workspace import Workspace

ADVICES = tuple(Advice)


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("audit")(audit)


def audit(
    context: typer.Context,
    domain: DomainName,
    *,
    current: Annotated[
        str, typer.Option(metavar="FILE", help="The disavow file in force, or -.")
    ] = "",
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Domains to keep, one a line.")
    ] = None,
    search_console: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Search Console's list of links.")
    ] = None,
    disavow: Annotated[
        Path | None, typer.Option(metavar="OUT.txt", help="Write a disavow file.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also write lines that cost more than they save.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(metavar="review|disavow", help="Exit code 6 at findings from here on.")
    ] = "",
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Judge the kept audits again and tell differences.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the audit as a page.")
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """Which links do harm, with evidence; most often: no action needed."""
    from backlinkbot.app.audit import AuditOptions, audit_page, unit_table
    from backlinkbot.app.audit import audit as run

    least = _advice(fail_on)
    wanted = output_of(json=json, csv=csv, path=output)
    workspace = workspace_of(context)
    if rebuild:
        _rebuild(workspace, domain, json=json, output=output)
        return
    options = AuditOptions(current, keep, search_console, disavow, force)
    with Shown() as progress:
        found = run(workspace, domain, options, progress)
    if html:
        audit_page(workspace, found.audit, html)
    if wanted.has_documents:
        wanted.value(found.as_document(), lambda: show_audit(found))
    else:
        wanted.table(unit_table(found.audit), lambda: show_audit(found))
    _say_files(found, html)
    if least is not None and ADVICES.index(found.audit.action) >= ADVICES.index(least):
        raise typer.Exit(FINDINGS)


def _rebuild(workspace: Workspace, domain: str, *, json: bool, output: Path | None) -> None:
    from backlinkbot.app.audit import rebuild

    with Shown() as progress:
        found = rebuild(workspace, domain, progress)
    output_of(json=json, path=output).value(found.as_document(), lambda: show_rebuilt(found))
    if found.differences:
        raise typer.Exit(FINDINGS)


def _advice(word: str) -> Advice | None:
    if not word:
        return None
    if word not in {Advice.REVIEW, Advice.DISAVOW}:
        raise BadInput(f"--fail-on takes review or disavow, not {word!r}")
    return Advice(word)


def _say_files(found: Audited, html: Path | None) -> None:
    for sentence in found.file.sentences if found.file else ():
        say(sentence)
    if html:
        say(f"The page is in {html}")
