"""Quality of links from their five factors."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import LinkInputs
from backlinkbot.logic.judge.quality import (
    FACTORS,
    HELD_AT,
    LEAST_KNOWN,
    MEDIUM_FROM,
    STRONG_FROM,
    WEIGHTS,
    LinkQuality,
    judge_links,
)
from backlinkbot.logic.judge.signals import signals

Links = Callable[..., pa.Table]
ENDS = ("authority", "authority_low", "authority_high")
IN_CONTENT: dict[str, Any] = {
    "placement": "content",
    "external_links": 8,
    "left": "we compared all of them with",
    "right": "last month",
}


def judged(
    links: Links,
    row: dict[str, Any],
    *,
    authority: float | None = 40.0,
    relevance: float = 0.7,
    rank: int | None = 250_000,
) -> LinkQuality:
    table = links(IN_CONTENT | row)
    known = {"node": ["blog.example"], "authority": [authority]}
    ranks = {"domain": ["blog.example"], "list": ["tranco"], "rank": [rank or 1]}
    return judge_links(
        table,
        LinkInputs(
            anchor_words("acme.example", topic_words=["running shoes"]),
            authority=pa.table(known) if authority is not None else None,
            ranks=pa.table(ranks) if rank else None,
            ranked_sites=1_000_000,
            relevance=np.array([relevance], dtype=np.float32),
        ),
    )


def test_the_archetypes_of_the_reference_fall_where_it_says(links: Links) -> None:
    quality = [
        judged(links, {}, authority=80.0, relevance=0.9, rank=5_000),
        judged(links, {}),
        judged(links, {"nofollow": True}, authority=60.0),
        judged(links, {}, authority=5.0, rank=None),
        judged(links, {"placement": "sidebar"}),
        judged(links, {"placement": "comment", "nofollow": True}, authority=80.0, rank=5_000),
        judged(links, {"placement": "author bio"}, authority=5.0, relevance=0.3, rank=None),
    ]
    words = [one.strength_word(0) for one in quality]
    told = (94, 78, 57, 53, 39, 28, 31)  # docs/reference/quality.md
    assert [round(float(one.quality[0])) for one in quality] == list(told)
    assert words == ["strong", "strong", "medium", "medium", "weak", "weak", "weak"]
    assert all(high.quality[0] > low.quality[0] for high, low in pairwise(quality[:5]))


def test_no_fame_lifts_a_comment_over_weak(links: Links) -> None:
    found = judged(links, {"placement": "comment"}, authority=100.0, relevance=1.0, rank=1)
    assert found.quality[0] < MEDIUM_FROM


@pytest.mark.parametrize("better", [{"authority": 70.0}, {"relevance": 0.9}, {"rank": 2_000}])
def test_a_better_factor_never_lowers_quality(links: Links, better: dict[str, Any]) -> None:
    assert judged(links, {}, **better).quality[0] > judged(links, {}).quality[0]


def test_an_unknown_factor_is_left_out_and_the_rest_weighs_more(links: Links) -> None:
    whole, part = judged(links, {}), judged(links, {}, relevance=float("nan"))
    scores = {name: float(f.score[0]) for name, f in zip(FACTORS, whole.factors, strict=True)}
    known = {name: weight for name, weight in WEIGHTS.items() if name != "relevance"}
    expected = 100 * np.exp(
        sum(weight * np.log(scores[name]) for name, weight in known.items()) / sum(known.values())
    )
    assert part.quality[0] == pytest.approx(expected, rel=1e-4)
    assert part.known_weight[0] == pytest.approx(0.8)
    assert "not known" in part.readings(0)[1].sentence


def test_before_anything_is_measured_the_neatest_link_has_no_quality(links: Links) -> None:
    found = judge_links(links(IN_CONTENT), LinkInputs(anchor_words("acme.example")))
    assert found.known_weight[0] == pytest.approx(LEAST_KNOWN)
    assert np.isnan(found.quality[0]), "it got 100"
    assert found.strength_word(0) == "unjudged"
    assert found.reason(0) == (
        "Too little is known of this link to judge it: only its placement and anchor."
    )


def test_a_link_of_which_little_is_known_is_not_called_strong(links: Links) -> None:
    found = judged(links, {}, authority=None, relevance=0.99, rank=1)
    assert found.quality[0] == HELD_AT
    assert found.strength_word(0) == "medium"
    assert found.reason(0) == "Too little is known to call it strong: authority unknown."


def test_the_site_and_the_anchor_are_enough_to_judge_by(links: Links) -> None:
    known = pa.table({"node": ["blog.example"], "authority": [60.0]})
    found = judge_links(links({}), LinkInputs(anchor_words("acme.example"), authority=known))
    assert found.known_weight[0] == pytest.approx(LEAST_KNOWN)
    assert found.strength_word(0) == "medium"


def test_a_link_whose_place_nobody_told_is_not_called_strong(links: Links) -> None:
    found = judged(links, {"placement": None}, authority=90.0, relevance=0.95)
    assert found.quality[0] == HELD_AT
    assert found.strength_word(0) == "medium"
    assert found.reason(0) == "Too little is known to call it strong: placement unknown."


def test_a_link_of_which_nothing_is_known_is_unjudged(links: Links) -> None:
    found = judge_links(links({"anchor": None}), LinkInputs(anchor_words("acme.example")))
    assert np.isnan(found.quality[0])
    assert found.strength_word(0) == "unjudged"
    assert found.reason(0) == "Too little is known of this link to judge it: nothing."


def test_an_anchor_alone_judges_no_link_but_still_shows(links: Links) -> None:
    found = judge_links(links({}), LinkInputs(anchor_words("acme.example")))
    assert np.isnan(found.quality[0])
    assert found.strength_word(0) == "unjudged"
    assert found.reason(0) == "Too little is known of this link to judge it: only its anchor."
    assert found.readings(0)[3].sentence == "The anchor “Acme” is the brand."


@pytest.mark.parametrize(
    ("interval", "word"), [((70.0, 90.0), "strong"), ((None, None), "strong"), ((6, 88), "medium")]
)
def test_strong_holds_at_the_low_end_of_the_authority(
    links: Links, interval: tuple[float | None, float | None], word: str
) -> None:
    low, high = ([end] for end in interval)
    known = {"node": ["blog.example"], "authority": [80.0], "authority_low": low}
    table = pa.table(known | {"authority_high": high}).cast(
        pa.schema([("node", pa.string()), *((n, pa.float32()) for n in ENDS)])
    )
    relevance = np.array([0.4], dtype=np.float32)
    given = LinkInputs(anchor_words("acme.example"), authority=table, relevance=relevance)
    found = judge_links(links(IN_CONTENT), given)
    assert found.strength_word(0) == word
    assert (found.quality[0] >= STRONG_FROM) == (word == "strong")
    if word == "medium":
        assert found.quality[0] == HELD_AT
        assert found.reason(0).startswith("Too uncertain to call it strong. blog.example has an")
        assert found.reason(0).endswith("(between 6 and 88).")


def test_each_reading_has_its_number_sentence_and_evidence(links: Links) -> None:
    readings = judged(links, {"context_html": "<p>…</p>"}).readings(0)
    assert tuple(one.signal for one in readings) == FACTORS
    assert all(one.score is not None and 0 <= one.score <= 1 for one in readings)
    assert all(one.sentence.endswith(".") for one in readings)
    assert readings[2].evidence == ("<p>…</p>",)


def test_the_reason_of_a_weak_link_is_what_holds_it_back(links: Links) -> None:
    weak = judged(links, {"placement": "footer", "sitewide": True})
    assert weak.reason(0).startswith("The link stands in the footer")
    strong = judged(links, {}, authority=90.0)
    assert "authority of 90" in strong.reason(0)


def test_no_links_have_no_quality(links: Links) -> None:
    assert len(judge_links(links(), LinkInputs(anchor_words("acme.example"))).quality) == 0


def test_every_factor_of_the_product_is_a_signal_and_weights_sum_to_one() -> None:
    assert set(FACTORS) <= set(signals)
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_the_order_of_the_links_changes_nothing(links: Links) -> None:
    rows = [
        IN_CONTENT | {"source_domain": f"{name}.example", "anchor": anchor}
        for name, anchor in (("a", "Acme"), ("b", "running shoes"), ("c", "here"), ("a", "shoes"))
    ]
    known = pa.table({"node": ["a.example", "b.example"], "authority": [60.0, 9.0]})
    words = anchor_words("acme.example", topic_words=["running shoes"])
    inputs = LinkInputs(words, authority=known)
    forth = judge_links(links(*rows), inputs).quality
    back = judge_links(links(*rows[::-1]), inputs).quality
    assert np.allclose(forth, back[::-1], equal_nan=True)
    assert np.isnan(forth).sum() == 1
