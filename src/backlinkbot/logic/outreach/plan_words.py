"""The sentences of a plan: what it brings, how long it takes, and what the goal asks beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.plan import HOUR_COST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.pacing import Budget
    from backlinkbot.core.plans import Resources

LEAST = 0.05  # links: less is told as nothing
MONTH_WEEKS = 30.44 / 7  # of an average month


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan comes to: `links`, `hours` of these weeks; `later`: links of what is left over.

    `weeks`: until all of it is placed, None where nothing moves; `wanted`, `landed`: of the goal.
    """

    links: float
    hours: float
    later: float
    weeks: int | None
    wanted: float | None
    landed: int


def sentence_of(told: Outlook, *, chances: int) -> str:
    """The whole plan in one sentence."""
    if not chances:
        return (
            "There is nobody to ask yet: look for opportunities first, then plan what to do with "
            "them."
        )
    now = (
        f"In the next four weeks {told.links:.1f} links can be expected of {told.hours:.1f} hours "
        "of work in all"
    )
    if told.weeks is None:
        return (
            f"{now}; at this pace the plan never ends: there is no room, or nobody has the hours."
        )
    whole = told.links + told.later
    takes = (
        f"all there are to ask would bring {whole:.1f}, which takes {_weeks(told.weeks)} at this "
        "pace"
        if told.later > LEAST
        else f"the plan takes {_weeks(told.weeks)}"
    )
    return f"{now}; {takes}, and the last of them may land {len(LANDS) - 1} weeks later."


def notes_of(told: Outlook, budget: Budget, resources: Resources) -> tuple[str, ...]:
    """What the user should know of goal, money and what stays outside."""
    return tuple(_notes(told, budget, resources))


def _notes(told: Outlook, budget: Budget, resources: Resources) -> Iterator[str]:
    if told.wanted is not None:
        alone = budget.weeks[0].band.expected * MONTH_WEEKS
        fits = budget.pace * MONTH_WEEKS
        yield (
            f"The goal is {told.wanted:,.0f} referring domains a month; {told.landed:,} landed so "
            f"far. About {alone:.1f} a month come by themselves, and {fits:.1f} fit on top."
        )
        if told.wanted > alone + fits:
            yield (
                "That goal is beyond the natural band of the site and its peers: the plan keeps "
                f"to the band, and reaches about {alone + fits:.1f} a month at most."
            )
    if resources.budget:
        yield (
            f"The budget is counted as {resources.budget / HOUR_COST:.1f} hours of a freelancer a "
            f"month ({HOUR_COST:.0f} euros an hour, an assumption): money buys work, never a link."
        )
    yield (
        'Paid or sponsored placements must carry rel="sponsored" and stay outside this plan; odds '
        "are published rates until your own outcomes teach better ones."
    )
    yield "The plan is made anew each time from what landed: links that come alone take its room."


def _weeks(many: int | None) -> str:
    return "1 week" if many == 1 else f"{many} weeks"
