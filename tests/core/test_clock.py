"""Time is handed in."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backlinkbot.core.clock import DatedClock, FixedClock, SystemClock

MOMENT = datetime(2026, 10, 31, 23, 59, 30, tzinfo=UTC)


def test_a_fixed_clock_goes_on_only_by_sleeping() -> None:
    clock = FixedClock(MOMENT)
    began_s = clock.monotonic_s()
    assert clock.now() == clock.now() == MOMENT
    clock.sleep(45)
    assert clock.monotonic_s() - began_s == 45
    assert clock.today() == date(2026, 11, 1)


def test_a_dated_clock_says_its_day_and_lets_seconds_run() -> None:
    clock = DatedClock(MOMENT)
    assert (clock.now(), clock.today()) == (MOMENT, date(2026, 10, 31))
    began_s = clock.monotonic_s()
    clock.sleep(0.001)
    assert clock.monotonic_s() > began_s


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
