"""The verb plan: from goals and resources to the next four weeks, and plans tried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, isfinite
from typing import TYPE_CHECKING

from backlinkbot.app.budget import budget, forecast_of
from backlinkbot.app.find.readiness import readiness
from backlinkbot.app.find.taking import rivals_of
from backlinkbot.app.plan.advising import advice_of
from backlinkbot.app.plan.chances import Chances, chances_of
from backlinkbot.core.errors import BadInput
from backlinkbot.core.goals import GoalKind, holding
from backlinkbot.core.plans import Plan, Resources
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.goals import kept_goals
from backlinkbot.io.state.resources import keep_resources, kept_resources
from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.pacing import weeks_for
from backlinkbot.logic.outreach.plan import hours_of, pick
from backlinkbot.logic.outreach.plan_words import MONTH_WEEKS, Outlook, notes_of, sentence_of
from backlinkbot.logic.outreach.simulate import CHANCE, RUNS, Try
from backlinkbot.logic.outreach.simulate import simulate as tried
from backlinkbot.logic.prospect.phase import VOLUME_TACTICS, Phase, Shape, phase

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.pacing import Budget
    from backlinkbot.core.plans import Simulation
    from backlinkbot.logic.outreach.plan import Picked

__all__ = ["PlanOptions", "SimulateOptions", "plan", "resources_of", "simulate"]

WEEKS = 4  # of a plan
LEAST_LINKS = 5  # next links that advice is given for
MOST_HOURS, MOST_BUDGET = 1_000.0, 1e7
LANGUAGE_LENGTH = 35
MOST_LINKS, MOST_WEEKS, MOST_RUNS = 100_000, 156, 5_000


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a user may say; what is None is as it was told last, or usual.

    `all_phases`: also tactics that wait until the profile is in line with its peers'; `by`: who
    says it. Resources that are told are kept for the next time, where the site was added.
    """

    hours: float | None = None
    budget: float | None = None
    languages: Sequence[str] | None = None
    all_phases: bool = False
    holidays: Collection[date] = ()
    by: str = "local user"


@dataclass(frozen=True, slots=True)
class SimulateOptions:
    """What to try; None is taken from the plan. `chance`: 0..1 of a link from one message."""

    links: int | None = None
    weeks: int = 52
    chance: float | None = None
    runs: int = RUNS
    seed: int = 1


