"""A line that costs more than it saves is held back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.audit.prices import Prices
from backlinkbot.logic.judge.audit.visits import Visits

SHARES = st.floats(0, 1)
POINTS = st.floats(0, 100)


def refusal(points: float, probability: float) -> str:
    return Prices({"a.example": points}).refusal("a.example", probability)


def test_an_honest_site_with_authority_is_held_back_and_a_farm_is_not() -> None:
    assert "1.4 points of authority" in refusal(1.4, 0.03)
    assert refusal(0.0, 0.99) == ""
    assert refusal(3.0, 0.99) == ""


def test_what_rounds_to_nothing_holds_no_line_back() -> None:
    assert refusal(0.04, 0.0) == ""


def test_what_is_not_priced_holds_no_line_back() -> None:
    assert Prices().refusal("a.example", 0.0) == ""
    assert Prices().points("a.example") is None


def test_readers_hold_a_line_back_where_the_links_may_be_honest() -> None:
    prices = Prices({"a.example": 1.4}, visits=Visits({"a.example": 30.0}))
    assert "1.4 points of authority and its links bring about 30 visits" in prices.refusal(
        "a.example", 0.03
    )
    assert "30 visits" in prices.refusal("a.example", 0.95)
    assert prices.refusal("a.example", 0.98) == ""
    assert prices.refusal("b.example", 0.03) == ""


@given(POINTS, SHARES, POINTS, SHARES)
def test_more_points_or_less_suspicion_never_free_a_line(
    points: float, probability: float, more: float, share: float
) -> None:
    if refusal(points, probability):
        assert refusal(points + more, probability * share)


def test_what_to_do_about_a_dear_line_goes_by_how_sure_it_is() -> None:
    assert refusal(3.0, 0.03).endswith(
        "of 3% only: keep them; --force writes the line all the same"
    )
    assert "look at them first" in refusal(3.0, 0.7)
    assert "removed" not in refusal(3.0, 0.03) + refusal(3.0, 0.7)
    assert "have them removed instead" in refusal(30.0, 0.95)
