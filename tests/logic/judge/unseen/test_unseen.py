"""How many were seen by nobody."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlinkbot.logic.judge.unseen import unseen
from backlinkbot.logic.judge.unseen.pairs import chapman

LINKS = 3_000
NAMES = ("ahrefs", "archives", "moz", "semrush")


def histories(shares: list[float], seed: int, *, uneven: bool = False) -> Counter[tuple[str, ...]]:
    """Who sees which of `LINKS` links."""
    random = np.random.default_rng(seed)
    ease = random.beta(2.0, 2.0, LINKS) * 2 if uneven else np.ones(LINKS)
    who = random.random((len(shares), LINKS)) < np.array(shares)[:, None] * ease
    found: Counter[tuple[str, ...]] = Counter()
    for row in who.T.tolist():
        sees = tuple(name for name, is_seen in zip(NAMES, row, strict=False) if is_seen)
        if sees:
            found[sees] += 1
    return found


@pytest.mark.parametrize("shares", [[0.5, 0.3], [0.5, 0.3, 0.4], [0.5, 0.3, 0.4, 0.2]])
def test_the_interval_holds_the_truth_where_sources_are_independent(shares: list[float]) -> None:
    held = 0
    for seed in range(20):
        found = unseen(histories(shares, seed))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= LINKS <= found.high
    assert held >= 17


def test_uneven_ease_is_counted_in_and_the_lower_bound_holds() -> None:
    ratios = []
    for seed in range(10):
        found = unseen(histories([0.4, 0.3, 0.35], seed, uneven=True))
        assert found.total is not None
        assert found.least is not None
        assert found.least <= LINKS
        ratios.append(found.total / LINKS)
    assert 0.85 < np.median(ratios) < 1.1


def test_chapman_of_a_hand_counted_case() -> None:
    found = chapman(10, 15, 5)
    assert found.value == pytest.approx(11 * 16 / 6 - 1)
    assert found.low > 20
    assert found.high > found.value


def test_one_source_tells_nothing_of_what_it_did_not_see() -> None:
    found = unseen({("ahrefs",): 500})
    assert (found.seen, found.total) == (500, None)
    assert "read a second one" in found.why


@pytest.mark.parametrize(
    "few",
    [
        {("ahrefs",): 500, ("moz",): 9},
        {("ahrefs",): 500, ("moz",): 300, ("ahrefs", "moz"): 4},
        {},
    ],
)
def test_too_little_overlap_is_said_and_not_reckoned_with(few: dict[tuple[str, ...], int]) -> None:
    found = unseen(few)
    assert found.total is None
    assert found.why


def test_sources_that_tell_of_the_same_are_one() -> None:
    same = {("ahrefs", "moz"): 480, ("moz",): 10}
    alone = unseen(same)
    assert (alone.total, [one.name for one in alone.sources]) == (None, ["ahrefs and moz"])
    assert "are one source" in alone.why
    beside = unseen(same | {("ahrefs", "moz", "semrush"): 200, ("semrush",): 100})
    assert [one.name for one in beside.sources] == ["ahrefs and moz", "semrush"]
    assert beside.total is not None
    assert any("count as one" in doubt for doubt in beside.doubts)


def test_a_copy_is_warned_of() -> None:
    found = unseen({("ahrefs",): 500, ("ahrefs", "moz"): 480, ("moz",): 10})
    assert found.total is None
    assert "one may be made from the other" in found.why
    three = unseen({("ahrefs",): 500, ("ahrefs", "moz"): 480, ("moz",): 10, ("b", "ahrefs"): 90})
    assert any("one may be made from the other" in doubt for doubt in three.doubts)


def test_sources_that_see_the_same_have_odds_over_one() -> None:
    alike = {("a", "b", "c"): 90, ("c",): 90, ("a", "c"): 10, ("b", "c"): 10, ("a",): 30, ("b",): 9}
    odds = {(pair.one, pair.other): pair.odds for pair in unseen(alike).pairs}
    tied = odds["a", "b"] if ("a", "b") in odds else odds["b", "a"]
    assert tied is not None
    assert tied > 10


def test_the_smallest_of_many_sources_are_taken_together_and_that_is_said() -> None:
    told = {(f"s{n}",): 100 + n for n in range(6)} | {tuple(f"s{n}" for n in range(6)): 50}
    found = unseen(told)
    assert len(found.sources) == 4
    assert "were taken together" in found.doubts[0]
    assert found.seen == sum(told.values())


SETS = st.sets(st.sampled_from(NAMES), min_size=1).map(lambda names: tuple(sorted(names)))


@settings(max_examples=25)  # a hundred models of four lists each
@given(st.dictionaries(SETS, st.integers(0, 400)))
def test_no_estimate_is_below_what_was_seen_and_the_interval_holds_it(
    told: dict[tuple[str, ...], int],
) -> None:
    found = unseen(told)
    assert found.seen == sum(told.values())
    if found.total is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.seen <= found.low <= found.total <= found.high
