"""The period of a report."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.app.report import Period, period_of
from backlinkbot.core.errors import BadInput

TODAY = date(2026, 3, 1)


def test_without_a_word_it_is_the_last_whole_month() -> None:
    assert period_of(TODAY) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert period_of(date(2026, 1, 31)).name == "2025-12"


def test_a_month_is_whole() -> None:
    assert period_of(TODAY, "2024-02") == Period(date(2024, 2, 1), date(2024, 2, 29))


def test_days_may_begin_and_end_anywhere() -> None:
    assert period_of(TODAY, since=date(2026, 2, 3)).until == TODAY
    assert period_of(TODAY, "", date(2026, 1, 1), date(2026, 1, 31)).name == "2026-01"
    assert period_of(TODAY, "", date(2026, 1, 2), TODAY).name == "2026-01-02_2026-03-01"


@pytest.mark.parametrize(
    ("month", "since", "until", "said"),
    [
        ("2026-13", None, None, "no month"),
        ("October", None, None, "no month"),
        ("0000-01", None, None, "no month"),
        ("2026-01", TODAY, None, "not both"),
        ("", TODAY, date(2026, 2, 1), "lies before"),
        ("", None, TODAY, "since when"),
    ],
)
def test_what_is_no_period_is_refused(
    month: str, since: date | None, until: date | None, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        period_of(TODAY, month, since, until)


def test_a_period_that_has_begun_may_be_told_of() -> None:
    Period(TODAY, date(2026, 3, 31)).need_begun(TODAY)
    with pytest.raises(BadInput, match="has not come"):
        Period(date(2026, 3, 2), date(2026, 3, 31)).need_begun(TODAY)
