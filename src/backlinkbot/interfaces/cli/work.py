"""The commands work, job and schedule: what runs in the background, and what comes back."""

from __future__ import annotations

import json as encoding
import signal
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.core.access import HOME
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import Json, output_of, root_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.core.jobs import Job, Schedule

job_app = typer.Typer(no_args_is_help=True, help="What runs in the background.")
schedule_app = typer.Typer(no_args_is_help=True, help="Work that comes back by itself.")

ClientName = Annotated[
    str, typer.Option("--client", metavar="NAME", help="Whose; else the workspace itself.")
]
JobId = Annotated[str, typer.Argument(metavar="ID", help="As `job list` shows it.")]
ScheduleId = Annotated[str, typer.Argument(metavar="ID", help="As `schedule list` shows it.")]


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.command("work")(work)
    app.add_typer(job_app, name="job")
    app.add_typer(schedule_app, name="schedule")


def work(
    context: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is queued and due now, then stop.")
    ] = False,
    until_eof: Annotated[
        bool,
        typer.Option(
            "--until-eof", help="Stop when standard input ends, for programs that start it."
        ),
    ] = False,
) -> None:
    """Run what is queued and what schedules ask for, until you stop it."""
    from backlinkbot.app.work import Worker

    worker = Worker(root_of(context))
    if once:
        done = worker.all()
        say("Nothing was to be done." if not done else f"Jobs done: {done:,}.")
        return
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if until_eof:  # whoever started us holds the other end; it closes when he ends, however
        Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    else:
        say("Working; stop with Ctrl+C. A job that is running then is finished first.")
    worker.run(stop)


def _stop_at_end_of_input(stop: Event) -> None:
    sys.stdin.read()
    stop.set()


@job_app.command("list")
def list_(context: typer.Context, *, client: ClientName = HOME, json: Json = False) -> None:
    """The latest jobs, the newest first."""
    from backlinkbot.app.jobs import list_jobs

    found = list_jobs(root_of(context), client)
    output_of(json=json).value([job.as_document() for job in found], lambda: _show(found))


@job_app.command("show")
def show(
    context: typer.Context, job_id: JobId, *, client: ClientName = HOME, json: Json = False
) -> None:
    """One job: how far it is, or what came of it."""
    from backlinkbot.app.jobs import job_of

    found = job_of(root_of(context), job_id, client)
    output_of(json=json).value(found.as_document(), lambda: _show([found]))


@job_app.command("cancel")
def cancel(
    context: typer.Context, job_id: JobId, *, client: ClientName = HOME, json: Json = False
) -> None:
    """Cancel a job: a queued one at once, a running one at its next step."""
    from backlinkbot.app.jobs import cancel as run

    found = run(root_of(context), job_id, client)
    output_of(json=json).value(found.as_document(), lambda: _show([found]))


@job_app.command("add")
def add_job(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as measure or audit.")],
    *,
    arguments: Annotated[
        str, typer.Option("--with", metavar="JSON", help='Such as {"domain": "example.com"}.')
    ] = "{}",
    client: ClientName = HOME,
    key: Annotated[str, typer.Option(metavar="TEXT", help="Asked again: the same job.")] = "",
    json: Json = False,
) -> None:
    """Ask for work in the background; `work` and `serve` do it."""
    from backlinkbot.app.jobs import queue

    job = queue(root_of(context), kind, _document(arguments), client=client, key=key)
    output_of(json=json).value(job.as_document(), lambda: say(f"Queued as {job.id}."))


@schedule_app.command("add")
def add_schedule(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as measure or audit.")],
    *,
    every: Annotated[
        str, typer.Option(help="day, week, month; outreach: hour, 15 minutes.")
    ] = "week",
    at_hour: Annotated[int, typer.Option("--at", help="The hour, 0 to 23, UTC.")] = 4,
    arguments: Annotated[
        str, typer.Option("--with", metavar="JSON", help='Such as {"domain": "example.com"}.')
    ] = "{}",
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Let work come back every day, week or month; outreach also more often."""
    from backlinkbot.app.jobs import add_schedule as run

    given = _document(arguments)
    one = run(root_of(context), kind, given, every=every, at_hour=at_hour, client=client)
    output_of(json=json).value(one.as_document(), lambda: _show_schedules([one]))


@schedule_app.command("list")
def list_schedules(
    context: typer.Context, *, client: ClientName = HOME, json: Json = False
) -> None:
    """What comes back, the next one first."""
    from backlinkbot.app.jobs import list_schedules as run

    found = run(root_of(context), client)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show_schedules(found))


@schedule_app.command("switch")
def switch(
    context: typer.Context,
    schedule_id: ScheduleId,
    *,
    on: Annotated[bool, typer.Option("--on/--off", help="Which way.")] = True,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Switch a schedule on or off."""
    from backlinkbot.app.jobs import switch_schedule

    one = switch_schedule(root_of(context), schedule_id, on=on, client=client)
    output_of(json=json).value(one.as_document(), lambda: _show_schedules([one]))


@schedule_app.command("remove")
def remove(
    context: typer.Context,
    schedule_id: ScheduleId,
    *,
    client: ClientName = HOME,
    json: Json = False,
) -> None:
    """Forget a schedule; what it queued stays."""
    from backlinkbot.app.jobs import remove_schedule

    one = remove_schedule(root_of(context), schedule_id, client)
    output_of(json=json).value(one.as_document(), lambda: say(f"Removed: {one.kind}."))


def _document(text: str) -> dict[str, Any]:
    try:
        value = encoding.loads(text)
    except ValueError as error:
        raise BadInput(f"--with is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadInput('--with is no JSON object; write it like {"domain": "example.com"}')
    return value


def _show(found: list[Job]) -> None:
    rows = [
        [job.id, job.kind, job.state.value, _about(job), f"{job.queued_at:%Y-%m-%d %H:%M}"]
        for job in found
    ]
    shown("Jobs", ["id", "kind", "state", "", "queued (UTC)"], rows)


def _about(job: Job) -> str:
    if job.message or not job.stage:
        return job.message
    share = f" {job.reached / job.total:.0%}" if job.total else ""
    return f"{job.stage}{share}"


def _show_schedules(found: list[Schedule]) -> None:
    rows = [
        [one.id, one.kind, one.every, f"{one.next_at:%Y-%m-%d %H:%M}", one.is_on] for one in found
    ]
    shown("Schedules", ["id", "kind", "every", "next (UTC)", "on"], rows)
