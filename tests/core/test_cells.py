"""Values as JSON and spreadsheets take them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.cells import FORMULA_STARTS, flat, plain, safe_cell

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC)),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
    max_leaves=20,
)


@given(st.text())
def test_no_text_starts_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(FORMULA_STARTS)
    assert safe_cell(text).removeprefix("'") == text.removeprefix("'") or text.startswith("'")


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_each_start_of_a_formula_is_disarmed_behind_spaces_too(start: str) -> None:
    assert safe_cell(f"{start}1") == f"'{start}1"
    assert safe_cell(f"  {start}1") == f"'  {start}1"


@pytest.mark.parametrize("text", ["", "plain", "1+1", "a=b", "'quoted", "https://x.example/?a=1"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(JSON_VALUES)
def test_any_value_becomes_json_that_programs_can_read(value: object) -> None:
    text = json.dumps(plain(value))
    if "Infinity" not in text:
        json.loads(text, parse_constant=pytest.fail)


@given(JSON_VALUES)
def test_any_value_becomes_one_cell(value: object) -> None:
    cell = flat(value)
    assert cell is None or isinstance(cell, str | int | float)
    if isinstance(cell, str):
        assert not cell.startswith(("=", "+", "-", "@")) or isinstance(value, date | dict | list)


def test_unknown_is_null_and_moments_are_utc_text() -> None:
    assert plain(float("nan")) is None
    assert plain(datetime(2026, 11, 1, 12, 30, tzinfo=UTC)) == "2026-11-01T12:30:00Z"
    assert plain(date(2026, 11, 1)) == "2026-11-01"


def test_the_noise_of_short_floats_is_not_shown() -> None:
    import numpy as np

    assert plain(float(np.float32(0.1))) == 0.1


def test_lists_of_words_are_joined_and_other_parts_are_json() -> None:
    assert flat(["warc", "wat"]) == "warc; wat"
    assert flat([{"signal": "anchor"}]) == '[{"signal": "anchor"}]'
    assert flat(["=1", "b"]) == "'=1; b"
    assert [flat(value) for value in (True, False)] == ["true", "false"]
