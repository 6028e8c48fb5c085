"""The shipped model: monotone, calibrated within bounds, and trained on the markers there are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict.columns import GROUP, OF_GROUP
from backlinkbot.logic.judge.verdict.model import shipped

STRENGTHS = st.lists(st.floats(0, 1, width=32), min_size=50, max_size=50)


def row_of(values: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([values[: len(shipped().names)]], np.float32)


@given(STRENGTHS, st.integers(0, 40), st.floats(0, 1, width=32))
def test_more_evidence_never_lowers_the_probability(
    values: list[float], column: int, more: float
) -> None:
    model = shipped()
    low = row_of(values)
    high = low.copy()
    column %= len(model.names)
    high[0, column] = max(high[0, column], more)
    assert model.scores(high)[0] >= model.scores(low)[0] - 1e-5


@given(STRENGTHS)
def test_a_probability_is_never_certain_and_never_negative(values: list[float]) -> None:
    assert 0 <= shipped().probability(row_of(values))[0] < 1


def test_nothing_found_is_far_from_suspicion() -> None:
    model = shipped()
    assert model.probability(np.zeros((1, len(model.names)), np.float32))[0] < 0.1


def test_what_was_not_found_has_no_part_in_it() -> None:
    model = shipped()
    row = np.zeros((1, len(model.names)), np.float32)
    row[0, [model.names.index(name) for name in OF_GROUP]] = 1
    moved = model.contributions(row)
    assert moved[0, model.names.index(GROUP)] > 0
    assert np.count_nonzero(moved) == 1


def test_the_model_was_trained_on_the_markers_as_they_are() -> None:
    now = {name: marker.version for name, marker in markers.items()}
    trained = shipped().versions
    assert trained == now, "markers changed: run bench/train/toxicity.py"
    assert set(shipped().names) == {*now, *OF_GROUP}


def test_the_shipped_error_was_measured() -> None:
    told = shipped().measured
    assert told.units > 10_000
    assert 0 <= told.calibration <= 0.03
    assert told.disavow[0] > 1_000
    assert told.disavow[1] / told.disavow[0] <= 0.02
