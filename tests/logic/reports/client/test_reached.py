"""Goals by the length of a period."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.logic.reports.client.reached import months_in


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), 1),
        (date(2024, 2, 1), date(2024, 2, 29), 1),
        (date(2026, 10, 1), date(2027, 1, 31), 4),
        (date(2026, 10, 1), date(2026, 10, 15), 0.49),
        (date(2026, 10, 15), date(2026, 11, 14), 1.02),
    ],
)
def test_whole_months_are_whole_and_the_rest_goes_by_days(
    since: date, until: date, months: float
) -> None:
    assert months_in(since, until) == months
