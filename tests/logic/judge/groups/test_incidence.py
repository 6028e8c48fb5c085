from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.groups.incidence import Incidence, spans

pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=40)


def incidence(told: list[tuple[int, int]]) -> Incidence:
    unit = np.array([one for one, _ in told], np.int64)
    trait = np.array([other for _, other in told], np.int64)
    return Incidence.of(unit, trait, 7, 5)


@given(pairs)
def test_both_sides_tell_the_same_pairs_each_once(told: list[tuple[int, int]]) -> None:
    both = incidence(told)
    by_trait = {(int(u), t) for t in range(5) for u in both.units_of(t)}
    by_unit = {
        (u, int(both.trait[pair]))
        for u in range(7)
        for pair in both.pairs_of_units(np.array([u], np.int64))
    }
    assert by_trait == by_unit == set(told)
    assert len(both.unit) == len(set(told))


@given(pairs)
def test_the_order_of_pairs_changes_nothing(told: list[tuple[int, int]]) -> None:
    one, other = incidence(told), incidence(told[::-1])
    assert one.unit.tolist() == other.unit.tolist()
    assert one.counts.tolist() == other.counts.tolist()


def test_spans_are_all_numbers_from_each_begin_to_its_end() -> None:
    begins, ends = np.array([2, 7, 7], np.int64), np.array([4, 7, 9], np.int64)
    assert spans(begins, ends).tolist() == [2, 3, 7, 8]
    assert spans(begins[:0], ends[:0]).tolist() == []
