"""The drawing of the budget and the table behind it tell the same weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from backlinkbot.core.pacing import Band, Budget, Room, WeekRoom
from backlinkbot.logic.reports.budget_chart import budget_chart
from backlinkbot.logic.reports.document import Lines

MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 4, 12, tzinfo=UTC)


def budget() -> Budget:
    weeks = tuple(
        WeekRoom(MONDAY + timedelta(weeks=n), Band(3.8, 4, 6, 10), 4 if n == 0 else 0, 1, 1.5, 0.25,
                 1.25) for n in range(3)
    )  # fmt: skip
    gone = tuple((MONDAY - timedelta(weeks=n), n, 0) for n in (2, 1))
    room = Room("shop.example", NOW, 1.25, "There is room.", weeks)
    return Budget("shop.example", MONDAY, MONDAY, weeks, room, 1.2, 40, 0.9, (), gone, 0, "Said.")


def test_the_weeks_gone_come_first_and_only_those_ahead_have_a_band() -> None:
    (chart,) = budget_chart(budget())
    assert isinstance(chart, Lines)
    assert chart.days == tuple(MONDAY + timedelta(weeks=n) for n in (-2, -1, 0, 1, 2))
    assert chart.low == (None, None, 4.0, 4.0, 4.0)
    assert chart.high == (None, None, 6.0, 6.0, 6.0)
    by_name = {one.name: one.values for one in chart.lines}
    assert by_name["landed"] == (2.0, 1.0, 4.0, None, None)
    assert by_name["expected with what is pledged"] == (None, None, 5.75, 1.75, 1.75)
    assert by_name["99 of 100 weeks stay below"][2:] == (10.0, 10.0, 10.0)


def test_each_week_has_a_row_and_each_row_all_columns() -> None:
    (chart,) = budget_chart(budget())
    assert isinstance(chart, Lines)
    assert len(chart.table.rows) == len(chart.days)
    assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
    assert "Said." in chart.summary


def test_a_burst_of_long_ago_does_not_hide_the_band_and_is_named() -> None:
    burst = (MONDAY - timedelta(weeks=9), 350, 2)
    told = budget()
    (chart,) = budget_chart(replace(told, history=(burst, *told.history)))
    assert isinstance(chart, Lines)
    assert chart.lines[0].values[0] == 15.0  # 1.5 times the ten of 99 of 100 weeks
    assert "Drawn up to 15; beyond it went the weeks of 31 August 2026 (350)." in chart.summary
    assert chart.table.rows[-1][4] == "350"
    (calm,) = budget_chart(told)
    assert isinstance(calm, Lines)
    assert "Drawn up to" not in calm.summary
