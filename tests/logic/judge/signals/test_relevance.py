"""The relevance signal."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.signals.relevance import relevance

Make = Callable[..., Evidence]


def test_the_probability_is_the_score_and_the_sentence_says_it(evidence: Make) -> None:
    given = np.array([0.85, 0.5, 0.1, np.nan], dtype=np.float32)
    found = relevance(evidence({}, {}, {}, {}, relevance=given))
    assert np.array_equal(found.score, given, equal_nan=True)
    assert "the same subject (85% likely" in found.say(0)
    assert "a near subject" in found.say(1)
    assert "something else" in found.say(2)
    assert "not known" in found.say(3)


def test_without_texts_it_is_unknown(evidence: Make) -> None:
    assert not relevance(evidence({}, {})).known.any()
