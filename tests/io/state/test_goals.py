"""Goals as they are kept, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.io.state.goals import forget_goals, keep_goal, kept_goals
from backlinkbot.io.state.store import State

GOAL = Goal(
    "shop.example",
    GoalKind.AUTHORITY,
    40.5,
    date(2026, 10, 1),
    "ada@agency.example",
    datetime(2026, 9, 30, 8, 0, tzinfo=UTC),
)


def test_a_goal_is_read_back_as_it_was_kept(tmp_path: Path, database_url: str) -> None:
    with State.open(tmp_path, database_url) as state:
        with state.writing() as connection:
            keep_goal(connection, GOAL)
        with state.reading() as connection:
            assert kept_goals(connection, GOAL.site) == [GOAL]
            assert kept_goals(connection, "other.example") == []


def test_a_goal_replaces_the_one_of_its_month_and_no_other(
    tmp_path: Path, database_url: str
) -> None:
    later = replace(GOAL, since=date(2026, 11, 1), wanted=45)
    with State.open(tmp_path, database_url) as state, state.writing() as connection:
        keep_goal(connection, later)
        keep_goal(connection, GOAL)
        keep_goal(connection, replace(GOAL, wanted=41))
        assert [one.wanted for one in kept_goals(connection, GOAL.site)] == [41, 45]
        assert forget_goals(connection, GOAL.site, GoalKind.AUTHORITY, date(2026, 10, 1)) == 1
        assert forget_goals(connection, GOAL.site, GoalKind.VISITS) == 0
        assert kept_goals(connection, GOAL.site) == [later]
