"""When links are looked at again."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.verifying import Standing
from backlinkbot.logic.verify.schedule import (
    FIRST_DAYS,
    JITTER,
    OFTEN_DAYS,
    RARE_DAYS,
    chosen,
    interval_days,
    next_look,
    spread_of,
    strength,
)


def due(began: float, looked: float, *, word: str = "", every: float = 90.0) -> float:
    found = next_look(
        np.array([began]), np.array([looked]), np.array([every]), np.zeros(1), standings=[word]
    )
    return float(found[0])


def test_strong_editorial_links_are_looked_at_weekly_and_weak_ones_quarterly() -> None:
    worth = strength(np.array([80.0, 0.0, np.nan]), ["content", "footer", "content"])
    days = interval_days(worth, np.zeros(3, np.int64))
    assert days[0] == pytest.approx(OFTEN_DAYS)
    assert days[1] == pytest.approx(RARE_DAYS)
    assert OFTEN_DAYS < days[2] < RARE_DAYS


def test_what_changed_before_is_looked_at_more_often_but_not_daily() -> None:
    worth = strength(np.array([0.0]), ["comment"])
    days = [float(interval_days(worth, np.array([changes]))[0]) for changes in (0, 1, 2, 50)]
    assert days == sorted(days, reverse=True)
    assert days[-1] == OFTEN_DAYS


def test_a_new_link_is_looked_at_after_a_day_a_week_and_a_month() -> None:
    looks = [0.0]
    for _ in FIRST_DAYS:
        looks.append(due(0.0, looks[-1]))
    assert looks[1:] == list(FIRST_DAYS)
    assert due(0.0, looks[-1]) == 30.0 + 90.0


@pytest.mark.parametrize(
    ("word", "days"),
    [
        (Standing.SUSPECTED, 1),
        (Standing.UNREACHABLE, 1),
        (Standing.BLOCKED, 30),
        (Standing.LOST, 30),
    ],
)
def test_what_the_last_look_told_decides(word: Standing, days: float) -> None:
    assert due(0.0, 1000.0, word=word.value) == 1000.0 + days


def test_a_link_of_which_no_moment_is_known_is_due_at_once() -> None:
    assert due(np.nan, np.nan) == -np.inf
    assert due(np.nan, 10.0, every=7.0) == 17.0


def test_what_came_together_is_not_asked_together() -> None:
    spread = spread_of([f"http://blog{n}.example/" for n in range(500)])
    assert (np.abs(spread) <= 1.0).all()
    same = np.zeros(500)
    found = next_look(same, same + 100.0, same + 90.0, spread, standings=[""] * 500)
    assert found.max() - found.min() > 1.8 * JITTER * 90.0
    assert np.histogram(found, bins=18)[0].max() < 60
    assert (spread == spread_of([f"http://blog{n}.example/" for n in range(500)])).all()


def test_the_best_come_first_and_no_host_takes_all_the_room() -> None:
    worth = np.array([0.9, 0.8, 0.7, 0.1, 0.5])
    hosts = ["big", "big", "big", "small", "other"]
    assert chosen(np.zeros(5), worth, hosts, limit=10, per_host=2) == [0, 1, 4, 3]
    assert chosen(np.zeros(5), worth, hosts, limit=2, per_host=2) == [0, 1]
