"""The verb goal: what was agreed to be reached for a site, and from which month on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.goals import forget_goals, keep_goal, kept_goals

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.app.workspace import Workspace

MOST = {GoalKind.REFERRING_DOMAINS: 1e6, GoalKind.AUTHORITY: 100.0, GoalKind.VISITS: 1e9}


def set_goal(
    workspace: Workspace,
    domain: str,
    kind: str,
    wanted: float,
    *,
    since: date | None = None,
    by: str = "local user",
) -> Goal:
    """Agree on a goal from a month on; `since`: any day of it, this month where none is given.

    Raises:
        BadInput: no such goal, or a number that it cannot be.
        NotFound: the site was not added.
    """
    chosen = goal_kind(kind)
    if not math.isfinite(wanted) or not 0 < wanted <= MOST[chosen]:
        most = f"{MOST[chosen]:,.0f}"
        raise BadInput(
            f"a goal of {wanted:g} for {kind} cannot be; give more than 0, {most} at most"
        )
    site = workspace.state.site(domain_named(domain)).domain
    begins = (since or workspace.clock.today()).replace(day=1)
    goal = Goal(site, chosen, float(wanted), begins, by, workspace.clock.now())
    with workspace.state.writing() as connection:
        keep_goal(connection, goal)
    return goal


def list_goals(workspace: Workspace, domain: str) -> list[Goal]:
    """All goals of a site, by kind, the oldest month first."""
    with workspace.state.reading() as connection:
        return kept_goals(connection, domain_named(domain))


def remove_goal(workspace: Workspace, domain: str, kind: str, *, since: date | None = None) -> int:
    """Forget the goals of a kind, or the one that begins in a month; how many those were.

    Raises:
        BadInput: no such goal.
        NotFound: the site has none of that kind.
    """
    site, chosen = domain_named(domain), goal_kind(kind)
    begins = since.replace(day=1) if since else None
    with workspace.state.writing() as connection:
        gone = forget_goals(connection, site, chosen, begins)
    if not gone:
        when = f" from {begins:%Y-%m}" if begins else ""
        raise NotFound(f"{site} has no goal for {kind}{when}; see: backlinkbot goal list {site}")
    return gone


def goal_kind(word: str) -> GoalKind:
    """The kind of goal that a user means; raises BadInput for another word."""
    try:
        return GoalKind(word)
    except ValueError:
        raise BadInput(f"{word!r} is no goal; there are: {', '.join(GoalKind)}") from None
