"""The weekly budget: what fits under the band beside what landed, comes alone and is pledged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from backlinkbot.core.pacing import Pledge, Room
from backlinkbot.logic.outreach.forecast import Forecast, History, forecast
from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.pacing import (
    Landed,
    band_of,
    room_now,
    weeks_for,
    weeks_of,
    workdays,
)

MONDAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOTHING = Landed(0, 0, 0.0, 0.0)


def ahead(level: float, weeks: int = 13) -> Forecast:
    return forecast(History(500, 150, (level,) * 4, 0.15, 0.1, 0.005), [], weeks)


def room(
    level: float, landed: Landed = NOTHING, *pledges: Pledge, asked: tuple[float, ...] = ()
) -> Room:
    return room_now("a.example", NOW, weeks_of(ahead(level), MONDAY, landed, pledges), asked)


def pledge(links: float, week: int = 0) -> Pledge:
    return Pledge(1, links, MONDAY + timedelta(weeks=week))


def test_a_band_is_that_of_the_negative_binomial() -> None:
    law = nbinom(4.0, 4.0 / (4.0 + 10.0))  # mean 10, variance 35
    found = band_of(10.0, 35.0)
    assert [found.p50, found.p85, found.p99] == [law.ppf(q) for q in (0.5, 0.85, 0.99)]


def test_the_room_of_a_week_is_what_is_left_under_the_85_percent_band() -> None:
    first, second, *_ = weeks_of(ahead(20.0), MONDAY, Landed(4, 0, 3 / 7, 60), [pledge(2.5)])
    assert first.coming == pytest.approx(first.band.expected * 4 / 7)
    assert first.room == pytest.approx(first.band.p85 - 4 - first.coming - 2.5)
    assert second.room == pytest.approx(second.band.p85 - second.band.expected)
    assert second.landed == 0


def test_what_came_by_itself_takes_the_room() -> None:
    calm = room(20.0, Landed(3, 0, 3 / 7, 60))
    wave = room(20.0, Landed(40, 0, 3 / 7, 60))
    assert calm.links > 0
    assert wave.links == 0
    assert not wave.is_open
    assert "This week is full: 40 referring domains landed" in wave.why


def test_what_is_pledged_takes_the_room_with_its_probability() -> None:
    free = room(20.0).weeks[3].room
    assert room(20.0, NOTHING, pledge(1.5, 3)).weeks[3].room == pytest.approx(free - 1.5)


def test_a_full_week_to_come_stops_sending_now() -> None:
    found = room(20.0, NOTHING, pledge(30.0, 2))
    assert found.links == 0
    assert "The week of 2026-10-19 is full already" in found.why


def test_messages_of_this_week_bring_no_more_than_a_week_has_room_for() -> None:
    full = room(20.0)
    half = room(20.0, asked=(full.links / 2,))
    done = room(20.0, asked=(full.links, 9.0))
    assert half.links == pytest.approx(full.links / 2)
    assert done.links == 0
    assert "Enough messages are out" in done.why


def test_what_may_be_asked_for_is_told_apart_from_what_may_land_this_week() -> None:
    found = room(20.0)
    assert f"Messages may go now that bring {found.links:.1f} more links" in found.why
    assert f"this week has room for {found.weeks[0].room:.1f} that land in it" in found.why
    assert f"the share of one week in all that fits ahead ({found.links:.1f})" in found.why
    half = room(20.0, asked=(found.links / 2,)).why
    assert f"({found.links:.1f}, and messages for {found.links / 2:.1f} are out)" in half


def test_the_week_that_would_be_full_first_is_named() -> None:
    tight = room(20.0, NOTHING, pledge(room(20.0).weeks[2].room - 0.5, 2))
    assert 0 < tight.links < room(20.0).links
    assert "too many for the week of 2026-10-19, which has room for 0.5: 22 of 100" in tight.why
    assert "may always ask for one" in room(0.1).why


def test_a_quiet_site_may_win_one_link_and_then_waits() -> None:
    free = room(0.1)
    assert free.links == 1
    assert room(0.1, asked=(0.0, 0.0, 0.9)).links < 0.5
    assert room(0.1, NOTHING, pledge(0.3, 2)).links < 1


def test_where_a_week_has_room_for_less_than_a_link_weeks_count_together() -> None:
    slow = room(3.0)
    assert slow.links >= 1
    week = slow.weeks[2].room
    assert room(3.0, asked=(0.0, week)).links <= slow.links


def test_nothing_is_sent_where_nobody_works() -> None:
    silent = date(2026, 12, 28)
    assert workdays(silent) == 0
    weeks = weeks_of(ahead(20.0), silent, NOTHING, [])
    assert weeks[0].room == 0
    assert room_now("a.example", NOW, weeks, ()).why.startswith("Nobody works this week")
    before = weeks_of(ahead(20.0), date(2026, 12, 7), NOTHING, [])
    assert room_now("a.example", NOW, before, ()).links > 0  # it stops none of those before


def test_a_holiday_takes_its_part_of_the_week() -> None:
    free = weeks_of(ahead(20.0), MONDAY, NOTHING, [])[1]
    short = weeks_of(ahead(20.0), MONDAY, NOTHING, [], {MONDAY + timedelta(days=8)})[1]
    assert short.workdays == 4
    assert short.room == pytest.approx(free.room * 0.8)


def test_quiet_weeks_count_four_together() -> None:
    waited = room(0.2).weeks[0].room
    had = room(0.2, Landed(0, 0, 0.0, 3.0)).weeks[0].room
    assert waited > 0
    assert had == 0


def test_quiet_sites_have_some_room_too() -> None:
    assert 0 < weeks_of(ahead(0.1), MONDAY, NOTHING, [])[1].room < 0.5


@given(
    st.floats(0.05, 2_000), st.integers(0, 5_000), st.floats(0, 1), st.floats(0, 1_000),
    st.lists(st.tuples(st.floats(0, 50), st.integers(0, 12)), max_size=8),
)  # fmt: skip
def test_no_week_is_ever_planned_past_its_85_percent_band(
    level: float, here: int, part: float, before: float, asked: list[tuple[float, int]]
) -> None:
    weeks = weeks_of(
        ahead(level), MONDAY, Landed(here, 0, part, before), [pledge(*one) for one in asked]
    )
    now = room_now("a.example", NOW, weeks, ())
    assert now.why
    is_first = weeks[0].band.expected < 1 and now.links <= 1
    for place, week in enumerate(weeks):
        assert week.room >= 0
        if week.room:
            inside = week.landed + week.coming + week.pledged + week.room
            limit = max(week.band.p85, week.band.p99 if place == 0 else 1)
            assert inside <= limit + 1e-6
        if now.links and not is_first and place < len(LANDS) and week.workdays:
            assert now.links * LANDS[place] <= week.room * 5 / week.workdays + 1e-6


def test_a_plan_takes_as_many_weeks_as_its_links_need() -> None:
    assert weeks_for(0.0, 3.0, 1.0) == 0
    assert weeks_for(10.0, 2.0, 3.0) == 4
    assert weeks_for(10.0, 0.0, 0.0) is None
