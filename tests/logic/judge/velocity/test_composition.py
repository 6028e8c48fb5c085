"""What new domains look like: how odd a window is, and whether it looks bought."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.velocity.baseline import baseline_of
from backlinkbot.logic.judge.velocity.composition import (
    SPAM,
    Composition,
    SignSeen,
    bought_probability,
    combined,
    signs_in,
)

WEEKS = 60


def usual(share: float = 0.1, level: float = 20.0) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(5)
    counts = draw.poisson(level, WEEKS).astype(float)
    return counts, draw.binomial(counts.astype(int), share).astype(float)


def seen(spam: int, known: int, share: float = 0.1) -> SignSeen:
    return SignSeen(SPAM, spam, known, share, 0.04)


def test_the_usual_share_is_learnt_from_ordinary_weeks_alone() -> None:
    counts, spam = usual()
    counts[40] += 400
    spam[40] += 400
    found = signs_in(Composition(counts, spam), baseline_of(counts), 55, 55)
    assert found[0].usual == pytest.approx(0.1, abs=0.03)


def test_a_window_with_the_usual_share_is_not_odd_and_one_of_spam_is() -> None:
    counts, spam = usual()
    baseline = baseline_of(counts)
    assert signs_in(Composition(counts, spam), baseline, 50, 50)[0].chance > 0.05
    spam[50] = counts[50]
    assert signs_in(Composition(counts, spam), baseline, 50, 50)[0].chance < 1e-3


def test_weeks_of_which_nothing_is_known_tell_nothing() -> None:
    counts, spam = usual()
    known = counts.copy()
    known[50] = 0
    assert signs_in(Composition(known, spam), baseline_of(counts), 50, 50) == ()
    assert bought_probability((), 50, 20) is None


def test_spam_in_the_extra_links_looks_bought_and_usual_ones_do_not() -> None:
    assert bought_probability((seen(60, 100),), 100, 20) > 0.95  # type: ignore[operator]
    assert bought_probability((seen(10, 100),), 100, 20) < 0.2  # type: ignore[operator]


@given(st.integers(0, 79))
def test_more_spam_never_looks_less_bought(spam: int) -> None:
    less = bought_probability((seen(spam, 80),), 80, 20)
    more = bought_probability((seen(spam + 1, 80),), 80, 20)
    assert less is not None
    assert more is not None
    assert more >= less - 1e-9


@given(st.integers(1, 200), st.floats(0.01, 0.9))
def test_chances_are_probabilities_that_fall_with_the_count(known: int, share: float) -> None:
    chances = [seen(count, known, share).chance for count in range(known + 1)]
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(a >= b - 1e-12 for a, b in pairwise(chances))


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=3))
def test_chances_together_lie_between_the_least_and_the_largest(chances: list[float]) -> None:
    assert min(chances) * 0.99 <= combined(chances) <= max(chances) * 1.01 + 1e-6


def test_no_chance_is_no_finding() -> None:
    assert combined([]) == 1.0


def test_a_week_of_a_billion_domains_is_judged_at_once() -> None:
    counts, spam = usual()
    counts[50], spam[50] = 1e9, 6e8
    (seen_then,) = signs_in(Composition(counts, spam), baseline_of(counts), 50, 50)
    assert seen_then.count / seen_then.known == pytest.approx(0.6)
    assert seen_then.chance < 1e-6
