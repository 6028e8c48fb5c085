from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.scale import Population, Scale


def test_the_first_has_100_and_the_last_0() -> None:
    scale = Scale.of(np.array([8.0, 4, 2, 1]))
    expected = [100 * (1 - np.log(r) / np.log(4)) for r in (1, 2, 3, 4)]
    assert scale.points(np.array([8.0, 4, 2, 1])) == pytest.approx(expected)


def test_nobody_without_a_score_is_counted_or_has_points() -> None:
    scale = Scale.of(np.array([3.0, 0, 0, 1]))
    assert scale.population == 2
    assert scale.points(np.array([0.0, 0.5, 1, 9])) == pytest.approx([0, 0, 0, 100])


def test_equals_share_the_last_of_their_ranks() -> None:
    scale = Scale.of(np.array([9.0, 1, 1, 1]))
    assert scale.points(np.array([9.0, 1])) == pytest.approx([100, 0])


def test_a_score_between_two_members_has_points_between_theirs() -> None:
    scale = Scale.of(np.array([16.0, 4, 1]))
    low, middle, high = scale.points(np.array([4.0, 8, 16]))
    assert middle == pytest.approx((100 + low) / 2)
    assert low < middle < high


@given(st.lists(st.floats(1e-12, 1), min_size=2, max_size=50))
def test_more_score_never_has_fewer_points(scores: list[float]) -> None:
    points = Scale.of(np.array(scores)).points(np.sort(np.array(scores)))
    assert (np.diff(points) >= -1e-9).all()
    assert points[-1] == 100 or scores.count(max(scores)) > 1


def test_the_table_of_a_large_population_is_short_and_right() -> None:
    scores = np.random.default_rng(1).pareto(1.0, 200_000) + 1e-9
    scale = Scale.of(scores)
    assert len(scale.ranks) < 2000
    rank = np.empty(len(scores))
    rank[np.argsort(-scores)] = np.arange(1, len(scores) + 1)
    exact = 100 * (1 - np.log(rank) / np.log(len(scores)))
    assert np.abs(scale.points(scores) - exact).max() < 0.05


def test_a_population_of_one() -> None:
    assert Scale.of(np.array([2.0])).points(np.array([2.0, 1])).tolist() == [100, 0]


def test_an_empty_population_is_refused() -> None:
    with pytest.raises(BadInput, match="at least one"):
        Scale.of(np.zeros(3))


def test_a_fixed_population_keeps_its_size_when_members_are_gone() -> None:
    scores = np.array([8.0, 4, 2, 1, 16])
    scale = Scale.of(scores, Population(np.array([0, 1, 2]), 4))
    ranks = np.log([1, 1, 2, 3]) / np.log(4)
    assert scale.points(scores[[4, 0, 1, 2]]) == pytest.approx(100 * (1 - ranks))
    assert scale.points(np.array([0.0])) == 0


def test_nodes_outside_the_population_move_nobodys_points() -> None:
    scores = np.random.default_rng(5).pareto(1.0, 1000)
    members = Population(np.arange(100), 100)
    before = Scale.of(scores, members).points(scores[:100])
    more = np.concatenate((scores, scores * 3))
    assert (Scale.of(more, members).points(scores[:100]) == before).all()
