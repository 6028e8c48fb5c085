"""Questions about goals: what was agreed to be reached for a site, and from which month on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Date, Float, String, Table, Text, delete, insert, select

from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

# A goal holds from a month on until another of its kind begins.
goals = Table(
    "goal",
    metadata,
    Column("site", DOMAIN, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("wanted", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("set_at", Moment, nullable=False),
)


def kept_goals(connection: Connection, site: str) -> list[Goal]:
    """All goals of a site, by kind, the oldest month first."""
    asked = select(goals).where(goals.c.site == site).order_by(goals.c.kind, goals.c.since)
    return [
        Goal(row.site, GoalKind(row.kind), row.wanted, row.since, row.by, row.set_at)
        for row in connection.execute(asked)
    ]


def keep_goal(connection: Connection, goal: Goal) -> None:
    """Put a goal in the place of the one of its kind that begins in the same month."""
    forget_goals(connection, goal.site, goal.kind, goal.since)
    connection.execute(
        insert(goals).values(
            site=goal.site, kind=goal.kind.value, since=goal.since, wanted=goal.wanted,
            by=goal.by, set_at=goal.set_at,
        )
    )  # fmt: skip


def forget_goals(
    connection: Connection, site: str, kind: GoalKind, since: date | None = None
) -> int:
    """Forget the goals of a kind, or the one that begins in a month; how many those were."""
    chosen = (goals.c.site == site) & (goals.c.kind == kind.value)
    if since:
        chosen &= goals.c.since == since
    return int(connection.execute(delete(goals).where(chosen)).rowcount)