def plan(
    workspace: Workspace,
    domain: str,
    options: PlanOptions | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The next four weeks: whom to ask by which tactic, and how many weeks all of it takes.

    Made anew each time from what landed and what is pledged by then.

    Raises:
        BadInput: the domain is none, or a number is out of range.
        NotFound: nothing is known of the site.
    """
    options, progress = options or PlanOptions(), progress or Silent()
    domain = domain_named(domain)
    told = _resources(workspace, domain, options)
    progress.stage("Counting what landed")
    found = budget(workspace, domain, holidays=options.holidays)
    standing = _standing(workspace, domain, progress)
    closed = frozenset[str]() if options.all_phases else standing.closed
    chances = chances_of(workspace, domain, closed, told.languages)
    pledged = sum(one.pledged for one in found.weeks[:WEEKS])
    room = _room(found, pledged)
    hours = hours_of(told, WEEKS, MONTH_WEEKS)
    picked = pick(chances.rows, room, hours, told, closed, VOLUME_TACTICS)
    outlook = _outlook(workspace, found, picked, told)
    progress.stage("Looking at anchors and target pages")
    site = workspace.state.site_or_plain(domain)
    many = max(LEAST_LINKS, ceil(picked.links))
    return Plan(
        domain=domain,
        first=found.weeks[0].week,
        last=found.weeks[0].week + timedelta(weeks=WEEKS) - timedelta(days=1),
        resources=told,
        wanted=outlook.wanted,
        landed=outlook.landed,
        pledged=pledged,
        links=picked.links,
        hours=picked.hours,
        room=room,
        later=picked.later,
        weeks=outlook.weeks,
        tactics=picked.tactics,
        phase=standing.why,
        waiting=tuple(sorted(closed)),
        left_out=picked.left_out,
        budget=found,
        advice=advice_of(workspace, domain, site.competitors, many),
        sentence=sentence_of(outlook, chances=len(chances.rows)),
        notes=(*_missing(domain, chances), *notes_of(outlook, found, told)),
    )


def simulate(
    workspace: Workspace,
    domain: str,
    options: SimulateOptions | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """A plan tried out on made-up weeks of the site's own forecast, beside asking all at once.

    Raises:
        BadInput: the domain is none, or a number is out of range.
        NotFound: nothing is known of the site.
    """
    options, progress = options or SimulateOptions(), progress or Silent()
    domain = domain_named(domain)
    _check(options)
    found = budget(workspace, domain)  # says what is wrong with the domain
    resources = resources_of(workspace, domain)
    rows = [
        one
        for one in chances_of(workspace, domain, (), ()).rows
        if not (one.sells or one.is_barred)
    ]
    links = options.links or max(1, round(sum(one.p_link for one in rows))) if rows else None
    if options.links:
        links = options.links
    if links is None:
        links = max(1, round(found.pace * options.weeks / 2))
    chance = options.chance or (sum(one.p_link for one in rows) / len(rows) if rows else CHANCE)
    minutes = sum(one.effort for one in rows) / len(rows) if rows else 30.0
    a_week = max(1, int(hours_of(resources, 1, MONTH_WEEKS) * 60 / minutes))
    progress.stage("Trying the plan out")
    ahead = forecast_of(workspace, domain, options.weeks + len(LANDS))
    return tried(
        domain, ahead,
        Try(links, options.weeks, min(1.0, max(chance, 1e-3)), a_week, options.runs, options.seed),
    )  # fmt: skip


def resources_of(workspace: Workspace, domain: str) -> Resources:
    """What can be spent on a site, as it was told last, else what is usual."""
    with workspace.state.reading() as connection:
        return kept_resources(connection, domain_named(domain)) or Resources()


def _resources(workspace: Workspace, domain: str, options: PlanOptions) -> Resources:
    """The resources as told now; kept where something was told and the site was added."""
    known = resources_of(workspace, domain)
    told = Resources(
        known.hours if options.hours is None else options.hours,
        known.budget if options.budget is None else options.budget,
        known.languages if options.languages is None else _languages(options.languages),
    )
    if not (isfinite(told.hours) and 0 <= told.hours <= MOST_HOURS):
        raise BadInput(f"give the hours a week as a number from 0 to {MOST_HOURS:,.0f}")
    if not (isfinite(told.budget) and 0 <= told.budget <= MOST_BUDGET):
        raise BadInput(f"give the budget as euros a month from 0 to {MOST_BUDGET:,.0f}")
    is_added = any(one.domain == domain for one in workspace.state.sites())
    if told != known and is_added:
        with workspace.state.writing() as connection:
            keep_resources(connection, domain, told, by=options.by, at=workspace.clock.now())
    return told


def _languages(words: Sequence[str]) -> tuple[str, ...]:
    told = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    for word in told:
        plain = word.replace("-", "").replace("_", "")
        if not (plain.isalnum() and plain.isascii() and len(word) <= LANGUAGE_LENGTH):
            raise BadInput(f"{word!r} is no language; write it like en, de or pt-BR")
    return told


def _standing(workspace: Workspace, domain: str, progress: Progress) -> Phase:
    if workspace.index.current() is None:
        return phase(Shape(0, 0, 0), [])
    return readiness(workspace, domain, rivals_of(workspace, domain, ()), progress)


def _room(found: Budget, pledged: float) -> float:
    """Links that fit into the weeks of the plan: what the rule lets through, less what is pledged.

    Never more than is free in them.
    """
    free = sum(one.room for one in found.weeks[:WEEKS])
    return max(0.0, min(free, found.pace * WEEKS - pledged))


def _outlook(workspace: Workspace, found: Budget, picked: Picked, resources: Resources) -> Outlook:
    with workspace.state.reading() as connection:
        goals = holding(kept_goals(connection, found.domain), found.as_of)
    goal = goals.get(GoalKind.REFERRING_DOMAINS)
    begun = found.as_of.replace(day=1)
    landed = sum(many for week, many, _ in found.history if week >= begun) + found.weeks[0].landed
    whole = picked.links + picked.later
    pledged = sum(one.pledged for one in found.weeks)
    by_room = weeks_for(whole, pledged, found.pace)
    a_week = hours_of(resources, 1, MONTH_WEEKS)
    work = picked.hours + picked.later_hours
    by_hours = ceil(work / a_week) if a_week else (0 if not work else None)
    weeks = None if by_room is None or by_hours is None else max(by_room, by_hours)
    return Outlook(
        picked.links, picked.hours, picked.later, weeks, goal.wanted if goal else None, landed
    )


def _missing(domain: str, chances: Chances) -> tuple[str, ...]:
    if chances.looked:
        return ()
    return (f"Nobody looked for opportunities yet: backlinkbot find {domain}",)


def _check(options: SimulateOptions) -> None:
    if options.links is not None and not 1 <= options.links <= MOST_LINKS:
        raise BadInput(f"give a number of links from 1 to {MOST_LINKS:,}")
    if not 1 <= options.weeks <= MOST_WEEKS:
        raise BadInput(f"give a number of weeks from 1 to {MOST_WEEKS}")
    if options.chance is not None and not 0 < options.chance <= 1:
        raise BadInput("give the chance of a link as a number above 0, 1 at most")
    if not 1 <= options.runs <= MOST_RUNS:
        raise BadInput(f"give a number of runs from 1 to {MOST_RUNS:,}")
