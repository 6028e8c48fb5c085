"""The commands that keep a workspace well: demo, doctor, config, index."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from backlinkbot.app.upkeep import Undoing

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")]

index_app = typer.Typer(no_args_is_help=True, help="Look after the link index.")


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("demo")(demo)
    app.command("doctor")(doctor)
    app.command("config")(config)


def demo(
    context: typer.Context,
    *,
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the little web and its workspace are written.")
    ] = Path("backlinkbot-demo"),
    sites: Annotated[int, typer.Option(help="How many sites the little web has.", min=60)] = 300,
    seed: Annotated[int, typer.Option(help="The same seed makes the same web.")] = 7,
    serve: Annotated[
        bool, typer.Option("--serve", help="Then serve its pages until it is interrupted.")
    ] = False,
    json: Json = False,
) -> None:
    """See it all at once: generate a little web, read it, measure and judge it."""
    from backlinkbot.app.demo import demo as run
    from backlinkbot.interfaces.cli.demo import show_demo
    from backlinkbot.interfaces.cli.progress import Shown

    del context  # the demo has a workspace of its own
    with Shown() as progress:
        told = run(folder, sites=sites, seed=seed, progress=progress)
    output_of(json=json).value(told.as_document(), lambda: show_demo(told))
    if serve:
        from backlinkbot.interfaces.cli.serve import Wishes
        from backlinkbot.interfaces.cli.serve import run as serve_pages

        ends_on = date.fromisoformat(told.client["as_of"])  # the little web has its own calendar
        with Workspace.open(folder / "workspace") as workspace:
            serve_pages(workspace, Wishes(as_of=ends_on))


def doctor(context: typer.Context, *, json: Json = False) -> None:
    """Say what is wrong with a set-up; of mailboxes also SPF, DKIM and DMARC."""
    from backlinkbot.app.pitch.health import mailbox_findings
    from backlinkbot.app.setup import doctor as run

    workspace = workspace_of(context)
    findings = [*run(workspace), *mailbox_findings(workspace)]
    rows = [["well" if f.is_well else "WRONG", f.what, typed(f.sentence)] for f in findings]
    output_of(json=json).value(
        [asdict(finding) for finding in findings],
        lambda: shown("", ["", "what", "finding"], rows),
    )
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(code=1)


def config(context: typer.Context, *, json: Json = False) -> None:
    """Show every setting: flags > BACKLINKBOT_* > backlinkbot.toml > defaults."""
    from backlinkbot.app.setup import config as run

    values = run(workspace_of(context))
    output_of(json=json).value(
        dict(values), lambda: shown("", ["setting", "value"], [list(pair) for pair in values])
    )


@index_app.command("info")
def info(context: typer.Context, *, json: Json = False) -> None:
    """What the index holds, and how large it is."""
    from backlinkbot.app.upkeep import index_info

    facts = index_info(workspace_of(context))
    output_of(json=json).value(facts, lambda: _show_info(facts))


def _show_info(facts: dict[str, Any]) -> None:
    plain = {name: value for name, value in facts.items() if not isinstance(value, dict | list)}
    shown("", ["what", "value"], [list(pair) for pair in plain.items()])
    shown(
        "What is stored, each link once",
        ["kind", "rows kept", "bytes"],
        [[kind, rows, facts["size_bytes"][kind]] for kind, rows in facts["rows"].items()],
    )
    shown(
        "Sources, newest first; several may tell the same link",
        ["name", "kind", "read", "links told"],
        [
            [s["name"], s["reporter"] or s["format"], (s["read_at"] or "")[:10], s["links"]]
            for s in facts["sources_read"]
        ],
    )
    shown(
        "Most linked domains",
        ["domain", "referring domains", "backlinks"],
        [[r["target_domain"], r["referring_domains"], r["links"]] for r in facts["most_linked"]],
    )


@index_app.command("forget")
def forget(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(help="A file as `index info` lists it, or a reporter like ahrefs."),
    ],
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take an import back: whatever a file or a reporter told goes, the rest stays."""
    from backlinkbot.app.upkeep import forgettable, index_forget

    workspace = workspace_of(context)
    found = forgettable(workspace, name)
    what = f"every word of {found.reporter}, in " if found.reporter else "what was read from "
    told = sum(source.links for source in found.sources)
    say(f"To forget: {what}{', '.join(found.names)} ({_links(told)} told).")
    if dry_run:
        output_of(json=json).value({"forgotten": list(found.names), "dry_run": True}, _nothing)
        return
    _agree("Forget it?", yes=yes)
    _tell(index_forget(workspace, found), json=json)


