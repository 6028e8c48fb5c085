from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.table.dates import (
    TWO_DIGIT_YEAR,
    UNREADABLE,
    Evidence,
    Order,
    one_date,
    parsed_dates,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-15", "2026/09/15", "2026-09-15 00:00:00", "2026-09-15T00:00:00Z",
        "2026-09-15T02:00:00+02:00", "Sep 15, 2026", "15 Sep 2026", "September 15, 2026",
        "15. September 2026", "15 sept. 2026", "15 de septiembre de 2026", "15/09/2026",
        "15.09.2026", "15-09-2026", "1789430400",
    ],
)  # fmt: skip
def test_every_form_tells_the_same_day(text: str) -> None:
    assert one_date(text, Order.DAY_FIRST) == (datetime(2026, 9, 15, tzinfo=UTC), "")


@pytest.mark.parametrize("text", ["2026-02-30", "31/04/2026", "Foo 15, 2026", "soon", "2026-09"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    assert one_date(text, Order.DAY_FIRST) == (None, UNREADABLE)


def test_nothing_is_no_mistake() -> None:
    assert [one_date(text, None) for text in ("", "-", "N/A")] == [(None, "")] * 3


def test_a_year_of_two_digits_is_not_guessed() -> None:
    assert one_date("28/09/26", Order.DAY_FIRST) == (None, TWO_DIGIT_YEAR)


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)))
def test_the_order_decides_dates_of_numbers(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    text = f"{day.day:02d}/{day.month:02d}/{day.year}"
    american = f"{day.month}/{day.day}/{day.year}"
    assert one_date(text, Order.DAY_FIRST)[0] == moment
    assert one_date(american, Order.MONTH_FIRST)[0] == moment
    named = f"{ENGLISH[day.month - 1]} {day.day}, {day.year}"
    assert one_date(named, None)[0] == moment


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    moment, reason = one_date(text, Order.DAY_FIRST)
    assert moment is None or not reason


@given(st.lists(st.dates(date(2015, 1, 1), date(2026, 10, 31)), min_size=1), st.sampled_from(Order))
def test_one_telling_date_settles_the_order_for_all(days: list[date], order: Order) -> None:
    days = [*days, date(2026, 7, 29)]
    form = "%d/%m/%Y" if order is Order.DAY_FIRST else "%m/%d/%Y"
    evidence = Evidence(NOW)
    evidence.add((day.strftime(form), 1) for day in days)
    assert evidence.order()[0] is order


def test_dates_that_contradict_each_other_follow_the_many_and_it_is_said() -> None:
    evidence = Evidence(NOW)
    evidence.add([("28/09/2026", 9), ("09/28/2026", 1)])
    order, why = evidence.order()
    assert order is Order.DAY_FIRST
    assert "1 speak against it" in why


def test_a_column_of_plain_dates_and_one_of_mixed_ones_agree() -> None:
    plain = parsed_dates(pa.array(["2026-09-15", "", "2026-09-16 10:00:00"]), None)
    mixed = parsed_dates(pa.array(["Sep 15, 2026", "", "2026-09-16T10:00:00Z"]), None)
    assert plain.moments.equals(mixed.moments)
    assert (plain.bad, mixed.bad) == ({}, {})
