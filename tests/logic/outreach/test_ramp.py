"""A mailbox sends little at first, more with the weeks, and never more because of a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.ramp import HABIT_DAYS, START, allowance

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def days(*counts: int) -> list[datetime]:
    """So many messages today, yesterday, the day before …"""
    return [NOW - age * DAY for age, many in enumerate(counts) for _ in range(many)]


def test_a_new_mailbox_sends_five_a_day() -> None:
    assert allowance(30, None, [], NOW, "UTC") == START
    assert allowance(30, TODAY, days(3), NOW, "UTC") == START - 3
    assert allowance(30, TODAY, days(9), NOW, "UTC") == 0


def test_it_rises_by_the_week_up_to_its_limit() -> None:
    began = [TODAY - timedelta(weeks=weeks) for weeks in range(8)]
    used = days(0, *[25] * 20)
    assert [allowance(30, one, used, NOW, "UTC") for one in began] == [
        5,
        10,
        15,
        20,
        25,
        30,
        30,
        30,
    ]


def test_one_that_was_in_use_before_rises_in_days_and_a_new_one_in_weeks() -> None:
    def reached(started: date | None) -> list[int]:
        """What it may send on each day while it sends all it may; it starts when it first sends."""
        sent: list[datetime] = []
        told = []
        for day in range(40):
            now = NOW + day * DAY
            may = allowance(30, started or TODAY, sent, now, "UTC")
            sent += [now] * may
            told.append(may)
        return told

    used = reached(TODAY - timedelta(weeks=40))
    new = reached(None)
    assert used[:4] == [5, 15, 30, 30]
    assert new[:8] == [5, 5, 5, 5, 5, 5, 5, 10]
    assert new.index(30) == 5 * 7


def test_a_mailbox_that_rested_begins_anew() -> None:
    began = TODAY - timedelta(days=400)
    assert allowance(30, began, [], NOW, "UTC") == START
    assert allowance(30, began, days(0, 5), NOW, "UTC") == START + 10
    long_ago = [NOW - (HABIT_DAYS + 1) * DAY] * 30
    assert allowance(30, began, long_ago, NOW, "UTC") == START


def test_a_day_is_the_mailboxs_own() -> None:
    evening = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)  # in Berlin it is the 2nd already
    assert allowance(30, None, [evening] * 3, NOW, "Europe/Berlin") == START - 3
    assert allowance(30, TODAY, [evening] * 3, NOW, "UTC") == START


@given(
    st.lists(st.integers(0, 40 * 24), max_size=40),
    st.integers(0, 400),
    st.integers(0, 400 * 24),
    st.integers(0, 100),
)
def test_a_clock_set_back_never_lets_more_go(
    ages_h: list[int], began_days: int, back_h: int, limit: int
) -> None:
    sent = [NOW - timedelta(hours=age) for age in ages_h]
    began = TODAY - timedelta(days=began_days)
    gone_today = sum(at.date() == TODAY for at in sent)
    now_left = allowance(limit, began, sent, NOW, "UTC")
    back = NOW - timedelta(hours=back_h)
    if back.date() == TODAY:
        assert allowance(limit, began, sent, back, "UTC") == now_left
    then_left = allowance(limit, began, sent, back, "UTC")
    later = sum(at.date() >= back.date() for at in sent)
    assert then_left + later <= max(limit, START, later)
    assert now_left + gone_today <= max(limit, gone_today)


def test_a_start_that_lies_ahead_is_none() -> None:
    assert allowance(30, date(2030, 1, 1), days(0, 30), NOW, "UTC") == START


def test_answers_take_room_and_warm_nothing_up() -> None:
    yesterday, today = [NOW - timedelta(days=1)] * 40, [NOW - timedelta(minutes=5)] * 2
    quiet = [NOW - timedelta(days=2)]
    began = NOW.date() - timedelta(days=60)
    without = allowance(50, began, quiet, NOW, "UTC")
    assert allowance(50, began, quiet, NOW, "UTC", yesterday) == without
    assert allowance(50, began, quiet, NOW, "UTC", [*yesterday, *today]) == without - 2
