"""Numbers, money and days as they are written, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.visits.amounts import day_of, money, number


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1234), ("1.5", 1.5), ("1,5", 1.5), ("1.234,56", 1234.56), ("1,234.56", 1234.56),
     ("1'000", 1000), ("1 000", 1000), ("12", 12), ("ten", None), ("", None), ("1e9", None),
     ("1.234.567", 1234567)],
)  # fmt: skip
def test_a_number_with_its_groups(text: str, value: float | None) -> None:
    assert number(text) == value


@given(st.integers(0, 10**9))
def test_a_whole_number_is_read_in_every_grouping(value: int) -> None:
    grouped = f"{value:,}"
    for mark in (",", "'", "\u00a0", ""):
        assert number(grouped.replace(",", mark)) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [("€ 1.234,50", (1234.5, "EUR")), ("12,00 €", (12.0, "EUR")), ("CHF 5", (5.0, "CHF")),
     ("$5", (5.0, "$")), ("5", (5.0, "")), ("free", (None, ""))],
)  # fmt: skip
def test_money_keeps_its_sign(text: str, found: tuple[float | None, str]) -> None:
    assert money(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [("20260103", date(2026, 1, 3)), ("2026010314", date(2026, 1, 3)),
     ("2026-01-03", date(2026, 1, 3)), ("03.01.2026", date(2026, 1, 3)),
     ("25/12/2026", date(2026, 12, 25)), ("12/25/2026", date(2026, 12, 25)),
     ("Jan 3, 2026", date(2026, 1, 3)), ("01/02/2026", None), ("20261301", None),
     ("31.02.2026", None)],
)  # fmt: skip
def test_a_day_that_could_be_two_is_none(text: str, day: date | None) -> None:
    assert day_of(text) == day
