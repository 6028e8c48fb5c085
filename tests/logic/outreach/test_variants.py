"""Templates compared: chosen by what was learnt, and a winner called only on strong evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.variants import (
    WINS_AT,
    Arm,
    bayes_factor,
    choose,
    compared,
    recipients_needed,
)

ARMS = st.integers(0, 400).flatmap(
    lambda ended: st.builds(Arm, st.just("t"), st.just(ended), st.integers(0, ended))
)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_who_is_better_is_chosen_more_often_and_the_other_not_never() -> None:
    source = rng()
    told = [choose([Arm("a", 200, 30), Arm("b", 200, 18)], source) for _ in range(500)]
    assert 400 < told.count("a") < 500


def test_without_knowledge_each_is_chosen_alike() -> None:
    source = rng()
    told = [choose([Arm("a", 0, 0), Arm("b", 0, 0)], source) for _ in range(1_000)]
    assert 430 < told.count("a") < 570


@given(ARMS, ARMS)
def test_the_evidence_is_the_same_from_both_sides(one: Arm, other: Arm) -> None:
    factor = bayes_factor(one, other)
    assert factor == pytest.approx(bayes_factor(other, one))
    assert factor > 0


@given(ARMS, ARMS)
def test_nobody_wins_on_few_trials(one: Arm, other: Arm) -> None:
    told = compared([Arm("a", one.ended, one.won), Arm("b", other.ended, other.won)], rng(), 100)
    if min(one.ended, other.ended) < 30 or told.bayes_factor <= WINS_AT:
        assert told.winner == ""
    for standing in told.standings:
        assert 0 <= standing.low <= standing.high <= 1
        if standing.share is not None:
            assert standing.low <= standing.share <= standing.high


def test_a_big_difference_is_called_and_a_small_one_is_not() -> None:
    assert compared([Arm("a", 300, 60), Arm("b", 300, 15)], rng()).winner == "a"
    told = compared([Arm("a", 300, 33), Arm("b", 300, 26)], rng())
    assert told.winner == ""
    assert told.needed is not None
    assert f"{told.needed:,}" in told.sentence


def test_one_template_has_nothing_to_be_better_than() -> None:
    assert compared([Arm("a", 500, 400)], rng()).winner == ""
    assert compared([], rng()).standings == ()


def test_looking_after_every_message_finds_few_false_winners() -> None:
    """400 pairs of equal templates, each looked at 100 times; p-values would fail every third."""
    source, false = rng(), 0
    for _ in range(400):
        share = source.beta(1, 10)
        wins = source.random((2, 100, 10)) < share
        after = wins.sum(axis=2).cumsum(axis=1)
        pairs = [
            bayes_factor(Arm("a", 10 * (n + 1), int(after[0, n])),
                         Arm("b", 10 * (n + 1), int(after[1, n])))
            for n in range(3, 100)
        ]  # fmt: skip
        false += max(pairs) > WINS_AT
    assert false / 400 < 0.05


def test_how_many_recipients_a_difference_takes() -> None:
    needed = recipients_needed(0.085, 0.111)
    assert needed is not None
    assert 2_000 < needed < 2_100
    assert recipients_needed(0.1, 0.1) is None


def test_what_cannot_be_is_no_arm() -> None:
    with pytest.raises(ValueError, match="cannot be won"):
        Arm("a", 3, 4)
    with pytest.raises(ValueError, match="no template"):
        choose([], rng())