@index_app.command("undo")
def undo(
    context: typer.Context,
    *,
    to: Annotated[str, typer.Option("--to", help="A snapshot that is kept, by name.")] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Go back to the snapshot before the last import; once more goes one further back."""
    from backlinkbot.app.upkeep import index_undo, undoable

    workspace = workspace_of(context)
    plan = undoable(workspace, to)
    say(
        f"To restore: {plan.restored.name} with {_links(plan.links_after)}, lost ones too; now "
        f"there are {_links(plan.links_before)}."
    )
    say(f"Then {_changed(plan)}.")
    if dry_run:
        output_of(json=json).value(plan.as_document() | {"dry_run": True}, _nothing)
        return
    _agree("Go back to it?", yes=yes)
    _tell(index_undo(workspace, to), json=json)


def _changed(plan: Undoing) -> str:
    """What going back changes: live links, and which imports it is about."""
    said = []
    if plan.live_again:
        said.append(f"{_links(plan.live_again)} {_are(plan.live_again)} live again")
    if plan.live_no_longer:
        more = "" if plan.live_again else " that are live now"
        said.append(f"{_links(plan.live_no_longer)}{more} {_are(plan.live_no_longer)} not any more")
    if plan.taken_back:
        said.append(f"the import of {', '.join(plan.taken_back)} is taken back")
    if plan.brought_back:
        said.append(f"the import of {', '.join(plan.brought_back)} is there again")
    said.append(f"{_links(plan.live_after)} {_are(plan.live_after)} live in all")
    return "; ".join(said)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _agree(question: str, *, yes: bool) -> None:
    """Go on only if the user agrees.

    Raises:
        BadInput: nobody is there to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput("nobody can be asked here; add --yes, or --dry-run to change nothing")
    if not typer.confirm(question, err=True):
        _nothing()
        raise typer.Exit


def _links(count: int) -> str:
    return f"{count:,} link" if count == 1 else f"{count:,} links"


def _nothing() -> None:
    say("Nothing was changed.")


def _tell(done: dict[str, Any], *, json: bool) -> None:
    """How many links went, and came back, and where the index stands now."""
    change = done["links_before"] - done["links_after"]
    said = f"{_links(change)} went" if change >= 0 else f"{_links(-change)} came back"
    output_of(json=json).value(
        done,
        lambda: say(
            f"{said}; the index has {done['links_after']:,} (snapshot {done['snapshot']}). "
            "Next: backlinkbot measure"
        ),
    )


@index_app.command("verify")
def verify(context: typer.Context, *, json: Json = False) -> None:
    """Hold every file of the published snapshot against its hash; changes nothing."""
    from backlinkbot.app.upkeep import index_verify

    faults = index_verify(workspace_of(context))

    def show() -> None:
        if faults:
            shown("", ["file", "fault"], [[fault["file"], fault["sentence"]] for fault in faults])
            say("Run: backlinkbot index repair")
        else:
            say("The index is well: every file is as it was published.")

    output_of(json=json).value(faults, show)
    if faults:
        raise typer.Exit(code=1)


@index_app.command("repair")
def repair(context: typer.Context, *, json: Json = False) -> None:
    """Go back to the newest whole state, and say what that costs."""
    from backlinkbot.app.upkeep import index_repair

    actions = index_repair(workspace_of(context))
    output_of(json=json).value(
        actions, lambda: say("\n".join(actions) if actions else "Nothing was to be repaired.")
    )


@index_app.command("compact")
def compact(context: typer.Context, *, json: Json = False) -> None:
    """Merge the files of many imports into few; questions become faster, answers stay the same."""
    from backlinkbot.app.upkeep import index_compact
    from backlinkbot.interfaces.cli.progress import Shown

    with Shown() as progress:
        facts = index_compact(workspace_of(context), progress)
    output_of(json=json).value(
        facts, lambda: shown("", ["what", "value"], [list(pair) for pair in facts.items()])
    )
