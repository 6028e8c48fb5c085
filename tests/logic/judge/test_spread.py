"""Spreads and their evenness."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.profile import Tally
from backlinkbot.logic.judge.spread import countries, endings, evenness, spread, tallied


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([], None), ([0], None), ([7], 0.0), ([3, 3, 3], 1.0), ([0, 4, 4], 1.0)],
)
def test_evenness_of_known_cases(counts: list[int], expected: float | None) -> None:
    assert evenness(np.array(counts, dtype=np.int64)) == pytest.approx(expected)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=30), st.integers(2, 9))
def test_evenness_lies_between_0_and_1_and_scale_does_not_matter(
    counts: list[int], times: int
) -> None:
    once = evenness(np.array(counts, dtype=np.int64))
    assert once is not None
    assert -1e-9 <= once <= 1 + 1e-9
    assert once == pytest.approx(evenness(np.array(counts, dtype=np.int64) * times))


def test_a_tally_counts_links_and_distinct_domains() -> None:
    column = pa.array(["en", "de", "en", None, "en"])
    found, unknown = tallied(column, np.array([0, 1, 0, 2, 3], dtype=np.int32))
    assert found == (Tally("en", 3, 2), Tally("de", 1, 1))
    assert unknown == 1


def test_a_spread_says_how_many_kinds_and_what_is_unknown() -> None:
    column = pa.chunked_array([["a", "b"], [None]])
    found = spread("owners", column, np.array([0, 1, 2], dtype=np.int32), basis="ids")
    assert (found.kinds, found.unknown_links, found.evenness) == (2, 1, 1.0)


def test_nothing_known_has_no_evenness() -> None:
    found = spread("owners", pa.nulls(2, pa.string()), np.zeros(2, np.int32), basis="ids")
    assert (found.kinds, found.evenness, found.unknown_links) == (0, None, 2)


def test_endings_and_countries() -> None:
    names = pa.chunked_array([["a.co.uk", "b.de", "c.io", "d.com", "localhost", "xn--e1.xn--p1ai"]])
    found = endings(names)
    assert found.to_pylist() == [".uk", ".de", ".io", ".com", None, ".xn--p1ai"]
    assert countries(found.fill_null("")).to_pylist() == ["GB", "DE", None, None, None, None]
