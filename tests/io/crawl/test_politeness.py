from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.crawl.politeness import Machines, Pace, Rests

PACE = Pace()


@pytest.mark.parametrize(
    ("took_s", "asked_s", "pause_s"),
    [(0.1, None, 3), (1, None, 5), (60, None, 30), (0.1, 10, 10), (2, 4, 10), (0, 9_999, 120)],
)
def test_the_pause_is_a_multiple_of_the_last_fetch_or_what_robots_asks(
    took_s: float, asked_s: float | None, pause_s: float
) -> None:
    assert PACE.delay_s(took_s, asked_s) == pause_s


def test_a_refusal_is_waited_for_as_asked_and_longer_each_time() -> None:
    assert [PACE.backoff_s(n) for n in (1, 2, 3)] == [30, 60, 120]
    assert PACE.backoff_s(1, 90) == 90
    assert PACE.backoff_s(3, 90) == 120
    assert PACE.backoff_s(20) == PACE.most_wait_s
    assert PACE.is_too_long(3_600)
    assert not PACE.is_too_long(None)


@given(st.floats(0.001, 1), st.floats(0, 100), st.one_of(st.none(), st.floats(0, 500)))
def test_a_scaled_pace_is_as_polite_in_its_own_seconds(
    by: float, took_s: float, asked_s: float | None
) -> None:
    scaled = PACE.scaled(by)
    assert scaled.delay_s(took_s * by, asked_s) == pytest.approx(PACE.delay_s(took_s, asked_s) * by)
    assert scaled.is_too_long(asked_s) == PACE.is_too_long(asked_s)


def test_a_machine_serves_one_at_a_time_in_turn_with_a_gap() -> None:
    machines: Machines[str] = Machines(0.5)
    assert machines.ask("1.1.1.1", "a", 10.0) == 0.0
    assert machines.ask("1.1.1.1", "b", 10.0) is None
    assert machines.ask("1.1.1.1", "c", 10.0) is None
    assert machines.ask("2.2.2.2", "d", 10.0) == 0.0
    assert machines.done("1.1.1.1", 11.0) == ("b", 11.5)
    assert machines.ask("1.1.1.1", "b", 11.0) == 11.5
    assert machines.done("1.1.1.1", 11.1, was_used=False) == ("c", 11.5)
    assert machines.done("1.1.1.1", 12.0) is None
    assert machines.ask("1.1.1.1", "e", 12.0) == 12.5


def test_when_all_let_go_the_gap_still_holds() -> None:
    machines: Machines[str] = Machines(0.5)
    machines.ask("1.1.1.1", "a", 10.0)
    machines.ask("1.1.1.1", "b", 10.0)
    machines.let_all_go(10.0)
    assert machines.ask("1.1.1.1", "c", 10.1) == 10.5


def test_a_site_rests_while_nobody_works_on_it() -> None:
    rests = Rests()
    rests.set("a.example", 5.0, 1.0)
    assert rests.of("a.example") == 5.0
    assert rests.of("b.example") == 0.0
