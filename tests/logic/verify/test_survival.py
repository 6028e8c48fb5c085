"""Survival against hand counts, known laws, and planted lives."""

from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.logic.verify.shrunk import kinds_of
from backlinkbot.logic.verify.survival import Lives, product_limit


def lives(*rows: tuple[float, float, bool]) -> Lives:
    entered, left, lost = zip(*rows, strict=True)
    return Lives(np.array(entered, float), np.array(left, float), np.array(lost, np.bool_))


def planted(rng: np.random.Generator, size: int, rate: float) -> Lives:
    """Exponential lives, seen late, some still standing."""
    lasts = rng.exponential(1 / rate, 4 * size)
    entered, seen_until = rng.exponential(50.0, 4 * size), rng.uniform(100.0, 900.0, 4 * size)
    known = np.flatnonzero((entered < lasts) & (entered < seen_until))[:size]
    left = np.minimum(lasts, seen_until)
    return Lives(entered[known], left[known], (lasts < seen_until)[known])


def test_freireichs_remissions_as_every_book_counts_them() -> None:
    """6-MP group: 21 patients (Freireich et al. 1963): the product limit is in Kalbfleisch 2002."""
    lost = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    stand = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    rows = [(0.0, float(t), True) for t in lost] + [(0.0, float(t), False) for t in stand]
    curve = product_limit(lives(*rows))
    expected = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    steps = zip(curve.age.tolist(), curve.surviving.tolist(), strict=True)
    assert {int(age): round(share, 3) for age, share in steps} == expected
    at_six = curve.at(6)
    assert at_six
    variance = at_six.surviving**2 * curve.variance[0]
    assert variance == pytest.approx(0.0764**2, abs=1e-4)  # Greenwood's


def test_a_link_seen_late_is_not_at_risk_before() -> None:
    early = [(0.0, 100.0, False)] * 6 + [(0.0, 10.0, True)]
    late = [(50.0, 100.0, False)] * 20
    with_late, without = product_limit(lives(*early, *late)), product_limit(lives(*early))
    assert with_late.at(20) == without.at(20)
    assert with_late.surviving[0] == pytest.approx(6 / 7)


def test_where_none_was_lost_the_interval_still_has_a_lower_end() -> None:
    told = product_limit(lives(*[(0.0, 100.0, False)] * 20)).at(50)
    assert told
    assert (told.surviving, told.high) == (1.0, 1.0)
    assert told.low == pytest.approx(0.025 ** (1 / 20))


def test_nothing_is_told_beyond_what_is_known() -> None:
    curve = product_limit(lives((0.0, 10.0, True), (0.0, 40.0, False)))
    assert curve.at(41) is None
    assert product_limit(lives((5.0, 5.0, True))).at(1) is None


def test_the_curve_begins_where_enough_links_are_at_risk() -> None:
    rows = [(0.0, 3.0, True)] + [(30.0, 200.0, False)] * 10
    curve = product_limit(lives(*rows))
    assert curve.from_age == 30.0
    assert curve.at(10) is None
    told = curve.at(60)
    assert told
    assert told.surviving == 1.0


def test_planted_lives_are_found_within_their_intervals() -> None:
    rng = np.random.default_rng(6)
    rate, inside, of = np.log(2) / 300.0, 0, 0
    for _ in range(120):
        curve = product_limit(planted(rng, 150, rate))
        for age in (90.0, 365.0):
            told = curve.at(age)
            assert told
            inside += told.low <= np.exp(-rate * (age - curve.from_age)) <= told.high
            of += 1
    assert 0.90 < inside / of < 0.99


def test_thin_kinds_borrow_and_thick_ones_keep_their_own() -> None:
    rng = np.random.default_rng(7)
    slow, fast = planted(rng, 400, 0.0005), planted(rng, 400, 0.004)
    few = lives(*[(0.0, 40.0, False)] * 3)  # none lost, but hardly seen
    every = Lives(
        *(
            np.concatenate([getattr(one, name) for one in (slow, fast, few)])
            for name in ("entered", "left", "was_lost")
        )
    )
    places = ["content"] * 400 + ["comment"] * 400 + ["widget"] * 3
    found = {one.placement: one for one in kinds_of(every, places, ["article"] * 803)[1:4]}
    assert found["content"].factor < 0.6
    assert found["comment"].factor > 1.4
    assert 0.3 < found["widget"].factor <= 1.1
    assert found["widget"].high - found["widget"].low > found["content"].high - found["content"].low
    for kind in (found["content"], found["comment"]):
        own = {one.days: one.surviving for one in kind.own}
        borrowed = {one.days: one.surviving for one in kind.shares}
        assert borrowed[180.0] == pytest.approx(own[180.0], abs=0.06)


def test_kinds_that_differ_by_chance_alone_are_as_all() -> None:
    rng = np.random.default_rng(8)
    every = planted(rng, 900, 0.002)
    places = rng.choice(["content", "comment", "footer", "sidebar", "header"], len(every)).tolist()
    found = kinds_of(every, places, ["article"] * len(every))
    assert all(0.85 < one.factor < 1.15 for one in found)
    assert found[0].factor == 1.0
