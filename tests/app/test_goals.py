"""Goals of a site: agreed on from a month on, and held until the next one."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.app.goals import list_goals, remove_goal, set_goal
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.goals import GoalKind, holding
from backlinkbot.core.nouns import Site

SHOP = "shop.example"


@pytest.fixture(autouse=True)
def _shop(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP))


def test_a_goal_holds_from_its_month_until_the_next_one(workspace: Workspace) -> None:
    set_goal(workspace, SHOP, "authority", 40, since=date(2026, 3, 17))
    set_goal(workspace, SHOP, "authority", 45, since=date(2026, 6, 1))
    goals = list_goals(workspace, f"https://www.{SHOP}/")
    assert [one.since for one in goals] == [date(2026, 3, 1), date(2026, 6, 1)]
    assert holding(goals, date(2026, 2, 28)) == {}
    assert holding(goals, date(2026, 5, 31))[GoalKind.AUTHORITY].wanted == 40
    assert holding(goals, date(2026, 6, 1))[GoalKind.AUTHORITY].wanted == 45


def test_without_a_month_a_goal_begins_in_this_one(workspace: Workspace) -> None:
    assert set_goal(workspace, SHOP, "visits", 300).since == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("authority", 101), ("authority", 0), ("visits", -1), ("visits", float("nan")),
        ("referring-domains", float("inf")), ("fame", 3),
    ],
)  # fmt: skip
def test_what_can_be_no_goal_is_refused(workspace: Workspace, kind: str, wanted: float) -> None:
    with pytest.raises(BadInput):
        set_goal(workspace, SHOP, kind, wanted)
    assert list_goals(workspace, SHOP) == []


def test_a_site_that_is_not_known_has_no_goals(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="site add"):
        set_goal(workspace, "other.example", "visits", 3)


def test_goals_are_forgotten_by_kind_and_by_month(workspace: Workspace) -> None:
    for month in (3, 4, 5):
        set_goal(workspace, SHOP, "visits", month, since=date(2026, month, 1))
    assert remove_goal(workspace, SHOP, "visits", since=date(2026, 4, 9)) == 1
    assert remove_goal(workspace, SHOP, "visits") == 2
    with pytest.raises(NotFound, match="goal list"):
        remove_goal(workspace, SHOP, "visits")
