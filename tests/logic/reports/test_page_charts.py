"""The charts of the app's pages: their lines, their tables, and what they say without a picture."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backlinkbot.core.nouns import Growth
from backlinkbot.core.overview import Numbers
from backlinkbot.core.results import WeekResult
from backlinkbot.core.velocity import SpikeKind, Velocity, VelocityAlarm, VelocityWeek
from backlinkbot.logic.reports.charts import lines_shape
from backlinkbot.logic.reports.document import Columns, Flow, Line, Lines, Note, Parts, Table
from backlinkbot.logic.reports.html import blocks_page
from backlinkbot.logic.reports.page_charts import (
    course_chart,
    flow_chart,
    quality_chart,
    velocity_chart,
    weeks_chart,
)

MONDAY = date(2026, 10, 5)
DAYS = tuple(MONDAY + timedelta(weeks=n) for n in range(4))
GROWTH = tuple(
    Growth(day, new, lost) for day, new, lost in zip(DAYS, (3, 0, 2, 1), (0, 1, 0, 0), strict=True)
)
NO_TABLE = Table("", (), ())


def test_a_course_is_reckoned_back_from_what_stands_now() -> None:
    (chart,) = course_chart([("acme.example", GROWTH, 10, 0), ("rival.example", GROWTH[2:], 7, 0)])
    assert isinstance(chart, Lines)
    ours, rival = chart.lines
    assert ours.values == (8.0, 7.0, 9.0, 10.0)
    assert rival.values == (None, None, 6.0, 7.0)
    assert (ours.shown, rival.shown) == ("10", "7")
    assert "acme.example from 8 to 10" in chart.summary
    assert chart.table.rows[0] == ("26 October 2026", "10", "7")


def test_links_that_nobody_dates_are_in_no_course() -> None:
    undated = (*GROWTH[:3], Growth(DAYS[3], 0, 2, lost_start_unknown=2))
    (chart,) = course_chart([("acme.example", undated, 10, 0)])
    assert isinstance(chart, Lines)
    assert chart.lines[0].values[-2:] == (10.0, 10.0)


def test_who_links_since_nobody_knows_when_is_counted_and_said_but_not_drawn() -> None:
    chart, note = course_chart(
        [("acme.example", GROWTH, 10, 0), ("rival.example", GROWTH[2:], 85, 5)]
    )
    assert isinstance(chart, Lines)
    assert isinstance(note, Note)
    assert [line.shown for line in chart.lines] == ["10", "85"]
    assert chart.lines[1].values == (None, None, 79.0, 80.0)
    assert note.lines == (
        "5 of the 85 referring domains of rival.example are of unknown beginning: "
        "they are not drawn.",
    )


@pytest.mark.parametrize("chart", [course_chart([("a.example", (), 3, 0)]), flow_chart(GROWTH[:1])])
def test_one_week_is_no_course(chart: tuple[object, ...]) -> None:
    assert [type(one) for one in chart] == [Note]


def test_a_flow_sums_what_came_and_went() -> None:
    (chart,) = flow_chart(GROWTH)
    assert isinstance(chart, Flow)
    assert chart.summary == "6 referring domains won and 1 lost in 4 weeks."
    assert [row[1:] for row in chart.table.rows] == [("1", "0"), ("2", "0"), ("0", "1"), ("3", "0")]


def test_quality_is_split_and_spread() -> None:
    numbers = Numbers(12, 5, 0.5, 2, 3, 5, 2)
    parts, columns = quality_chart(numbers, (0, 5, 0, 0, 3, 0, 2, 0, 0, 0))
    assert isinstance(parts, Parts)
    assert [(bar.shown, bar.detail) for bar in parts.bars] == [
        ("2", "20%"),
        ("3", "30%"),
        ("5", "50%"),
    ]
    assert isinstance(columns, Columns)
    assert [bar.tone.value for bar in columns.bars] == ["weak"] * 4 + ["medium"] * 2 + [
        "strong"
    ] * 4
    assert isinstance(quality_chart(Numbers(2, 1, None, 0, 0, 0, 2), (0,) * 10)[0], Note)


def test_a_spike_is_marked_and_weeks_without_history_have_no_band() -> None:
    weeks = tuple(
        VelocityWeek(
            day,
            30 if n == 2 else 1,
            0,
            None if n < 1 else 1.5,
            None if n < 1 else 0,
            None if n < 1 else 4,
        )
        for n, day in enumerate(DAYS)
    )
    alarm = VelocityAlarm(DAYS[2], DAYS[2], 30, 1.5, SpikeKind.UNCLEAR, None, 0.001, ())
    found = Velocity("a.example", DAYS[3], weeks, (alarm,), 3, 0, (), "One spell stands out.")
    (chart,) = velocity_chart(found)
    assert isinstance(chart, Lines)
    assert chart.marked == (DAYS[2],)
    assert chart.low[0] is None
    assert chart.high[1] == 4.0
    shape = lines_shape(chart)
    assert len(shape.marks) == 1
    assert shape.band.startswith("M333.3 ")


def test_weeks_of_results_are_drawn_where_they_are_told() -> None:
    told = tuple(WeekResult(day, 10.0 + n, None, None, None) for n, day in enumerate(DAYS))
    (chart,) = weeks_chart(told)
    assert isinstance(chart, Lines)
    assert chart.lines[0].name == "Referral visits"
    assert isinstance(weeks_chart(told[:1])[0], Note)


def test_a_line_breaks_where_nothing_is_known() -> None:
    line = Line("a", (1.0, None, 4.0, 2.0))
    shape = lines_shape(Lines("", DAYS, (line,), NO_TABLE))
    assert shape.paths[0].count("M") == 2
    assert shape.band == ""
    assert shape.ticks[-1].value >= 4


def test_names_of_lines_are_shown_as_text_and_without_inline_style() -> None:
    lines = Lines("<s>", DAYS, (Line("<script>x", (1.0, 2.0, 3.0, 4.0), "4"),), NO_TABLE, "band")
    page = str(blocks_page([lines, *flow_chart(GROWTH)]))
    assert "<script" not in page
    assert "style=" not in page
    assert "&lt;script&gt;x" in page
