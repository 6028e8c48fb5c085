"""A chosen set does not hang on one site, owner or topic."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.prospect.choosing import Kin, Taken, chosen


def kin(sites: list[str], owners: list[str | None] | None = None) -> Kin:
    nobody: list[str | None] = [None] * len(sites)
    return Kin.of(sites, owners or nobody, nobody)


def worth_of(places: list[int], value: np.ndarray, chance: np.ndarray, of: Kin) -> float:
    """What a set is worth, its best first."""
    taken, total = Taken(of), 0.0
    for at in sorted(places, key=lambda one: -value[one]):
        total += value[at] * taken.share(at)
        taken.add(at, chance[at])
    return total


def test_rows_that_have_nothing_in_common_are_chosen_by_value() -> None:
    value = np.array([1.0, 5.0, 3.0, 4.0])
    assert chosen(value, np.full(4, 0.5), kin(list("abcd")), 3) == [1, 3, 2]


def test_a_second_page_of_one_site_waits_behind_another_site() -> None:
    value = np.array([10.0, 9.0, 6.0])
    assert chosen(value, np.full(3, 0.9), kin(["a", "a", "b"]), 2) == [0, 2]


def test_where_the_first_is_unlikely_a_second_page_of_the_site_still_counts() -> None:
    value = np.array([10.0, 9.0, 6.0])
    assert chosen(value, np.full(3, 0.02), kin(["a", "a", "b"]), 2) == [0, 1]


def test_sites_of_one_owner_count_less_together() -> None:
    value = np.array([10.0, 9.0, 6.0])
    owners = ["x", "x", "y"]
    assert chosen(value, np.full(3, 0.9), kin(["a", "b", "c"], owners), 2) == [0, 2]


def test_unknown_owners_are_not_one_owner() -> None:
    taken = Taken(kin(["a", "b"]))
    taken.add(0, 1.0)
    assert taken.share(1) == 1.0


def of_the_best(value: np.ndarray, chance: np.ndarray, sites: list[str], size: int) -> float:
    """What the chosen set is worth, as a share of the best of all sets of that size."""
    of = kin(sites, [{"a": "x", "b": "x"}.get(site) for site in sites])
    ours = worth_of(chosen(value, chance, of, size), value, chance, of)
    sets = combinations(range(len(value)), min(size, len(value)))
    return ours / max(worth_of(list(one), value, chance, of) for one in sets)


@given(st.data())
def test_greedy_never_falls_below_the_bound_of_the_theorem(data: st.DataObject) -> None:
    many = data.draw(st.integers(3, 9))
    numbers = st.floats(0.1, 10.0)
    value = np.array(data.draw(st.lists(numbers, min_size=many, max_size=many)))
    chance = np.array(data.draw(st.lists(st.floats(0.0, 1.0), min_size=many, max_size=many)))
    sites = data.draw(st.lists(st.sampled_from("abcde"), min_size=many, max_size=many))
    assert of_the_best(value, chance, sites, data.draw(st.integers(1, 3))) >= 1 - 1 / np.e


def test_greedy_is_nearly_always_the_best_of_all_sets() -> None:
    draw = np.random.default_rng(2)
    shares = [
        of_the_best(
            draw.uniform(0.1, 10, many), draw.uniform(0, 0.3, many),
            list(draw.choice(list("abcde"), many)), int(draw.integers(1, 4)),
        )
        for many in draw.integers(3, 10, 300)
    ]  # fmt: skip
    assert np.mean(shares) > 0.999


@given(st.integers(0, 2**32 - 1))
def test_what_is_left_of_a_row_only_falls(seed: int) -> None:
    draw = np.random.default_rng(seed)
    site = draw.integers(0, 6, 20)
    taken = Taken(Kin(site, draw.integers(-1, 3, 6)[site], draw.integers(-1, 3, 20)))
    before = [taken.share(at) for at in range(20)]
    for at in draw.permutation(20)[:10]:
        taken.add(int(at), float(draw.random()))
        after = [taken.share(one) for one in range(20)]
        assert all(now <= then + 1e-12 for now, then in zip(after, before, strict=True))
        assert min(after) > 0
        before = after


def test_more_than_there_are_gives_all() -> None:
    assert sorted(chosen(np.ones(3), np.ones(3), kin(list("abc")), 9)) == [0, 1, 2]
    assert chosen(np.zeros(0), np.zeros(0), kin([]), 4) == []


def test_ten_thousand_of_a_hundred_thousand_are_chosen_at_once() -> None:
    draw = np.random.default_rng(1)
    many = 100_000
    of = Kin(*(draw.integers(-1, size, many) for size in (30_000, 5_000, 50)))
    found = chosen(draw.lognormal(size=many), draw.random(many) / 10, of, 10_000)
    assert len(set(found)) == 10_000


def test_values_fall_in_the_order_of_choice() -> None:
    draw = np.random.default_rng(2)
    value, chance = draw.lognormal(size=200), draw.random(200) / 5
    of = Kin(*(draw.integers(-1, 20, 200) for _ in range(3)))
    taken, worths = Taken(of), []
    for at in chosen(value, chance, of, 100):
        worths.append(value[at] * taken.share(at))
        taken.add(at, chance[at])
    assert worths == sorted(worths, reverse=True)
    assert pytest.approx(worths[0]) == value.max()
