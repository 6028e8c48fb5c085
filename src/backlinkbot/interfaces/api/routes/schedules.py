"""Schedules: work that comes back every day, week or month."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from backlinkbot.app.jobs import add_schedule, list_schedules, remove_schedule, switch_schedule
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import ScheduleIn, ScheduleOut, ScheduleSwitch, told_to

router = APIRouter(tags=["jobs"])


@router.get("/schedules", response_model=Rows[ScheduleOut])
def schedules(asked: Reads, place: Paged) -> Any:
    """The schedules, the next one first."""
    found = list_schedules(asked.gate.root, asked.client)
    return place.of([told_to(asked.principal, one) for one in found])


@router.post("/schedules", status_code=201, response_model=ScheduleOut, responses=described(409))
def add(asked: Changes, told: ScheduleIn, response: Response, keyed: Repeated) -> Any:
    """Lets work come back."""

    def made() -> dict[str, Any]:
        one = add_schedule(
            asked.gate.root, told.kind, told.arguments, every=told.every, at_hour=told.at_hour,
            client=asked.client, by=asked.principal.name,
        )  # fmt: skip
        return told_to(asked.principal, one)

    document = keyed.once(asked, made)
    response.headers["location"] = f"/api/v1/schedules/{document['id']}"
    return document


@router.patch("/schedules/{schedule}", response_model=ScheduleOut, responses=described(404))
def switch(asked: Changes, schedule: IdPath, told: ScheduleSwitch) -> Any:
    """Switches a schedule on or off."""
    one = switch_schedule(asked.gate.root, schedule, on=told.is_on, client=asked.client)
    return told_to(asked.principal, one)


@router.delete("/schedules/{schedule}", response_model=ScheduleOut, responses=described(404))
def remove(asked: Changes, schedule: IdPath) -> Any:
    """Forgets a schedule."""
    return told_to(asked.principal, remove_schedule(asked.gate.root, schedule, asked.client))
