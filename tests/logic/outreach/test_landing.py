"""When links land that were asked for, and how silence makes them less likely."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.landing import LANDS, OpenAsk, monday, pledges_of

MONDAY = date(2026, 10, 5)


def ask(chance: float, weeks_ago: int = 0) -> OpenAsk:
    day = MONDAY - timedelta(weeks=weeks_ago) + timedelta(days=2)
    return OpenAsk(7, chance, day, day)


def test_the_weeks_of_a_new_ask_add_up_to_its_chance() -> None:
    found = pledges_of([ask(0.4)], MONDAY)
    assert sum(one.probability for one in found) == pytest.approx(0.4)
    assert [one.week for one in found] == [MONDAY + timedelta(weeks=at) for at in range(len(LANDS))]
    assert {one.asked_in for one in found} == {MONDAY}
    assert {one.prospect for one in found} == {7}


def test_silence_takes_from_what_may_still_come() -> None:
    left = [sum(one.probability for one in pledges_of([ask(0.4, ago)], MONDAY)) for ago in range(9)]
    assert left == sorted(left, reverse=True)
    assert left[4] == pytest.approx(0.4 * sum(LANDS[4:]) / (1 - 0.4 * sum(LANDS[:4])))


def test_after_two_months_nothing_is_pledged() -> None:
    assert pledges_of([ask(0.9, len(LANDS))], MONDAY) == []


def test_an_ask_that_is_dated_ahead_counts_from_this_week() -> None:
    assert len(pledges_of([ask(0.5, -3)], MONDAY)) == len(LANDS)


@given(st.floats(0, 1), st.integers(0, 20))
def test_no_pledge_is_more_than_a_chance(chance: float, ago: int) -> None:
    found = pledges_of([ask(chance, ago)], MONDAY)
    assert all(0 <= one.probability <= 1 for one in found)
    assert sum(one.probability for one in found) <= 1 + 1e-9


def test_a_week_begins_on_monday() -> None:
    assert {monday(MONDAY + timedelta(days=at)) for at in range(7)} == {MONDAY}
