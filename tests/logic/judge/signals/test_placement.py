"""The placement signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.signals.placement import placement

Make = Callable[..., Evidence]
CONTENT: dict[str, Any] = {"placement": "content", "external_links": 5, "position": 0.0}


def test_a_followed_link_in_the_content_scores_best(evidence: Make) -> None:
    rows = [{"placement": one.value} for one in Placement if one is not Placement.UNKNOWN]
    score = placement(evidence(*rows)).score
    assert score[0] == 1
    assert score[1:].max() < 1
    assert rows[int(score.argmin())]["placement"] == "comment"


@pytest.mark.parametrize(
    "worse",
    [
        {"nofollow": True},
        {"sponsored": True},
        {"ugc": True},
        {"sitewide": True},
        {"external_links": 200},
        {"position": 0.9},
        {"placement_probability": 0.4},
    ],
)
def test_each_drawback_lowers_the_score(evidence: Make, worse: dict[str, Any]) -> None:
    score = placement(evidence(CONTENT, CONTENT | worse)).score
    assert score[1] < score[0]


def test_an_unknown_place_stays_unknown_but_not_on_pages_of_user_content(evidence: Make) -> None:
    found = placement(
        evidence(
            {"placement": "unknown"},
            {"placement": None},
            {"placement": "unknown", "page_type": "forum"},
            {"placement": "comment"},
        )
    )
    assert found.known.tolist() == [False, False, True, True]
    assert found.score[2] == found.score[3]
    assert "not known" in found.say(0)
    assert "on a page of user content it counts so" in found.say(2)


def test_a_marked_link_of_unknown_place_gets_the_best_it_could_be(evidence: Make) -> None:
    score = placement(
        evidence({"nofollow": True}, {"placement": "content", "nofollow": True})
    ).score
    assert score[0] == score[1]


def test_the_sentence_names_place_and_drawbacks(evidence: Make) -> None:
    found = placement(
        evidence({"placement": "footer", "nofollow": True, "sitewide": True, "external_links": 42})
    )
    assert found.say(0) == (
        "The link stands in the footer: nofollow, repeated on most pages of the site, "
        "one of 42 external links on the page."
    )


def test_the_html_around_the_link_is_the_evidence(evidence: Make) -> None:
    found = placement(evidence(CONTENT | {"context_html": "<p>by <a>Acme</a></p>"}, CONTENT))
    assert found.show(0) == ("<p>by <a>Acme</a></p>",)
    assert found.show(1) == ()


@settings(max_examples=40)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "placement": st.sampled_from([*(one.value for one in Placement), None]),
                "nofollow": st.sampled_from([True, False, None]),
                "sponsored": st.sampled_from([True, False, None]),
                "external_links": st.sampled_from([None, 0, 3, 10**6]),
                "position": st.sampled_from([None, -1.0, 0.5, 7.0]),
                "placement_probability": st.sampled_from([None, 0.0, 0.5, 1.0]),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_known_score_lies_between_0_and_1(rows: list[dict[str, Any]]) -> None:
    import pyarrow as pa

    from backlinkbot.core import columns
    from backlinkbot.logic.judge.anchors import anchor_words
    from backlinkbot.logic.judge.evidence import LinkInputs

    plain = {
        "source_url": "u", "source_domain": "d", "target_url": "t", "target_domain": "e",
        "occurrence": 0,
    }  # fmt: skip
    table = pa.Table.from_pylist([plain | row for row in rows], schema=columns.links())
    score = placement(Evidence(table, LinkInputs(anchor_words("e.example")))).score
    known = score[~np.isnan(score)]
    assert np.all((known >= 0) & (known <= 1))
