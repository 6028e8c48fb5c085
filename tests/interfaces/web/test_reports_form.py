"""The form for a report: a period that can never be told is said at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.jobs import list_jobs

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = "/c/home/s/fernhill.example/reports"


@pytest.mark.parametrize("month", ["2026-13", "2030-01", "1989-01", "soon"])
def test_a_month_that_cannot_be_told_is_said_and_nothing_is_queued(
    small: Browser, month: str
) -> None:
    answer = small.send(AT, month=month, edition="manager", language="en")
    assert answer.status_code == 400
    assert f'value="{month}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert list_jobs(small.root) == []


def test_a_month_that_is_over_is_queued(small: Browser) -> None:
    assert small.send(AT, month="2026-10", edition="manager", language="de").status_code == 303
    assert [job.arguments["month"] for job in list_jobs(small.root)] == ["2026-10"]
