"""Rows chosen, ordered and cut as plain Python would."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.reports import rows

TEXTS = st.lists(st.none() | st.text("abcÄ é🙂", max_size=3), min_size=1, max_size=30)
MOMENT = pa.timestamp("s", "UTC")
NUMBERS = st.lists(st.none() | st.integers(-3, 3), min_size=1, max_size=30)


@given(values=TEXTS | NUMBERS, descending=st.booleans())
def test_rows_are_in_order_with_nulls_last_and_equal_ones_as_they_stand(
    values: list[str | int | None],
    *,
    descending: bool,
) -> None:
    kind = pa.string() if any(isinstance(value, str) for value in values) else pa.int64()
    table = pa.table({"a": pa.array(values, kind)})
    mask = np.arange(len(values)) % 4 != 1
    told = [n for n, value in enumerate(values) if mask[n] and value is not None]
    wanted = sorted(told, key=lambda n: _comparable(values[n]), reverse=descending)
    wanted += [n for n, value in enumerate(values) if mask[n] and value is None]
    assert rows.ordered(table, mask, "a", descending=descending).tolist() == wanted


def _comparable(value: str | int | None) -> tuple[int, bytes]:
    return (0, value.encode()) if isinstance(value, str) else (value or 0, b"")


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=40))
def test_the_first_of_each_is_the_one_of_the_lowest_turn(given_: list[tuple[int, bool]]) -> None:
    codes = np.array([code for code, _ in given_], np.int32)
    mask = np.array([fits for _, fits in given_])
    turns = np.random.default_rng(len(given_)).permutation(len(given_)).astype(np.int32)
    chosen = np.flatnonzero(rows.first_of_each(codes, turns, mask)).tolist()
    wanted = {
        code: min((n for n in np.flatnonzero(mask & (codes == code))), key=turns.__getitem__)
        for code in set(codes[mask].tolist())
    }
    assert chosen == sorted(wanted.values())


def test_nothing_that_is_not_known_fits_a_wish() -> None:
    table = pa.table(
        {
            "text": ["Ärger mit *", None],
            "flag": [False, None],
            "seen": pa.array([datetime(2026, 3, 1, 23, 59, tzinfo=UTC), None], MOMENT),
        }
    )
    day = date(2026, 3, 1)
    assert rows.contains(table, "text", "ÄRGER MIT *").tolist() == [True, False]
    assert rows.equals(table, "flag", value=False).tolist() == [True, False]
    assert rows.within(table, "seen", day, day).tolist() == [True, False]
    assert rows.within(table, "seen", None, date(2026, 2, 28)).tolist() == [False, False]
    assert rows.after(table, "seen", datetime(2026, 3, 1, tzinfo=UTC)).tolist() == [True, False]
