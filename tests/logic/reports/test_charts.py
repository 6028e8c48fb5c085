"""Geometry of charts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.reports.charts import (
    FLOW_HEIGHT,
    HEIGHT,
    nice_ticks,
    percentages,
    timeline_shape,
)
from backlinkbot.logic.reports.document import Bar, Moment


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (33, (0, 10, 20, 30, 40)),
        (1_240, (0, 500, 1000, 1500)),
    ],
)
def test_ticks_are_round(highest: int, expected: tuple[int, ...]) -> None:
    assert nice_ticks(highest) == expected


@given(st.integers(0, 10**9))
def test_ticks_cover_the_highest_and_are_few(highest: int) -> None:
    ticks = nice_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6


def moments(*rows: tuple[int, int, int]) -> tuple[Moment, ...]:
    day = date(2026, 1, 5)
    return tuple(Moment(day + timedelta(weeks=n), *row) for n, row in enumerate(rows))


def test_a_line_runs_from_left_to_right_on_its_scale() -> None:
    shape = timeline_shape(moments((0, 0, 0), (5, 5, 0), (10, 5, 0)))
    assert shape.line == "M0 300 L500 150 L1000 0"
    assert (shape.ticks[0].y, shape.ticks[-1].y, shape.ticks[-1].value) == (300, 0, 10)


def test_gains_stand_on_the_zero_line_and_losses_hang_from_it() -> None:
    shape = timeline_shape(moments((1, 3, 0), (1, 0, 1)))
    assert shape.won[0].y + shape.won[0].height == pytest.approx(shape.zero)
    assert shape.lost[0].y == shape.zero
    assert shape.lost[0].y + shape.lost[0].height == pytest.approx(FLOW_HEIGHT)


@given(
    st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=2, max_size=80),
)
def test_everything_stays_inside_its_box(rows: list[tuple[int, int, int]]) -> None:
    shape = timeline_shape(moments(*rows))
    heights = [float(point.split()[1]) for point in shape.line[1:].split(" L")]
    assert all(0 <= y <= HEIGHT for y in heights)
    for box in (*shape.won, *shape.lost):
        assert -0.11 <= box.y <= FLOW_HEIGHT
        assert box.y + box.height <= FLOW_HEIGHT + 0.21
    assert 2 <= len(shape.labels) <= 4


def test_the_longest_bar_is_whole_and_nothing_divides_by_zero() -> None:
    assert percentages([Bar("a", 4, "4"), Bar("b", 1, "1")]) == (100, 25)
    assert percentages([Bar("a", 0, "0")]) == (0,)
    assert percentages([]) == ()
