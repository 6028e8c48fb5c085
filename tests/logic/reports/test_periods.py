"""Weeks folded into periods."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import Growth
from backlinkbot.logic.reports.periods import MOST_MOMENTS, history_of

MONDAY = date(2004, 9, 27)


def quiet(weeks: int) -> list[Growth]:
    return [Growth(MONDAY + timedelta(weeks=n), 0, 0) for n in range(weeks)]


@pytest.mark.parametrize(
    ("weeks", "period"), [(2, "week"), (104, "week"), (105, "month"), (600, "quarter"),
                          (2_000, "year")],
)  # fmt: skip
def test_the_shortest_period_that_fits_is_chosen(weeks: int, period: str) -> None:
    assert history_of(quiet(weeks), 3).period.name == period


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=2, max_size=900),
    st.integers(0, 50),
)
def test_nothing_won_or_lost_goes_missing(told: list[tuple[int, int]], level: int) -> None:
    weeks = [Growth(MONDAY + timedelta(weeks=n), *one) for n, one in enumerate(told)]
    moments = history_of(weeks, level).moments
    assert sum(one.won for one in moments) == sum(one.new for one in weeks)
    assert sum(one.lost for one in moments) == sum(one.lost for one in weeks)
    assert moments[-1].level == level
    assert len(moments) <= MOST_MOMENTS
    assert all(a.on < b.on for a, b in pairwise(moments))


def test_lost_domains_of_unknown_start_never_were_in_the_line() -> None:
    first, second = quiet(2)
    weeks = [Growth(first.week, 1, 0), Growth(second.week, 0, 5, lost_start_unknown=4)]
    moments = history_of(weeks, 0).moments
    assert [(one.level, one.won, one.lost) for one in moments] == [(1, 1, 0), (0, 0, 5)]
