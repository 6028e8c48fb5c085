"""Site types out of names and pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlinkbot.core import columns
from backlinkbot.core.site_types import SiteType, site_types
from backlinkbot.logic.judge.site_type.judge import (
    LEAST_PROBABILITY,
    PATTERNS,
    TYPES,
    clues,
    judged,
    probabilities,
)
from backlinkbot.logic.judge.site_type.measures import ALL as MEASURES
from backlinkbot.logic.judge.site_type.read import Sites


def pages(*rows: dict[str, Any]) -> pa.Table:
    schema = columns.page_facts()
    told = [
        {"url": f"https://{row['domain']}/", "status": 200, "reporter": "t", "evidence": "t"} | row
        for row in rows
    ]
    return pa.Table.from_pylist(told, schema=schema)


def type_of(domain: str, *rows: dict[str, Any]) -> str:
    found = judged([domain], pages(*({"domain": domain} | row for row in rows)))
    return str(found["type"][0].as_py())


@pytest.mark.parametrize(
    ("domain", "kind"),
    [
        ("biology.stanfield.edu", SiteType.UNIVERSITY),
        ("chem.ox.ac.uk", SiteType.UNIVERSITY),
        ("transport.gov.uk", SiteType.GOVERNMENT),
        ("steuern.gv.at", SiteType.GOVERNMENT),
        ("garden-wiki.org", SiteType.WIKI),
        ("anglers-forum.com", SiteType.FORUM),
        ("docs.rocketry.io", SiteType.DOCUMENTATION),
        ("northtown-herald.com", SiteType.NEWS),
        ("ruderverband-nord.de", SiteType.ASSOCIATION),
        ("teatime-shop.com", SiteType.SHOP),
    ],
)
def test_a_name_alone_can_tell(domain: str, kind: SiteType) -> None:
    assert type_of(domain) == kind


def test_a_name_that_says_nothing_is_unknown_without_pages() -> None:
    found = judged(["qwzx.com"], pages()).to_pylist()
    assert found == [{"domain": "qwzx.com", "type": "unknown", "probability": None, "reasons": []}]


def test_a_shop_is_told_by_its_products() -> None:
    product = {
        "url": "https://qwzx.com/products/blue-mug",
        "title": "Blue mug | Qwzx",
        "page_type": "shop",
        "text": "Blue mug. In stock. Add to cart. Free shipping from 20 euro.",
    }
    assert type_of("qwzx.com", product) == SiteType.SHOP


def test_a_diary_is_told_by_its_first_person() -> None:
    told = {
        "title": "Why I moved house - Qwzx",
        "language": "en",
        "page_type": "article",
        "takes_comments": True,
        "internal_links": 12,
        "text": "I moved my books and my bed. My sister helped me. I was tired. " * 20,
    }
    assert type_of("qwzx.com", told) == SiteType.PERSONAL


def test_a_word_of_one_language_is_no_pronoun_in_another() -> None:
    text = "ja kivi ja puu ja talo ja tie ja joki ja meri ja vuori " * 10
    finnish = {"language": "fi", "page_type": "article", "text": text}
    table = pages({"domain": "qwzx.fi"} | finnish)
    values, weights, says = clues(Sites.of(["qwzx.fi"], table))
    assert values[0, says.index("its texts say “I”")] == 0
    assert weights.shape == (values.shape[1], len(TYPES))


def test_a_newspaper_is_told_by_its_sections_and_agencies() -> None:
    report = {
        "url": "https://qwzx.com/politics/2026/03/05/the-vote",
        "title": "The vote - The Qwzx Tribune",
        "page_type": "article",
        "author": "A. Writer",
        "published_on": date(2026, 3, 5),
        "internal_links": 180,
        "text": "LONDON (AP) The governor told reporters that police would come.",
    }
    found = judged(["qwzx.com"], pages({"domain": "qwzx.com"} | report)).to_pylist()[0]
    assert found["type"] == SiteType.NEWS
    assert found["probability"] > 0.8
    assert "its titles name a newspaper" in found["reasons"]


def test_pages_that_failed_and_pages_of_others_do_not_count() -> None:
    gone = {"page_type": "wiki", "status": 404}
    other = {"domain": "other.com", "page_type": "wiki"}
    assert judged(["qwzx.com"], pages({"domain": "qwzx.com"} | gone, other))["type"][0].as_py() == (
        SiteType.UNKNOWN
    )


@pytest.mark.parametrize("status", [None, 0, 200])
def test_a_saved_page_without_a_status_counts(status: int | None) -> None:
    assert type_of("qwzx.com", {"page_type": "wiki", "status": status}) == SiteType.WIKI


def test_the_order_of_domains_is_kept_and_each_is_judged_alone() -> None:
    table = pages(
        {"domain": "b.com", "page_type": "forum"}, {"domain": "a.com", "page_type": "wiki"}
    )
    both = judged(["a.com", "b.com", "a.com"], table)
    assert both["domain"].to_pylist() == ["a.com", "b.com", "a.com"]
    assert both["type"].to_pylist() == ["wiki", "forum", "wiki"]
    assert both.slice(1, 1).equals(judged(["b.com"], table))
    assert both.schema == site_types()


def test_nobody_asked_gives_no_rows() -> None:
    assert judged([], pages()).num_rows == 0


texts = st.one_of(st.none(), st.text(max_size=80))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts, st.text(max_size=30)), max_size=4))
def test_whatever_pages_say_there_is_a_type_and_a_probability(
    rows: list[tuple[str | None, str | None, str]],
) -> None:
    table = pages(
        *(
            {"domain": "q.com", "title": title, "text": text, "url": f"https://q.com/{path}"}
            for title, text, path in rows
        )
    )
    row = judged(["q.com"], table).to_pylist()[0]
    assert row["type"] in set(SiteType)
    known = row["type"] != SiteType.UNKNOWN
    assert (row["probability"] is not None) == known == bool(row["reasons"])
    assert not known or LEAST_PROBABILITY <= row["probability"] <= 1


def test_probabilities_add_up_and_a_higher_weight_is_surer() -> None:
    scores = np.zeros((3, len(TYPES)), dtype=np.float32)
    scores[1, 4], scores[2, 4] = 2, 4
    found = probabilities(scores)
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert found[0, 4] < found[1, 4] < found[2, 4]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.says[:50])
def test_every_pattern_is_a_pattern_and_does_not_match_nothing(pattern: Any) -> None:
    assert not pc.match_substring_regex(pa.array([""]), pattern.regex)[0].as_py()
    assert pattern.weights
    assert pattern.says.startswith("its ")


def test_every_clue_says_something_of_its_own() -> None:
    said = [one.says for one in (*PATTERNS, *MEASURES)]
    assert len(said) == len(set(said))


def test_one_page_among_many_counts_less_than_all() -> None:
    articles = [{"url": f"https://qwzx.com/{n}", "page_type": "article"} for n in range(9)]
    forum = {"page_type": "forum"}
    few = judged(["q.com"], pages(*({"domain": "q.com"} | row for row in (*articles, forum))))
    every = judged(["q.com"], pages({"domain": "q.com"} | forum))
    assert every["type"][0].as_py() == SiteType.FORUM
    assert few["type"][0].as_py() != SiteType.FORUM
