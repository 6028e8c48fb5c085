"""Did the links work? On made series whose truth is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from backlinkbot.core.results import Worked
from backlinkbot.logic.judge.effect import Panel, effect_of
from backlinkbot.logic.judge.effect.panel import TOO_EARLY, TOO_FEW, TOO_LATE, events_in

WEEKS, PAGES, LINKED, AT = 40, 200, 30, 20
FIRST = date(2026, 1, 5)


def panel(lift: float, *, seed: int = 1, drift: float = 0.0, season: float = 0.5) -> Panel:
    """Poisson clicks with a season that all pages share; the first pages gain links in one week.

    `lift`: share more clicks from then on; `drift`: growth a week of those pages before and after.
    """
    rng = np.random.default_rng(seed)
    weeks = np.arange(WEEKS)
    logs = rng.normal(3.5, 0.7, PAGES)[:, None] + season * np.sin(weeks / 6)
    logs[:LINKED] += drift * (weeks - AT)
    logs[:LINKED, AT:] += np.log1p(lift)
    gained = np.zeros((PAGES, WEEKS), dtype=np.int64)
    gained[:LINKED, AT] = 1
    return of(rng.poisson(np.exp(logs)).astype(float), gained)


def of(counts: NDArray[np.float64], gained: NDArray[np.int64]) -> Panel:
    names = [f"https://acme.example/{n}" for n in range(len(counts))]
    return Panel(names, FIRST, counts, gained, "search clicks")


def test_an_effect_is_found_with_its_size() -> None:
    found = effect_of(panel(0.4))
    assert found.word is Worked.LIKELY
    assert found.change == pytest.approx(0.4, abs=0.1)
    assert (found.low or 0) < 0.4 < (found.high or 0)
    assert (found.chance or 1) < 0.01
    assert f"{found.change:+.0%} search clicks" in found.sentence


def test_a_season_that_all_share_is_no_effect() -> None:
    made = panel(0.0, season=1.0)
    counts = made.counts[:LINKED]
    assert counts[:, AT + 1 : AT + 13].sum() / counts[:, AT - 12 : AT].sum() < 0.7
    found = effect_of(made)
    assert found.word is Worked.NONE_SEEN
    assert found.change == pytest.approx(0, abs=0.08)
    assert "would have shown" in found.sentence


def test_a_growth_that_was_there_before_is_not_called_an_effect() -> None:
    assert effect_of(panel(0.0, drift=0.03)).word is not Worked.LIKELY


def test_every_page_is_shown_with_what_was_expected_of_it() -> None:
    found = effect_of(panel(0.4))
    assert len(found.pages) == found.matched == LINKED
    one = found.pages[0]
    assert one.week == FIRST + timedelta(weeks=AT)
    assert one.new_domains == 1
    assert one.matches >= 3
    assert [page.change for page in found.pages] == sorted(
        (page.change for page in found.pages), reverse=True
    )


def test_the_same_data_give_the_same_answer() -> None:
    assert effect_of(panel(0.2)) == effect_of(panel(0.2))


def test_the_order_of_pages_does_not_matter() -> None:
    made = panel(0.4)
    turned = Panel(made.pages[::-1], FIRST, made.counts[::-1], made.gained[::-1], made.outcome)
    assert effect_of(turned).change == pytest.approx(effect_of(made).change, abs=0.03)


def test_few_pages_are_too_little_to_compare() -> None:
    made = panel(0.4)
    gained = made.gained.copy()
    gained[4:] = 0
    found = effect_of(of(made.counts, gained))
    assert found.word is Worked.UNCLEAR
    assert found.change is None
    assert "not enough to compare" in found.sentence


def test_where_every_page_gained_links_there_is_nobody_to_compare_with() -> None:
    made = panel(0.4)
    gained = np.zeros_like(made.gained)
    gained[:, AT] = 1
    found = effect_of(of(made.counts, gained))
    assert (found.word, found.change) == (Worked.UNCLEAR, None)


def test_no_links_no_answer() -> None:
    made = panel(0.0)
    found = effect_of(of(made.counts, np.zeros_like(made.gained)))
    assert "no page of the site gained a link" in found.sentence


def test_why_a_page_is_not_compared_is_counted() -> None:
    counts = np.full((4, WEEKS), 10.0)
    counts[2] = 0.5
    gained = np.zeros((4, WEEKS), dtype=np.int64)
    gained[0, 3] = gained[1, WEEKS - 2] = gained[2, AT] = gained[3, AT] = 1
    events = events_in(of(counts, gained))
    assert events.pages == (3,)
    assert events.left_out == {TOO_EARLY: 1, TOO_LATE: 1, TOO_FEW: 1}


def test_a_page_counts_from_the_first_links_after_weeks_without() -> None:
    counts = np.full((1, 60), 10.0)
    gained = np.zeros((1, 60), dtype=np.int64)
    gained[0, [5, 10, 30, 33]] = 1
    (span,) = events_in(of(counts, gained)).spans
    assert (span.begin, span.event, span.start, span.end) == (18, 30, 31, 43)


def test_false_alarms_stay_few_and_effects_are_found() -> None:
    words = [effect_of(panel(0.0, seed=seed)).word for seed in range(20)]
    assert words.count(Worked.LIKELY) <= 2
    assert all(effect_of(panel(0.5, seed=seed)).word is Worked.LIKELY for seed in range(10))
