from __future__ import annotations

import math

import pytest

from backlinkbot.logic.reports.worth_wording import links_words, rounded, worth_words


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
