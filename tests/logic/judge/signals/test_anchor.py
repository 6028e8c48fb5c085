"""The anchor signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backlinkbot.logic.judge.evidence import AnchorUse, Evidence
from backlinkbot.logic.judge.signals.anchor import anchor

Make = Callable[..., Evidence]


def use(text: str, domains: int, of: int) -> AnchorUse:
    return AnchorUse((text,), (domains,), of)


def test_brands_and_addresses_score_over_generic_words_and_bare_keywords(evidence: Make) -> None:
    rows = [{"anchor": a} for a in ("Acme", "acme.example", "click here", "running shoes", "")]
    score = anchor(evidence(*rows)).score
    assert score[0] > score[1] > score[2] > score[3]
    assert score[2] == score[4]


def test_a_keyword_on_a_seventh_of_many_domains_scores_least(evidence: Make) -> None:
    rare = anchor(evidence({"anchor": "running shoes"}, anchor_use=use("running shoes", 3, 100)))
    often = anchor(evidence({"anchor": "running shoes"}, anchor_use=use("running shoes", 20, 100)))
    assert often.score[0] < 0.2 * rare.score[0]
    assert "used by 20 of 100 referring domains (20.0%)" in often.say(0)


def test_a_repeated_brand_is_natural(evidence: Make) -> None:
    found = anchor(evidence({"anchor": "Acme"}, anchor_use=use("acme", 60, 100)))
    assert found.score[0] == 1


def test_under_fifty_domains_repetition_is_not_judged_and_that_is_said(evidence: Make) -> None:
    found = anchor(evidence({"anchor": "running shoes"}, anchor_use=use("running shoes", 20, 30)))
    alone = anchor(evidence({"anchor": "running shoes"}, anchor_use=use("running shoes", 1, 30)))
    assert found.score[0] == alone.score[0]
    assert "too early to judge repetition" in found.say(0)


def test_words_around_help_only_where_they_were_read(evidence: Make) -> None:
    sentence: dict[str, Any] = {"left": "we ran for a week in", "right": "and liked them"}
    score = anchor(evidence(sentence, {"left": "", "right": "by"}, {})).score
    assert score[1] < score[0] == score[2]


def test_the_words_around_are_the_evidence(evidence: Make) -> None:
    found = anchor(evidence({"left": "we like", "right": "a lot"}, {}))
    assert found.show(0) == ("… we like [Acme] a lot …",)
    assert found.show(1) == ()


def test_an_untold_anchor_is_unknown(evidence: Make) -> None:
    found = anchor(evidence({"anchor": None}))
    assert np.isnan(found.score[0])
    assert found.say(0) == "The anchor text is not known."
