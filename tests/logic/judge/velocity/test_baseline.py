"""What past weeks lead one to expect: causal, deaf to outbreaks, calibrated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from backlinkbot.logic.judge.velocity.baseline import (
    FIT_HISTORY,
    LEAST_HISTORY,
    band,
    baseline_of,
    tail,
)

SERIES = st.lists(st.integers(0, 400), min_size=1, max_size=70)


def quiet(weeks: int, level: float, extra: float, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return draw.poisson(level * draw.gamma(1 / extra, extra, weeks)).astype(float)


@given(SERIES, SERIES)
def test_no_week_is_judged_by_later_ones(past: list[int], later: list[int]) -> None:
    alone = baseline_of(np.array(past, float))
    joined = baseline_of(np.array(past + later, float))
    # a batch of another size sums in another order, so the last digits may differ
    np.testing.assert_allclose(alone.mean, joined.mean[: len(past)], rtol=1e-6)
    np.testing.assert_allclose(alone.extra, joined.extra[: len(past)], rtol=1e-5, atol=1e-9)


@given(SERIES)
def test_every_week_after_the_first_ones_has_a_usable_expectation(counts: list[int]) -> None:
    found = baseline_of(np.array(counts, float))
    assert np.isnan(found.mean[: LEAST_HISTORY - 1]).all()
    for at in range(LEAST_HISTORY, len(counts)):
        mean, variance = found.window(at, 1)
        assert 0 < mean < 1e7
        assert variance >= mean
        assert 0 <= tail(counts[at], mean, variance) <= 1


@pytest.mark.parametrize("level", [3.0, 40.0])
def test_an_outbreak_in_the_past_hardly_moves_the_expectation(level: float) -> None:
    calm = quiet(80, level, 0.05, 3)
    burst = calm.copy()
    burst[60:62] += 12 * level
    before, after = baseline_of(calm).mean[79, 0], baseline_of(burst).mean[79, 0]
    assert after == pytest.approx(before, rel=0.1)


def test_a_trend_is_followed() -> None:
    time = np.arange(100)
    counts = np.round(20 * np.exp(0.8 * time / 52))
    assert baseline_of(counts).mean[99, 0] == pytest.approx(20 * np.exp(0.8 * 100 / 52), rel=0.1)


def test_a_short_history_goes_by_its_median() -> None:
    counts = np.array([10, 12, 9, 11, 200, 10, 12, 10, 11, 10], float)
    found = baseline_of(counts)
    assert found.mean[9, 0] == pytest.approx(10.5, abs=0.6)
    assert found.trust[9, 4] == 0, "the outbreak does not count as ordinary"


@pytest.mark.parametrize("extra", [0.05, 0.3])
def test_quiet_weeks_are_as_rare_as_their_chance_says_within_a_factor_of_two(extra: float) -> None:
    chances = []
    for seed in range(25):
        counts = quiet(130, 25.0, extra, seed)
        found = baseline_of(counts)
        weeks = range(FIT_HISTORY, len(counts))
        chances += [tail(counts[at], *found.window(at, 1)) for at in weeks]
    shares = np.array(chances)
    for chance in (0.05, 0.01):
        assert chance / 2 <= (shares <= chance).mean() <= chance * 2


@given(st.integers(0, 300), st.floats(0.2, 200), st.floats(1.01, 30))
def test_the_tail_is_that_of_the_negative_binomial(count: int, mean: float, times: float) -> None:
    law = nbinom(mean / (times - 1), 1 / times)
    wanted = law.sf(count) + law.pmf(count) / 2
    assert tail(count, mean, mean * times) == pytest.approx(wanted, rel=1e-6, abs=1e-12)


def test_the_band_holds_all_but_the_outside() -> None:
    low, high = band(20.0, 60.0, 0.01)
    law = nbinom(20.0 / 2, 1 / 3)
    assert law.cdf(high) >= 0.99 > law.cdf(high - 1)
    assert law.cdf(low) >= 0.01
    assert low < 20 < high
