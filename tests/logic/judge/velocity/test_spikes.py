"""Which weeks stand out, and that a spike holds its own weeks alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.velocity.baseline import baseline_of
from backlinkbot.logic.judge.velocity.composition import Composition
from backlinkbot.logic.judge.velocity.spikes import LEAST_NEW, Spike, spikes_in

LEVEL = 20.0


def quiet(seed: int = 1, weeks: int = 90, level: float = LEVEL) -> np.ndarray:
    return np.random.default_rng(seed).poisson(level, weeks).astype(float)


def found(counts: np.ndarray, spam: np.ndarray | None = None) -> list[Spike]:
    told = None if spam is None else Composition(counts, spam)
    return spikes_in(counts, baseline_of(counts), told)


def test_a_burst_is_one_spike_of_its_own_weeks() -> None:
    counts = quiet()
    counts[60:62] += 120
    (spike,) = found(counts)
    assert (spike.first, spike.last) == (60, 61)
    assert spike.new == counts[60:62].sum()
    assert spike.expected == pytest.approx(2 * LEVEL, rel=0.25)
    assert spike.probability is None


def test_a_doubling_for_four_weeks_is_found_though_no_week_stands_out_alone() -> None:
    counts = quiet()
    spam = np.full(len(counts), 2.0)
    counts[60:64] += LEVEL
    spam[60:64] += 12
    (spike,) = found(counts, spam)
    assert spike.first >= 59
    assert spike.last == 63
    assert spike.probability is not None
    assert spike.probability > 0.8


def test_spam_without_more_links_than_usual_is_no_spike() -> None:
    counts = np.full(90, LEVEL)
    spam = np.full(90, 2.0)
    spam[60:64] = 20
    assert found(counts, spam) == []


def test_few_links_are_never_a_spike() -> None:
    counts = np.zeros(60)
    counts[50] = LEAST_NEW - 1
    assert found(counts) == []
    counts[50] = 40
    assert [(one.first, one.last) for one in found(counts)] == [(50, 50)]


def test_a_site_without_history_has_no_spikes() -> None:
    assert found(np.array([1.0, 2, 500])) == []


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_spikes_are_ordered_apart_and_hold_more_than_expected(counts: list[int]) -> None:
    all_found = found(np.array(counts, float))
    for spike in all_found:
        assert 0 < spike.first <= spike.last < len(counts)
        assert spike.new >= LEAST_NEW
        assert spike.chance < 0.01
    ends = [(one.first, one.last) for one in all_found]
    assert all(a[1] < b[0] for a, b in pairwise(ends))
