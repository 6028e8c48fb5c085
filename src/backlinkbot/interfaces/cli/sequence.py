"""The commands of sequence: which message follows which, and when in the recipient's day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import DAYS, Sequence
from backlinkbot.interfaces.cli.options import (
    Json,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.outreach import Step

app = typer.Typer(no_args_is_help=True, help="First messages and their follow-ups, at most two.")

WORKDAYS = "mon,tue,wed,thu,fri"


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, hyphens.")],
    steps: Annotated[
        list[str],
        typer.Argument(metavar="STEP…", help="A template; 3:TEMPLATE waits 3 business days; A|B."),
    ],
    *,
    hours: Annotated[
        str, typer.Option("--hours", metavar="FROM-TO", help="In the recipient's day.")
    ] = "9-17",
    days: Annotated[str, typer.Option("--days", metavar="DAYS", help="Like mon,tue.")] = WORKDAYS,
    json: Json = False,
) -> None:
    """Keep a sequence; an edit makes its next version, and who has begun goes on with his."""
    from backlinkbot.app.pitch.campaigns import add_sequence, steps_told

    told = Sequence(name, steps_told(steps), _hours(hours), _days(days))
    kept = add_sequence(workspace_of(context), told, by=user_name())
    output_of(json=json).value(
        kept.as_document(), lambda: say(f"{kept.name} is kept in version {kept.version}")
    )


@app.command("list")
def list_(context: typer.Context, *, json: Json = False) -> None:
    """All sequences in their newest version."""
    from backlinkbot.app.pitch.campaigns import list_sequences

    found = list_sequences(workspace_of(context))
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("withdraw")
def withdraw(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The sequence.")],
) -> None:
    """Let nobody begin with a sequence, and send nothing more of it to anybody."""
    from backlinkbot.app.pitch.campaigns import end_sequence

    end_sequence(workspace_of(context), name)
    say(f"{name} is withdrawn. To use it again: backlinkbot sequence add {name} STEP…")


def _hours(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not (dash and first.strip().isdigit() and last.strip().isdigit()):
        raise BadInput(f"{text!r} are no hours; write them like 9-17")
    return int(first), int(last)


def _days(text: str) -> tuple[int, ...]:
    words = [word.strip().lower()[:3] for word in text.split(",") if word.strip()]
    if unknown := [word for word in words if word not in DAYS]:
        raise BadInput(f"{unknown[0]!r} is no day; write them like mon,tue")
    return tuple(sorted({DAYS.index(word) for word in words}))


def _show(found: list[Sequence]) -> None:
    if not found:
        say("There are no sequences yet. Keep one: backlinkbot sequence add NAME TEMPLATE…")
        return
    rows = [
        (one.name, one.version, " → ".join(_step(step) for step in one.steps),
         f"{one.hours[0]}-{one.hours[1]}", ",".join(DAYS[day] for day in one.weekdays))
        for one in found
    ]  # fmt: skip
    shown("", ["sequence", "version", "steps", "hours", "days"], rows)


def _step(step: Step) -> str:
    words = "|".join(step.templates)
    return f"{step.after_days}:{words}" if step.after_days else words
