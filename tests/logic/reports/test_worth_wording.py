from __future__ import annotations

import math

import pytest

from backlinkbot.logic.reports.worth_wording import (
    links_words,
    lost_words,
    rounded,
    second_words,
    worth_words,
)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0.4, "less than one average weak link"),
        (1.2, "one average weak link"),
        (7.4, "about 7 average weak links"),
        (563.2, "about 560 average weak links"),
        (12_345.0, "about 12,000 average weak links"),
    ],
)
def test_a_number_of_links_is_no_more_exact_than_it_is_known(count: float, words: str) -> None:
    assert links_words(count) == words


@pytest.mark.parametrize("count", [10.0, 99.6, 100.0, 1e6])
def test_rounding_stays_within_five_per_cent(count: float) -> None:
    assert float(rounded(count).replace(",", "")) == pytest.approx(count, rel=0.05)


def test_a_price_says_points_interval_equivalents_and_links_alone() -> None:
    words = worth_words(12.34, 8.0, 15.0, 563.0, 3.1)
    assert words == (
        "+12.3 points (+8.0 to +15.0), as much as about 560 average weak links; by links alone +3.1"
    )


def test_a_link_without_trust_says_so() -> None:
    assert "no trust comes with it" in worth_words(0.0, 0.0, 0.0, 0.0, 4.0)
    assert worth_words(0.0, 0.0, 0.0, 0.0, 0.01) == "would change nothing"


def test_where_weak_links_bring_nothing_no_number_of_them_is_named() -> None:
    assert "more than any number" in worth_words(5.0, 4.0, 6.0, math.nan, 1.0)


def test_where_there_are_no_points_links_alone_are_told() -> None:
    told = worth_words(math.nan, math.nan, math.nan, 3.0, 1.25)
    assert told == "+1.2 by links alone, as much as about 3 average weak links"
    assert worth_words(math.nan, math.nan, math.nan, 3.0, 0.0) == "would change nothing"


def test_a_second_link_is_called_so() -> None:
    nothing = second_words(worth_words(0.0, 0.0, 0.0, 0.0, 0.0))
    assert nothing == "links already; a second link would change nothing"
    assert second_words("+1.0 points").endswith("a second link would bring +1.0 points")


def test_a_lost_link_that_counts_nothing_says_why_and_what_links_alone_lose() -> None:
    words = worth_words(0.0, 0.0, 0.0, 0.0, -1.25)
    assert lost_words(words, "strangers publish there", -1.26, has_heir=False) == (
        "its link counts nothing: strangers publish there; losing it would move links alone by -1.3"
    )
    assert lost_words(words, "x", -0.01, has_heir=False).endswith("would change nothing")
    counted = worth_words(-2.0, -3.0, -1.0, 40.0, -1.0)
    assert lost_words(counted, "", -1.0, has_heir=False) == counted
    heir = lost_words(counted, "", -1.0, has_heir=True)
    assert heir == counted + "; another link of its owner then counts instead"
