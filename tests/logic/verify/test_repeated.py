"""What several looks tell together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Check, Finding, Look, Standing
from backlinkbot.logic.verify.repeated import APART, after

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
NEW = Check("a.example", "http://b.example/", "http://a.example/", 0, Standing.THERE, NOW)
THERE = Finding(Look.THERE)
GONE = Finding(Look.GONE, LostReason.REMOVED_FROM_HTML, "gone", loses=True)
NO_HOST = replace(GONE, reason=LostReason.HOST_GONE)
MOVED = Finding(Look.CHANGED, LostReason.REDIRECTED, "moved", loses=True)
SILENT = Finding(Look.UNREACHABLE, sentence="nobody")
REFUSED = Finding(Look.BLOCKED, LostReason.BLOCKED_TO_US, "no")
EVERY = [THERE, GONE, NO_HOST, MOVED, SILENT, REFUSED]


def looked(*findings: Finding, hours: float = 24) -> Check:
    """What is known after these looks, so many hours apart."""
    known = NEW
    for number, finding in enumerate(findings):
        known = after(known, finding, NOW + timedelta(hours=hours * number))
    return known


def test_one_look_suspects_and_two_a_day_apart_lose() -> None:
    assert looked(GONE).standing is Standing.SUSPECTED
    lost = looked(GONE, GONE)
    assert lost.standing is Standing.LOST
    assert lost.gone_at == NOW


def test_any_number_of_looks_of_one_afternoon_is_one_look() -> None:
    assert looked(*[GONE] * 9, hours=2).standing is Standing.SUSPECTED
    assert looked(*[GONE] * 9, hours=2).looks == 1
    assert looked(*[GONE] * 11, hours=2).standing is Standing.LOST  # the next morning


def test_a_host_is_gone_after_three_looks_over_three_days() -> None:
    assert looked(*[NO_HOST] * 3).standing is Standing.SUSPECTED
    assert looked(*[NO_HOST] * 4).standing is Standing.LOST
    assert looked(*[NO_HOST] * 3, hours=36).standing is Standing.LOST


def test_a_look_that_found_the_link_begins_anew() -> None:
    assert looked(GONE, THERE, GONE).standing is Standing.SUSPECTED


def test_a_look_that_tells_nothing_neither_counts_nor_takes_back() -> None:
    known = looked(GONE, SILENT, REFUSED, SILENT)
    assert (known.standing, known.looks) == (Standing.SUSPECTED, 1)
    assert "today: nobody" in known.sentence
    assert looked(GONE, SILENT, GONE).standing is Standing.LOST
    assert looked(GONE, GONE, REFUSED).standing is Standing.LOST


def test_what_moved_and_then_went_was_missed_once() -> None:
    assert looked(MOVED).standing is Standing.CHANGED
    assert looked(MOVED, MOVED).standing is Standing.CHANGED
    assert looked(MOVED, MOVED, GONE).standing is Standing.SUSPECTED
    assert looked(MOVED, MOVED, GONE, GONE).standing is Standing.LOST


def test_a_lost_link_stays_lost_until_it_is_seen() -> None:
    assert looked(GONE, GONE, GONE).standing is Standing.LOST
    assert looked(GONE, GONE, THERE).standing is Standing.THERE


@given(st.lists(st.tuples(st.sampled_from(EVERY), st.floats(0.1, 60.0)), min_size=1, max_size=12))
def test_nothing_is_lost_without_two_looks_far_apart_that_miss_it(
    looks: list[tuple[Finding, float]],
) -> None:
    known, at, missed = NEW, NOW, list[datetime]()
    for finding, hours in looks:
        at += timedelta(hours=hours)
        known = after(known, finding, at)
        if finding.look is Look.GONE:
            missed.append(at)
        elif finding.look in {Look.THERE, Look.CHANGED}:
            missed.clear()
        if known.standing is Standing.LOST:
            assert missed[-1] - missed[0] >= APART
        if missed and known.standing is Standing.SUSPECTED:
            assert known.looks >= 1
