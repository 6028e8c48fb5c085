"""Pacing: how many links may land in a week, the plan of the next four, and plans tried out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.budget import MOST_WEEKS, WEEKS
from backlinkbot.app.budget import budget as run_budget
from backlinkbot.app.plan import PlanOptions, SimulateOptions
from backlinkbot.app.plan import plan as run_plan
from backlinkbot.app.plan import simulate as run_simulate
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import stamped
from backlinkbot.interfaces.api.parameters import Day, DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.outreach_pace import (
    MOST_HOLIDAYS,
    BudgetOut,
    PlanIn,
    PlanOut,
    SimulationOut,
)

MOST_RUNS = 1_000  # of one answer; the command takes more
Holidays = Annotated[
    list[Day], Query(max_length=MOST_HOLIDAYS, description="Days on which nobody works.")
]

router = APIRouter(tags=["pace"])


@router.get("/domains/{domain}/budget", response_model=BudgetOut, responses=described(404))
def budget(
    asked: Reads,
    domain: DomainPath,
    weeks: Annotated[int, Query(ge=1, le=MOST_WEEKS, description="So many weeks ahead.")] = WEEKS,
    holiday: Holidays = [],  # noqa: B006 - FastAPI copies it
) -> Any:
    """How many links may land in a week: the natural band, what landed, what is pledged, room."""
    found = run_budget(asked.workspace, domain, weeks=weeks, holidays=holiday)
    return stamped(asked, found.as_document())


@router.get("/domains/{domain}/plan", response_model=PlanOut, responses=described(404))
def plan(
    asked: Reads,
    domain: DomainPath,
    all_phases: Annotated[  # noqa: FBT002 - a parameter of an address
        bool, Query(description="Also tactics that wait until the profile is ready for them.")
    ] = False,
    holiday: Holidays = [],  # noqa: B006 - FastAPI copies it
) -> Any:
    """The next four weeks, with what can be spent as it was told last; made anew each time."""
    options = PlanOptions(all_phases=all_phases, holidays=holiday, by=asked.principal.name)
    return stamped(asked, run_plan(asked.workspace, domain, options).as_document())


@router.post("/domains/{domain}/plan", response_model=PlanOut, responses=described(404))
def plan_with(asked: Changes, domain: DomainPath, told: PlanIn) -> Any:
    """The same with hours, budget and languages, which are kept with a site that was added."""
    options = PlanOptions(
        told.hours, told.budget, told.languages, told.all_phases, told.holidays,
        by=asked.principal.name,
    )  # fmt: skip
    return stamped(asked, run_plan(asked.workspace, domain, options).as_document())


@router.get("/domains/{domain}/simulation", response_model=SimulationOut, responses=described(404))
def simulation(  # noqa: PLR0913, PLR0917 - what one may try
    asked: Reads,
    domain: DomainPath,
    links: Annotated[
        int | None, Query(ge=1, le=100_000, description="That the plan is to bring.")
    ] = None,
    weeks: Annotated[int, Query(ge=1, le=156, description="That it may take.")] = 52,
    chance: Annotated[
        float | None, Query(gt=0, le=1, description="Of a link from one message.")
    ] = None,
    runs: Annotated[int, Query(ge=1, le=MOST_RUNS, description="Times it is tried.")] = 200,
    seed: Annotated[int, Query(ge=0, le=2**31 - 1, description="The same: the same answer.")] = 1,
) -> Any:
    """A plan tried out on made-up weeks of the site's own forecast, beside asking all at once."""
    options = SimulateOptions(links, weeks, chance, runs, seed)
    return stamped(asked, run_simulate(asked.workspace, domain, options).as_document())
