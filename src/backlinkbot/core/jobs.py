"""Long work that is done in the background: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class JobState(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of background work of one client.

    `kind`: a verb, as in `app/work`; `arguments` and `result`: JSON documents; `stage`, `reached`,
    `total`, `unit`: as told by `Progress`, total None when nobody can know; `message`: the
    sentence of its end; `attempts`: how often it was begun (a crash begins it again);
    `schedule`: the id of the schedule that queued it, or empty.
    """

    id: str
    client: str
    kind: str
    arguments: Mapping[str, Any]
    state: JobState
    by: str
    queued_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    stage: str = ""
    reached: float = 0.0
    total: float | None = None
    unit: str = ""
    message: str = ""
    result: Mapping[str, Any] | None = None
    attempts: int = 0
    schedule: str = ""

    def as_document(self) -> dict[str, Any]:
        """The job as JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "arguments": dict(self.arguments),
            "state": self.state.value,
            "by": self.by,
            "queued_at": _told(self.queued_at),
            "started_at": _told(self.started_at),
            "ended_at": _told(self.ended_at),
            "stage": self.stage or None,
            "reached": self.reached,
            "total": self.total,
            "unit": self.unit or None,
            "message": self.message or None,
            "result": None if self.result is None else dict(self.result),
            "attempts": self.attempts,
            "schedule": self.schedule or None,
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that comes back: `every`: "day", "week" or "month"; `at_hour`: 0..23 UTC."""

    id: str
    client: str
    kind: str
    every: str
    at_hour: int
    by: str
    next_at: datetime
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_on: bool = True

    def as_document(self) -> dict[str, Any]:
        """The schedule as JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "every": self.every,
            "at_hour": self.at_hour,
            "by": self.by,
            "next_at": _told(self.next_at),
            "arguments": dict(self.arguments),
            "is_on": self.is_on,
        }


def _told(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
