"""Sequences: at most two follow-ups, in the recipient's day, ended by any answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import MessageState, Refusal, Sequence, Step
from backlinkbot.logic.outreach.compliance import laws
from backlinkbot.logic.outreach.sequences import (
    ZONES,
    Course,
    Done,
    Due,
    Ending,
    check,
    due_at,
    next_move,
    thread_of,
    zone_named,
)

THREE = Sequence("three", (Step(("a", "b")), Step(("c",), 3), Step(("d",), 5)))
NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)  # a Monday, 16:00 in Berlin
SENT = Done(0, MessageState.SENT, NOW)
BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)

ZONE_NAMES = st.sampled_from(sorted(set(ZONES.values())))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001 - zone below
    lambda one: one.replace(tzinfo=UTC)
)
HOURS = st.tuples(st.integers(0, 22), st.integers(1, 24)).filter(lambda both: both[0] < both[1])
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 1, 20)), max_size=20)


def move(course: Course, **changes: object) -> Due | Refusal:
    told = {"begun": THREE, "newest": THREE, "now": NOW, "zone": BERLIN, **changes}
    return next_move(course=course, **told)  # type: ignore[arg-type]  # values of each test


@given(MOMENTS, ZONE_NAMES, HOURS, st.frozensets(st.integers(0, 6), min_size=1), HOLIDAYS,
       st.integers(0, 9))  # fmt: skip
def test_a_message_goes_in_business_hours_of_the_recipients_day(
    after: datetime, zone: str, hours: tuple[int, int], weekdays: frozenset[int],
    holidays: frozenset[date], wait: int,
) -> None:  # fmt: skip
    one = Sequence("s", (Step(("a",), wait),), hours, tuple(sorted(weekdays)))
    due = due_at(one, 0, after, zone, holidays)
    local = due.astimezone(ZoneInfo(zone))
    assert due.utcoffset() == timedelta(0)
    assert due >= after or wait
    assert due.astimezone(ZoneInfo(zone)).date() >= after.astimezone(ZoneInfo(zone)).date()
    assert local.weekday() in weekdays
    assert local.date() not in holidays
    assert hours[0] <= local.hour < hours[1]
    if wait == 0:
        assert due_at(one, 0, due, zone, holidays) == due


# Clocks that go by half an hour, by two and by three, at midnight, and a day that was left out.
ODD_ZONES = (
    "Australia/Lord_Howe", "Antarctica/Troll", "Antarctica/Casey", "America/Havana", "Asia/Beirut",
    "America/Asuncion", "America/Scoresbysund", "Africa/Casablanca", "Pacific/Apia", "Asia/Gaza",
)  # fmt: skip


@cache
def changes_of(zone: str) -> tuple[datetime, ...]:
    """The hours in UTC after which a zone's clocks were changed, of two years with odd changes."""
    place = ZoneInfo(zone)
    years = [datetime(2010, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    hours = (year + timedelta(hours=n) for year in years for n in range(2 * 8760))
    return tuple(
        one for one in hours
        if one.astimezone(place).utcoffset() != (one + HOUR).astimezone(place).utcoffset()
    ) or (years[0],)  # fmt: skip


@settings(deadline=None)
@given(st.data(), HOURS, st.integers(0, 3))
def test_where_clocks_are_changed_it_goes_in_the_hours_and_never_back(
    data: st.DataObject, hours: tuple[int, int], wait: int
) -> None:
    zone = data.draw(st.sampled_from(sorted({*ZONES.values(), *ODD_ZONES})))
    change = data.draw(st.sampled_from(changes_of(zone)))
    near = st.integers(-4 * 24 * 60, 4 * 24 * 60).map(lambda at: change + timedelta(minutes=at))
    first, second = sorted((data.draw(near), data.draw(near)))
    one = Sequence("s", (Step(("a",), wait),), hours, tuple(range(7)))
    due, later = due_at(one, 0, first, zone), due_at(one, 0, second, zone)
    local = due.astimezone(ZoneInfo(zone))
    assert hours[0] <= local.hour < hours[1]
    assert due >= first
    if wait == 0:
        assert due <= later  # what waits from later on goes no earlier
        assert due_at(one, 0, due, zone) == due  # looked at when it is due, it is due


def test_an_hour_that_is_left_out_is_waited_for_until_the_next_day() -> None:
    one = Sequence("s", (Step(("a",)),), (2, 3), tuple(range(7)))
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # in Berlin two o'clock is three o'clock
    assert due_at(one, 0, night, BERLIN) == datetime(2026, 3, 30, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_one_hour_of_its_day() -> None:
    one = Sequence("s", (Step(("a",)),), (2, 3), tuple(range(7)))
    first, again = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert due_at(one, 0, first, BERLIN) == first
    assert due_at(one, 0, again, BERLIN) == again
    over = datetime(2026, 10, 25, 2, tzinfo=UTC)  # three o'clock
    assert due_at(one, 0, over, BERLIN) == datetime(2026, 10, 26, 1, tzinfo=UTC)


@given(MOMENTS, ZONE_NAMES, st.integers(1, 9))
def test_business_days_are_counted(after: datetime, zone: str, wait: int) -> None:
    one = Sequence("s", (Step(("a",), wait),))
    first = after.astimezone(ZoneInfo(zone)).date()
    last = due_at(one, 0, after, zone).astimezone(ZoneInfo(zone)).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == wait


def test_a_follow_up_waits_for_business_days_and_holidays() -> None:
    told = move(Course((SENT,)))
    assert told == Due(1, ("c",), datetime(2026, 11, 5, 15, tzinfo=UTC))
    told = move(Course((SENT,)), holidays={date(2026, 11, 4), date(2026, 11, 6)})
    assert told == Due(1, ("c",), datetime(2026, 11, 9, 15, tzinfo=UTC))


def test_at_night_and_on_a_sunday_a_first_message_waits_for_the_morning() -> None:
    night = datetime(2026, 11, 1, 2, tzinfo=UTC)
    assert move(Course(), now=night) == Due(0, ("a", "b"), datetime(2026, 11, 2, 8, tzinfo=UTC))
    assert move(Course(), now=NOW) == Due(0, ("a", "b"), NOW)
    tokyo = move(Course(), now=NOW, zone="Asia/Tokyo")
    assert tokyo == Due(0, ("a", "b"), datetime(2026, 11, 3, 0, tzinfo=UTC))


@pytest.mark.parametrize("ending", Ending)
def test_whatever_ends_a_sequence_ends_it(ending: Ending) -> None:
    told = move(Course((SENT,), (ending,)))
    assert isinstance(told, Refusal)
    assert ending.value in told.reason


@pytest.mark.parametrize("state", [one for one in MessageState if one is not MessageState.SENT])
def test_nothing_follows_a_message_that_did_not_certainly_go(state: MessageState) -> None:
    assert isinstance(move(Course((replace(SENT, state=state),))), Refusal)


def test_after_two_follow_ups_there_is_no_more() -> None:
    done = tuple(replace(SENT, step=n) for n in range(3))
    assert move(Course(done)) == Refusal("all-sent", "all messages of the sequence have gone")
    assert isinstance(move(Course(done[:2])), Due)


def test_an_automatic_answer_delays_and_does_not_end() -> None:
    told = move(Course((SENT,), away_until=date(2026, 11, 20)))  # a Friday
    assert told == Due(1, ("c",), datetime(2026, 11, 23, 8, tzinfo=UTC))


def test_a_message_that_is_overdue_goes_at_the_next_good_moment() -> None:
    late = datetime(2026, 12, 5, 12, tzinfo=UTC)  # a Saturday
    assert move(Course((SENT,)), now=late) == Due(1, ("c",), datetime(2026, 12, 7, 8, tzinfo=UTC))


def test_an_edit_changes_nothing_that_was_begun_but_may_end_it() -> None:
    edited = replace(THREE, steps=(Step(("z",)), Step(("y",), 1), Step(("x",), 1)), version=2)
    assert move(Course((SENT,)), newest=edited) == move(Course((SENT,)))
    shorter = replace(THREE, steps=THREE.steps[:1], version=2)
    assert isinstance(move(Course((SENT,)), newest=shorter), Refusal)
    assert isinstance(move(Course((SENT,)), newest=None), Refusal)
    longer = move(Course((SENT,)), begun=shorter, newest=THREE)
    assert isinstance(longer, Refusal)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(THREE, steps=()),
        replace(THREE, steps=(*THREE.steps, Step(("e",), 2))),
        replace(THREE, steps=(Step(("a",), 1),)),
        replace(THREE, steps=(Step(("a",)), Step(("b",), 0))),
        replace(THREE, steps=(Step(()),)),
        replace(THREE, hours=(17, 9)),
        replace(THREE, hours=(9, 25)),
        replace(THREE, weekdays=()),
        replace(THREE, weekdays=(7,)),
    ],
)
def test_a_sequence_that_cannot_run_is_refused(wrong: Sequence) -> None:
    check(THREE)
    with pytest.raises(BadInput):
        check(wrong)


def test_a_follow_up_stays_in_the_thread() -> None:
    assert thread_of([], "A dead link") == ("A dead link", {})
    subject, headers = thread_of(["<1@a>", "<2@a>"], "A dead link")
    assert subject == "Re: A dead link"
    assert headers == {"In-Reply-To": "<2@a>", "References": "<1@a> <2@a>"}
    assert thread_of(["<1@a>"], "RE: x")[0] == "RE: x"


def test_every_country_of_the_law_has_a_zone_and_others_are_refused() -> None:
    assert set(ZONES) == set(laws())
    assert all(zone_named(zone) for zone in ZONES.values())
    for name in ("Europe/Atlantis", "", "../etc/passwd"):
        with pytest.raises(BadInput):
            zone_named(name)


def test_holidays_without_end_are_said() -> None:
    always = {date(2026, 11, 1) + timedelta(days=n) for n in range(500)}
    with pytest.raises(BadInput):
        due_at(THREE, 1, NOW, BERLIN, always)
