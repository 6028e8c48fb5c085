"""Likeness of referring domains, chance, and niche."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.prospect.rivals import (
    Neighbours,
    beyond_chance,
    closeness,
    expected,
    likeness,
)


def near(shared: list[float], referring: list[float], *, own: float, linking: float) -> Neighbours:
    """Neighbours whose shared sites all weigh one."""
    counts = np.array(shared)
    return Neighbours(counts, counts, np.array(referring), own, own, linking)


def test_likeness_of_even_weights_is_the_cosine_of_the_two_sets() -> None:
    told = likeness(near([6, 6], [9, 900], own=16, linking=5000))
    assert told == pytest.approx([6 / np.sqrt(16 * 9), 6 / np.sqrt(16 * 900)])


def test_a_giant_that_everybody_links_to_shares_no_more_than_chance() -> None:
    told = near([12, 12], [4000, 20], own=16, linking=5000)
    assert expected(told) == pytest.approx([12.8, 0.064])
    assert beyond_chance(told).tolist() == [False, True]


def test_two_shared_of_two_hundred_are_chance_in_a_small_index() -> None:
    assert beyond_chance(near([2], [40], own=16, linking=300)).tolist() == [False]


def test_another_niche_and_another_kind_of_site_come_later() -> None:
    like, relevance = np.full(4, 0.8), np.array([1, 0, np.nan, 1], dtype=np.float32)
    tells = np.array([False, False, False, True])
    told = closeness(like, relevance, tells)
    assert told == pytest.approx([0.8, 0.2, 0.5, 0.4])


COUNT = st.integers(0, 500)


@given(both=COUNT, only_site=COUNT, only_other=COUNT, neither=COUNT)
def test_likeness_stays_between_none_and_all(
    both: int, only_site: int, only_other: int, neither: int
) -> None:
    told = near(
        [both], [both + only_other], own=both + only_site,
        linking=both + only_site + only_other + neither,
    )  # fmt: skip
    assert 0 <= likeness(told)[0] <= 1
    assert beyond_chance(told).shape == (1,)
