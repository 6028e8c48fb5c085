from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backlinkbot.logic.graph.changes import (
    DOWN,
    GONE,
    NEW,
    NO_INTERVAL,
    SAME,
    UP,
    Marks,
    Yardstick,
    cautions,
    series_of,
    why_incomparable,
)
from backlinkbot.logic.graph.scale import Scale


def points_of(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return Scale.of(scores).points(scores)


def marks(points: NDArray[np.float64], spread: float = 1.0) -> Marks:
    return Marks(points, np.clip(points - 2 * spread, 0, 100), np.clip(points + 2 * spread, 0, 100))


SCORES = 1 / np.arange(1.0, 501)


def test_a_release_compared_with_itself_shows_no_change() -> None:
    points = points_of(SCORES)
    found = Yardstick.of(points, points).changes(marks(points), marks(points))
    assert set(found.verdict) == {SAME}
    assert found.change == pytest.approx(np.zeros(500))


def test_weak_newcomers_do_not_pull_the_others_down() -> None:
    before = points_of(SCORES)
    after = points_of(np.concatenate((SCORES, np.full(5_000, 1e-6))))[:500]
    assert np.median(np.abs(after - before)) > 5  # each on its own population
    yardstick = Yardstick.of(before, after)
    assert yardstick.median_movement == pytest.approx(0, abs=1e-9)
    assert set(yardstick.changes(marks(before), marks(after)).verdict) == {SAME}


def test_a_change_is_shown_only_beyond_twice_the_spread() -> None:
    before = points_of(SCORES)
    better = SCORES.copy()
    better[400] = SCORES[20] * 1.001
    after = points_of(better)
    yardstick = Yardstick.of(before, after)
    sure = yardstick.changes(marks(before, 0.5), marks(after, 0.5))
    assert sure.verdict[400] == UP
    assert sure.change[400] == pytest.approx(100 * np.log(401 / 21) / np.log(500), abs=0.3)
    unsure = yardstick.changes(marks(before, 20), marks(after, 20))
    assert unsure.verdict[400] == SAME
    back = Yardstick.of(after, before).changes(marks(after, 0.5), marks(before, 0.5))
    assert back.verdict[400] == DOWN


def test_a_movement_too_small_to_print_is_none() -> None:
    before = points_of(SCORES)
    swapped = SCORES.copy()
    swapped[[498, 499]] = SCORES[[499, 498]]
    after = points_of(swapped)
    found = Yardstick.of(before, after).changes(marks(before, 0.0), marks(after, 0.0))
    assert abs(found.change[498]) > 0
    assert found.verdict[498] == SAME


def test_who_is_in_one_release_only_is_new_or_gone_and_no_interval_is_no_change() -> None:
    points = points_of(SCORES)
    unknown = np.full(3, np.nan)
    before = Marks(
        np.array([np.nan, 50, 50]), np.array([np.nan, 48, 48]), np.array([np.nan, 52, 52])
    )
    after = Marks(np.array([50, np.nan, 90.0]), unknown, unknown)
    verdict = Yardstick.of(points, points).changes(before, after).verdict
    assert verdict.tolist() == [NEW, GONE, NO_INTERVAL]


def test_without_a_common_domain_there_is_no_yardstick_and_no_crash() -> None:
    nothing = np.empty(0)
    yardstick = Yardstick.of(nothing, nothing)
    assert yardstick.members == 0
    known, unknown = np.array([40.0]), np.array([np.nan])
    found = yardstick.changes(Marks(unknown, unknown, unknown), marks(known))
    assert found.verdict.tolist() == [NEW]


@given(st.lists(st.floats(0, 100, allow_subnormal=False), min_size=2, max_size=60), st.randoms())
def test_a_change_and_its_reverse_are_opposite(values: list[float], random: object) -> None:
    before = np.array(values)
    after = before.copy()
    random.shuffle(after)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    there = Yardstick.of(before, after).changes(marks(before), marks(after))
    back = Yardstick.of(after, before).changes(marks(after), marks(before))
    assert there.change == pytest.approx(-back.change)
    assert (np.isin(there.verdict, UP) == np.isin(back.verdict, DOWN)).all()


def test_releases_by_other_methods_or_on_another_basis_do_not_compare() -> None:
    one = {"method": "m1", "basis": "trust"}
    assert not why_incomparable(one, dict(one))
    assert "m2" in why_incomparable(one, one | {"method": "m2"})
    assert "links only" in why_incomparable(one, one | {"basis": "links only"})


def test_other_seeds_and_other_graphs_are_cautioned_of() -> None:
    one = {"seed_list": "s", "seed_digest": "1", "series": "index", "graph": "g1"}
    assert cautions(one, one | {"graph": "g2"}) == ()
    assert "seed lists" in cautions(one, one | {"seed_digest": "2"})[0]
    assert "series" in cautions(one, one | {"series": "other"})[0]
    assert series_of({"graph": "edges.tsv", "series": ""}) == "edges.tsv"
