"""What the weeks ahead bring: the site's own level, and how far it leans on its peers'."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.forecast import (
    LEAST_LEVEL,
    MOST_UNSURE,
    START_LEVEL,
    History,
    forecast,
    short_history,
)

NOBODY = short_history((), 0.0)


def known(level: float, *, size: float = 500.0, unsure: float = 0.01) -> History:
    return History(size, 100, (level,) * 4, 0.15, 0.1, unsure)


def test_a_long_history_is_hardly_moved_by_peers() -> None:
    found = forecast(known(10.0), [known(100.0)] * 6, 8)
    assert found.own_weight > 0.95
    assert found.mean[0] == pytest.approx(10.0, rel=0.1)


def test_without_a_history_the_level_is_the_peers_of_that_size() -> None:
    same = forecast(short_history((), 500.0), [known(10.0)] * 6, 4)
    small = forecast(short_history((), 0.0), [known(10.0)] * 6, 4)
    assert same.own_weight == 0
    assert same.mean[0] == pytest.approx(10.0)
    assert 1.0 < small.mean[0] < 2.5  # (10 / 510) ** 0.5 of it


def test_a_site_nobody_knows_begins_with_care() -> None:
    found = forecast(NOBODY, [], 4)
    assert found.mean.tolist() == pytest.approx([START_LEVEL] * 4)
    assert found.peers == 0


def test_a_few_weeks_lie_between_the_site_and_its_peers() -> None:
    few = short_history((2.0, 3.0, 1.0), 500.0)
    found = forecast(few, [known(20.0)] * 6, 4)
    assert 2.0 < found.mean[0] < 20.0
    assert 0.3 < found.own_weight < 0.95


def test_more_weeks_of_its_own_weigh_more() -> None:
    weights = [
        forecast(short_history((2.0,) * weeks, 500.0), [known(20.0)] * 6, 4).own_weight
        for weeks in (0, 1, 3, 7)
    ]
    assert weights == sorted(weights)
    assert weights[0] == 0


def test_not_knowing_widens_a_band_but_only_so_far() -> None:
    def spread(unsure: float) -> float:
        mean, variance = forecast(known(10.0, unsure=unsure), [known(10.0)] * 6, 4).window(0, 1)
        return (variance - mean) / mean**2

    assert spread(0.01) < spread(0.1) < spread(50.0) <= 0.16 + MOST_UNSURE


def test_the_last_week_known_stands_for_all_after_it() -> None:
    own = History(500, 100, (4.0, 5.0, 6.0, 8.0), 0.15, 0.1, 1e-6)
    assert forecast(own, [], 7).mean == pytest.approx([4, 5, 6, 8, 8, 8, 8], rel=0.01)


def test_memory_makes_months_vary_more() -> None:
    calm = forecast(History(1, 99, (9.0,), 0.4, 0.0, 0.01), [], 4).window(0, 4)
    long = forecast(History(1, 99, (9.0,), 0.4, 0.7, 0.01), [], 4).window(0, 4)
    assert calm[0] == long[0]
    assert long[1] > calm[1]


levels = st.floats(0.0, 1e6)


@given(levels, st.lists(levels, max_size=10), st.floats(0, 1e6), st.integers(1, 20))
def test_every_forecast_is_a_number_that_can_be(
    level: float, peers: list[float], size: float, horizon: int
) -> None:
    found = forecast(known(level, size=size), [known(one) for one in peers], horizon)
    assert len(found.mean) == horizon
    assert np.isfinite(found.mean).all()
    assert (found.mean >= LEAST_LEVEL).all()
    mean, variance = found.window(0, horizon)
    assert variance >= mean > 0
    assert 0 <= found.own_weight <= 1
