"""The commands that look at a profile over time and at its anchors: velocity, anchors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Json, Lines, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.anchor_mix import AnchorMix
    from backlinkbot.core.facts import Rejects
    from backlinkbot.core.velocity import Velocity

WEEKS_SHOWN = 12
REJECTS_SHOWN = 5

Domain = Annotated[
    str, typer.Argument(help="A domain, like example.com.", metavar="DOMAIN", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("velocity")(velocity)
    app.command("anchors")(anchors)


def velocity(
    context: typer.Context,
    domain: Domain = "",
    *,
    series: Annotated[
        Path | None,
        typer.Option(help="Judge the numbers in this file: one a line, or week,count."),
    ] = None,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """New referring domains week by week, and which weeks look bought, viral or unclear."""
    from backlinkbot.app.velocity import velocity as run
    from backlinkbot.app.velocity import velocity_of_file

    _need_one(domain, series, "--series")
    workspace = workspace_of(context)
    if series:
        read = velocity_of_file(workspace, series, domain)
        found = read.velocity
        for note in read.notes:
            say(note[0].upper() + note[1:] + ".")
        _say_rejects(read.rejects)
    else:
        found = run(workspace, domain)
    wanted = output_of(json=json, lines=lines, path=output)
    wanted.value(found.as_document(), lambda: _show_velocity(found))


def anchors(
    context: typer.Context,
    domain: Domain = "",
    *,
    listed: Annotated[
        Path | None,
        typer.Option(
            "--anchors", help="Judge the anchors in this file: one a line, or anchor,domains."
        ),
    ] = None,
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """Whether the anchors that point at a site are a natural mix, in referring domains."""
    from backlinkbot.app.anchors import anchors as run
    from backlinkbot.app.anchors import anchors_of_file

    _need_one(domain, listed, "--anchors")
    workspace = workspace_of(context)
    if listed:
        read = anchors_of_file(workspace, listed, domain)
        found = read.mix
        _say_rejects(read.rejects)
    else:
        found = run(workspace, domain)
    wanted = output_of(json=json, lines=lines, path=output)
    wanted.value(found.as_document(), lambda: _show_mix(found))


def _need_one(domain: str, path: Path | None, option: str) -> None:
    if not domain and path is None:
        raise typer.BadParameter(f"name a DOMAIN, or a file with {option}")


def _say_rejects(rejects: Rejects) -> None:
    for reason, times in rejects.counts.items():
        say(f"{times:,} × {reason}")  # noqa: RUF001 - times
    for reason, place, text in rejects.examples[:REJECTS_SHOWN]:
        say(f"  {place}: {reason}: {text}")


def _show_velocity(found: Velocity) -> None:
    say(found.sentence)
    shown(
        f"New referring domains of {found.domain}, the last {WEEKS_SHOWN} weeks",
        ["week of", "new", "lost", "expected", "usual band"],
        [
            [w.week.isoformat(), w.new, w.lost, w.expected, _band(w.low, w.high)]
            for w in found.weeks[-WEEKS_SHOWN:]
        ],
    )
    for alarm in found.alarms:
        span = f"{alarm.first.isoformat()} to {alarm.last.isoformat()}"
        sure = "" if alarm.probability is None else f" ({alarm.probability:.0%} bought or placed)"
        shown(
            f"Weeks of {span}: {alarm.kind.value}{sure}",
            ["why"],
            [[reason] for reason in alarm.reasons],
        )
    shown("What this cannot see", ["blind spot"], [[line] for line in found.blind_spots])


def _show_mix(found: AnchorMix) -> None:
    say(found.sentence)
    shown(
        f"Anchors of {found.domain}, by referring domains",
        ["class", "domains", "share", "natural", "usual band", "as many or more"],
        [
            [c.name, c.domains, f"{c.share:.0%}", f"{c.expected:.0%}",
             f"{c.low:.0%} to {c.high:.0%}", f"{c.tail_probability:.2g}"]
            for c in found.classes
        ],
    )  # fmt: skip
    if found.alarms:
        shown("What stands out", ["finding"], [[alarm.sentence] for alarm in found.alarms])
    shown(
        "Most used anchors",
        ["anchor", "class", "domains", "share"],
        [[a.text, a.anchor_class, a.domains, f"{a.share:.0%}"] for a in found.top_anchors[:10]],
    )
    for note in found.notes:
        say(note)


def _band(low: int | None, high: int | None) -> str:
    return "–" if low is None or high is None else f"{low:,}–{high:,}"  # noqa: RUF001 - a range
