"""An agency's colour is readable, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.client_report import Brand
from backlinkbot.core.errors import BadInput
from backlinkbot.logic.reports.colours import (
    LEAST_CONTRAST,
    PAPER,
    accent_of,
    colour_named,
    contrast,
)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(sorted(PAPER)))
def test_text_in_any_colour_can_be_read_on_any_paper(colour: int, paper: str) -> None:
    shown = accent_of(Brand(colour=f"#{colour:06x}"), paper)
    assert contrast(rgb(shown), PAPER[paper]) >= LEAST_CONTRAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert accent_of(Brand(colour="#14608a")) == "#14608a"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("typed", "colour"), [("#ABC", "#aabbcc"), (" 14608A ", "#14608a")])
def test_a_colour_may_be_typed_short_and_without_its_sign(typed: str, colour: str) -> None:
    assert colour_named(typed) == colour


@pytest.mark.parametrize("typed", ["red", "#12", "#12345g", "", "#1234567; }"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="no colour"):
        colour_named(typed)
