"""The verb jobs: what is asked for in the background, how far it is, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import client_folder
from backlinkbot.core.access import HOME, LOCAL
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.job_arguments import check
from backlinkbot.core.jobs import Job, JobState, Schedule
from backlinkbot.io.state.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace

# What can run in the background, in words; `app/work` holds the verb of each.
KINDS = {
    "ingest": "Import",
    "crawl": "Crawl",
    "verify": "Look at backlinks again",
    "measure": "Measure authority",
    "audit": "Audit",
    "audit-rebuild": "Audit again from what was kept",
    "report": "Client report",
    "watch": "Watch",
    "find": "Opportunities",
    "results-import": "Import of visits",
    "contacts": "Find contacts",
    "outreach": "Outreach round",
    "landed": "Look for links that were asked for",
}
# Rhythms within a day, for work that takes a moment: answers are to be read while they are fresh.
OFTEN = {"15 minutes": timedelta(minutes=15), "hour": timedelta(hours=1)}
MAY_COME_OFTEN = ("outreach",)
DAYS = {"day": 1, "week": 7}
EVERY = (*OFTEN, *DAYS, "month")
LATEST_DAY = 28
MONTHS = 12
LONGEST_KEY = 200  # characters of an idempotency key
HOURS = 24
UPLOADS = "uploads"  # in a client's workspace: what was sent to be read
PUBLIC_ONLY = "public_only"  # the argument of an import that somebody elsewhere asked for


def queue(
    root: Workspace,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    client: str = HOME,
    by: str = "local user",
    key: str = "",
) -> Job:
    """Ask for work in the background; asking again with the same `key` gives the same job.

    Raises:
        BadInput: no such kind, arguments it cannot run with, a path on this machine from somebody
            elsewhere, or a key that is too long or was used for something else.
    """
    if kind not in KINDS:
        raise BadInput(f"{kind!r} cannot run in the background; these can: {', '.join(KINDS)}")
    if len(key) > LONGEST_KEY:
        raise BadInput(f"an idempotency key has at most {LONGEST_KEY} characters")
    told = _told(root, kind, arguments, client, by)
    check(kind, told, root.clock.today())
    root.write()
    job = Job(token_hex(8), client, kind, told, JobState.QUEUED, by, root.clock.now())
    kept = Jobs(root.state).put(job, key)
    if (kept.kind, dict(kept.arguments)) != (kind, told):
        raise BadInput(f"the idempotency key {key!r} was used for another {kept.kind} before")
    return kept


def list_jobs(root: Workspace, client: str = HOME) -> list[Job]:
    """The latest jobs of a client, the newest first."""
    return Jobs(root.state).all(client)


def open_jobs(root: Workspace, kinds: Collection[str], client: str = HOME) -> list[Job]:
    """What is queued or under way of these kinds, the newest first."""
    return Jobs(root.state).open_ones(client, list(kinds))


def job_of(root: Workspace, job_id: str, client: str = HOME) -> Job:
    """One job of a client.

    Raises:
        NotFound: it has none of that id.
    """
    job = Jobs(root.state).one(job_id)
    if job.client != client:
        raise NotFound(f"there is no job {job_id}")
    return job


def cancel(root: Workspace, job_id: str, client: str = HOME) -> Job:
    """Cancel a job: a queued one at once, a running one at its next word; an ended one stays.

    Raises:
        NotFound: the client has none of that id.
    """
    job = job_of(root, job_id, client)
    return job if job.state.is_over else Jobs(root.state).stop(job_id, root.clock.now())


def add_schedule(  # noqa: PLR0913 - what a user may say
    root: Workspace,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    every: str = "week",
    at_hour: int = 4,
    client: str = HOME,
    by: str = "local user",
) -> Schedule:
    """Let a job come back every day, week or month at an hour (UTC), outreach also more often.

    Raises:
        BadInput: no such kind, rhythm or hour, or arguments it cannot run with.
    """
    if kind not in KINDS:
        raise BadInput(f"{kind!r} cannot run in the background; these can: {', '.join(KINDS)}")
    if every not in EVERY:
        raise BadInput(f"every {every!r} is none of {', '.join(EVERY)}")
    if every in OFTEN and kind not in MAY_COME_OFTEN:
        raise BadInput(f"every {every} comes {', '.join(MAY_COME_OFTEN)} alone; say day or rarer")
    if not 0 <= at_hour < HOURS:
        raise BadInput(f"the hour {at_hour} is none of 0 to 23 (UTC)")
    told = _told(root, kind, arguments, client, by)
    check(kind, told, root.clock.today())
    root.write()
    at = root.clock.now()
    one = Schedule(
        token_hex(8), client, kind, every, at_hour, by, next_time(at, every, at_hour, at), told
    )  # fmt: skip
    return Jobs(root.state).add_schedule(one)


def list_schedules(root: Workspace, client: str = HOME) -> list[Schedule]:
    """The schedules of a client, the next one first."""
    return Jobs(root.state).schedules(client)


def switch_schedule(root: Workspace, schedule_id: str, *, on: bool, client: str = HOME) -> Schedule:
    """Switch a schedule on or off; raises NotFound where the client has none of that id."""
    _schedule_of(root, schedule_id, client)
    return Jobs(root.state).switch_schedule(schedule_id, on=on)


def remove_schedule(root: Workspace, schedule_id: str, client: str = HOME) -> Schedule:
    """Forget a schedule; raises NotFound where the client has none of that id."""
    _schedule_of(root, schedule_id, client)
    return Jobs(root.state).remove_schedule(schedule_id)


def queue_due(root: Workspace) -> list[Job]:
    """Queue what the schedules ask for by now: once each, however many times were slept over.

    What comes often is not queued again while it still waits for a worker.
    """
    now, made = root.clock.now(), []
    for one in Jobs(root.state).due(now):
        if one.every in OFTEN and _still_waits(root, one):
            Jobs(root.state).move_schedule(one, next_time(one.next_at, one.every, one.at_hour, now))
            continue
        job = Job(
            token_hex(8), one.client, one.kind, one.arguments, JobState.QUEUED, one.by, now,
            schedule=one.id,
        )  # fmt: skip
        # The key holds the time that was due: of two workers that see it, one makes the job.
        made.append(Jobs(root.state).put(job, f"{one.id}@{one.next_at.isoformat()}"))
        Jobs(root.state).move_schedule(one, next_time(one.next_at, one.every, one.at_hour, now))
    return made


def next_time(last: datetime, every: str, at_hour: int, now: datetime) -> datetime:
    """The first time after `now` in the rhythm that `last` belongs to, all in UTC.

    Monthly work is never due after the 28th, which every month has; of a rhythm within a day the
    hour means nothing.
    """
    if every in OFTEN:
        return last + max(1, (now - last) // OFTEN[every] + 1) * OFTEN[every]
    at = last.replace(hour=at_hour, minute=0, second=0, microsecond=0)
    if every == "month":
        at = at.replace(day=min(at.day, LATEST_DAY))
    while at <= now:
        at = _month_later(at) if every == "month" else at + timedelta(days=DAYS[every])
    return at


def _told(
    root: Workspace, kind: str, arguments: Mapping[str, Any], client: str, by: str
) -> dict[str, Any]:
    """The arguments; somebody elsewhere has read what was sent, and of links also the public web.

    Whoever sits at this machine may read its files and its network anyhow; nobody else may have
    them read for him.

    Raises:
        BadInput: a place on this machine that is none of the client's uploads.
    """
    told = dict(arguments)
    if by == LOCAL.name:
        return told
    of_links = kind == "ingest"
    sent = (client_folder(root, client) / UPLOADS).resolve()
    places = told.get("places")
    for place in places if isinstance(places, list) else ():
        is_address = of_links and str(place).lower().startswith(("https://", "http://"))
        if not is_address and sent not in Path(str(place)).resolve().parents:
            other = "say an http(s) address, or send the file" if of_links else "send the file"
            raise BadInput(f"{other}; paths are for the user of this machine")
    return told | {PUBLIC_ONLY: True} if of_links else told


def _still_waits(root: Workspace, one: Schedule) -> bool:
    waiting = Jobs(root.state).open_ones(one.client, [one.kind])
    return any(job.schedule == one.id and job.state is JobState.QUEUED for job in waiting)


def _month_later(at: datetime) -> datetime:
    is_last = at.month == MONTHS
    return at.replace(year=at.year + is_last, month=1 if is_last else at.month + 1)


def _schedule_of(root: Workspace, schedule_id: str, client: str) -> Schedule:
    one = Jobs(root.state).schedule(schedule_id)
    if one.client != client:
        raise NotFound(f"there is no schedule {schedule_id}")
    return one
