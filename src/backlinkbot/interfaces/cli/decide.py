"""The command decide."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import DomainName, Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.decisions import Decided, Decisions, GroupDecided
    from backlinkbot.core.audit import Decision

LEFT_SHOWN = 20  # of the members that were decided already


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("decide")(decide)


def decide(
    context: typer.Context,
    domain: DomainName,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT",
            help="A site, or a group of the last audit; without it: what is decided.",
        ),
    ] = "",
    choice: Annotated[
        str, typer.Argument(metavar="keep|remove|disavow|undo", help="What to do about it.")
    ] = "",
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    by: Annotated[str, typer.Option(metavar="WHO", help="Who decides; else your user name.")] = "",
    removals: Annotated[
        Path | None,
        typer.Option(metavar="OUT.txt", help="Write letters that ask for removal; none is sent."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Of a group also the members that were decided already.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="What is decided.")] = False,
    json: Json = False,
) -> None:
    """Keep, remove or disavow a linking site, or undo that; every decision is kept."""
    from backlinkbot.app.decisions import decide as run
    from backlinkbot.app.decisions import decide_group, decisions, removal_requests

    workspace = workspace_of(context)
    wanted = output_of(json=json)
    if removals:
        letters = removal_requests(workspace, domain)
        letters.write(removals)
        count = len(letters.requests)
        many = "1 letter" if count == 1 else f"{count:,} letters"
        say(f"{many} written to {removals}: fill in who you are. Nothing was sent.")
    elif listed or not unit:
        found = decisions(workspace, domain)
        wanted.value([one.as_document() for one in found.all], lambda: _show_decisions(found))
    elif not choice:
        raise BadInput("say what to do: keep, remove, disavow or undo")
    elif " " in unit.strip():
        who = by or _user()
        whole = decide_group(workspace, domain, unit, choice, by=who, note=note, is_forced=force)
        wanted.value([one.as_document() for one in whole.made], lambda: _show_group(whole))
    else:
        done = run(workspace, domain, unit, choice, by=by or _user(), note=note)
        wanted.value(done.made.as_document(), lambda: _show_decided(done))


def _show_decided(done: Decided) -> None:
    made = done.made
    if done.taken_back:
        say(f"Taken back: {made.unit} {done.taken_back.choice.value}.")
    if done.in_force:
        say(f"{made.unit}: {done.in_force.choice.value}, by {done.in_force.by}.")
    else:
        say(f"Nothing is decided about {made.unit} now.")
    if done.is_linking is False:
        say(f"No link from {made.unit} to {made.site} is known, now or before: check the name.")
    say("Nothing was sent or uploaded.")


def _show_group(done: GroupDecided) -> None:
    sites = "1 site" if len(done.made) == 1 else f"{len(done.made):,} sites"
    word = done.made[0].choice.value if done.made else "nothing changed"
    say(f"{done.group}: {word}, {sites}.")
    for name, reason in done.refused:
        say(f"Left out: {name}: {reason}")
    if done.left:
        say(f"{len(done.left):,} left as decided; to decide the whole group: --force")
        for one in done.left[:LEFT_SHOWN]:
            note = f", “{one.note}”" if one.note else ""
            say(f"  {one.unit}: {one.choice.value}, by {one.by}{note}")
        if len(done.left) > LEFT_SHOWN:
            say(f"  and {len(done.left) - LEFT_SHOWN:,} more")
    say("Nothing was sent or uploaded.")


def _show_decisions(found: Decisions) -> None:
    columns = ["site", "decision", "by", "when", "note"]
    shown(f"In force for {found.site}", columns, [_row(one) for one in found.in_force])
    shown("All decisions", columns, [_row(one) for one in found.all])


def _row(one: Decision) -> list[object]:
    return [one.unit, one.choice.value, one.by, one.at.strftime("%Y-%m-%d %H:%M"), one.note]


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        raise BadInput("say who decides: --by NAME") from None
