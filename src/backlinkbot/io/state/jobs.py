"""The queue of background work: rows that one worker at a time holds by a lease."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from backlinkbot.core.errors import NotFound
from backlinkbot.core.jobs import Job, JobState, Schedule
from backlinkbot.io.state.job_tables import jobs, schedules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from backlinkbot.io.state.store import State

MOST_LISTED = 200


class Jobs:
    """Jobs and schedules of all clients of one installation."""

    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, job: Job, key: str = "") -> Job:
        """Queue a job; one that was queued with the same key in the client is given back instead.

        The key makes asking twice harmless, also at the same moment.
        """
        row = {
            "id": job.id, "client": job.client, "kind": job.kind,
            "arguments": json.dumps(dict(job.arguments)), "state": job.state.value, "by": job.by,
            "queued_at": job.queued_at, "schedule": job.schedule, "key": key or job.id,
        }  # fmt: skip
        try:
            with self._state.writing() as connection:
                connection.execute(insert(jobs).values(**row))
        except IntegrityError:
            same = and_(jobs.c.client == job.client, jobs.c.key == (key or job.id))
            with self._state.reading() as connection:
                return _job(connection.execute(select(jobs).where(same)).one())
        return job

    def one(self, job_id: str) -> Job:
        """One job.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        if row is None:
            raise NotFound(f"there is no job {job_id}")
        return _job(row)

    def all(self, client: str, limit: int = MOST_LISTED) -> list[Job]:
        """The latest jobs of a client, the newest first."""
        asked = select(jobs).where(jobs.c.client == client)
        latest = asked.order_by(jobs.c.queued_at.desc(), jobs.c.id).limit(limit)
        with self._state.reading() as connection:
            return [_job(row) for row in connection.execute(latest)]

    def open_ones(self, client: str, kinds: Sequence[str]) -> list[Job]:
        """The jobs of these kinds that a client waits for, the newest first."""
        asked = select(jobs).where(
            jobs.c.state.in_([JobState.QUEUED.value, JobState.RUNNING.value]),
            jobs.c.client == client,
            jobs.c.kind.in_(kinds),
        )
        with self._state.reading() as connection:
            found = connection.execute(asked.order_by(jobs.c.queued_at.desc(), jobs.c.id))
            return [_job(row) for row in found]

    def claim(
        self, worker: str, now: datetime, lease: timedelta, is_gone: Callable[[str], bool]
    ) -> Job | None:
        """The oldest job that nobody works on, now held by `worker` until the lease ends.

        A job whose worker let its lease run out, or is known to be gone, is begun again. Of one
        client only one job runs at a time, because they write to the same index.
        """
        with self._state.writing() as connection:
            held = {
                row.client
                for row in connection.execute(
                    select(jobs.c.client, jobs.c.worker, jobs.c.lease_until)
                    .where(jobs.c.state == JobState.RUNNING.value)
                    .with_for_update()
                )
                if row.lease_until >= now and not is_gone(row.worker)
            }
            open_ones = (
                select(jobs)
                .where(jobs.c.state.in_([JobState.QUEUED.value, JobState.RUNNING.value]))
                .where(jobs.c.client.not_in(held))
                .order_by(jobs.c.state.desc(), jobs.c.queued_at, jobs.c.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            row = connection.execute(open_ones).first()
            if row is None:
                return None
            if row.wants_stop:
                self._stop_in(connection, row.id, now)
                return None
            connection.execute(
                update(jobs)
                .where(jobs.c.id == row.id)
                .values(
                    state=JobState.RUNNING.value,
                    worker=worker,
                    lease_until=now + lease,
                    started_at=row.started_at or now,
                    attempts=row.attempts + 1,
                    stage="",
                    reached=0.0,
                    total=None,
                    unit="",
                )
            )
            return _job(connection.execute(select(jobs).where(jobs.c.id == row.id)).one())

    def keep(self, job_id: str, worker: str, until: datetime) -> bool:
        """Hold a job longer; False when it is no longer this worker's."""
        return self._change(job_id, worker, lease_until=until)

    def tell(self, job: Job, worker: str) -> bool:
        """Note how far a job is; False when the worker must stop: it was cancelled, or taken."""
        told = {
            "stage": job.stage, "reached": job.reached, "total": job.total, "unit": job.unit,
        }  # fmt: skip
        if not self._change(job.id, worker, **told):
            return False
        with self._state.reading() as connection:
            asked = select(jobs.c.wants_stop).where(jobs.c.id == job.id)
            return not connection.execute(asked).scalar_one()

    def end(self, job: Job, worker: str) -> bool:
        """Note the end of a job: its state, sentence, result and moment."""
        return self._change(
            job.id,
            worker,
            state=job.state.value,
            message=job.message,
            result=None if job.result is None else json.dumps(dict(job.result)),
            ended_at=job.ended_at,
        )

    def stop(self, job_id: str, now: datetime) -> Job:
        """Cancel a job: a queued one at once, a running one at its next word.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.writing() as connection:
            row = connection.execute(
                select(jobs.c.state).where(jobs.c.id == job_id).with_for_update()
            ).first()
            if row and row.state == JobState.QUEUED.value:
                self._stop_in(connection, job_id, now)
            elif row and row.state == JobState.RUNNING.value:
                connection.execute(update(jobs).where(jobs.c.id == job_id).values(wants_stop=True))
        return self.one(job_id)

    @staticmethod
    def _stop_in(connection: Connection, job_id: str, now: datetime) -> None:
        connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id)
            .values(state=JobState.CANCELLED.value, message="Cancelled.", ended_at=now)
        )

    def _change(self, job_id: str, worker: str, **values: object) -> bool:
        mine = and_(
            jobs.c.id == job_id, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING.value
        )
        with self._state.writing() as connection:
            return bool(connection.execute(update(jobs).where(mine).values(**values)).rowcount)

    def add_schedule(self, one: Schedule) -> Schedule:
        """Keep a schedule."""
        with self._state.writing() as connection:
            connection.execute(
                insert(schedules).values(
                    id=one.id,
                    client=one.client,
                    kind=one.kind,
                    arguments=json.dumps(dict(one.arguments)),
                    every=one.every,
                    at_hour=one.at_hour,
                    by=one.by,
                    next_at=one.next_at,
                    is_on=one.is_on,
                )
            )
        return one

    def schedules(self, client: str) -> list[Schedule]:
        """The schedules of a client, the next one first."""
        asked = select(schedules).where(schedules.c.client == client)
        with self._state.reading() as connection:
            found = connection.execute(asked.order_by(schedules.c.next_at, schedules.c.id)).all()
        return [_schedule(row) for row in found]

    def schedule(self, schedule_id: str) -> Schedule:
        """One schedule.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.reading() as connection:
            asked = select(schedules).where(schedules.c.id == schedule_id)
            row = connection.execute(asked).first()
        if row is None:
            raise NotFound(f"there is no schedule {schedule_id}")
        return _schedule(row)

    def due(self, now: datetime) -> list[Schedule]:
        """The schedules whose time has come."""
        asked = select(schedules).where(schedules.c.is_on, schedules.c.next_at <= now)
        with self._state.reading() as connection:
            return [_schedule(row) for row in connection.execute(asked)]

    def move_schedule(self, one: Schedule, next_at: datetime) -> bool:
        """Set the next time, if nobody did so since `one` was read."""
        same = and_(schedules.c.id == one.id, schedules.c.next_at == one.next_at)
        with self._state.writing() as connection:
            changed = connection.execute(update(schedules).where(same).values(next_at=next_at))
        return bool(changed.rowcount)

    def switch_schedule(self, schedule_id: str, *, on: bool) -> Schedule:
        """Switch a schedule on or off.

        Raises:
            NotFound: there is none of that id.
        """
        with self._state.writing() as connection:
            connection.execute(
                update(schedules).where(schedules.c.id == schedule_id).values(is_on=on)
            )
        return self.schedule(schedule_id)

    def remove_schedule(self, schedule_id: str) -> Schedule:
        """Forget a schedule and give it back.

        Raises:
            NotFound: there is none of that id.
        """
        one = self.schedule(schedule_id)
        with self._state.writing() as connection:
            connection.execute(schedules.delete().where(schedules.c.id == schedule_id))
        return one


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        client=row.client,
        kind=row.kind,
        arguments=json.loads(row.arguments),
        state=JobState(row.state),
        by=row.by,
        queued_at=row.queued_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        stage=row.stage,
        reached=row.reached,
        total=row.total,
        unit=row.unit,
        message=row.message,
        result=json.loads(row.result) if row.result else None,
        attempts=row.attempts,
        schedule=row.schedule,
    )


def _schedule(row: Any) -> Schedule:
    return Schedule(
        id=row.id,
        client=row.client,
        kind=row.kind,
        every=row.every,
        at_hour=row.at_hour,
        by=row.by,
        next_at=row.next_at,
        arguments=json.loads(row.arguments),
        is_on=row.is_on,
    )
